//! One run: a contestant with a seed, learning in its worlds and measured now and then, in slices.
//!
//! The order of everything is fixed by the count of steps, so that slices of any size give the same bits.

mod views;

use crate::agent::{Mode, Seen, Transition};
use crate::base::hash::Fingerprint;
use crate::base::text::Words;
use crate::base::{Action, Rng, Trouble, World};
use crate::run::Shop;
use crate::run::diary::Diary;
use crate::run::evaluate::{Evaluation, Measurement};
use crate::run::scenario::Entrant;
use crate::run::seats::{Buffers, check_move};
use crate::sim::{Env, Objective, Spec, Status};
use crate::trouble;

pub use crate::run::schedule::{Leash, Point, Progress, Schedule};
pub use crate::run::seats::Player;

/// One world of a run, with what was seen before the step and after it.
struct Lane {
    env: Box<dyn Env>,
    now: Buffers,
    next: Buffers,
    started: bool,
    episode: u64,
    period: u32,
    factor: f64,
    sum: f64,
    /// Written only where a seat is played by hand.
    diary: Diary,
}

/// One contestant with one seed.
pub struct Run {
    shop: Shop,
    spec: Spec,
    players: Vec<Player>,
    seed: u64,
    /// In which it learns, and in which it is measured.
    worlds: (World, World),
    schedule: Schedule,
    leash: Leash,
    rng: Rng,
    lanes: Vec<Lane>,
    lane: usize,
    steps: u64,
    /// The step at which the curve gets its next point.
    next_point: u64,
    episodes: u64,
    next_episode: u64,
    /// Since the last point: rewards, and what they are to be divided by.
    earned: (f64, f64),
    measuring: Option<Measurement>,
    /// Players that do not learn are measured once.
    known: Option<Evaluation>,
    last: Option<Evaluation>,
    curve: Vec<Point>,
    fingerprint: Fingerprint,
    best: (f64, u32),
    /// Whether a seat is played by hand.
    visited: bool,
    /// The visitor's moves, in the order in which they were made.
    moves: Vec<Action>,
    /// Whose move is waited for, and the moves that have come for this period.
    asked: Option<usize>,
    answers: Vec<Option<Action>>,
    finished: bool,
    /// The world and the episode in which it was shown last.
    filmed: Option<(World, u64)>,
    /// Why it ended before its time.
    trouble: Option<Trouble>,
}

/// After so many steps, after every episode and at the last step, learners are asked whether their numbers have run away.
const ASKED_EVERY: u64 = 64;

impl Run {
    pub fn new(shop: &Shop, entrant: &Entrant, seed: u64, schedule: Schedule) -> Result<Run, Trouble> {
        let players = entrant.players(shop, schedule.steps, seed)?;
        Ok(Run::with_players(shop, players, seed, schedule))
    }

    /// A run of players from outside the registry.
    pub fn with_players(shop: &Shop, players: Vec<Player>, seed: u64, schedule: Schedule) -> Run {
        let spec = shop.spec().clone();
        let visited = players.iter().any(|p| matches!(p, Player::Visitor));
        // The visitor plays one world at a time, whatever the others of his team would like.
        let lanes = if visited { 1 } else { players.iter().map(Player::lanes).max().unwrap_or(1) };
        let lane = |_| Lane {
            env: shop.open(),
            now: Buffers::new(&spec),
            next: Buffers::new(&spec),
            started: false,
            episode: 0,
            period: 0,
            factor: 1.0,
            sum: 0.0,
            diary: Diary::default(),
        };
        Run {
            lanes: (0..lanes).map(lane).collect(),
            shop: shop.clone(),
            players,
            seed,
            worlds: (World::training(seed), World::evaluation()),
            schedule,
            leash: Leash::Free,
            rng: Rng::new(seed, "explore"),
            lane: 0,
            steps: 0,
            next_point: 0,
            episodes: 0,
            next_episode: 0,
            earned: (0.0, 0.0),
            measuring: None,
            known: None,
            last: None,
            curve: Vec::new(),
            fingerprint: Fingerprint::default(),
            best: (f64::NEG_INFINITY, 0),
            visited,
            moves: Vec::new(),
            asked: None,
            answers: vec![None; spec.seats.len()],
            finished: false,
            filmed: None,
            trouble: None,
            spec,
        }
    }

    /// In worlds of its own, so that parameters can be searched without a look at those in which everybody is measured.
    pub fn in_search_worlds(self) -> Run {
        Run { worlds: (World::search(self.seed + 1), World::search(0)), ..self }
    }

    /// How far it may go on for now.
    pub fn set_leash(&mut self, leash: Leash) {
        self.leash = leash.from(self.steps, self.episodes);
    }

    /// Goes on for about `periods` periods of learning or of being measured.
    pub fn advance(&mut self, mut periods: u64) -> Progress {
        while periods > 0 && !self.finished {
            if self.point_is_due() {
                self.measure(&mut periods);
                continue;
            }
            if self.leash.is_tight(self.steps, self.episodes) {
                return Progress::Resting;
            }
            if let Some(seat) = self.step() {
                return Progress::NeedsAction { seat };
            }
            periods -= 1;
        }
        if self.finished { Progress::Finished } else { Progress::Running }
    }

    /// One period in the lane whose turn it is; the seat of the visitor if his move is missing.
    fn step(&mut self) -> Option<usize> {
        let lane = &mut self.lanes[self.lane];
        if !lane.started {
            lane.episode = self.next_episode;
            lane.env.reset(self.worlds.0.episode(lane.episode));
            self.next_episode += 1;
            self.players.iter_mut().for_each(|p| p.begin(self.lane));
            lane.now.look(&*lane.env);
            (lane.started, lane.period, lane.factor, lane.sum) = (true, 0, 1.0, 0.0);
        }
        if self.visited && self.take_answers().is_none() {
            return self.asked;
        }
        let lane = &mut self.lanes[self.lane];
        for (seat, player) in self.players.iter_mut().enumerate() {
            if let Player::Agent(agent) = player {
                let buffer = &lane.now.seats[seat];
                let seen = Seen { observation: &buffer.observation, mask: &buffer.mask };
                agent.act(self.lane, seen, &mut self.rng, Mode::Explore, &mut lane.now.actions[seat]);
            }
        }
        let mut status = lane.env.step(&lane.now.actions, &mut lane.now.rewards);
        lane.next.look(&*lane.env);
        lane.period += 1;
        if self.visited {
            lane.diary.write(lane.period == 1, &lane.now, lane.env.scene());
        }
        if status == Status::Running && self.spec.horizon == Some(lane.period) {
            status = Status::Truncated;
        }
        for (seat, player) in self.players.iter_mut().enumerate() {
            if let Player::Agent(agent) = player {
                let (now, next) = (&lane.now.seats[seat], &lane.next.seats[seat]);
                let step = Transition {
                    seen: Seen { observation: &now.observation, mask: &now.mask },
                    action: &lane.now.actions[seat],
                    reward: lane.now.rewards[seat],
                    next: Seen { observation: &next.observation, mask: &next.mask },
                    status,
                };
                agent.learn(self.lane, &step, &mut self.rng);
            }
        }
        self.book(status);
        None
    }

    /// Hands the visitor's moves over to the world; none while one is missing.
    fn take_answers(&mut self) -> Option<()> {
        let owes = |(seat, player): (usize, &Player)| matches!(player, Player::Visitor) && self.answers[seat].is_none();
        self.asked = self.players.iter().enumerate().position(owes);
        if self.asked.is_some() {
            return None;
        }
        for (answer, action) in self.answers.iter_mut().zip(&mut self.lanes[self.lane].now.actions) {
            if let Some(answer) = answer.take() {
                action.copy_from(&answer);
                self.moves.push(answer);
            }
        }
        Some(())
    }

    /// Keeps the accounts of a step that was played.
    fn book(&mut self, status: Status) {
        let lane = &mut self.lanes[self.lane];
        let reward = lane.now.rewards[0];
        match self.spec.objective {
            Objective::Average => {
                self.earned.0 += reward;
                self.earned.1 += 1.0;
            }
            Objective::Total => lane.sum += reward,
            Objective::Discounted(discount) => {
                lane.sum += lane.factor * reward;
                lane.factor *= discount;
            }
        }
        std::mem::swap(&mut lane.now.seats, &mut lane.next.seats);
        if status != Status::Running {
            lane.started = false;
            self.episodes += 1;
            if self.spec.objective != Objective::Average {
                self.earned.0 += lane.sum;
                self.earned.1 += 1.0;
            }
        }
        self.steps += 1;
        let last = self.steps >= self.schedule.steps;
        if last || status != Status::Running || self.steps.is_multiple_of(ASKED_EVERY) {
            self.trouble = self.players.iter().filter_map(Player::agent).find_map(|agent| agent.trouble());
            self.finished = self.trouble.is_some();
        }
        self.lane = if self.lane + 1 == self.lanes.len() { 0 } else { self.lane + 1 };
    }

    /// Whether the curve wants a point at this step.
    fn point_is_due(&self) -> bool {
        self.steps >= self.next_point
    }

    fn measure(&mut self, periods: &mut u64) {
        if self.visited {
            let metrics = vec![f64::NAN; self.spec.metrics.len()];
            self.add_point(&Evaluation {
                rewards: vec![f64::NAN; self.spec.seats.len()],
                samples: Vec::new(),
                metrics,
            });
            return;
        }
        if let Some(known) = self.known.take() {
            self.add_point(&known);
            self.known = Some(known);
            return;
        }
        let mut measurement = self.measuring.take().unwrap_or_else(|| {
            Measurement::new(&self.shop, self.worlds.1, self.schedule.episodes, self.seed, self.lanes.len())
        });
        match measurement.advance(&mut self.players, periods) {
            None => self.measuring = Some(measurement),
            Some(evaluation) => {
                self.add_point(&evaluation);
                if !self.players.iter().any(Player::learns) {
                    self.known = Some(evaluation);
                }
            }
        }
    }

    fn add_point(&mut self, evaluation: &Evaluation) {
        let point = Point {
            steps: self.steps,
            episodes: self.episodes,
            reward: evaluation.rewards[0],
            earned: self.earned.0 / self.earned.1,
            metrics: evaluation.metrics.clone(),
        };
        self.earned = (0.0, 0.0);
        self.next_point = u64::min(self.steps + self.schedule.every, self.schedule.steps);
        self.fingerprint.add(point.steps);
        self.fingerprint.add(point.episodes);
        self.fingerprint.add_number(point.reward);
        self.fingerprint.add_number(point.earned);
        evaluation
            .rewards
            .iter()
            .chain(&evaluation.samples)
            .chain(&point.metrics)
            .for_each(|&x| self.fingerprint.add_number(x));
        self.curve.push(point);
        self.finished = self.steps >= self.schedule.steps || self.stops(evaluation.rewards[0]);
        self.last = Some(evaluation.clone());
    }

    fn stops(&mut self, reward: f64) -> bool {
        // What the visitor earns is not measured, and so stops nothing.
        let Some(stop) = self.schedule.stop.filter(|_| !self.visited) else { return false };
        self.best = if reward > self.best.0 { (reward, 0) } else { (self.best.0, self.best.1 + 1) };
        stop.reward.is_some_and(|target| reward >= target)
            || stop.patience.is_some_and(|patience| self.best.1 >= patience)
    }

    /// The visitor's move, checked against what his seat allows. Only the move that was asked for is taken:
    /// at any other time it is not known what the seat allows.
    pub fn answer(&mut self, seat: usize, action: Action) -> Result<(), Trouble> {
        if self.asked != Some(seat) {
            let asked =
                self.asked.map_or_else(|| Words::new("nobody", "没有人"), |s| Words::new(s.to_string(), s.to_string()));
            let (en, zh) = (asked.en, asked.zh);
            return Err(trouble!(
                "seat is {seat}, but the seat whose move is waited for is: {en}",
                "seat 是 {seat}，但正在等待的席位是：{zh}"
            ));
        }
        check_move(&self.spec.seats[seat].actions, self.mask(seat), &action)?;
        (self.answers[seat], self.asked) = (Some(action), None);
        Ok(())
    }
}
