//! Estimated elasticity: a phase of price experiments, least squares, then the price of the closed form.
//!
//! In the experiments the price is drawn each day from a few about the usual one. By chance, so that neither season
//! nor competitor is mistaken for an effect of the price. Then by weighted least squares over the prices tried
//!
//! - log-linear: ln q = β₀ + β₁·p, best at c − 1/β₁,
//! - log-log: ln q = β₀ + e·ln p, best at c·e/(1 + e),
//! - linear: q = a − b·p, best at (a/b + c)/2
//!
//! (Phillips 2005, sections 3.3 and 3.4). q is the mean of the days at a price. In logarithms half a unit is added
//! to what was sold, so that ln is nearly without bias for Poisson sales, and a price weighs as much as the units
//! sold at it, for such a logarithm has the variance 1/units (Cox 1955); on a line it weighs as much as its days. Of
//! records that have faded below one day the half counts as much as the day, or ln(½/days) would grow for ever.
//! Stock that may run out is not thought of: that is what this method does not know.

use super::picture::Picture;
use super::price_pictures::{self, Belief};
use super::price_rule::{self, PRICE};
use super::price_tally::{Row, Tally, fading};
use super::{Agent, AgentEntry, Build, Family, Knows, Mode, Note, Opinion, Seen, Transition, needs_price};
use crate::analytics::pricing::least_squares::{Column, least_squares};
use crate::analytics::pricing::{best_in_range, best_on_ladder};
use crate::base::text::cited;
use crate::base::{Action, DemandCurve, ParamRow, Params, Rng, Text, Trouble};
use crate::sim::PriceFacts;
use libm::{exp, log};

const FORMS: &[(&str, Text)] = &[
    ("log-linear", Text::new("log-linear (exponential demand)", "对数—线性（指数需求）")),
    ("log-log", Text::new("log-log (constant elasticity)", "双对数（恒定弹性）")),
    ("linear", Text::new("linear", "线性")),
];

pub static ENTRY: AgentEntry = AgentEntry {
    id: "elasticity",
    label: Text::new("Estimated elasticity", "弹性估计定价"),
    story: Text::new(
        "Tries a few prices, draws a curve through what was sold, and asks the price that is best on it.",
        "先试几个价格，用销量拟合一条曲线，再取曲线上最赚钱的价格。",
    ),
    family: Family::Classical,
    knows: |_| Knows::Costs,
    params: &[
        ParamRow::whole("experiments", 10, 20_000, 600)
            .label("days of experiments", "试价天数")
            .unit("days", "天")
            .help("How long it tries prices before it trusts its curve.", "先试价多少天，再相信曲线。"),
        ParamRow::number("spread", 0.05, 0.9, 0.05, 0.4)
            .label("spread of the experiments", "试价幅度")
            .help("How far from the usual price it tries, as a share.", "试价偏离惯常价格的比例。"),
        ParamRow::whole("tried", 3, 9, 5)
            .label("prices tried", "试价个数")
            .help("How many prices it tries.", "试多少个价格。"),
        ParamRow::pick("form", FORMS, 0)
            .label("form of the curve", "曲线形式")
            .help("What it takes demand for.", "它认为需求是哪种形式。"),
        ParamRow::switch("re_estimate", false).label("estimates again", "持续估计").help(
            "Goes on with an experiment every tenth day, and draws its curve anew as it goes.",
            "以后每十天仍试一次价，并不断重新估计曲线。",
        ),
        ParamRow::whole("every", 1, 1_000, 25)
            .label("days between estimates", "估计间隔")
            .unit("days", "天")
            .help("How often it draws its curve anew, where it does.", "每隔多少天重新估计一次曲线（若持续估计）。"),
        ParamRow::whole("half_life", 0, 5_000, 0)
            .label("half-life of its records", "记录的半衰期")
            .unit("days", "天")
            .help(
                "After so many days a record counts half; 0 means that none ever fades.",
                "多少天后记录只算一半；0 表示永不遗忘。",
            ),
    ],
    paper: cited(
        "Phillips, R. L. (2005), Pricing and Revenue Optimization, Stanford University Press, sections 3.3 and 3.4",
    ),
    fits: |case| needs_price(case).map(|_| ()),
    build: Build::Agent(|case| {
        let facts = needs_price(case)?;
        Ok(Box::new(Estimator::new(facts, case.params)))
    }),
};

/// Experiments that go on: one day in ten.
const GOES_ON: f64 = 0.1;
/// How sure the interval is.
const CONFIDENCE: f64 = 0.95;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    LogLinear,
    LogLog,
    Linear,
}

/// What the records say, and how they lay when they said it.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Estimate {
    curve: DemandCurve,
    price: f64,
    /// Half of the slope's interval.
    half: f64,
    /// The weighted mean of the prices tried, in the form's scale, and their variance there.
    mean: f64,
    variance: f64,
}

struct Estimator {
    facts: PriceFacts,
    form: Form,
    tried: Vec<f64>,
    experiments: u64,
    re_estimate: bool,
    /// Days after which the curve is drawn anew, where it is.
    every: u64,
    fading: f64,
    tally: Tally,
    /// Days of learning so far.
    steps: u64,
    estimate: Option<Estimate>,
}

impl Estimator {
    fn new(facts: &PriceFacts, params: &Params) -> Estimator {
        Estimator {
            form: [Form::LogLinear, Form::LogLog, Form::Linear][params.whole("form")],
            tried: tried(facts, params.get("spread"), params.whole("tried")),
            experiments: params.whole("experiments") as u64,
            re_estimate: params.whole("re_estimate") == 1,
            every: params.whole("every") as u64,
            fading: fading(params.get("half_life")),
            tally: Tally::new(facts.steps()),
            steps: 0,
            estimate: None,
            facts: facts.clone(),
        }
    }

    fn price(&self) -> f64 {
        self.estimate.map_or(self.facts.usual_price, |e| e.price)
    }

    /// Whether today's price is drawn rather than worked out.
    fn tries(&self, rng: &mut Rng) -> bool {
        self.steps < self.experiments || (self.re_estimate && rng.uniform() < GOES_ON)
    }

    /// Whether the curve is drawn anew after this day. While experiments last this is only for those who look on.
    fn is_due(&self) -> bool {
        let running = self.steps < self.experiments || self.re_estimate;
        self.steps == self.experiments || (running && self.steps.is_multiple_of(self.every))
    }

    fn estimate_anew(&mut self) {
        // Records through which no falling curve goes say nothing, and the last one that did is kept.
        if let Ok(estimate) = estimate(&self.facts, self.form, &self.tally) {
            self.estimate = Some(estimate);
        }
    }
}

/// The prices of the experiments: evenly over the spread about the usual price, steps of the ladder where there is
/// one, and three of them at least if it has as many.
fn tried(facts: &PriceFacts, spread: f64, n: usize) -> Vec<f64> {
    let (low, high) = (facts.usual_price * (1.0 - spread), facts.usual_price * (1.0 + spread));
    let share = |i: usize| i as f64 / (n - 1) as f64;
    if facts.ladder.is_empty() {
        let price = |i| (low + (high - low) * share(i)).clamp(facts.range.0, facts.range.1);
        let mut prices: Vec<f64> = (0..n).map(price).collect();
        prices.dedup();
        return prices;
    }
    let last = facts.ladder.len() - 1;
    let (mut from, mut to) = (facts.choice_for(low), facts.choice_for(high));
    while to - from < usize::min(2, last) {
        (from, to) = (from.saturating_sub(1), usize::min(to + 1, last));
    }
    let mut places: Vec<usize> = (0..n).map(|i| from + f64::round((to - from) as f64 * share(i)) as usize).collect();
    places.dedup();
    places.into_iter().map(|i| facts.ladder[i]).collect()
}

/// A row of the regression: price and quantity in the scales of the form, and its weight.
fn point(form: Form, row: &Row) -> Option<(f64, f64, f64)> {
    if row.days <= 0.0 {
        return None;
    }
    let price = row.prices / row.days;
    let units = row.units + 0.5 * f64::min(row.days, 1.0);
    let logarithm = log(units / row.days);
    match form {
        Form::Linear => Some((price, row.units / row.days, row.days)),
        Form::LogLinear => Some((price, logarithm, units)),
        Form::LogLog => (price > 0.0).then(|| (log(price), logarithm, units)),
    }
}

/// Weighted least squares: every row, the constant too, times the root of its weight.
fn estimate(facts: &PriceFacts, form: Form, tally: &Tally) -> Result<Estimate, Trouble> {
    let points: Vec<(f64, f64, f64)> = tally.rows.iter().filter_map(|row| point(form, row)).collect();
    let root = |w: f64| f64::sqrt(w);
    let weights = Column::new("const", points.iter().map(|(_, _, w)| root(*w)).collect());
    let prices = Column::new("p", points.iter().map(|(x, _, w)| x * root(*w)).collect());
    let quantities: Vec<f64> = points.iter().map(|(_, y, w)| y * root(*w)).collect();
    let fit = least_squares("q", &quantities, &[weights, prices])?;
    let (level, slope) = (fit.coefficients[0], fit.coefficients[1]);
    let curve = match form {
        Form::Linear => DemandCurve::Linear { a: level, b: -slope },
        Form::LogLinear => DemandCurve::Exponential { a: exp(level), alpha: -slope },
        Form::LogLog => DemandCurve::Constant { scale: exp(level), elasticity: slope },
    };
    let (cost, (low, high)) = (facts.unit_cost, facts.range);
    let best = if facts.ladder.is_empty() {
        best_in_range(&curve, cost, low, high)?
    } else {
        best_on_ladder(&curve, cost, &facts.ladder)?.1
    };
    let weight: f64 = points.iter().map(|(_, _, w)| w).sum();
    let mean = points.iter().map(|(x, _, w)| w * x).sum::<f64>() / weight;
    let variance = points.iter().map(|(x, _, w)| w * (x - mean) * (x - mean)).sum::<f64>() / weight;
    let half = fit.interval(1, CONFIDENCE).1 - slope;
    Ok(Estimate { curve, price: best.price, half, mean, variance })
}

impl Agent for Estimator {
    fn act(&mut self, _lane: usize, _seen: Seen<'_>, rng: &mut Rng, mode: Mode, action: &mut Action) {
        let price = if mode == Mode::Explore && self.tries(rng) {
            self.tried[rng.below(self.tried.len() as u32) as usize]
        } else {
            self.price()
        };
        price_rule::set(&self.facts, price, action);
    }

    fn learn(&mut self, _lane: usize, step: &Transition<'_>, _rng: &mut Rng) {
        if self.steps >= self.experiments && !self.re_estimate {
            return;
        }
        if self.fading < 1.0 {
            self.tally.fade(self.fading);
        }
        let stock = self.facts.stock.map(|i| step.seen.observation[i]);
        self.tally.note(&self.facts, step.next.observation, stock);
        self.steps += 1;
        if self.is_due() {
            self.estimate_anew();
        }
    }

    fn learns(&self) -> bool {
        true
    }

    fn diagnostics(&self) -> Vec<Note> {
        let mut notes = vec![self.tally.days_note(), (PRICE, self.price())];
        // Where its line has come down to nothing at the usual price there is no elasticity there.
        let known = self.estimate.iter().flat_map(|e| e.notes(self.facts.usual_price));
        notes.extend(known.filter(|(_, x)| x.is_finite()));
        notes
    }

    fn save(&self) -> Vec<u8> {
        let mut saved = self.tally.save(self.steps);
        // The curve may be older than the records.
        let numbers = self.estimate.map_or([f64::NAN; 6], |e| e.numbers());
        numbers.iter().for_each(|x| saved.extend(x.to_le_bytes()));
        saved
    }

    fn load(&mut self, saved: &[u8]) -> Result<(), Trouble> {
        let (records, numbers) = saved.split_at(saved.len().saturating_sub(48));
        let mut tally = self.tally.clone();
        let steps = tally.load(records)?;
        let mut words = [[0; 8]; 6];
        words.iter_mut().zip(numbers.chunks_exact(8)).for_each(|(word, bytes)| word.copy_from_slice(bytes));
        self.estimate = Estimate::of_numbers(self.form, words.map(f64::from_le_bytes));
        (self.tally, self.steps) = (tally, steps);
        Ok(())
    }

    /// The profit that the estimated curve promises at each price.
    fn explain(&self, _seen: Seen<'_>) -> Opinion {
        let cost = self.facts.unit_cost;
        let values = self
            .estimate
            .map_or(Vec::new(), |e| self.facts.ladder.iter().map(|p| (p - cost) * e.curve.quantity(*p)).collect());
        let visits = if self.facts.ladder.is_empty() {
            Vec::new()
        } else {
            self.tally.rows.iter().map(|row| row.days).collect()
        };
        let choice = price_rule::choice(&self.facts, self.price());
        Opinion { values, visits, choice, notes: self.diagnostics(), ..Opinion::default() }
    }

    fn pictures(&self, _seen: Seen<'_>) -> Vec<Picture> {
        let curve = self.estimate.map(|e| move |price: f64| e.demand(price));
        let demand = curve.as_ref().map(|curve| curve as &dyn Fn(f64) -> [f64; 3]);
        let (price, cost) = (self.price(), self.facts.unit_cost);
        price_pictures::pictures(&self.facts, &Belief { tally: Some(&self.tally), demand, price, cost, kept: false })
    }
}

impl Estimate {
    /// The units of a day at a price, with the ends of the interval of their mean: half of it is t·σ·√(1/W + (x − x̄)²/Sxx)
    /// = h·√(v + (x − x̄)²), h half of the slope's interval (Greene, 7th edition, section 4.6).
    fn demand(&self, price: f64) -> [f64; 3] {
        let log_log = matches!(self.curve, DemandCurve::Constant { .. });
        let beside = if log_log { log(price) } else { price } - self.mean;
        let half = self.half * f64::sqrt(self.variance + beside * beside);
        if let DemandCurve::Linear { a, b } = self.curve {
            let units = a - b * price;
            return [units, units - half, units + half].map(|units| f64::max(units, 0.0));
        }
        let units = self.curve.quantity(price);
        [units, units * exp(-half), units * exp(half)]
    }

    /// The elasticity at a price, with the ends of its interval. A line's −b·p/q hangs on the slope and on the mean
    /// quantity q̄, which err independently: half is p/q²·h·√(q̄² + b²·v) (the delta method; Greene, section 4.4.4).
    fn elasticity(&self, price: f64) -> [f64; 3] {
        let (e, q) = (self.curve.elasticity(price), self.curve.quantity(price));
        let times = match self.curve {
            DemandCurve::Linear { a, b } => {
                let mean = a - b * self.mean;
                price / (q * q) * f64::sqrt(mean * mean + b * b * self.variance)
            }
            DemandCurve::Constant { .. } => 1.0,
            _ => price,
        };
        [e, e - self.half * times, e + self.half * times]
    }

    fn notes(&self, usual_price: f64) -> [Note; 5] {
        let (level, slope) = match self.curve {
            DemandCurve::Constant { .. } => (
                Text::new("its curve: demand at a price of 1", "曲线：价格为 1 时的需求"),
                Text::new(
                    "its curve: per cent of demand for a per cent of price",
                    "曲线：价格变动 1% 时需求变动的百分比",
                ),
            ),
            DemandCurve::Exponential { .. } => (
                Text::new("its curve: demand at a price of 0", "曲线：价格为 0 时的需求"),
                Text::new("its curve: share of demand that a € costs", "曲线：涨价 1 元损失的需求比例"),
            ),
            _ => (
                Text::new("its curve: demand at a price of 0", "曲线：价格为 0 时的需求"),
                Text::new("its curve: units that a € costs", "曲线：涨价 1 元少卖的件数"),
            ),
        };
        let ([first, second, ..], [elasticity, low, high]) = (self.numbers(), self.elasticity(usual_price));
        [
            (level, first),
            (slope, second),
            (Text::new("estimated elasticity at the usual price", "惯常价格处的弹性估计"), elasticity),
            (Text::new("its 95 % interval from", "其 95 % 区间下限"), low),
            (Text::new("its 95 % interval to", "其 95 % 区间上限"), high),
        ]
    }

    fn numbers(&self) -> [f64; 6] {
        let (first, second) = match self.curve {
            DemandCurve::Linear { a, b } | DemandCurve::Logit { a, b, .. } => (a, b),
            DemandCurve::Exponential { a, alpha } => (a, alpha),
            DemandCurve::Constant { scale, elasticity } => (scale, elasticity),
        };
        [first, second, self.price, self.half, self.mean, self.variance]
    }

    /// Nothing, where nothing had been estimated.
    fn of_numbers(form: Form, numbers: [f64; 6]) -> Option<Estimate> {
        let [first, second, price, half, mean, variance] = numbers;
        let curve = match form {
            Form::Linear => DemandCurve::Linear { a: first, b: second },
            Form::LogLinear => DemandCurve::Exponential { a: first, alpha: second },
            Form::LogLog => DemandCurve::Constant { scale: first, elasticity: second },
        };
        let sound = numbers.iter().all(|x| x.is_finite()) && half >= 0.0 && variance >= 0.0;
        sound.then_some(Estimate { curve, price, half, mean, variance })
    }
}

#[cfg(test)]
#[path = "elasticity_tests.rs"]
mod tests;
