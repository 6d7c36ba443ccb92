//! A long command in parts: announces each, stops at the first that fails and names it, and tells
//! at the end how long each took.

use std::time::{Duration, Instant};

use crate::exec::{self, Result};
use crate::table;

/// The parts that have run.
pub struct Parts {
    start: Instant,
    done: Vec<(String, Duration, bool)>,
}

impl Parts {
    /// Starts the clock.
    pub fn new() -> Parts {
        Parts { start: Instant::now(), done: Vec::new() }
    }

    /// Runs one part under its name.
    pub fn run<T>(&mut self, name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
        println!("\n── {name} ──");
        let start = Instant::now();
        let outcome = work();
        self.done.push((name.to_string(), start.elapsed(), outcome.is_ok()));
        outcome.map_err(|sentence| format!("{name}: {sentence}"))
    }

    /// Prints how long each part took.
    pub fn print(&self) {
        let row = |name: &str, time: Duration, good: bool| {
            let verdict = if good { "" } else { "failed" };
            vec![name.to_string(), exec::spoken(time), verdict.to_string()]
        };
        let mut rows: Vec<_> = self.done.iter().map(|(name, time, good)| row(name, *time, *good)).collect();
        rows.push(row("all", self.start.elapsed(), true));
        println!("\n{}", table::lay_out(&["part", "time", ""], &rows));
    }
}
