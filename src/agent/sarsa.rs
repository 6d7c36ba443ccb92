//! SARSA (Rummery & Niranjan 1994; Sutton & Barto, 2nd ed., section 6.4).
//!
//! Q(s, a) ← Q(s, a) + α·(r + γ·Q(s′, a′) − Q(s, a)), where a′ is the action that is really played next: it is
//! drawn in `learn` and handed out by the following `act`. Deviations: α falls with the visits of its cell, ε in
//! a straight line. After a cut episode a′ is drawn for the bootstrap and not played.
//!
//! The defaults are chosen as those of Q-learning: 0.920 in `inventory`, 0.907 in `pricing`. It learns what its tries cost
//! too, so that ε ends lower.

use super::discount::GAMMA;
use super::exploration::{ALPHA, ALPHA_POWER, EPSILON_SHARE, EPSILON_START, Epsilon, epsilon_end};
use super::table::{self, Table};
use super::{Agent, AgentEntry, Build, Case, Family, Knows, Lesson, Mode, Note, Opinion, Seen, Term, Transition};
use crate::base::text::cited;
use crate::base::{Action, Rng, Text, Trouble};
use crate::sim::Status;

pub static ENTRY: AgentEntry = AgentEntry {
    id: "sarsa",
    label: Text::new("SARSA", "SARSA"),
    story: Text::new(
        "Like Q-learning, but it reckons with its own experiments: it learns what it really does, not what would be best.",
        "像 Q 学习，但把自己的试探也算在内：学的是自己真实的做法，而不是最好的做法。",
    ),
    family: Family::Tables,
    knows: |_| Knows::Nothing,
    params: &[ALPHA, ALPHA_POWER, GAMMA, EPSILON_START, epsilon_end(0.05), EPSILON_SHARE],
    paper: cited("Rummery, G. A. and Niranjan, M. (1994), On-line Q-learning using connectionist systems"),
    fits: table::fits,
    build: Build::Agent(|case: &Case<'_>| {
        Ok(Box::new(Sarsa {
            table: Table::new(case.spec, case.seat, case.params),
            gamma: case.params.get("gamma"),
            epsilon: Epsilon::new(case.params, case.steps),
            steps: 0,
            drawn: Vec::new(),
        }))
    }),
};

/// The rule of the head, sign by sign.
const RULE: &[&str] = &["Q⁺", "←", "Q", "+", "α", "·", "(", "r", "+", "γ", "·", "Q′", "−", "Q", ")"];

struct Sarsa {
    table: Table,
    gamma: f64,
    epsilon: Epsilon,
    steps: u64,
    /// The action that `learn` has drawn for the state that comes next, in each lane: whoever plays another seat may
    /// want several.
    drawn: Vec<Option<usize>>,
}

impl Sarsa {
    fn draw(&self, seen: Seen<'_>, rng: &mut Rng) -> usize {
        if rng.uniform() < self.epsilon.at(self.steps) {
            return self.table.any(seen.mask, rng);
        }
        self.table.best(self.table.row(seen.observation), seen.mask).0
    }
}

impl Agent for Sarsa {
    fn act(&mut self, lane: usize, seen: Seen<'_>, rng: &mut Rng, mode: Mode, action: &mut Action) {
        action.choice = match mode {
            Mode::Exploit => self.table.best(self.table.row(seen.observation), seen.mask).0,
            Mode::Explore => {
                let drawn = self.drawn.get_mut(lane).and_then(Option::take);
                drawn.unwrap_or_else(|| self.draw(seen, rng))
            }
        };
    }

    fn learn(&mut self, lane: usize, step: &Transition<'_>, rng: &mut Rng) {
        self.steps += 1;
        let follows = match step.status {
            Status::Terminated => 0.0,
            status => {
                let next = self.draw(step.next, rng);
                if self.drawn.len() <= lane {
                    self.drawn.resize(lane + 1, None);
                }
                self.drawn[lane] = (status == Status::Running).then_some(next);
                self.table.value(self.table.row(step.next.observation), next)
            }
        };
        let row = self.table.row(step.seen.observation);
        self.table.update(row, step.action.choice, step.reward + self.gamma * follows);
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
        self.drawn.clear();
        Ok(())
    }

    fn explain(&self, seen: Seen<'_>) -> Opinion {
        self.table.opinion(seen)
    }

    /// The action that comes next is only drawn in `learn`; here it is the one that is played where nothing is tried.
    fn lesson(&self, step: &Transition<'_>) -> Option<Lesson> {
        let follows = Term::new(
            "Q′",
            "what the next decision is thought to be worth, taken to be the best known one and no random try; 0 where nothing follows",
            "下一个决定的估值（取已知最好的，不作随机尝试）；已结束则为 0",
            self.table.best_after(step),
        );
        Some(self.table.lesson(RULE, step, self.gamma, follows))
    }
}
