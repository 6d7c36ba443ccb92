//! Every learner on worlds whose best play is known at sight: one state, identity, a chain of three states, and a
//! corridor with a late reward. It must come within a hundredth or two of the optimum with each of ten seeds.

#![cfg(not(target_arch = "wasm32"))]
// Each world says how long it took.
#![allow(clippy::disallowed_methods)]

#[path = "suites/play.rs"]
mod play;

use emporium::agent::{self, AgentEntry, Build, Family};
use emporium::base::{Action, Actions, Dimension, Episode, Text};
use emporium::run::Shop;
use emporium::sim::{Env, Objective, Seat, Shown, Spec, Status};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

const SEEDS: u64 = 10;
const TEXT: Text = Text::new("x", "x");

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    /// Four choices that pay 0, 0.3, 1 and 0.6 on average, with a draw of ±0.5 around it.
    OneState,
    /// One of four numbers is seen, and the same is to be chosen.
    Identity,
    /// A number between −1 and 1 is seen, and the same is to be named: the loss is the square of the error.
    Naming,
    /// Three states in a ring: only moving on from the last one pays, and staying in the first pays a little.
    Chain,
    /// Ten cells; the last one pays and ends the episode. Each step later is worth 0.95 of it.
    Corridor,
}

struct World {
    kind: Kind,
    spec: Spec,
    episode: Episode,
    period: u64,
    state: usize,
    seen: f64,
}

impl World {
    fn new(kind: Kind) -> World {
        let whole = |high| vec![Dimension::whole("state", TEXT, 0, high)];
        let choices = |n: usize| Actions::Choices((0..n).map(|c| c.to_string()).collect());
        let number = || vec![Dimension::real("number", TEXT, -1.0, 1.0, 9)];
        let (observation, actions, horizon, objective) = match kind {
            Kind::OneState => (whole(0), choices(4), 1, Objective::Total),
            Kind::Identity => (whole(3), choices(4), 1, Objective::Total),
            Kind::Naming => (number(), Actions::Box(number()), 1, Objective::Total),
            Kind::Chain => (whole(2), choices(2), 50, Objective::Average),
            Kind::Corridor => (whole(9), choices(2), 100, Objective::Discounted(0.95)),
        };
        let seat = Seat { id: "player", label: TEXT, decision: TEXT, observation, actions, masked: false };
        let shown = Shown { label: TEXT, unit: TEXT, is_cost: false };
        let spec = Spec { seats: vec![seat], horizon: Some(horizon), objective, metrics: Vec::new(), shown };
        let episode = emporium::base::World::evaluation().episode(0);
        World { kind, spec, episode, period: 0, state: 0, seen: 0.0 }
    }
}

impl Env for World {
    fn spec(&self) -> &Spec {
        &self.spec
    }

    fn reset(&mut self, episode: Episode) {
        (self.episode, self.period, self.state) = (episode, 0, 0);
        match self.kind {
            Kind::Identity => self.state = (4.0 * episode.uniform(0, 1)) as usize,
            Kind::Naming => self.seen = 2.0 * episode.uniform(0, 1) - 1.0,
            _ => {}
        }
    }

    fn observe(&self, _seat: usize, observation: &mut [f64]) {
        observation[0] = if self.kind == Kind::Naming { self.seen } else { self.state as f64 };
    }

    fn step(&mut self, actions: &[Action], rewards: &mut [f64]) -> Status {
        let action = &actions[0];
        let draw = self.episode.uniform(self.period, 2) - 0.5;
        self.period += 1;
        rewards[0] = match self.kind {
            Kind::OneState => [0.0, 0.3, 1.0, 0.6][action.choice] + draw,
            Kind::Identity => f64::from(action.choice == self.state),
            Kind::Naming => -(action.values[0] - self.seen) * (action.values[0] - self.seen),
            Kind::Chain => {
                let paid = [[0.1, 0.0], [0.0, 0.0], [0.0, 1.0]][self.state][action.choice];
                self.state = if action.choice == 1 { (self.state + 1) % 3 } else { self.state };
                paid
            }
            Kind::Corridor => {
                self.state = if action.choice == 1 { self.state + 1 } else { self.state.saturating_sub(1) };
                f64::from(self.state == 9)
            }
        };
        match self.kind {
            Kind::Corridor if self.state == 9 => Status::Terminated,
            Kind::OneState | Kind::Identity | Kind::Naming => Status::Terminated,
            _ => Status::Running,
        }
    }

    fn totals(&self) -> &[f64] {
        &[]
    }
}

/// What the best play earns, and how far below it a learner may stay.
fn level(kind: Kind) -> (f64, f64) {
    match kind {
        // 200 evaluation worlds draw around one; whoever plays the best choice always meets the same draws.
        Kind::OneState => (mean_of_the_draws(), 1e-9),
        Kind::Identity => (1.0, 1e-9),
        Kind::Naming => (0.0, 0.01),
        Kind::Chain => (1.0 / 3.0, 0.001),
        Kind::Corridor => (f64::powi(0.95, 8), 1e-9),
    }
}

fn mean_of_the_draws() -> f64 {
    let world = emporium::base::World::evaluation();
    let sum: f64 = (0..WORLDS).map(|e| 1.0 + world.episode(e).uniform(0, 2) - 0.5).sum();
    sum / WORLDS as f64
}

const WORLDS: u64 = 200;

/// A bandit looks at no future.
fn is_asked(entry: &AgentEntry, kind: Kind) -> bool {
    match entry.family {
        Family::Tables | Family::Networks => true,
        Family::Bandits => kind == Kind::OneState,
        _ => false,
    }
}

#[test]
fn every_learner_masters_the_trivial_worlds() {
    let kinds = [Kind::OneState, Kind::Identity, Kind::Naming, Kind::Chain, Kind::Corridor];
    let mut jobs = Vec::new();
    for kind in kinds {
        let env = World::new(kind);
        for entry in agent::registry() {
            let fits = entry.usually_fits(&env, 0).is_ok() && !matches!(entry.build, Build::Visitor);
            // One learner alone, for who works on it.
            let asked = std::env::var("EMPORIUM_LEARNER").is_ok_and(|id| id != entry.id);
            if fits && is_asked(entry, kind) && !asked {
                jobs.push((kind, *entry));
            }
        }
    }
    assert!(!jobs.is_empty(), "nobody learns");
    let (next, failed) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let work = || {
        while let Some((kind, entry)) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
            let started = std::time::Instant::now();
            let (best, slack) = level(*kind);
            let worst = (1..=SEEDS).map(|seed| learned(*kind, entry.id, seed)).fold(f64::INFINITY, f64::min);
            println!("{kind:?} {}: {worst} of {best}, {:.1} s", entry.id, started.elapsed().as_secs_f64());
            if worst < best - slack {
                failed.lock().unwrap().push(format!("{kind:?} {}: {worst} of {best}", entry.id));
            }
        }
    };
    std::thread::scope(|scope| (0..2).for_each(|_| drop(scope.spawn(work))));
    let failed = failed.into_inner().unwrap();
    assert!(failed.is_empty(), "{failed:#?}");
}

fn learned(kind: Kind, id: &str, seed: u64) -> f64 {
    let shop = Shop::outside(move || Box::new(World::new(kind)));
    let steps = 20_000;
    let players = vec![play::seeded(id, &shop, 0, &[], steps, seed)];
    let run = play::finished(&shop, players, seed, play::schedule(steps, steps, WORLDS as u32));
    assert!(run.trouble().is_none(), "{id} {kind:?}: {:?}", run.trouble());
    run.last().unwrap().rewards[0]
}
