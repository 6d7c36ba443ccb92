//! Q-learning (Watkins 1989; Watkins & Dayan 1992; Sutton & Barto, 2nd ed., section 6.5).
//!
//! Q(s, a) ← Q(s, a) + α·(r + γ·max Q(s′, ·) − Q(s, a)); nothing follows a terminated step, and a truncated
//! one is bootstrapped like any other. Deviations: α falls with the visits of its cell, ε in a straight line.
//!
//! The defaults: `emporium search` with four seeds in its own worlds, γ in 0.9 and 0.95, α in 0.5 and 1, its power in 0.5
//! and 0.6, ε at the end in 0.02 and 0.1, over 0.3 or 0.6 of the run; of those that come to 0.99 in `inventory` (a million
//! steps; 0.997), the best in `pricing` (four million; 0.928).

use super::discount::GAMMA;
use super::exploration::{ALPHA, ALPHA_POWER, EPSILON_SHARE, EPSILON_START, Epsilon, epsilon_end};
use super::table::{self, Table};
use super::{Agent, AgentEntry, Build, Case, Family, Knows, Lesson, Mode, Note, Opinion, Seen, Term, Transition};
use crate::base::text::cited;
use crate::base::{Action, Rng, Text, Trouble};

pub static ENTRY: AgentEntry = AgentEntry {
    id: "q-learning",
    label: Text::new("Q-learning", "Q 学习"),
    story: Text::new(
        "Keeps a table of what each decision was worth in each situation, and learns it by trying.",
        "用一张表记下每种情形下每个决定值多少，边试边学。",
    ),
    family: Family::Tables,
    knows: |_| Knows::Nothing,
    params: &[ALPHA, ALPHA_POWER, GAMMA, EPSILON_START, epsilon_end(0.1), EPSILON_SHARE],
    paper: cited("Watkins, C. J. C. H. and Dayan, P. (1992), Q-learning, Machine Learning 8, 279–292"),
    fits: table::fits,
    build: Build::Agent(|case: &Case<'_>| {
        Ok(Box::new(QLearning {
            table: Table::new(case.spec, case.seat, case.params),
            gamma: case.params.get("gamma"),
            epsilon: Epsilon::new(case.params, case.steps),
            steps: 0,
        }))
    }),
};

/// The rule of the head, sign by sign.
const RULE: &[&str] = &["Q⁺", "←", "Q", "+", "α", "·", "(", "r", "+", "γ", "·", "max Q′", "−", "Q", ")"];

struct QLearning {
    table: Table,
    gamma: f64,
    epsilon: Epsilon,
    steps: u64,
}

impl Agent for QLearning {
    fn act(&mut self, _lane: usize, seen: Seen<'_>, rng: &mut Rng, mode: Mode, action: &mut Action) {
        if mode == Mode::Explore && rng.uniform() < self.epsilon.at(self.steps) {
            action.choice = self.table.any(seen.mask, rng);
            return;
        }
        action.choice = self.table.best(self.table.row(seen.observation), seen.mask).0;
    }

    fn learn(&mut self, _lane: usize, step: &Transition<'_>, _rng: &mut Rng) {
        let follows = self.table.best_after(step);
        let row = self.table.row(step.seen.observation);
        self.table.update(row, step.action.choice, step.reward + self.gamma * follows);
        self.steps += 1;
    }

    fn learns(&self) -> bool {
        true
    }

    fn diagnostics(&self) -> Vec<Note> {
        vec![self.epsilon.note(self.steps), self.table.note()]
    }

    fn save(&self) -> Vec<u8> {
        self.table.save(self.steps)
    }

    fn load(&mut self, saved: &[u8]) -> Result<(), Trouble> {
        self.steps = self.table.load(saved)?;
        Ok(())
    }

    fn explain(&self, seen: Seen<'_>) -> Opinion {
        self.table.opinion(seen)
    }

    fn lesson(&self, step: &Transition<'_>) -> Option<Lesson> {
        let follows = Term::new(
            "max Q′",
            "the best that the next situation is thought to be worth; 0 where nothing follows",
            "下一情形中最高的估值；已结束则为 0",
            self.table.best_after(step),
        );
        Some(self.table.lesson(RULE, step, self.gamma, follows))
    }
}
