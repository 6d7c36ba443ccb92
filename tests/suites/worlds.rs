//! Small worlds outside the registry, for what a shop with one buyer cannot show: several seats, boxes,
//! forbidden choices, ends, and games whose best play is known at sight.
//!
//! Each world is a few [`Rules`]; [`Toy`] makes an `Env` of them, and [`shop`] a shop.

// Several test binaries include this file, and each uses a part of it.
#![allow(dead_code)]

use emporium::base::{Action, Actions, Dimension, Episode, FiniteModel, Text};
use emporium::run::Shop;
use emporium::sim::{Env, Facts, Metric, ModelSource, Objective, Per, Seat, Shown, Spec, Status};

/// What tells one toy from another.
pub trait Rules: Clone + Send + Sync + 'static {
    fn spec(&self) -> Spec;
    fn start(&mut self, episode: Episode);
    fn see(&self, seat: usize, observation: &mut [f64]);
    /// `uniform` is the period's draw, the same whatever is played.
    fn play(&mut self, uniform: f64, actions: &[Action], rewards: &mut [f64]) -> Status;
    fn allows(&self, _seat: usize, _choice: usize) -> bool {
        true
    }
    fn model(&self) -> Option<&dyn ModelSource> {
        None
    }
}

/// A world of these rules; its totals are the first seat's reward and the periods.
pub struct Toy<R> {
    rules: R,
    spec: Spec,
    episode: Episode,
    period: u64,
    totals: [f64; 2],
}

impl<R: Rules> Toy<R> {
    pub fn new(rules: R) -> Toy<R> {
        let episode = emporium::base::World::evaluation().episode(0);
        Toy { spec: rules.spec(), rules, episode, period: 0, totals: [0.0; 2] }
    }
}

/// A shop that opens such worlds.
pub fn shop(rules: impl Rules) -> Shop {
    Shop::outside(move || Box::new(Toy::new(rules.clone())))
}

impl<R: Rules> Env for Toy<R> {
    fn spec(&self) -> &Spec {
        &self.spec
    }

    fn reset(&mut self, episode: Episode) {
        (self.episode, self.period, self.totals) = (episode, 0, [0.0; 2]);
        self.rules.start(episode);
    }

    fn observe(&self, seat: usize, observation: &mut [f64]) {
        self.rules.see(seat, observation);
    }

    fn step(&mut self, actions: &[Action], rewards: &mut [f64]) -> Status {
        let status = self.rules.play(self.episode.uniform(self.period, 1), actions, rewards);
        self.period += 1;
        self.totals[0] += rewards[0];
        self.totals[1] += 1.0;
        status
    }

    fn totals(&self) -> &[f64] {
        &self.totals
    }

    fn mask(&self, seat: usize, mask: &mut [bool]) {
        mask.iter_mut().enumerate().for_each(|(c, m)| *m = self.rules.allows(seat, c));
    }

    fn facts(&self) -> Facts<'_> {
        Facts { model: self.rules.model(), ..Facts::default() }
    }
}

fn name(text: &'static str) -> Text {
    Text::new(text, text)
}

pub fn whole(id: &'static str, high: i32) -> Dimension {
    Dimension::whole(id, name(id), 0, high)
}

fn choices(n: usize) -> Actions {
    Actions::Choices((0..n).map(|c| c.to_string()).collect())
}

fn seat(id: &'static str, observation: Vec<Dimension>, actions: Actions) -> Seat {
    Seat { id, label: name(id), decision: name("choice"), observation, actions, masked: false }
}

fn spec(seats: Vec<Seat>, horizon: Option<u32>, objective: Objective) -> Spec {
    let reward = Metric { id: "reward", label: name("reward"), unit: name(""), total: 0, per: Per::Period };
    let length = Metric { id: "length", total: 1, per: Per::Episode, ..reward };
    let shown = Shown { label: name("reward"), unit: name(""), is_cost: false };
    Spec { seats, horizon, objective, metrics: vec![reward, length], shown }
}

/// Two seats, the prisoner's dilemma ten times over: 0 keeps faith, 1 betrays. Each sees its own last
/// move and the other's (2 before the first).
#[derive(Clone, Default)]
pub struct Dilemma {
    last: [usize; 2],
}

impl Rules for Dilemma {
    fn spec(&self) -> Spec {
        let one = |id| seat(id, vec![whole("own", 2), whole("other", 2)], choices(2));
        spec(vec![one("row"), one("column")], Some(10), Objective::Total)
    }

    fn start(&mut self, _episode: Episode) {
        self.last = [2, 2];
    }

    fn see(&self, seat: usize, observation: &mut [f64]) {
        observation[0] = self.last[seat] as f64;
        observation[1] = self.last[1 - seat] as f64;
    }

    fn play(&mut self, _uniform: f64, actions: &[Action], rewards: &mut [f64]) -> Status {
        self.last = [actions[0].choice, actions[1].choice];
        (rewards[0], rewards[1]) = match self.last {
            [0, 0] => (3.0, 3.0),
            [0, _] => (0.0, 5.0),
            [_, 0] => (5.0, 0.0),
            _ => (1.0, 1.0),
        };
        Status::Running
    }

    /// A planner that took the model for its own would be wrong: the other seat decides too.
    fn model(&self) -> Option<&dyn ModelSource> {
        Some(self)
    }
}

impl ModelSource for Dilemma {
    fn states(&self) -> usize {
        9
    }

    fn effort(&self) -> (f64, f64) {
        (40.0, 20.0)
    }

    fn build(&self) -> Box<dyn FiniteModel> {
        panic!("nobody can plan for two")
    }
}

/// One seat that sets two numbers: the reward is minus the squared distance from two numbers in sight.
/// A number outside its range is an error of whoever played it.
#[derive(Clone, Default)]
pub struct Dials {
    target: [f64; 2],
}

impl Rules for Dials {
    fn spec(&self) -> Spec {
        let real = |id, low, high| Dimension::real(id, name(id), low, high, 5);
        let ranges = || vec![real("left", -1.0, 1.0), real("right", 2.0, 6.0)];
        let one = seat("hand", ranges(), Actions::Box(ranges()));
        spec(vec![one], Some(8), Objective::Total)
    }

    fn start(&mut self, episode: Episode) {
        self.target = [2.0 * episode.uniform(0, 7) - 1.0, 2.0 + 4.0 * episode.uniform(0, 8)];
    }

    fn see(&self, _seat: usize, observation: &mut [f64]) {
        observation.copy_from_slice(&self.target);
    }

    fn play(&mut self, uniform: f64, actions: &[Action], rewards: &mut [f64]) -> Status {
        let set = &actions[0].values;
        assert!((-1.0..=1.0).contains(&set[0]) && (2.0..=6.0).contains(&set[1]), "{set:?}");
        rewards[0] = -set.iter().zip(&self.target).map(|(x, t)| (x - t) * (x - t)).sum::<f64>();
        self.target = [2.0 * uniform - 1.0, 6.0 - 4.0 * uniform];
        Status::Running
    }
}

/// One state, three choices worth 0, 1 and a half.
#[derive(Clone)]
pub struct Levers;

impl Rules for Levers {
    fn spec(&self) -> Spec {
        spec(vec![seat("hand", vec![whole("state", 0)], choices(3))], Some(20), Objective::Average)
    }

    fn start(&mut self, _episode: Episode) {}

    fn see(&self, _seat: usize, observation: &mut [f64]) {
        observation[0] = 0.0;
    }

    fn play(&mut self, _uniform: f64, actions: &[Action], rewards: &mut [f64]) -> Status {
        rewards[0] = [0.0, 1.0, 0.5][actions[0].choice];
        Status::Running
    }
}

/// Four signals, drawn anew each period; naming the one in sight is worth 1.
#[derive(Clone, Default)]
pub struct Signals {
    now: usize,
}

impl Rules for Signals {
    fn spec(&self) -> Spec {
        let one = seat("reader", vec![whole("signal", 3)], choices(4));
        spec(vec![one], Some(25), Objective::Average)
    }

    fn start(&mut self, episode: Episode) {
        self.now = (episode.uniform(0, 7) * 4.0) as usize;
    }

    fn see(&self, _seat: usize, observation: &mut [f64]) {
        observation[0] = self.now as f64;
    }

    fn play(&mut self, uniform: f64, actions: &[Action], rewards: &mut [f64]) -> Status {
        rewards[0] = if actions[0].choice == self.now { 1.0 } else { 0.0 };
        self.now = (uniform * 4.0) as usize;
        Status::Running
    }
}

/// Three places in a row. Walking right earns nothing until the last place, where staying right earns 1;
/// walking left earns a tempting tenth at once.
#[derive(Clone, Default)]
pub struct Row {
    place: usize,
}

impl Rules for Row {
    fn spec(&self) -> Spec {
        let one = seat("walker", vec![whole("place", 2)], choices(2));
        spec(vec![one], Some(30), Objective::Average)
    }

    fn start(&mut self, _episode: Episode) {
        self.place = 0;
    }

    fn see(&self, _seat: usize, observation: &mut [f64]) {
        observation[0] = self.place as f64;
    }

    fn play(&mut self, _uniform: f64, actions: &[Action], rewards: &mut [f64]) -> Status {
        let right = actions[0].choice == 1;
        rewards[0] = match (self.place, right) {
            (2, true) => 1.0,
            (_, true) => 0.0,
            (_, false) => 0.1,
        };
        self.place = if right { usize::min(self.place + 1, 2) } else { 0 };
        Status::Running
    }
}

/// Ten steps to the right, and only the last is paid; then the world ends.
#[derive(Clone, Default)]
pub struct Corridor {
    place: usize,
}

impl Corridor {
    pub const DISCOUNT: f64 = 0.9;
    pub const STEPS: usize = 10;
}

impl Rules for Corridor {
    fn spec(&self) -> Spec {
        let one = seat("walker", vec![whole("place", Corridor::STEPS as i32)], choices(2));
        spec(vec![one], Some(100), Objective::Discounted(Corridor::DISCOUNT))
    }

    fn start(&mut self, _episode: Episode) {
        self.place = 0;
    }

    fn see(&self, _seat: usize, observation: &mut [f64]) {
        observation[0] = self.place as f64;
    }

    fn play(&mut self, _uniform: f64, actions: &[Action], rewards: &mut [f64]) -> Status {
        let right = actions[0].choice == 1;
        self.place = if right { self.place + 1 } else { self.place.saturating_sub(1) };
        let there = self.place == Corridor::STEPS;
        rewards[0] = if there { 1.0 } else { 0.0 };
        if there { Status::Terminated } else { Status::Running }
    }
}

/// One state and one reward of 1 after another, until the world says how its days end.
#[derive(Clone)]
pub struct Bell {
    pub objective: Objective,
    /// How each step ends, by the world's own word, and after how many the run cuts.
    pub status: Status,
    pub horizon: Option<u32>,
}

impl Rules for Bell {
    fn spec(&self) -> Spec {
        spec(vec![seat("hand", vec![whole("state", 0)], choices(2))], self.horizon, self.objective)
    }

    fn start(&mut self, _episode: Episode) {}

    fn see(&self, _seat: usize, observation: &mut [f64]) {
        observation[0] = 0.0;
    }

    fn play(&mut self, _uniform: f64, _actions: &[Action], rewards: &mut [f64]) -> Status {
        rewards[0] = 1.0;
        self.status
    }
}
