//! What a program writes to standard error: read to the end, so that it never waits, and the last of it kept.

use std::io::Read;
use std::sync::{Arc, Mutex, PoisonError};

/// Bytes that are kept.
const KEPT_BYTES: usize = 4096;
/// Lines that are shown.
const SHOWN_LINES: usize = 5;

/// The last of what was read, shared with the thread that reads.
#[derive(Clone, Debug, Default)]
pub struct Complaints(Arc<Mutex<Vec<u8>>>);

impl Complaints {
    /// Reads to the end; memory does not grow with what is read.
    pub fn read(&self, mut pipe: impl Read) {
        let mut piece = [0; KEPT_BYTES];
        while let Ok(length @ 1..) = pipe.read(&mut piece) {
            let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            kept.extend_from_slice(&piece[..length]);
            let surplus = kept.len().saturating_sub(KEPT_BYTES);
            kept.drain(..surplus);
        }
    }

    /// The last lines, control characters aside; empty where nothing was said.
    pub fn last_lines(&self) -> String {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let text = String::from_utf8_lossy(&kept);
        let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
        let shown = lines[lines.len().saturating_sub(SHOWN_LINES)..].join("\n");
        shown.chars().filter(|c| *c == '\n' || !c.is_control()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_lines_are_kept_and_no_more() {
        let complaints = Complaints::default();
        let text: String = (0..100_000).map(|number| format!("warning {number}\n")).collect();
        complaints.read(text.as_bytes());
        assert_eq!(complaints.last_lines(), (99_995..100_000).map(|number| format!("warning {number}")).collect::<Vec<_>>().join("\n"));
        assert!(complaints.0.lock().expect("whole").len() <= KEPT_BYTES);
        complaints.read(&b"\x1b[31mred\xff\n\n"[..]);
        assert!(complaints.last_lines().ends_with("\n[31mred\u{fffd}"));
    }
}
