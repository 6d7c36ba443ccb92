//! What a policy has lived through since its last update, and how much better than expected each step turned out.

use crate::sim::Status;

/// No step of the same lane follows within the rollout.
const NONE: u32 = u32::MAX;

/// Steps in the order in which they came, whatever their lane.
pub struct Rollout {
    inputs: usize,
    width: usize,
    masked: bool,
    capacity: usize,
    begins: Vec<f32>,
    ends: Vec<f32>,
    masks: Vec<bool>,
    pub choices: Vec<u32>,
    /// What was drawn for each dimension of a box, before it was cut to the bounds.
    pub numbers: Vec<f32>,
    pub log_probabilities: Vec<f32>,
    rewards: Vec<f64>,
    statuses: Vec<Status>,
    follows: Vec<u32>,
    /// The last step of each lane.
    last: Vec<u32>,
    pub values: Vec<f32>,
    pub advantages: Vec<f32>,
    /// What the values should have been.
    pub targets: Vec<f32>,
}

/// What a policy did, on its way to the rollout.
#[derive(Clone, Debug, Default)]
pub struct Done {
    pub inputs: Vec<f32>,
    pub mask: Vec<bool>,
    pub choice: u32,
    pub numbers: Vec<f32>,
    pub log_probability: f32,
}

impl Rollout {
    /// `width` is the number of choices where some may be forbidden (`masked`), or of a box's dimensions.
    pub fn new(capacity: usize, inputs: usize, width: usize, masked: bool) -> Rollout {
        let room = |n: usize| Vec::with_capacity(capacity * n);
        Rollout {
            inputs,
            width,
            masked,
            capacity,
            begins: room(inputs),
            ends: room(inputs),
            masks: Vec::with_capacity(if masked { capacity * width } else { 0 }),
            choices: Vec::with_capacity(capacity),
            numbers: room(width),
            log_probabilities: room(1),
            rewards: Vec::with_capacity(capacity),
            statuses: Vec::with_capacity(capacity),
            follows: Vec::with_capacity(capacity),
            last: Vec::new(),
            values: room(1),
            advantages: room(1),
            targets: room(1),
        }
    }

    /// How many it holds.
    pub fn held(&self) -> usize {
        self.rewards.len()
    }

    pub fn is_full(&self) -> bool {
        self.held() >= self.capacity
    }

    /// Adds a step; where it led to is what `write_end` writes.
    pub fn push(&mut self, lane: usize, done: &Done, reward: f64, status: Status, write_end: impl FnOnce(&mut [f32])) {
        if self.last.len() <= lane {
            self.last.resize(lane + 1, NONE);
        }
        let at = self.held() as u32;
        if let Some(before) = self.follows.get_mut(self.last[lane] as usize) {
            *before = at;
        }
        self.last[lane] = if status == Status::Running { at } else { NONE };
        self.begins.extend_from_slice(&done.inputs);
        let from = self.ends.len();
        self.ends.resize(from + self.inputs, 0.0);
        write_end(&mut self.ends[from..]);
        if self.masked {
            self.masks.extend_from_slice(&done.mask);
        }
        self.choices.push(done.choice);
        self.numbers.extend_from_slice(&done.numbers);
        self.log_probabilities.push(done.log_probability);
        self.rewards.push(reward);
        self.statuses.push(status);
        self.follows.push(NONE);
    }

    pub fn begin(&self, at: usize) -> &[f32] {
        &self.begins[at * self.inputs..][..self.inputs]
    }

    pub fn end(&self, at: usize) -> &[f32] {
        &self.ends[at * self.inputs..][..self.inputs]
    }

    pub fn mask(&self, at: usize) -> &[bool] {
        if self.masked { &self.masks[at * self.width..][..self.width] } else { &[] }
    }

    pub fn numbers(&self, at: usize) -> &[f32] {
        &self.numbers[at * self.width..][..self.width]
    }

    /// Generalised advantages (Schulman et al. 2016, equations 11, 12 and 16):
    /// δ = r + γ V(s′) − V(s), A = δ + γ λ A′, and targets A + V. Nothing follows a terminated step; behind a step that
    /// was cut, or behind the rollout's end, stands V(s′) alone, which `value_of_end` gives.
    pub fn judge(
        &mut self,
        (gamma, lambda): (f64, f64),
        scaled: impl Fn(f64) -> f64,
        mut value_of_end: impl FnMut(&[f32]) -> f32,
    ) {
        let n = self.held();
        self.advantages.resize(n, 0.0);
        self.targets.resize(n, 0.0);
        for at in (0..n).rev() {
            let follows = self.follows[at];
            let (next_value, next_advantage) = match (self.statuses[at], follows) {
                (Status::Terminated, _) => (0.0, 0.0),
                (Status::Running, follows) if follows != NONE => {
                    (self.values[follows as usize], self.advantages[follows as usize])
                }
                _ => (value_of_end(&self.ends[at * self.inputs..][..self.inputs]), 0.0),
            };
            let value = f64::from(self.values[at]);
            let delta = scaled(self.rewards[at]) + gamma * f64::from(next_value) - value;
            let advantage = delta + gamma * lambda * f64::from(next_advantage);
            self.advantages[at] = advantage as f32;
            self.targets[at] = (advantage + value) as f32;
        }
    }

    /// Forgets everything but whose turn it is.
    pub fn clear(&mut self) {
        for list in [&mut self.begins, &mut self.ends, &mut self.numbers, &mut self.log_probabilities] {
            list.clear();
        }
        for list in [&mut self.values, &mut self.advantages, &mut self.targets] {
            list.clear();
        }
        self.masks.clear();
        self.choices.clear();
        self.rewards.clear();
        self.statuses.clear();
        self.follows.clear();
        self.last.fill(NONE);
    }
}

impl Done {
    pub fn new(inputs: usize, mask: usize, numbers: usize) -> Done {
        Done { inputs: vec![0.0; inputs], mask: vec![true; mask], numbers: vec![0.0; numbers], ..Done::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two lanes that take turns; the first one's episode ends in between.
    fn rollout() -> Rollout {
        let mut rollout = Rollout::new(6, 1, 0, false);
        let mut done = Done::new(1, 0, 0);
        let steps = [
            (0, 1.0, Status::Running),
            (1, 10.0, Status::Running),
            (0, 2.0, Status::Terminated),
            (1, 20.0, Status::Truncated),
            (0, 3.0, Status::Running),
            (1, 30.0, Status::Running),
        ];
        for (i, (lane, reward, status)) in steps.into_iter().enumerate() {
            done.inputs[0] = i as f32;
            rollout.push(lane, &done, reward, status, |end| end[0] = 100.0 + i as f32);
        }
        rollout
    }

    #[test]
    fn advantages_follow_each_lane_and_stop_where_they_must() {
        let mut rollout = rollout();
        rollout.values = vec![0.5, 1.0, 1.5, 2.0, 2.5, 3.0];
        let mut asked = Vec::new();
        rollout.judge(
            (0.5, 0.8),
            |r| r,
            |end| {
                asked.push(end[0]);
                7.0
            },
        );
        // From behind: steps 5 and 4 are cut by the rollout's end, step 3 by the horizon; step 2 ended its episode.
        assert_eq!(asked, [105.0, 104.0, 103.0]);
        let a5 = 30.0 + 3.5 - 3.0;
        let a3 = 20.0 + 3.5 - 2.0;
        let a2 = 2.0 - 1.5;
        let a1 = 10.0 + 0.5 * 2.0 - 1.0 + 0.4 * a3;
        let a0 = 1.0 + 0.5 * 1.5 - 0.5 + 0.4 * a2;
        let expected = [a0, a1, a2, a3, 3.0 + 3.5 - 2.5, a5];
        for (at, (got, want)) in rollout.advantages.iter().zip(expected).enumerate() {
            assert!((f64::from(*got) - want).abs() < 1e-5, "step {at}: {got}, not {want}");
        }
        assert!((rollout.targets[1] - (a1 as f32 + 1.0)).abs() < 1e-5);
    }
}
