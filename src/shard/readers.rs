//! The inputs of a shard as they are opened one after the other: what is read of each, counted, and digested where a sidecar wants it.

use super::compression::unpack;
use super::format::Stream;
use super::meter::{Meter, Metered, digest};
use super::process::is_standard;
use super::sidecar::Input;
use crate::error::{Error, Result};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Keeps count of what is read.
#[derive(Default)]
pub struct Readers {
    digests: bool,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// The one that is being read.
    last: Option<Opened>,
    /// Those that are read, where digests are wanted.
    done: Vec<(PathBuf, Input)>,
    /// Bytes of those that are read.
    bytes: u64,
}

/// An input with its meter, and a second handle to what will be left unread of it.
struct Opened {
    path: PathBuf,
    meter: Arc<Meter>,
    rest: Option<File>,
}

impl Readers {
    /// Readers that digest what they read, and read each stream to its end even if it is broken.
    pub fn with_digests() -> Self {
        Self { digests: true, ..Self::default() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Opens a file or stdin as an unpacked stream. The one before is over: a group of thousands of inputs has one open at a time.
    ///
    /// # Errors
    /// A file that cannot be opened, a disk that fails.
    pub fn open(&self, input: &Path) -> Result<Stream> {
        let failed = |error| Error::io("cannot open the file", error).in_file(input).remedy("check the name and its permissions");
        let mut state = self.state();
        state.settle(self.digests)?;
        let (raw, rest): (Box<dyn Read + Send>, Option<File>) = if is_standard(input) {
            (Box::new(std::io::stdin()), None)
        } else {
            let file = File::open(input).map_err(failed)?;
            let rest = if self.digests { Some(file.try_clone().map_err(failed)?) } else { None };
            (Box::new(file), rest)
        };
        let meter = Arc::new(Meter::new(self.digests));
        state.last = Some(Opened { path: input.to_path_buf(), meter: Arc::clone(&meter), rest });
        drop(state);
        unpack(Metered::new(raw, meter)).map_err(failed)
    }

    /// Bytes so far, packed as they are.
    pub fn bytes(&self) -> u64 {
        let state = self.state();
        state.bytes + state.last.as_ref().map_or(0, |last| last.meter.bytes())
    }

    /// What was read of these inputs, with digests. What was not read as a stream is read once more.
    ///
    /// # Errors
    /// A disk that fails.
    pub fn read(&self, inputs: &[PathBuf]) -> Result<Vec<Input>> {
        let mut state = self.state();
        state.settle(self.digests)?;
        let mut done = std::mem::take(&mut state.done).into_iter().peekable();
        inputs.iter().map(|input| done.next_if(|(path, _)| path == input).map_or_else(|| digest(input), |(_, read)| Ok(read))).collect()
    }
}

impl State {
    /// Ends the one that was being read.
    fn settle(&mut self, digests: bool) -> Result<()> {
        let Some(Opened { path, meter, rest }) = self.last.take() else { return Ok(()) };
        if let Some(rest) = rest {
            let failed = |error| Error::io("cannot read", error).in_file(&path).remedy("check the disk, then run again");
            std::io::copy(&mut Metered::new(rest, Arc::clone(&meter)), &mut std::io::sink()).map_err(failed)?;
        }
        self.bytes += meter.bytes();
        if digests {
            let name = path.file_name().map_or("-".into(), |name| name.to_string_lossy().into_owned());
            self.done.push((path, meter.input(&name)));
        }
        Ok(())
    }
}
