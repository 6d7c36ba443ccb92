//! The last steps of each lane, until so many have followed that what came of the first one is known.

use super::{Experience, Inputs, Replay};
use crate::agent::Transition;
use crate::sim::Status;

/// The steps of one lane that have not gone into the replay yet, the oldest first.
struct Window {
    rows: Vec<(Vec<f32>, u32)>,
    rewards: Vec<f32>,
    len: usize,
}

pub struct Windows {
    lanes: Vec<Window>,
    n_step: usize,
    /// What the last step led to, as a network sees it.
    next: Vec<f32>,
}

impl Windows {
    pub fn new(n_step: usize, width: usize) -> Windows {
        Windows { lanes: Vec::new(), n_step, next: vec![0.0; width] }
    }

    /// An episode begins: one that was left in the middle has no end to go on from.
    pub fn begin(&mut self, lane: usize) {
        if let Some(window) = self.lanes.get_mut(lane) {
            window.len = 0;
        }
    }

    pub fn clear(&mut self) {
        self.lanes.clear();
    }

    /// The step joins its lane's window; what is old enough, or what an end cuts short, goes into the replay.
    pub fn add(&mut self, lane: usize, step: &Transition<'_>, inputs: &Inputs, replay: &mut Replay) {
        let (n_step, width) = (self.n_step, self.next.len());
        while self.lanes.len() <= lane {
            let rows = vec![(vec![0.0; width], 0); n_step];
            self.lanes.push(Window { rows, rewards: vec![0.0; n_step], len: 0 });
        }
        inputs.write(step.next.observation, &mut self.next);
        let window = &mut self.lanes[lane];
        let row = &mut window.rows[window.len];
        inputs.write(step.seen.observation, &mut row.0);
        row.1 = step.action.choice as u32;
        window.rewards[window.len] = step.reward as f32;
        window.len += 1;
        let ends = step.status != Status::Running;
        while window.len == n_step || (ends && window.len > 0) {
            let (rewards, ended) = (&window.rewards[..window.len], step.status == Status::Terminated);
            let experience = Experience { choice: window.rows[0].1, rewards, ended };
            replay.push(&window.rows[0].0, experience, &self.next, step.next.mask);
            window.rows[..window.len].rotate_left(1);
            window.rewards[..window.len].rotate_left(1);
            window.len -= 1;
        }
    }
}
