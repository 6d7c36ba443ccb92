//! The finite model of the inventory: every stock and every pipeline that capacity allows.
//!
//! A state is (phase; net stock, q₁ … q_{L−1}), the sum of the latter at most the capacity: the points of a
//! simplex, numbered in lexicographic order, so that the last order placed runs through neighbouring
//! numbers. An order changes only that last coordinate of the next state, so the expectation over demand
//! is taken for all orders at once over contiguous values. That is what makes 400,000 states a matter of seconds.

use super::config::Config;
use super::simplex::Simplex;
use crate::base::FiniteModel;
use crate::base::model::{Next, better};

/// The longest lead time that the parameters allow: a state is looked up without allocating.
const MOST_COORDINATES: usize = 6;

pub struct StockModel {
    config: Config,
    shape: Simplex,
    /// Expected reward of sales by phase and stock (shifted by the backlog): no order can change it, unless
    /// it arrives at once.
    sales: Vec<Vec<f64>>,
    /// P(D ≥ k) by phase.
    tails: Vec<Vec<f64>>,
}

impl StockModel {
    /// How many states there would be.
    pub fn count(config: &Config) -> usize {
        Simplex::count_points(Self::coordinates(config), Self::span(config)).saturating_mul(config.demand.len())
    }

    /// Outcomes that a sweep visits, of all actions and of one. What is summed for all orders at once costs a
    /// small part of what is visited one by one.
    pub fn effort_of(config: &Config) -> (f64, f64) {
        let states = Self::count(config) as f64;
        let longest = config.demand.iter().map(|d| d.pmf().len()).max().unwrap_or(1);
        let outcomes = usize::min(longest, Self::span(config) + 1) as f64;
        let choices = config.choices() as f64;
        match (config.as_printed, config.lead_time) {
            (true, _) => (20.0 * states * choices * longest as f64, 20.0 * states * longest as f64),
            (false, 0) => (states * (outcomes + choices), states * outcomes),
            (false, _) => (states * outcomes * choices, 5.0 * states * (outcomes + 4.0)),
        }
    }

    fn coordinates(config: &Config) -> usize {
        usize::max(config.lead_time, 1)
    }

    fn span(config: &Config) -> usize {
        (config.capacity + config.backlog) as usize
    }

    pub fn new(config: Config) -> StockModel {
        let shape = Simplex::new(Self::coordinates(&config), Self::span(&config));
        let tails: Vec<Vec<f64>> = config
            .demand
            .iter()
            .map(|d| {
                let mut tail: Vec<f64> = d.pmf().to_vec();
                for k in (0..tail.len() - 1).rev() {
                    tail[k] += tail[k + 1];
                }
                tail
            })
            .collect();
        let sales = config
            .demand
            .iter()
            .map(|d| {
                let expect = |stock: i64| {
                    d.pmf().iter().enumerate().map(|(k, p)| p * config.sales_reward(stock, k as i64)).sum()
                };
                (-config.backlog..=config.capacity).map(expect).collect()
            })
            .collect();
        StockModel { config, shape, sales, tails }
    }

    fn next_phase(&self, phase: usize) -> usize {
        (phase + 1) % self.config.demand.len()
    }

    /// Stock after demand and its probability, from the fullest shelf to the emptiest.
    #[inline]
    fn leftovers(&self, phase: usize, stock: i64, mut visit: impl FnMut(f64, i64)) {
        let (pmf, tail) = (self.config.demand[phase].pmf(), &self.tails[phase]);
        let lowest = -self.config.backlog;
        let until_lowest = (stock - lowest) as usize;
        for (k, &p) in pmf.iter().enumerate().take(until_lowest) {
            visit(p, stock - k as i64);
        }
        if let Some(&p) = tail.get(until_lowest) {
            visit(p, lowest);
        }
    }

    /// The number of the next state in which the order placed now would be 0; the order is added to it.
    #[inline]
    fn next_base(&self, point: &[usize], left: i64) -> usize {
        let left = (left + self.config.backlog) as usize;
        if point.len() == 1 { left } else { self.shape.rank_shifted(left + point[1], &point[2..]) }
    }

    /// The expectation of what follows for each order up to `room`, into `ahead`.
    fn look_ahead(&self, phase: usize, point: &[usize], values: &[f64], ahead: &mut [f64]) {
        ahead.fill(0.0);
        let stock = point[0] as i64 - self.config.backlog;
        self.leftovers(phase, stock, |p, left| {
            let base = self.next_base(point, left);
            let row = &values[base..base + ahead.len()];
            for (sum, v) in ahead.iter_mut().zip(row) {
                *sum += p * v;
            }
        });
    }

    fn room(&self, point: &[usize]) -> usize {
        self.shape.span - point.iter().sum::<usize>()
    }

    /// The best choice by a value for each order; choices beyond the room order the same.
    fn best_choice(&self, room: usize, value_of: impl Fn(usize) -> f64) -> (u32, f64) {
        let (mut best, mut best_value) = (0, f64::NEG_INFINITY);
        for choice in 0..self.actions() {
            let wanted = self.config.lowest_order as usize + choice;
            let ordered = usize::min(wanted, room);
            let value = value_of(ordered) - self.config.ordering_cost(ordered as i64);
            if better(value, best_value) {
                (best, best_value) = (choice as u32, value);
            }
            if wanted >= room {
                break;
            }
        }
        (best, best_value)
    }

    /// With no lead time the order meets today's demand: the value of each stock after its arrival.
    fn stocked_values(&self, phase: usize, discount: f64, next: &[f64]) -> Vec<f64> {
        (0..=self.shape.span)
            .map(|level| {
                let mut sum = 0.0;
                self.leftovers(phase, level as i64 - self.config.backlog, |p, left| {
                    sum += p * next[(left + self.config.backlog) as usize]
                });
                self.sales[phase][level] + discount * sum
            })
            .collect()
    }

    fn improve_at_once(&self, phase: usize, discount: f64, next: &[f64], policy: &mut [u32], out: &mut [f64]) {
        let stocked = self.stocked_values(phase, discount, next);
        for level in 0..=self.shape.span {
            (policy[level], out[level]) = self.best_choice(self.shape.span - level, |q| stocked[level + q]);
        }
    }

    fn follow_at_once(&self, phase: usize, discount: f64, next: &[f64], policy: &[u32], out: &mut [f64]) {
        let stocked = self.stocked_values(phase, discount, next);
        for level in 0..=self.shape.span {
            let wanted = self.config.lowest_order as usize + policy[level] as usize;
            let ordered = usize::min(wanted, self.shape.span - level);
            out[level] = stocked[level + ordered] - self.config.ordering_cost(ordered as i64);
        }
    }

    fn improve_later(&self, phase: usize, discount: f64, next: &[f64], policy: &mut [u32], out: &mut [f64]) {
        let mut ahead = vec![0.0; self.shape.span + 1];
        self.shape.each(|state, point| {
            let room = self.room(point);
            let ahead = &mut ahead[..=usize::min(room, self.config.largest_order() as usize)];
            self.look_ahead(phase, point, next, ahead);
            let sales = self.sales[phase][point[0]];
            (policy[state], out[state]) = self.best_choice(room, |q| sales + discount * ahead[q]);
        });
    }
}

impl FiniteModel for StockModel {
    fn effort(&self) -> (f64, f64) {
        Self::effort_of(&self.config)
    }

    fn states(&self) -> usize {
        self.shape.size * self.config.demand.len()
    }

    fn actions(&self) -> usize {
        self.config.choices()
    }

    fn period(&self) -> usize {
        self.config.demand.len()
    }

    fn start(&self) -> Vec<(usize, f64)> {
        let mut point = vec![0; self.shape.coordinates];
        point[0] = (self.config.start + self.config.backlog) as usize;
        vec![(self.shape.rank(&point), 1.0)]
    }

    fn state_of(&self, observation: &[f64]) -> Option<usize> {
        let n = self.shape.coordinates;
        let mut point = [0; MOST_COORDINATES];
        for (i, slot) in point[..n].iter_mut().enumerate() {
            let shift = if i == 0 { self.config.backlog } else { 0 };
            *slot = usize::try_from(observation[i] as i64 + shift).ok()?;
        }
        if point.iter().sum::<usize>() > self.shape.span {
            return None;
        }
        let phase = if self.config.demand.len() > 1 { observation[n] as usize } else { 0 };
        (phase < self.config.demand.len()).then(|| phase * self.shape.size + self.shape.rank(&point[..n]))
    }

    fn observation_of(&self, state: usize, observation: &mut [f64]) {
        let phase = state / self.shape.size;
        let point = self.shape.point(state % self.shape.size);
        for (seen, &v) in observation.iter_mut().zip(&point) {
            *seen = v as f64;
        }
        observation[0] -= self.config.backlog as f64;
        let mut at = point.len();
        if self.config.demand.len() > 1 {
            observation[at] = phase as f64;
            at += 1;
        }
        if let Some(forecast) = observation.get_mut(at) {
            *forecast = self.config.demand[phase].mean();
        }
    }

    fn outcomes(&self, state: usize, action: usize, visit: &mut dyn FnMut(f64, Next, f64)) {
        let phase = state / self.shape.size;
        let next = self.next_phase(phase) * self.shape.size;
        let mut point = self.shape.point(state % self.shape.size);
        let stock = point[0] as i64 - self.config.backlog;
        let pmf = self.config.demand[phase].pmf();
        if self.config.as_printed {
            for (k, &p) in pmf.iter().enumerate() {
                let (reward, after) = self.config.as_printed(stock, self.config.lowest_order + action as i64, k as i64);
                visit(p, (after > 0).then_some(next + after as usize), reward);
            }
            return;
        }
        let ordered =
            self.config.ordered(action, self.shape.span as i64 - self.room(&point) as i64 - self.config.backlog);
        if self.config.lead_time == 0 {
            point[0] += ordered as usize;
        }
        let before = point[0] as i64 - self.config.backlog;
        let arriving = if self.config.lead_time == 0 { 0 } else { ordered as usize };
        for (k, &p) in pmf.iter().enumerate() {
            let left = self.config.after(before, k as i64);
            let base = self.next_base(&point, left);
            visit(p, Some(next + base + arriving), self.config.reward(before, k as i64, ordered));
        }
    }

    fn improve(&self, discount: f64, values: &[f64], policy: &mut [u32], out: &mut [f64]) {
        if self.config.as_printed {
            return crate::base::model::improve_each(self, discount, values, policy, out);
        }
        let size = self.shape.size;
        for phase in 0..self.config.demand.len() {
            let next = &values[self.next_phase(phase) * size..][..size];
            let (policy, out) = (&mut policy[phase * size..][..size], &mut out[phase * size..][..size]);
            if self.config.lead_time == 0 {
                self.improve_at_once(phase, discount, next, policy, out);
            } else {
                self.improve_later(phase, discount, next, policy, out);
            }
        }
    }

    fn follow(&self, discount: f64, values: &[f64], policy: &[u32], out: &mut [f64]) {
        if self.config.as_printed {
            return crate::base::model::follow_each(self, discount, values, policy, out);
        }
        let size = self.shape.size;
        for phase in 0..self.config.demand.len() {
            let next = &values[self.next_phase(phase) * size..][..size];
            if self.config.lead_time == 0 {
                let at = phase * size;
                self.follow_at_once(phase, discount, next, &policy[at..at + size], &mut out[at..at + size]);
                continue;
            }
            self.shape.each(|state, point| {
                let at = phase * size + state;
                let wanted = self.config.lowest_order as usize + policy[at] as usize;
                let ordered = usize::min(wanted, self.room(point));
                let mut sum = 0.0;
                self.leftovers(phase, point[0] as i64 - self.config.backlog, |p, left| {
                    sum += p * next[self.next_base(point, left) + ordered];
                });
                out[at] = self.sales[phase][point[0]] - self.config.ordering_cost(ordered as i64) + discount * sum;
            });
        }
    }
}
