//! DQN (Mnih et al. 2015, algorithm 1): a network of action values, learned from replayed steps against a copy of itself
//! that stands still for a while.
//!
//! y = r + γ·max Q(s′, ·; θ⁻), nothing after a terminated step; the loss is Huber's of Q(s, a; θ) − y. With `double` the
//! online network chooses and the copy judges (van Hasselt, Guez and Silver 2016); with `n_step` above 1 the target is
//! Σ γⁱ rᵢ + γⁿ·max Q after n steps (Hessel et al. 2018), without correction for what was tried in between.
//!
//! Deviations: dense layers instead of pixels; Adam instead of RMSProp, at a rate that falls over the run; rewards
//! are scaled by the deviation of returns instead of cut to ±1. With `target = own-prediction` the network is fitted to
//! what it already says, as two of the articles print it: nothing is learned.
//!
//! The defaults: `emporium search` in its own worlds. Of γ in 0.85 and 0.95, n in 1 and 2, an update every 2 or 4 steps
//! (two seeds), n = 1 and every 4 are within the error of the best in all four shops; of γ in 0.85, 0.9 and 0.95 (four
//! seeds), 0.9 comes to 0.907 in `recommend` (100,000 steps) and 0.917 in `pricing` (60,000), where 0.85 comes to 0.8.
//! The other rows are as in the literature.

use super::course::Course;
use super::discount::{GAMMA_COURSE, GAMMA_RISE, GAMMA_START, discount, gamma};
use super::exploration::{
    EXPLORE_COURSE, RATE_COURSE, any_choice, epsilon, epsilon_end, epsilon_note, epsilon_share, epsilon_start,
};
use super::history::History;
use super::neural::{self, BATCH, Bounds, GRADIENT, GRADIENTS, HIDDEN, Inputs, LOSS, LOSSES, RATE_END, Rates, Reader};
use super::neural::{Replay, RewardScale, Trainer, Update, Windows, Writer, best_of, learning_rate};
use super::picture::Picture;
use super::{Agent, AgentEntry, Build, Case, Family, Knows, Lesson, Mode, Note, Opinion, Seen, Term, Transition};
use crate::base::text::cited;
use crate::base::{Action, ParamRow, Rng, Text, Trouble};
use crate::nn::loss::{Chosen, Penalty, of_choices};
use crate::nn::{Activation, Network, Tape};
use crate::sim::{Seat, Status};

const TARGETS: &[(&str, Text)] = &[
    ("next-value", Text::new("reward and what follows", "奖励加后续价值")),
    ("own-prediction", Text::new("its own prediction, as printed", "自己的预测（按文章原样）")),
];
const TARGET: ParamRow = ParamRow::pick("target", TARGETS, 0)
    .label("learns towards", "学习目标")
    .help("Fitted to its own prediction, a network learns nothing.", "如果拟合自己的预测，网络什么也学不到。");
const DOUBLE: ParamRow = ParamRow::switch("double", true)
    .label("double", "双网络")
    .help("One network chooses, the other judges, against wishful thinking.", "一个网络选，另一个评，避免高估。");
const N_STEP: ParamRow = ParamRow::whole("n_step", 1, 20, 1)
    .label("steps looked ahead", "前瞻步数")
    .help("So many real rewards come before the estimate of what follows.", "先累计这么多步真实奖励，再接后续估值。");
const REPLAY: ParamRow = ParamRow::whole("replay", 500, 100_000, 20_000)
    .label("replay", "经验回放")
    .unit("steps", "步")
    .help("How many of the last steps are kept to learn from again.", "保留最近多少步供反复学习。");
const WARM_UP: ParamRow = ParamRow::whole("warm_up", 64, 10_000, 500)
    .label("steps before learning", "学习前的步数")
    .unit("steps", "步")
    .help("So many steps are gathered before the first update.", "先收集这么多步再开始更新。");
const EVERY: ParamRow = ParamRow::whole("every", 1, 64, 4)
    .label("steps between updates", "两次更新之间的步数")
    .unit("steps", "步")
    .help("An update is made after so many steps.", "每这么多步更新一次。");
const COPY: ParamRow =
    ParamRow::whole("copy", 1, 10_000, 250).label("updates between copies", "两次复制之间的更新数").help(
        "After so many updates the standing copy becomes equal to the network.",
        "每这么多次更新后，目标网络与网络同步。",
    );

pub static ENTRY: AgentEntry = AgentEntry {
    id: "dqn",
    label: Text::new("DQN", "DQN"),
    story: Text::new(
        "Learns what each decision is worth with a network, so that what it saw once helps wherever things look alike.",
        "用网络学习每个决定值多少，见过一次的经验可以用在相似的情形。",
    ),
    family: Family::Networks,
    knows: |_| Knows::Nothing,
    params: &[
        learning_rate(0.001),
        RATE_END,
        RATE_COURSE,
        gamma(0.9),
        GAMMA_START,
        GAMMA_RISE,
        GAMMA_COURSE,
        epsilon_start(1.0),
        epsilon_end(0.05),
        epsilon_share(0.3),
        EXPLORE_COURSE,
        N_STEP,
        DOUBLE,
        TARGET,
        BATCH,
        EVERY,
        COPY,
        WARM_UP,
        REPLAY,
        HIDDEN,
    ],
    paper: cited(
        "Mnih, V. et al. (2015), Human-level control through deep reinforcement learning, Nature 518, 529–533",
    ),
    fits: neural::fits_choices,
    build: Build::Agent(|case: &Case<'_>| Ok(Box::new(Dqn::new(case)))),
};

struct Dqn {
    seat: Seat,
    history: History,
    inputs: Inputs,
    masked: bool,
    online: Trainer,
    target: Network,
    ahead: Tape,
    replay: Replay,
    windows: Windows,
    scale: RewardScale,
    discount: Course,
    epsilon: Course,
    rates: Rates,
    n_step: usize,
    double: bool,
    own_prediction: bool,
    batch: usize,
    every: u64,
    copy: u64,
    warm_up: usize,
    steps: u64,
    updates: u64,
    seen: Vec<f32>,
    places: Vec<usize>,
    chosen: Vec<u32>,
    best: Vec<u32>,
    targets: Vec<f32>,
    errors: Vec<f32>,
}

impl Dqn {
    fn new(case: &Case<'_>) -> Dqn {
        let (seat, params) = (&case.spec.seats[case.seat], case.params);
        let inputs = Inputs::new(&seat.observation);
        let (n, choices) = (inputs.width(), seat.actions.choices().unwrap_or(0));
        let batch = params.whole("batch");
        let sizes = (n, params.whole("hidden"), choices);
        let discount = discount(params, case.steps);
        let bounds = Bounds::of_values(10.0, discount.end());
        let online = Trainer::new(sizes, Activation::Relu, 0.1, (0, 0.0), batch, bounds, &mut case.weights());
        let capacity = u64::min(params.whole("replay") as u64, u64::max(case.steps, 1)) as usize;
        Dqn {
            target: online.network.clone(),
            ahead: Tape::new(&online.network, batch),
            online,
            replay: Replay::new(capacity, n, if seat.masked { choices } else { 0 }, params.whole("n_step")),
            windows: Windows::new(params.whole("n_step"), n),
            scale: RewardScale::new(case.spec.objective, discount.end()),
            discount,
            epsilon: epsilon(params, case.steps),
            rates: Rates::new(params, case.steps),
            n_step: params.whole("n_step"),
            double: params.on("double"),
            own_prediction: params.on("target"),
            batch,
            every: params.whole("every") as u64,
            copy: params.whole("copy") as u64,
            warm_up: usize::min(params.whole("warm_up"), capacity),
            steps: 0,
            updates: 0,
            seen: vec![0.0; n],
            places: vec![0; batch],
            chosen: vec![0; batch],
            best: vec![0; batch],
            targets: vec![0.0; batch],
            errors: vec![0.0; batch],
            masked: seat.masked,
            inputs,
            seat: seat.clone(),
            history: History::new(HISTORY),
        }
    }

    fn mask<'a>(&self, seen: &Seen<'a>) -> &'a [bool] {
        if self.masked { seen.mask } else { &[] }
    }

    /// One batch: targets from the standing copy, Huber's loss, one step of Adam.
    fn update(&mut self, rng: &mut Rng) {
        for row in 0..self.batch {
            self.places[row] = self.replay.draw(rng);
        }
        self.look_ahead();
        let Trainer { network, tape, .. } = &mut self.online;
        tape.begin(self.batch);
        for (row, &at) in self.places.iter().enumerate() {
            tape.input_mut(row).copy_from_slice(self.replay.begin(at));
            self.chosen[row] = self.replay.experience(at).choice;
        }
        network.forward(tape);
        if self.own_prediction {
            (0..self.batch).for_each(|row| self.targets[row] = tape.output(row)[self.chosen[row] as usize]);
        }
        let chosen = Chosen { choices: &self.chosen, targets: &self.targets, weights: None };
        let loss = of_choices(tape.outputs(), Penalty::Huber { delta: 1.0 }, chosen, &mut self.errors);
        self.online.improve(loss, self.rates.at(self.steps));
        let Update { loss, gradient } = self.online.last;
        let missed: f32 = self.errors.iter().map(|error| error.abs()).sum();
        self.history.note(&[loss, missed / self.batch as f32, gradient]);
        self.updates += 1;
        if self.updates.is_multiple_of(self.copy) {
            self.target.copy_from(&self.online.network);
        }
    }

    /// y for every row of the batch.
    fn look_ahead(&mut self) {
        self.ahead.begin(self.batch);
        for (row, &at) in self.places.iter().enumerate() {
            self.ahead.input_mut(row).copy_from_slice(self.replay.end(at));
        }
        if self.double {
            self.online.network.forward(&mut self.ahead);
            for (row, &at) in self.places.iter().enumerate() {
                self.best[row] = best_of(self.ahead.output(row), self.replay.mask(at)) as u32;
            }
        }
        self.target.forward(&mut self.ahead);
        let (centre, size) = (self.scale.centre() as f32, self.scale.size() as f32);
        // Today's, whatever it was when the step was lived through.
        let gamma = self.discount.at(self.steps) as f32;
        for (row, &at) in self.places.iter().enumerate() {
            let experience = self.replay.experience(at);
            let values = self.ahead.output(row);
            let choice = if self.double { self.best[row] as usize } else { best_of(values, self.replay.mask(at)) };
            let (mut sum, mut weight, mut factor) = (0.0, 0.0, 1.0);
            for reward in experience.rewards {
                sum += factor * reward;
                weight += factor;
                factor *= gamma;
            }
            let follows = if experience.ended { 0.0 } else { factor * values[choice] };
            self.targets[row] = (sum - centre * weight) / size + follows;
        }
    }

    /// What a network says of each choice, in scaled rewards.
    fn answers(&self, network: &Network, observation: &[f64]) -> Vec<f32> {
        let mut inputs = vec![0.0; self.inputs.width()];
        self.inputs.write(observation, &mut inputs);
        network.answer(&inputs)
    }

    /// What the standing copy says of the choice that follows a step, in rewards; the network itself chooses if it is
    /// double.
    fn follows(&self, step: &Transition<'_>) -> f64 {
        if step.status == Status::Terminated {
            return 0.0;
        }
        let judged = self.answers(&self.target, step.next.observation);
        let chooses =
            if self.double { self.answers(&self.online.network, step.next.observation) } else { judged.clone() };
        let choice = best_of(&chooses, self.mask(&step.next));
        f64::from(judged[choice]) * self.scale.size()
    }
}

/// What is kept of every update.
const HISTORY: &[Text] = &[LOSSES, Text::new("mean |TD error|, scaled", "平均 |TD 误差|（缩放后）"), GRADIENTS];

/// The rule of the head for one step, sign by sign; and that of the articles.
const RULE: &[&str] = &["δ", "=", "r", "+", "γ", "·", "Q′", "−", "Q"];
const OWN: &[&str] = &["δ", "=", "Q", "−", "Q"];

impl Agent for Dqn {
    fn begin(&mut self, lane: usize) {
        self.windows.begin(lane);
    }

    fn act(&mut self, _lane: usize, seen: Seen<'_>, rng: &mut Rng, mode: Mode, action: &mut Action) {
        if mode == Mode::Explore && rng.uniform() < self.epsilon.at(self.steps) {
            action.choice = any_choice(seen.mask, rng);
            return;
        }
        self.inputs.write(seen.observation, &mut self.seen);
        let mask = self.mask(&seen);
        action.choice = best_of(self.online.answer(&self.seen), mask);
    }

    fn learn(&mut self, lane: usize, step: &Transition<'_>, rng: &mut Rng) {
        self.scale.see(lane, step.reward, step.status);
        self.windows.add(lane, step, &self.inputs, &mut self.replay);
        self.steps += 1;
        let due = self.steps.is_multiple_of(self.every) && self.replay.held() >= self.warm_up;
        if due && self.online.sound {
            self.update(rng);
        }
    }

    fn learns(&self) -> bool {
        true
    }

    fn diagnostics(&self) -> Vec<Note> {
        let filled = 100.0 * self.replay.held() as f64 / self.replay.capacity() as f64;
        vec![
            epsilon_note(self.epsilon.at(self.steps)),
            (LOSS, f64::from(self.online.last.loss)),
            (GRADIENT, f64::from(self.online.last.gradient)),
            (Text::new("replay filled, %", "经验回放已用，%"), filled),
            (Text::new("updates", "更新次数"), self.updates as f64),
        ]
    }

    fn trouble(&self) -> Option<Trouble> {
        (!self.online.sound).then(|| neural::ran_away(self.rates.first))
    }

    fn save(&self) -> Vec<u8> {
        Writer::new(self.steps, &self.scale).network(&self.online.network).done()
    }

    fn load(&mut self, saved: &[u8]) -> Result<(), Trouble> {
        let mut file = Reader::new(saved, &[&self.online.network])?;
        self.online.network = file.network(&self.online.network)?;
        self.online.start_anew();
        self.target.copy_from(&self.online.network);
        self.steps = file.steps;
        self.scale.set_state(file.scale);
        self.replay.clear();
        self.history.clear();
        self.windows.clear();
        Ok(())
    }

    fn explain(&self, seen: Seen<'_>) -> Opinion {
        let answers = self.answers(&self.online.network, seen.observation);
        let choice = best_of(&answers, self.mask(&seen));
        let values = answers.iter().map(|q| f64::from(*q) * self.scale.size()).collect();
        Opinion { values, choice: Some(choice), notes: self.scale.notes(answers[choice]), ..Opinion::default() }
    }

    fn pictures(&self, seen: Seen<'_>) -> Vec<Picture> {
        let mut pictures: Vec<Picture> = (0..HISTORY.len()).map(|name| self.history.picture(name)).collect();
        pictures.push(neural::experiences(&self.replay, &self.inputs, &self.seat));
        let (network, titles) = (&self.online.network, neural::OF_NETWORK);
        neural::mind(&mut pictures, network, titles, &self.inputs, &self.seat, seen.observation);
        pictures
    }

    /// Its error at one step. Where it looks several steps ahead the rewards of the next ones are not known yet, but
    /// where the episode ends.
    fn lesson(&self, step: &Transition<'_>) -> Option<Lesson> {
        if self.n_step > 1 && step.status == Status::Running {
            return None;
        }
        let old = self.answers(&self.online.network, step.seen.observation)[step.action.choice];
        let old = f64::from(old) * self.scale.size();
        let (reward, gamma, follows) =
            (step.reward - self.scale.centre(), self.discount.at(self.steps), self.follows(step));
        let target = if self.own_prediction { old } else { reward + gamma * follows };
        let mut terms = vec![
            Term::new("Q", "what the decision was thought to be worth here", "此处该决定原先的估值", old),
            Term::new(
                "δ",
                "by how much it was wrong, which updates make smaller",
                "误差，之后的更新会缩小它",
                target - old,
            ),
        ];
        if self.own_prediction {
            return Some(Lesson { rule: OWN, terms });
        }
        let before = [
            Term::new(
                "r",
                "the reward of this step, without the mean where that is taken off",
                "这一步的奖励（必要时减去均值）",
                reward,
            ),
            Term::new("γ", "how much the learner cares about what follows", "学习者多看重之后的回报", gamma),
            Term::new(
                "Q′",
                "what the standing copy says of the choice that is thought best next; 0 where nothing follows",
                "下一步被认为最好的选项，在目标网络中的估值；已结束则为 0",
                follows,
            ),
        ];
        terms.splice(0..0, before);
        Some(Lesson { rule: RULE, terms })
    }
}

#[cfg(test)]
#[path = "dqn_tests.rs"]
mod tests;
