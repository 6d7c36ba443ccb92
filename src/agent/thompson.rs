//! Thompson sampling: draws a mean for each choice from what it believes of it, and plays the largest draw.
//!
//! Rewards are real, so that beliefs are normal: after n plays the mean of a choice is N(m, (w·s)²/(n + 1)) (Agrawal
//! and Goyal 2013, *Further optimal regret bounds for Thompson sampling*, algorithm 2, which has rewards in [0, 1] and
//! w·s = 1). Deviation: rewards have any size here, so that s is their own deviation around the choices' means, and
//! m begins with the mean of all rewards, not with 0: choices are thought alike until they are tried.

use super::arms::{self, Arms, best_of};
use super::{Agent, AgentEntry, Build, Case, Family, Knows, Mode, Note, Opinion, Seen, Transition};
use crate::base::special::normal_quantile;
use crate::base::text::cited;
use crate::base::{Action, ParamRow, Rng, Text, Trouble};

pub static ENTRY: AgentEntry = AgentEntry {
    id: "thompson",
    label: Text::new("Thompson sampling", "汤普森采样"),
    story: Text::new(
        "Believes something of each choice, draws from its beliefs, and plays the luckiest draw.",
        "对每个选项都有一个信念，从信念中抽样，选抽得最好的。",
    ),
    family: Family::Bandits,
    knows: |_| Knows::Nothing,
    params: &[ParamRow::number("width", 0.1, 5.0, 0.1, 1.0)
        .label("width of belief", "信念宽度")
        .unit("times", "倍")
        .help("Wider beliefs try more.", "信念越宽，尝试越多。")],
    paper: cited("Agrawal, S. and Goyal, N. (2013), Further optimal regret bounds for Thompson sampling, AISTATS 31"),
    fits: arms::fits,
    build: Build::Agent(|case: &Case<'_>| {
        Ok(Box::new(Thompson { arms: Arms::new(case), width: case.params.get("width"), total: 0.0, steps: 0 }))
    }),
};

struct Thompson {
    arms: Arms,
    width: f64,
    /// Σr.
    total: f64,
    steps: u64,
}

impl Thompson {
    /// The mean of a choice, one reward of the mean of all beside its own.
    #[inline]
    fn belief(&self, choice: usize) -> f64 {
        let usual = if self.steps > 0 { self.total / self.steps as f64 } else { 0.0 };
        let n = self.arms.count(choice);
        (n * self.arms.mean(choice) + usual) / (n + 1.0)
    }
}

impl Agent for Thompson {
    fn act(&mut self, _lane: usize, seen: Seen<'_>, rng: &mut Rng, mode: Mode, action: &mut Action) {
        if mode == Mode::Exploit {
            action.choice = best_of(seen.mask, |choice| self.belief(choice));
            return;
        }
        let deviation = self.width * self.arms.deviation();
        action.choice = best_of(seen.mask, |choice| {
            // At 0, which is drawn once in 2^53, the quantile is infinite.
            let draw = normal_quantile(f64::max(rng.uniform(), 5e-17));
            self.belief(choice) + deviation * draw / f64::sqrt(self.arms.count(choice) + 1.0)
        });
    }

    fn learn(&mut self, _lane: usize, step: &Transition<'_>, _rng: &mut Rng) {
        self.arms.update(step.action.choice, step.reward);
        self.total += step.reward;
        self.steps += 1;
    }

    fn learns(&self) -> bool {
        true
    }

    fn diagnostics(&self) -> Vec<Note> {
        vec![(Text::new("deviation of a reward", "单次奖励的标准差"), self.arms.deviation())]
    }

    fn save(&self) -> Vec<u8> {
        [arms::bytes(&[self.total]), self.arms.save(self.steps)].concat()
    }

    fn load(&mut self, saved: &[u8]) -> Result<(), Trouble> {
        let numbers = arms::numbers(saved, 1 + self.arms.saved_numbers())?;
        self.steps = self.arms.load(&numbers[1..])?;
        self.total = numbers[0];
        Ok(())
    }

    fn explain(&self, seen: Seen<'_>) -> Opinion {
        let opinion = self.arms.opinion(seen);
        let values: Vec<f64> = (0..opinion.values.len()).map(|choice| self.belief(choice)).collect();
        Opinion { choice: Some(best_of(seen.mask, |choice| values[choice])), values, ..opinion }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::special::normal_cdf;

    #[test]
    fn choices_are_tried_as_often_as_they_may_be_best() {
        let mut arms = Arms::of(2);
        for (choice, reward) in [(0, 1.0), (0, 3.0), (1, 0.0), (1, 2.0), (1, 1.0)] {
            arms.update(choice, reward);
        }
        let mut bandit = Thompson { arms, width: 1.0, total: 7.0, steps: 5 };
        // Beliefs are N(m, s²/(n + 1)): the first is the better one with Φ(difference / joint deviation).
        let (first, second) = ((4.0 + 1.4) / 3.0, (3.0 + 1.4) / 4.0);
        let joint = f64::sqrt(4.0 / 3.0 * (1.0 / 3.0 + 1.0 / 4.0));
        let expected = normal_cdf((first - second) / joint);
        let (mut rng, mut action, mut count, n) = (Rng::new(1, "thompson"), Action::default(), 0.0, 40_000);
        let seen = Seen { observation: &[], mask: &[true; 2] };
        for _ in 0..n {
            bandit.act(0, seen, &mut rng, Mode::Explore, &mut action);
            count += f64::from(u8::from(action.choice == 0)) / f64::from(n);
        }
        assert!((count - expected).abs() < 0.01, "{count} {expected}");
    }
}
