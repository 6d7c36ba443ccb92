//! PPO, proximal policy optimisation with the clipped surrogate (Schulman et al. 2017, algorithm 1 and equation 7).
//!
//! Worlds are played side by side until the rollout is full; advantages are generalised (Schulman et al. 2016); then the
//! policy takes several passes over the rollout in shuffled batches, its change held by the clip.
//!
//! Deviations, all customary (Huang et al. 2022, The 37 implementation details of PPO): advantages are brought to mean
//! 0 and deviation 1 in each batch; rewards are scaled by the deviation of returns; gradients are cut to a length; Adam's
//! rate falls over the run, by default in a straight line; actor and critic are two networks, so that no weight between their losses is needed.

use super::discount::{GAMMA_COURSE, GAMMA_RISE, GAMMA_START, gamma};
use super::exploration::RATE_COURSE;
use super::neural::{self, BATCH, HIDDEN, LANES, PolicyLearner, Practice, RATE_END, learning_rate};
use super::picture::Picture;
use super::{Agent, AgentEntry, Build, Case, Family, Knows, Mode, Note, Opinion, Seen, Transition};
use crate::agent::neural::How;
use crate::base::text::cited;
use crate::base::{Action, ParamRow, Rng, Text, Trouble};

const ROLLOUT: ParamRow = ParamRow::whole("rollout", 256, 8192, 1024)
    .label("steps between updates", "两次更新之间的步数")
    .unit("steps", "步")
    .help(
        "After so many steps of all worlds together, the policy learns from them.",
        "所有环境合计这么多步之后更新策略。",
    );
const EPOCHS: ParamRow = ParamRow::whole("epochs", 1, 30, 10)
    .label("passes", "遍数")
    .help("How often it goes over the same steps before it throws them away.", "同一批经验用多少遍。");
const CLIP: ParamRow = ParamRow::number("clip", 0.01, 1.0, 0.01, 0.2).label("clip ε", "裁剪 ε").help(
    "A decision's probability is pulled no further once it has changed by this share.",
    "一个决定的概率变化达到这个比例后，就不再继续推动。",
);
const LAMBDA: ParamRow = ParamRow::number("lambda", 0.0, 1.0, 0.01, 0.8)
    .label("λ of advantages", "优势 λ")
    .help("0 trusts the critic at once, 1 waits for what really came.", "0 表示立刻相信评价网络，1 表示等待真实回报。");
const ENTROPY: ParamRow = ParamRow::number("entropy", 0.0, 0.1, 0.001, 0.01)
    .label("bonus for entropy", "熵奖励")
    .help("Keeps the policy from deciding too early.", "避免策略过早定型。");

pub static ENTRY: AgentEntry = AgentEntry {
    id: "ppo",
    label: Text::new("PPO", "PPO"),
    story: Text::new(
        "A policy gradient that goes over its experience several times, in steps too small to break what works.",
        "一种策略梯度：同一批经验反复使用，每步都小到不会破坏已经有效的做法。",
    ),
    family: Family::Networks,
    knows: |_| Knows::Nothing,
    params: &[
        learning_rate(0.002),
        RATE_END,
        RATE_COURSE,
        gamma(0.95),
        GAMMA_START,
        GAMMA_RISE,
        GAMMA_COURSE,
        LAMBDA,
        CLIP,
        ENTROPY,
        EPOCHS,
        BATCH,
        ROLLOUT,
        LANES,
        HIDDEN,
    ],
    paper: cited("Schulman, J. et al. (2017), Proximal policy optimization algorithms, arXiv:1707.06347"),
    fits: neural::fits_any,
    build: Build::Agent(|case: &Case<'_>| {
        let params = case.params;
        let practice = Practice {
            lanes: params.whole("lanes"),
            steps: params.whole("rollout"),
            rows: params.whole("batch"),
            lambda: params.get("lambda"),
            critic: true,
            most: 0.5,
        };
        Ok(Box::new(Ppo {
            learner: PolicyLearner::new(case, practice),
            epochs: params.whole("epochs"),
            clip: params.get("clip") as f32,
            entropy: params.get("entropy") as f32,
        }))
    }),
};

struct Ppo {
    learner: PolicyLearner,
    epochs: usize,
    clip: f32,
    entropy: f32,
}

impl Agent for Ppo {
    fn lanes(&self) -> usize {
        self.learner.practice.lanes
    }

    fn act(&mut self, _lane: usize, seen: Seen<'_>, rng: &mut Rng, mode: Mode, action: &mut Action) {
        match mode {
            Mode::Explore => self.learner.explore(seen, rng, action),
            Mode::Exploit => self.learner.exploit(seen, action),
        }
    }

    fn learn(&mut self, lane: usize, step: &Transition<'_>, rng: &mut Rng) {
        if !self.learner.live(lane, step) {
            return;
        }
        self.learner.judge();
        let (clip, entropy, rate) = (Some(self.clip), self.entropy, self.learner.rate());
        for _ in 0..self.epochs {
            self.learner.shuffle(rng);
            for batch in 0..self.learner.batches() {
                self.learner.improve(batch, |shift, spread| How { clip, entropy, rate, shift, scale: spread + 1e-8 });
            }
        }
        self.learner.rollout.clear();
    }

    fn learns(&self) -> bool {
        true
    }

    fn diagnostics(&self) -> Vec<Note> {
        let heard = self.learner.actor.heard;
        let mut notes = self.learner.diagnostics();
        notes.push((Text::new("share held by the clip", "被裁剪的比例"), f64::from(heard.clipped)));
        notes.push((Text::new("how far the policy moved (KL)", "策略移动的距离（KL）"), f64::from(heard.moved)));
        notes
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
        self.learner.pictures(seen, true)
    }
}
