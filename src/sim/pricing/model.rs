//! The finite model of pricing: where nothing of the market is hidden.
//!
//! A state is (days left or phase of the season; the competitor's price; stock). Sold out or out of days the
//! world ends. Where supply never ends, stock and days are no part of it: the run cuts the episode, and planning
//! counts its periods.

use super::config::{Config, Reward};
use super::demand::Chances;
use super::spec::Layout;
use crate::base::FiniteModel;
use crate::base::model::Next;

pub struct PriceModel {
    config: Config,
    /// P(0), P(1), … up to what can be sold, of each phase, price of the competitor and step of the ladder.
    chances: Vec<Vec<f64>>,
}

impl PriceModel {
    pub fn new(config: Config) -> PriceModel {
        let market = config.market();
        let mut chances = Vec::new();
        for phase in 0..config.season.len() {
            for rival in 0..config.rivals() {
                let factor = config.rival_factor(rival);
                let of = |mean: f64| Chances::new(mean * factor, config.shock);
                let most = config.most_sold as usize;
                chances.extend(market.answers(0, phase).iter().map(|a| of(a.mean).take(most).collect()));
            }
        }
        PriceModel { config, chances }
    }

    /// Days where the stock is to be sold by a date, else phases of the season.
    fn moments(config: &Config) -> usize {
        if config.sells_by() { config.days as usize } else { config.season.len() }
    }

    fn stocks(config: &Config) -> usize {
        usize::max(config.stock as usize, 1)
    }

    /// How many states there would be.
    pub fn count(config: &Config) -> usize {
        Self::moments(config) * config.rivals() * Self::stocks(config)
    }

    /// Outcomes that a sweep visits, of all actions and of one.
    pub fn effort_of(config: &Config) -> (f64, f64) {
        let rival = if config.rivals() > 1 { 3.0 } else { 1.0 };
        let outcomes = rival * (f64::from(config.most_sold) + 1.0);
        let one = Self::count(config) as f64 * outcomes;
        (one * config.prices.len() as f64, one)
    }

    fn index(&self, moment: usize, rival: usize, stock: usize) -> usize {
        (moment * self.config.rivals() + rival) * Self::stocks(&self.config) + stock
    }

    /// Moment, the competitor's place, and stock counted from 0.
    fn parts(&self, state: usize) -> (usize, usize, usize) {
        let stocks = Self::stocks(&self.config);
        let above = state / stocks;
        (above / self.config.rivals(), above % self.config.rivals(), state % stocks)
    }

    fn phase(&self, moment: usize) -> usize {
        if self.config.sells_by() {
            (self.config.days as usize - 1 - moment) % self.config.season.len()
        } else {
            moment
        }
    }

    /// What may be sold, each number with its chance. Whoever finds nothing more goes away.
    fn sales(&self, moment: usize, rival: usize, stock: usize, action: usize, mut visit: impl FnMut(f64, usize)) {
        let config = &self.config;
        let chances = &self.chances[(self.phase(moment) * config.rivals() + rival) * config.prices.len() + action];
        let room = if config.sells_by() { usize::min(stock + 1, chances.len()) } else { chances.len() };
        let mut left = 1.0;
        for (sold, p) in chances[..room].iter().enumerate() {
            visit(*p, sold);
            left -= p;
        }
        visit(f64::max(left, 0.0), room);
    }

    /// Moment and stock of the next day, if there is one.
    fn after(&self, moment: usize, stock: usize, sold: usize) -> Option<(usize, usize)> {
        if self.config.sells_by() {
            return (sold <= stock && moment > 0).then(|| (moment - 1, stock - sold));
        }
        let goes_on = self.config.reward != Reward::Units || sold > 0;
        goes_on.then(|| ((moment + 1) % self.config.season.len(), 0))
    }
}

impl FiniteModel for PriceModel {
    fn effort(&self) -> (f64, f64) {
        Self::effort_of(&self.config)
    }

    fn states(&self) -> usize {
        Self::count(&self.config)
    }

    fn actions(&self) -> usize {
        self.config.prices.len()
    }

    fn period(&self) -> usize {
        if self.config.sells_by() { 1 } else { self.config.season.len() }
    }

    fn start(&self) -> Vec<(usize, f64)> {
        let moment = if self.config.sells_by() { Self::moments(&self.config) - 1 } else { 0 };
        vec![(self.index(moment, self.config.first_rival(), Self::stocks(&self.config) - 1), 1.0)]
    }

    fn state_of(&self, observation: &[f64]) -> Option<usize> {
        let layout = Layout::of(&self.config);
        let at = |i: Option<usize>| i.map_or(0.0, |i| observation[i]);
        let rival = if layout.rival.is_some() { self.config.nearest(at(layout.rival)) } else { 0 };
        if !self.config.sells_by() {
            let phase = at(layout.phase) as usize;
            return (phase < self.config.season.len()).then(|| self.index(phase, rival, 0));
        }
        let (stock, days) = (at(layout.stock) as usize, at(layout.days_left) as usize);
        let open = (1..=self.config.stock as usize).contains(&stock) && (1..=self.config.days as usize).contains(&days);
        open.then(|| self.index(days - 1, rival, stock - 1))
    }

    fn observation_of(&self, state: usize, observation: &mut [f64]) {
        let layout = Layout::of(&self.config);
        let (moment, rival, stock) = self.parts(state);
        observation.fill(0.0);
        let mut put = |i: Option<usize>, x: f64| i.into_iter().for_each(|i| observation[i] = x);
        put(layout.stock, stock as f64 + 1.0);
        put(layout.days_left, moment as f64 + 1.0);
        put(layout.phase, moment as f64);
        put(layout.rival, self.config.prices[rival]);
    }

    /// Outcomes that look alike from outside are neighbours, and those after which nothing follows come last.
    fn outcomes(&self, state: usize, action: usize, visit: &mut dyn FnMut(f64, Next, f64)) {
        let (moment, rival, stock) = self.parts(state);
        let reward = self.config.unit_reward(self.config.prices[action]);
        for (to, chance) in self.config.rival_moves(rival, action) {
            if chance > 0.0 {
                self.sales(moment, rival, stock, action, |p, sold| {
                    if let Some((moment, stock)) = self.after(moment, stock, sold) {
                        visit(p * chance, Some(self.index(moment, to, stock)), reward * sold as f64);
                    }
                });
            }
        }
        self.sales(moment, rival, stock, action, |p, sold| {
            if self.after(moment, stock, sold).is_none() {
                visit(p, None, reward * sold as f64);
            }
        });
    }
}
