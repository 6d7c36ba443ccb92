//! ε-greedy: plays the choice whose mean reward is best so far, and now and then any other.
//!
//! Q(a) ← Q(a) + (r − Q(a))/N(a) (Sutton and Barto, 2nd ed., sections 2.2 to 2.4). It looks at nothing and credits
//! each choice with the reward of its own step. Deviation: ε falls over the run, by default in a straight line.

use super::arms::{self, Arms};
use super::course::Course;
use super::exploration::{EPSILON_SHARE, EPSILON_START, EXPLORE_COURSE, epsilon, epsilon_end, epsilon_note};
use super::{Agent, AgentEntry, Build, Case, Family, Knows, Lesson, Mode, Note, Opinion, Seen, Term, Transition};
use crate::base::text::cited;
use crate::base::{Action, Rng, Text, Trouble};

pub static ENTRY: AgentEntry = AgentEntry {
    id: "epsilon-greedy",
    label: Text::new("ε-greedy", "ε-贪心"),
    story: Text::new(
        "Plays what has paid best so far, whatever the situation, and now and then tries something else.",
        "不看情形，总选迄今收益最好的，偶尔试试别的。",
    ),
    family: Family::Bandits,
    knows: |_| Knows::Nothing,
    params: &[EPSILON_START, epsilon_end(0.05), EPSILON_SHARE, EXPLORE_COURSE],
    paper: cited("Sutton, R. S. and Barto, A. G. (2018), Reinforcement learning, 2nd ed., chapter 2"),
    fits: arms::fits,
    build: Build::Agent(|case: &Case<'_>| {
        let epsilon = epsilon(case.params, case.steps);
        Ok(Box::new(EpsilonGreedy { arms: Arms::new(case), epsilon, steps: 0 }))
    }),
};

/// The rule of the head, sign by sign.
const RULE: &[&str] = &["Q⁺", "←", "Q", "+", "(", "r", "−", "Q", ")", "/", "N"];

struct EpsilonGreedy {
    arms: Arms,
    epsilon: Course,
    steps: u64,
}

impl Agent for EpsilonGreedy {
    fn act(&mut self, _lane: usize, seen: Seen<'_>, rng: &mut Rng, mode: Mode, action: &mut Action) {
        let tries = mode == Mode::Explore && rng.uniform() < self.epsilon.at(self.steps);
        action.choice = if tries { self.arms.any(seen.mask, rng) } else { self.arms.best(seen.mask) };
    }

    fn learn(&mut self, _lane: usize, step: &Transition<'_>, _rng: &mut Rng) {
        self.arms.update(step.action.choice, step.reward);
        self.steps += 1;
    }

    fn learns(&self) -> bool {
        true
    }

    fn diagnostics(&self) -> Vec<Note> {
        vec![epsilon_note(self.epsilon.at(self.steps))]
    }

    fn save(&self) -> Vec<u8> {
        self.arms.save(self.steps)
    }

    fn load(&mut self, saved: &[u8]) -> Result<(), Trouble> {
        self.steps = self.arms.load(&arms::numbers(saved, self.arms.saved_numbers())?)?;
        Ok(())
    }

    fn explain(&self, seen: Seen<'_>) -> Opinion {
        self.arms.opinion(seen)
    }

    fn lesson(&self, step: &Transition<'_>) -> Option<Lesson> {
        let choice = step.action.choice;
        let (old, n) = (self.arms.mean(choice), self.arms.count(choice) + 1.0);
        let terms = vec![
            Term::new("Q", "the mean of what the choice has brought", "该选项迄今的平均奖励", old),
            Term::new("r", "the reward of this step", "这一步的奖励", step.reward),
            Term::new("N", "how often it has been played now", "至今选过的次数", n),
            Term::new("Q⁺", "the mean now", "现在的平均", old + (step.reward - old) / n),
        ];
        Some(Lesson { rule: RULE, terms })
    }
}
