//! Thompson sampling over demand curves: draw a curve from what is believed, and ask the price that is best on it.
//!
//! Ferreira, K. J., Simchi-Levi, D. and Wang, H. (2018), *Online network revenue management using Thompson
//! sampling*, Operations Research 66(6), 1586–1602: where stock ends, the price drawn for is the one with the largest
//! (p − c)·min(stock, days left·λ(p)), which spreads what is left over the days that are left.
//!
//! Demand is Poisson with the mean θ·s(p), s one of a row of curves with s(usual price) = 1 whose elasticities
//! go from −0.3 to −8. θ has a Gamma(k, r) prior, k = 1 and r = 0.2. After S units, with the exposure
//! E_j = Σ days(p)·s_j(p), θ given curve j is Gamma(k + S, r + E_j), and the weight of the curve is
//! Π s_j(p)^units(p) / (r + E_j)^(k + S). Deviation: the paper's prices are unrelated, each with a demand of its own;
//! here they lie on a curve, so that a day at one price teaches about all. It also has the price mixed between
//! two, and here one price is asked.

use super::picture::Picture;
use super::price_pictures;
use super::price_rule::{self, OF_DAY, OF_REST, PRICE, left, place_of_largest};
use super::price_tally::{Tally, fading};
use super::{Agent, AgentEntry, Build, Case, Family, Knows, Mode, Note, Opinion, Seen, Transition, needs_price};
use crate::base::text::cited;
use crate::base::{Action, ParamRow, Params, Rng, Text, Trouble};
use crate::nn::init::normal;
use crate::sim::PriceFacts;
use libm::{exp, log, pow};

const FORMS: &[(&str, Text)] =
    &[("exponential", Text::new("exponential", "指数")), ("constant", Text::new("constant elasticity", "恒定弹性"))];

pub static ENTRY: AgentEntry = AgentEntry {
    id: "thompson-price",
    label: Text::new("Thompson over curves", "曲线上的汤普森采样"),
    story: Text::new(
        "Believes in many demand curves at once; every day it draws one, the likelier the more often, and prices for it.",
        "同时相信许多条需求曲线；每天按可信程度抽一条，照它定价。",
    ),
    family: Family::Bandits,
    knows: |_| Knows::Costs,
    params: &[
        ParamRow::pick("form", FORMS, 0)
            .label("form of the curves", "曲线形式")
            .help("What it takes demand for.", "它认为需求是哪种形式。"),
        ParamRow::switch("fresh", false)
            .label("begins each episode anew", "每回合重新开始")
            .help("Takes every episode for a market that nobody has seen yet.", "把每一回合都当作从未见过的市场。"),
        ParamRow::whole("half_life", 0, 5_000, 0)
            .label("half-life of its records", "记录的半衰期")
            .unit("days", "天")
            .help(
                "After so many days a record counts half; 0 means that none ever fades.",
                "多少天后记录只算一半；0 表示永不遗忘。",
            ),
    ],
    paper: cited(
        "Ferreira, K. J., Simchi-Levi, D. and Wang, H. (2018), Online network revenue management using Thompson sampling, Operations Research 66(6), 1586–1602",
    ),
    fits: |case| needs_price(case).map(|_| ()),
    build: Build::Agent(|case: &Case<'_>| Ok(Box::new(Thompson::new(needs_price(case)?, case.params)))),
};

/// The curves, from a small elasticity to a large one, in even steps of its logarithm.
const CURVES: usize = 24;
const LEAST: f64 = 0.3;
const MOST: f64 = 8.0;
/// The prior of θ: shape and rate.
const SHAPE: f64 = 1.0;
const RATE: f64 = 0.2;

struct Thompson {
    facts: PriceFacts,
    fresh: bool,
    fading: f64,
    /// ln s_j(p) and s_j(p), by curve and step.
    logarithms: Vec<f64>,
    shapes: Vec<f64>,
    /// Prices and what is known of them.
    tally: Tally,
    /// What is known of the episode in each lane, where every episode begins anew; with yesterday's stock.
    lanes: Vec<(Tally, Option<f64>)>,
    /// The curve that is priced for, by step: worked out anew at every look.
    means: Vec<f64>,
}

/// What the records say of each curve.
struct Belief {
    weights: [f64; CURVES],
    rates: [f64; CURVES],
    shape: f64,
}

/// The elasticity of a curve at the usual price.
fn elasticity(j: usize) -> f64 {
    -LEAST * exp(log(MOST / LEAST) * j as f64 / (CURVES - 1) as f64)
}

impl Thompson {
    fn new(facts: &PriceFacts, params: &Params) -> Thompson {
        let prices = facts.steps();
        let usual = facts.usual_price;
        let exponential = params.whole("form") == 0;
        // A price of 0 is taken for a very small one, where the logarithm is needed.
        let distance = |p: f64| if exponential { p / usual - 1.0 } else { log(f64::max(p / usual, 1e-3)) };
        let logarithms: Vec<f64> =
            (0..CURVES).flat_map(|j| prices.iter().map(move |p| elasticity(j) * distance(*p))).collect();
        Thompson {
            facts: facts.clone(),
            fresh: params.whole("fresh") == 1,
            fading: fading(params.get("half_life")),
            shapes: logarithms.iter().map(|x| exp(*x)).collect(),
            logarithms,
            means: vec![0.0; prices.len()],
            tally: Tally::new(prices),
            lanes: Vec::new(),
        }
    }

    fn belief(&self, tally: &Tally) -> Belief {
        let n = tally.rows.len();
        let shape = SHAPE + tally.units();
        let (mut weights, mut rates) = ([0.0; CURVES], [0.0; CURVES]);
        for j in 0..CURVES {
            let (mut fit, mut rate) = (0.0, RATE);
            for (i, row) in tally.rows.iter().enumerate() {
                fit += row.units * self.logarithms[j * n + i];
                rate += row.days * self.shapes[j * n + i];
            }
            (weights[j], rates[j]) = (fit - shape * log(rate), rate);
        }
        let most = weights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let mut sum = 0.0;
        for weight in &mut weights {
            *weight = exp(*weight - most);
            sum += *weight;
        }
        weights.iter_mut().for_each(|w| *w /= sum);
        Belief { weights, rates, shape }
    }

    /// The mean demand of every step, over all curves.
    fn expect(&self, belief: &Belief, means: &mut [f64]) {
        let n = means.len();
        means.fill(0.0);
        for j in 0..CURVES {
            let level = belief.weights[j] * belief.shape / belief.rates[j];
            means.iter_mut().zip(&self.shapes[j * n..]).for_each(|(mean, s)| *mean += level * s);
        }
    }

    /// The mean demand of a step over all curves, and two standard deviations of it to either side.
    fn demand(&self, belief: &Belief, step: usize) -> [f64; 3] {
        let (mut mean, mut square) = (0.0, 0.0);
        for j in 0..CURVES {
            let (s, level) = (self.shapes[j * self.tally.prices().len() + step], belief.shape / belief.rates[j]);
            mean += belief.weights[j] * level * s;
            // The second moment of a Gamma: shape·(shape + 1)/rate².
            square += belief.weights[j] * level * (level + 1.0 / belief.rates[j]) * s * s;
        }
        let two = 2.0 * f64::sqrt(f64::max(square - mean * mean, 0.0));
        [mean, f64::max(mean - two, 0.0), mean + two]
    }

    /// The mean demand of every step, on a curve that is drawn.
    fn draw(&self, belief: &Belief, rng: &mut Rng, means: &mut [f64]) {
        let n = means.len();
        let mut u = rng.uniform();
        let passed = |w: &&f64| {
            u -= **w;
            u >= 0.0
        };
        let j = usize::min(belief.weights.iter().take_while(passed).count(), CURVES - 1);
        let level = gamma(belief.shape, rng) / belief.rates[j];
        means.iter_mut().zip(&self.shapes[j * n..]).for_each(|(mean, s)| *mean = level * s);
    }

    /// What a step is worth: a day's profit, or that of all days left where stock ends.
    fn worth(&self, observation: &[f64], price: f64, mean: f64) -> f64 {
        let sold = match left(&self.facts, observation) {
            Some((stock, days)) if self.facts.season.is_some() => f64::min(stock, days * mean),
            _ => mean,
        };
        (price - self.facts.unit_cost) * sold
    }

    fn best(&self, observation: &[f64], means: &[f64]) -> usize {
        let worth = self.tally.prices().iter().zip(means).map(|(p, mean)| self.worth(observation, *p, *mean));
        place_of_largest(worth)
    }

    /// Today's look tells how yesterday went.
    fn look_back(&mut self, lane: usize, observation: &[f64]) {
        if self.lanes.len() <= lane {
            self.begin(lane);
        }
        let stock = self.facts.stock.map(|i| observation[i]);
        let (tally, before) = &mut self.lanes[lane];
        if self.fading < 1.0 {
            tally.fade(self.fading);
        }
        tally.note(&self.facts, observation, *before);
        *before = stock;
    }

    /// What is known where nobody says which lane is meant: of the last one, which is the one that is shown.
    fn known(&self) -> &Tally {
        let shown = self.lanes.last().map(|(tally, _)| tally);
        if self.fresh { shown.unwrap_or(&self.tally) } else { &self.tally }
    }
}

impl Agent for Thompson {
    fn begin(&mut self, lane: usize) {
        if !self.fresh {
            return;
        }
        while self.lanes.len() <= lane {
            self.lanes.push((Tally::new(self.tally.prices().to_vec()), None));
        }
        self.lanes[lane].0.clear();
        self.lanes[lane].1 = None;
    }

    /// Where every episode begins anew, drawing is how it learns within one, so that it draws when measured too.
    fn act(&mut self, lane: usize, seen: Seen<'_>, rng: &mut Rng, mode: Mode, action: &mut Action) {
        if self.fresh {
            self.look_back(lane, seen.observation);
        }
        let belief = self.belief(if self.fresh { &self.lanes[lane].0 } else { &self.tally });
        let mut means = std::mem::take(&mut self.means);
        if self.fresh || mode == Mode::Explore {
            self.draw(&belief, rng, &mut means);
        } else {
            self.expect(&belief, &mut means);
        }
        let place = self.best(seen.observation, &means);
        self.means = means;
        price_rule::set(&self.facts, self.tally.prices()[place], action);
    }

    fn learn(&mut self, _lane: usize, step: &Transition<'_>, _rng: &mut Rng) {
        if self.fresh {
            return;
        }
        if self.fading < 1.0 {
            self.tally.fade(self.fading);
        }
        let stock = self.facts.stock.map(|i| step.seen.observation[i]);
        self.tally.note(&self.facts, step.next.observation, stock);
    }

    fn learns(&self) -> bool {
        !self.fresh
    }

    fn diagnostics(&self) -> Vec<Note> {
        let belief = self.belief(self.known());
        let mean: f64 = belief.weights.iter().enumerate().map(|(j, w)| w * elasticity(j)).sum();
        let square: f64 = belief.weights.iter().enumerate().map(|(j, w)| w * pow(elasticity(j) - mean, 2.0)).sum();
        vec![
            self.known().days_note(),
            (Text::new("elasticity that it expects", "它预计的弹性"), mean),
            (Text::new("how unsure of it", "对弹性的不确定程度"), f64::sqrt(square)),
        ]
    }

    fn save(&self) -> Vec<u8> {
        if self.fresh { Vec::new() } else { self.tally.save(0) }
    }

    fn load(&mut self, saved: &[u8]) -> Result<(), Trouble> {
        if self.fresh && saved.is_empty() {
            return Ok(());
        }
        self.tally.load(saved).map(|_| ())
    }

    fn explain(&self, seen: Seen<'_>) -> Opinion {
        let mut means = vec![0.0; self.tally.prices().len()];
        self.expect(&self.belief(self.known()), &mut means);
        let worth = |(p, mean): (&f64, &f64)| self.worth(seen.observation, *p, *mean);
        let values: Vec<f64> = self.tally.prices().iter().zip(&means).map(worth).collect();
        let place = place_of_largest(values.iter().copied());
        let price = self.tally.prices()[place];
        let mut notes =
            vec![(PRICE, price), (if self.facts.season.is_some() { OF_REST } else { OF_DAY }, values[place])];
        notes.extend(self.diagnostics());
        if self.facts.ladder.is_empty() {
            return Opinion { notes, ..Opinion::default() };
        }
        let visits = self.known().rows.iter().map(|row| row.days).collect();
        Opinion { values, visits, choice: price_rule::choice(&self.facts, price), notes, ..Opinion::default() }
    }

    fn pictures(&self, seen: Seen<'_>) -> Vec<Picture> {
        let belief = self.belief(self.known());
        let (prices, mut means) = (self.tally.prices(), vec![0.0; self.tally.prices().len()]);
        self.expect(&belief, &mut means);
        let price = prices[self.best(seen.observation, &means)];
        let demand = |price: f64| self.demand(&belief, prices.partition_point(|p| *p < price));
        let (tally, cost) = (Some(self.known()), self.facts.unit_cost);
        let believed = price_pictures::Belief { tally, demand: Some(&demand), price, cost, kept: false };
        price_pictures::pictures(&self.facts, &believed)
    }
}

/// A draw from Gamma(shape, 1), the shape at least 1 (Marsaglia and Tsang 2000).
fn gamma(shape: f64, rng: &mut Rng) -> f64 {
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / f64::sqrt(9.0 * d);
    loop {
        let x = normal(rng);
        let v = 1.0 + c * x;
        let v = v * v * v;
        if v > 0.0 && log(1.0 - rng.uniform()) < 0.5 * x * x + d - d * v + d * log(v) {
            return d * v;
        }
    }
}

#[cfg(test)]
#[path = "thompson_price_tests.rs"]
mod tests;
