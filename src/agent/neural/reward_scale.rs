//! Rewards of any unit brought to about one: divided by the standard deviation of the discounted return so far.
//!
//! As VecNormalize of Stable-Baselines3 does it (Engstrom et al. 2020, Implementation matters in deep policy gradients,
//! section 2). Where the world goes on for ever and its mean is what counts, the mean reward is taken off too, which
//! changes no comparison between policies (Naik et al. 2024, Reward centering).

use crate::agent::Note;
use crate::base::Text;
use crate::sim::{Objective, Status};

#[derive(Clone, Debug)]
pub struct RewardScale {
    gamma: f64,
    centred: bool,
    /// The discounted return of each lane.
    returns: Vec<f64>,
    seen: f64,
    mean_reward: f64,
    mean: f64,
    squares: f64,
}

impl RewardScale {
    pub fn new(objective: Objective, gamma: f64) -> RewardScale {
        RewardScale {
            gamma,
            centred: objective == Objective::Average,
            returns: Vec::new(),
            seen: 0.0,
            mean_reward: 0.0,
            mean: 0.0,
            squares: 0.0,
        }
    }

    /// Welford's sums, with the reward of one more step.
    pub fn see(&mut self, lane: usize, reward: f64, status: Status) {
        if self.returns.len() <= lane {
            self.returns.resize(lane + 1, 0.0);
        }
        self.seen += 1.0;
        self.mean_reward += (reward - self.mean_reward) / self.seen;
        let centre = self.centre();
        let value = self.gamma * self.returns[lane] + reward - centre;
        self.returns[lane] = if status == Status::Running { value } else { 0.0 };
        let before = value - self.mean;
        self.mean += before / self.seen;
        self.squares += before * (value - self.mean);
    }

    /// What is taken off every reward.
    pub fn centre(&self) -> f64 {
        if self.centred { self.mean_reward } else { 0.0 }
    }

    /// What rewards are divided by: where they are all alike, their own size.
    pub fn size(&self) -> f64 {
        let deviation = f64::sqrt(self.squares / f64::max(self.seen, 1.0));
        let usual = f64::max(f64::abs(self.mean), f64::abs(self.mean_reward));
        // What rounding makes of equal rewards is no deviation.
        match deviation > 1e-10 * usual {
            true => deviation,
            false if usual > 0.0 => usual,
            false => 1.0,
        }
    }

    /// What a network's value of a situation means in rewards.
    pub fn notes(&self, value: f32) -> Vec<Note> {
        let expected = f64::from(value) * self.size();
        if !self.centred {
            return vec![(Text::new("what it expects from here", "预计从此处起的回报"), expected)];
        }
        let beyond = Text::new("what it expects from here beyond the mean", "预计从此处起超出均值的回报");
        vec![(beyond, expected), (Text::new("the mean reward, which is taken off", "减去的平均奖励"), self.centre())]
    }

    /// What of the scale belongs to a policy that is played on.
    pub fn state(&self) -> [f64; 4] {
        [self.seen, self.mean_reward, self.mean, self.squares]
    }

    pub fn set_state(&mut self, [seen, mean_reward, mean, squares]: [f64; 4]) {
        (self.seen, self.mean_reward, self.mean, self.squares) = (seen, mean_reward, mean, squares);
        self.returns.fill(0.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_size_is_the_deviation_of_returns() {
        let mut scale = RewardScale::new(Objective::Total, 0.5);
        for reward in [1.0, 3.0, -2.0, 5.0] {
            scale.see(0, reward, Status::Running);
        }
        // Returns 1, 3.5, −0.25, 4.875: mean 2.28125, mean square deviation 4.1064…
        let mean: f64 = (1.0 + 3.5 - 0.25 + 4.875) / 4.0;
        let variance: f64 = [1.0, 3.5, -0.25, 4.875].iter().map(|r| (r - mean) * (r - mean)).sum::<f64>() / 4.0;
        assert!((scale.size() - f64::sqrt(variance)).abs() < 1e-12, "{}", scale.size());
        assert_eq!(scale.centre(), 0.0);
    }

    #[test]
    fn rewards_of_any_size_become_about_one() {
        for objective in [Objective::Average, Objective::Total] {
            for size in [1e-9, 1.0, 1e9] {
                // Whether they are all alike or not.
                for spread in [0.0, 0.5] {
                    let mut scale = RewardScale::new(objective, 0.9);
                    let reward = |i: u32| size * (0.3 + spread * f64::from(i % 2));
                    (0..1_000).for_each(|i| scale.see(0, reward(i), Status::Terminated));
                    let scaled = f64::max(reward(0), reward(1)) / scale.size();
                    assert!((0.5..4.0).contains(&scaled), "{objective:?} {size} {spread}: {scaled}");
                }
            }
        }
        let mut scale = RewardScale::new(Objective::Total, 0.9);
        (0..9).for_each(|_| scale.see(0, 0.0, Status::Running));
        assert_eq!(scale.size(), 1.0);
    }

    #[test]
    fn the_mean_is_taken_off_where_it_is_what_counts() {
        let mut scale = RewardScale::new(Objective::Average, 0.9);
        (0..100).for_each(|i| scale.see(0, -10.0 + f64::from(i % 2), Status::Running));
        assert!((scale.centre() + 9.5).abs() < 1e-12);
        assert!(scale.size() < 2.0, "{}", scale.size());
    }
}
