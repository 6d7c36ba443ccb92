//! Measuring a frozen policy in the evaluation worlds, in slices.
//!
//! Under the average objective: 10,000 periods after 200 of warm-up, in batches of 10,000 / episodes periods
//! (rounded down, so that there may be more of them than episodes where these do not divide 10,000; what is left
//! over is not measured); else that many whole episodes. The worlds are the same for all contestants and seeds, and the
//! players' stream is the same at every evaluation, so that only learning changes what is measured.

use crate::agent::{Mode, Seen};
use crate::base::{Rng, World};
use crate::run::Shop;
use crate::run::seats::{Buffers, Player};
use crate::sim::{Env, Objective, Per, Spec, Status};

/// Periods that are measured, and those before them that are not, under the average objective.
pub const MEASURED: u64 = 10_000;
pub const WARM_UP: u64 = 200;
/// An episode without a horizon that does not end is measured so far.
const LONGEST_EPISODE: u64 = 10_000;

/// What a policy is worth.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    /// For each seat, under the objective.
    pub rewards: Vec<f64>,
    /// The first seat's reward of each batch or episode.
    pub samples: Vec<f64>,
    pub metrics: Vec<f64>,
}

/// An evaluation that is under way.
pub struct Measurement {
    env: Box<dyn Env>,
    spec: Spec,
    world: World,
    episodes: u32,
    rng: Rng,
    buffers: Buffers,
    /// The lane that the players keep for being measured.
    lane: usize,
    started: bool,
    episode: u64,
    /// Periods since the reset, and since the measurement began.
    period: u64,
    measured: u64,
    factor: f64,
    /// Of the batch or episode under way, for each seat.
    sums: Vec<f64>,
    samples: Vec<Vec<f64>>,
    /// Metric totals of the past, and those that stood when this world's measurement began.
    totals: Vec<f64>,
    before: Vec<f64>,
}

impl Measurement {
    pub fn new(shop: &Shop, world: World, episodes: u32, seed: u64, lane: usize) -> Measurement {
        let (env, spec) = (shop.open(), shop.spec().clone());
        let (seats, totals) = (spec.seats.len(), env.totals().len());
        Measurement {
            buffers: Buffers::new(&spec),
            rng: Rng::new(seed, "evaluate"),
            env,
            world,
            episodes,
            lane,
            started: false,
            episode: 0,
            period: 0,
            measured: 0,
            factor: 1.0,
            sums: vec![0.0; seats],
            samples: vec![Vec::new(); seats],
            totals: vec![0.0; totals],
            before: vec![0.0; totals],
            spec,
        }
    }

    fn average(&self) -> bool {
        self.spec.objective == Objective::Average
    }

    /// Plays at most `periods`; the result when it is done.
    pub fn advance(&mut self, players: &mut [Player], periods: &mut u64) -> Option<Evaluation> {
        while *periods > 0 {
            if !self.started {
                self.start(players);
            }
            *periods -= 1;
            let status = self.play(players);
            let done = if self.average() { self.after_average(status) } else { self.after_episodic(status) };
            if done {
                return Some(self.result());
            }
        }
        None
    }

    fn start(&mut self, players: &mut [Player]) {
        self.env.reset(self.world.episode(self.episode));
        for player in players {
            player.begin(self.lane);
        }
        self.started = true;
        self.period = 0;
        self.factor = 1.0;
        self.before.fill(0.0);
    }

    fn play(&mut self, players: &mut [Player]) -> Status {
        self.buffers.look(&*self.env);
        for (seat, player) in players.iter_mut().enumerate() {
            let buffer = &mut self.buffers.seats[seat];
            let seen = Seen { observation: &buffer.observation, mask: &buffer.mask };
            // Where a seat is the visitor's nothing is measured; the caller sees to that.
            if let Player::Agent(agent) = player {
                agent.act(self.lane, seen, &mut self.rng, Mode::Exploit, &mut self.buffers.actions[seat]);
            }
        }
        let status = self.env.step(&self.buffers.actions, &mut self.buffers.rewards);
        self.period += 1;
        let warm = self.average() && self.episode == 0 && self.period <= WARM_UP;
        if warm {
            if self.period == WARM_UP {
                self.before.copy_from_slice(self.env.totals());
            }
            return status;
        }
        for (sum, reward) in self.sums.iter_mut().zip(&self.buffers.rewards) {
            *sum += self.factor * reward;
        }
        self.measured += 1;
        if let Objective::Discounted(discount) = self.spec.objective {
            self.factor *= discount;
        }
        status
    }

    /// Batches of equal length; a world that ends is followed by the next one.
    fn after_average(&mut self, status: Status) -> bool {
        let length = u64::max(MEASURED / self.episodes as u64, 1);
        let warm = self.episode == 0 && self.period <= WARM_UP;
        if !warm && self.measured.is_multiple_of(length) {
            self.close_sample(length as f64);
        }
        let done = self.samples[0].len() as u64 == MEASURED / length;
        if done || status != Status::Running {
            self.close_world();
        }
        done
    }

    fn after_episodic(&mut self, status: Status) -> bool {
        let horizon = self.spec.horizon.map_or(LONGEST_EPISODE, u64::from);
        if status == Status::Running && self.period < horizon {
            return false;
        }
        self.close_sample(1.0);
        self.close_world();
        self.samples[0].len() as u32 == self.episodes
    }

    fn close_sample(&mut self, length: f64) {
        for (samples, sum) in self.samples.iter_mut().zip(&mut self.sums) {
            samples.push(*sum / length);
            *sum = 0.0;
        }
    }

    fn close_world(&mut self) {
        if self.average() && self.episode == 0 && self.period < WARM_UP {
            // It ended while it was not yet measured.
            self.before.copy_from_slice(self.env.totals());
        }
        for ((total, now), before) in self.totals.iter_mut().zip(self.env.totals()).zip(&self.before) {
            *total += now - before;
        }
        self.episode += 1;
        self.started = false;
    }

    fn result(&mut self) -> Evaluation {
        let mean = |samples: &Vec<f64>| samples.iter().sum::<f64>() / samples.len() as f64;
        let worlds = self.episode as f64;
        let metrics = self.spec.metrics.iter().map(|m| {
            let (sum, by) = match m.per {
                Per::Period => (self.totals[m.total], self.measured as f64),
                Per::Episode => (self.totals[m.total], worlds),
                Per::Total(other) => (self.totals[m.total], self.totals[other]),
                Per::Met(n) => {
                    let met = self.totals[m.total..m.total + n].iter().filter(|total| **total != 0.0).count();
                    (met as f64, n as f64)
                }
            };
            // A share of nothing is not a number, and never infinite.
            if by == 0.0 { f64::NAN } else { sum / by }
        });
        Evaluation {
            rewards: self.samples.iter().map(mean).collect(),
            metrics: metrics.collect(),
            samples: std::mem::take(&mut self.samples[0]),
        }
    }
}

/// Measures a policy in one go.
pub fn evaluate(shop: &Shop, world: World, players: &mut [Player], episodes: u32, seed: u64) -> Evaluation {
    let lane = players.iter().map(Player::lanes).max().unwrap_or(1);
    let mut measurement = Measurement::new(shop, world, episodes, seed, lane);
    loop {
        let mut periods = u64::MAX;
        if let Some(evaluation) = measurement.advance(players, &mut periods) {
            return evaluation;
        }
    }
}
