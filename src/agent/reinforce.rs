//! REINFORCE, the plain policy gradient (Williams 1992; Sutton & Barto, 2nd ed., sections 13.3 and 13.4).
//!
//! θ ← θ + α·mean(∇ln π(a|s)·(G − b(s))), G the discounted return from there on, b a learned baseline or none. One
//! ascent on a return, where the articles print a descent without ∇ln π.
//!
//! Deviations: γᵗ in front of the gradient is left out, as everybody does (Nota and Thomas 2020); several worlds are
//! played side by side and one update is made of all their steps; a return that is cut, by the horizon or by the
//! update, goes on with the baseline's estimate, and without a baseline ends there, so that what comes later than the
//! update is not credited; advantages are divided by their deviation; Adam moves the weights, at a rate that falls
//! over the run.

use super::discount::{GAMMA_COURSE, GAMMA_RISE, GAMMA_START, gamma};
use super::exploration::RATE_COURSE;
use super::neural::{self, HIDDEN, How, LANES, PolicyLearner, Practice, RATE_END, learning_rate};
use super::picture::Picture;
use super::{Agent, AgentEntry, Build, Case, Family, Knows, Mode, Note, Opinion, Seen, Transition};
use crate::base::text::cited;
use crate::base::{Action, ParamRow, Rng, Text, Trouble};

const BASELINE: ParamRow = ParamRow::switch("baseline", true).label("baseline", "基线").help(
    "Takes off what a second network expected, so that only surprises teach. Without it a return ends where the update cuts it.",
    "减去另一个网络的预期，只从意外中学习。没有基线时，回报到更新处为止。",
);
const STEPS: ParamRow = ParamRow::whole("rollout", 32, 8192, 64)
    .label("steps between updates", "两次更新之间的步数")
    .unit("steps", "步")
    .help(
        "After so many steps of all worlds together, the policy learns from them, once.",
        "所有环境合计这么多步之后，更新一次策略。",
    );

pub static ENTRY: AgentEntry = AgentEntry {
    id: "reinforce",
    label: Text::new("REINFORCE", "REINFORCE"),
    story: Text::new(
        "Makes decisions likelier after which things went well, and unlikelier after which they did not.",
        "让带来好结果的决定更常出现，让带来坏结果的更少出现。",
    ),
    family: Family::Networks,
    knows: |_| Knows::Nothing,
    params: &[
        learning_rate(0.005),
        RATE_END,
        RATE_COURSE,
        gamma(0.85),
        GAMMA_START,
        GAMMA_RISE,
        GAMMA_COURSE,
        BASELINE,
        STEPS,
        LANES,
        HIDDEN,
    ],
    paper: cited(
        "Williams, R. J. (1992), Simple statistical gradient-following algorithms for connectionist reinforcement learning, Machine Learning 8, 229–256",
    ),
    fits: neural::fits_any,
    build: Build::Agent(|case: &Case<'_>| {
        let steps = case.params.whole("rollout");
        let practice = Practice {
            lanes: case.params.whole("lanes"),
            steps,
            // One batch holds all.
            rows: steps,
            lambda: 1.0,
            critic: case.params.on("baseline"),
            most: 0.5,
        };
        Ok(Box::new(Reinforce { learner: PolicyLearner::new(case, practice) }))
    }),
};

struct Reinforce {
    learner: PolicyLearner,
}

impl Agent for Reinforce {
    fn lanes(&self) -> usize {
        self.learner.practice.lanes
    }

    fn act(&mut self, _lane: usize, seen: Seen<'_>, rng: &mut Rng, mode: Mode, action: &mut Action) {
        match mode {
            Mode::Explore => self.learner.explore(seen, rng, action),
            Mode::Exploit => self.learner.exploit(seen, action),
        }
    }

    fn learn(&mut self, lane: usize, step: &Transition<'_>, _rng: &mut Rng) {
        if !self.learner.live(lane, step) {
            return;
        }
        self.learner.judge();
        let rate = self.learner.rate();
        self.learner.improve(0, |_, spread| How { clip: None, entropy: 0.0, rate, shift: 0.0, scale: spread + 1e-8 });
        self.learner.rollout.clear();
    }

    fn learns(&self) -> bool {
        true
    }

    fn diagnostics(&self) -> Vec<Note> {
        self.learner.diagnostics()
    }

    fn trouble(&self) -> Option<Trouble> {
        self.learner.trouble()
    }

    fn save(&self) -> Vec<u8> {
        self.learner.save()
    }

    fn load(&mut self, saved: &[u8]) -> Result<(), Trouble> {
        self.learner.load(saved)
    }

    fn explain(&self, seen: Seen<'_>) -> Opinion {
        self.learner.explain(seen)
    }

    fn pictures(&self, seen: Seen<'_>) -> Vec<Picture> {
        self.learner.pictures(seen, false)
    }
}
