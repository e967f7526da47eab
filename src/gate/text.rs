//! A verdict as lines for a CI log, as annotations of GitHub Actions, and as JSON.

use super::judge::{Rule, Ruling, Verdict};
use serde_json::{Value, json};
use std::fmt::Write as _;

impl Ruling {
    /// One line: PASS or FAIL, the measure, the floor, the value, the difference with its interval.
    pub fn line(&self) -> String {
        format!("{} {}", if self.passed { "PASS" } else { "FAIL" }, self.account())
    }

    /// The line without its first word.
    fn account(&self) -> String {
        let [corpus, task, strategy] = &self.about;
        let number = |value: Option<f64>| value.map_or("NA".into(), |value| format!("{value:.4}"));
        let mut line = format!("{:<8} {corpus} {task} {strategy} {}", self.rule.name(), self.measure);
        let _ = match self.rule {
            Rule::Control => write!(line, ": {}", self.note),
            Rule::Absolute => write!(line, ": {} {}, now {}", self.note, number(self.limit), number(self.value)),
            Rule::Floor => write!(line, ": floor {}, now {}", number(self.limit), number(self.value)),
        };
        if self.rule == Rule::Floor {
            let interval = self.interval.map_or("NA".into(), |(low, high)| format!("{}..{}", signed(low), signed(high)));
            let _ = write!(line, ", difference {} ({interval})", self.difference.map_or("NA".into(), signed));
            if !self.note.is_empty() {
                let _ = write!(line, ": {}", self.note);
            }
        }
        line
    }

    fn json(&self) -> Value {
        let [corpus, task, strategy] = &self.about;
        json!({
            "passed": self.passed, "rule": self.rule.name(), "corpus": corpus, "task": task, "strategy": strategy,
            "measure": self.measure, "limit": self.limit, "value": self.value, "difference": self.difference,
            "low": self.interval.map(|(low, _)| low), "high": self.interval.map(|(_, high)| high), "note": self.note,
        })
    }
}

fn signed(value: f64) -> String {
    // Minus nought would tell of a fall that is none.
    format!("{:+.4}", if value.abs() < 5e-5 { 0.0 } else { value })
}

impl Verdict {
    /// A line for each rule, and a last one.
    pub fn text(&self) -> String {
        let mut out: String = self.rulings.iter().map(|ruling| ruling.line() + "\n").collect();
        let failed = self.rulings.iter().filter(|ruling| !ruling.passed).count();
        let (all, word) = (self.rulings.len(), if self.passed() { "PASS" } else { "FAIL" });
        let _ = writeln!(out, "gate: {word}, {failed} of {all} rules failed");
        out
    }

    /// Workflow commands that GitHub Actions shows beside the run, one for each rule that failed.
    pub fn annotations(&self) -> String {
        let escaped = |text: String| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
        let failed = self.rulings.iter().filter(|ruling| !ruling.passed);
        failed.map(|ruling| format!("::error title=gleaner gate::{}\n", escaped(ruling.account()))).collect()
    }

    /// Everything as JSON.
    pub fn json(&self) -> Value {
        json!({"passed": self.passed(), "rules": self.rulings.iter().map(Ruling::json).collect::<Vec<_>>()})
    }
}
