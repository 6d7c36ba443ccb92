//! What a run has cost in seconds, so that its curve can be drawn over them too.
//!
//! The clock is the caller's, and what it says never enters a run's bits.

use crate::run::training::Run;

/// The seconds of a run, and those at which each point of its curve was there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stopwatch {
    seconds: f64,
    points: Vec<f64>,
}

impl Stopwatch {
    /// A slice has taken the run on from `before` steps in so many seconds. Points in its midst are placed as if all
    /// its steps took equally long.
    pub fn note(&mut self, run: &Run, before: u64, took: f64) {
        let steps = (run.steps() - before) as f64;
        for point in &run.curve()[self.points.len()..] {
            let share = if steps > 0.0 { (point.steps - before) as f64 / steps } else { 1.0 };
            self.points.push(self.seconds + share * took);
        }
        self.seconds += took;
    }

    pub fn seconds(&self) -> f64 {
        self.seconds
    }

    /// One for each point of the curve.
    pub fn points(&self) -> &[f64] {
        &self.points
    }
}
