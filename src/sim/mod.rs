//! The simulators: the trait that every shop implements, what it tells about itself, and the registry.
//!
//! A simulator is one file (with a folder of its name where it is long) and one line in [`registry`].

pub mod inventory;
mod item_facts;
mod price_facts;
pub mod pricing;
pub mod recommend;
mod shop_facts;
pub mod store;
pub mod taste;

use crate::base::text::Words;
use crate::base::{Action, Actions, Counts, Dimension, Episode, FiniteModel, ParamRow, Params, Setting, Text, Trouble};
use crate::trouble;

pub use item_facts::{ItemFacts, TasteFacts};
pub use price_facts::{FixedPrice, FixedPrices, PriceFacts};
pub use shop_facts::ShopFacts;
pub use taste::{Boredom, Funnel};

/// What evaluation, optimum, exact planning, score and every printed reward mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Objective {
    /// The mean reward of a period, for ever.
    Average,
    /// The sum of an episode's rewards.
    Total,
    /// The sum of an episode's rewards, each period's worth this factor less.
    Discounted(f64),
}

/// How a step ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Running,
    /// The world ended: nothing follows, and learners do not look past it.
    Terminated,
    /// The episode was cut: the world would have gone on, and learners look past the cut.
    Truncated,
}

/// One decision maker of a world.
#[derive(Clone, Debug, PartialEq)]
pub struct Seat {
    pub id: &'static str,
    pub label: Text,
    /// What an action of this seat is called: an order, a price.
    pub decision: Text,
    pub observation: Vec<Dimension>,
    pub actions: Actions,
    /// Whether choices are ever forbidden: only then is [`Env::mask`] asked.
    pub masked: bool,
}

/// A named measure: a running total divided by periods, by episodes or by another total; or how many of several
/// totals are not zero.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Metric {
    pub id: &'static str,
    pub label: Text,
    pub unit: Text,
    /// Which of the totals of [`Env::totals`].
    pub total: usize,
    pub per: Per,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Per {
    Period,
    Episode,
    Total(usize),
    /// The share of so many totals, from the metric's own on, that are not zero over all that is measured.
    Met(usize),
}

/// The quantity that charts show: the reward, or the cost that is minus the reward.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shown {
    pub label: Text,
    pub unit: Text,
    pub is_cost: bool,
}

/// What a world is, for those who play it.
#[derive(Clone, Debug, PartialEq)]
pub struct Spec {
    pub seats: Vec<Seat>,
    /// After how many periods an episode is cut. The run cuts it, so that a world need not count.
    /// Under the average objective only training is cut: evaluation goes on as long as it needs.
    pub horizon: Option<u32>,
    pub objective: Objective,
    pub metrics: Vec<Metric>,
    pub shown: Shown,
}

/// A game with one or more seats; all seats act at once (a game in turns masks those not on turn).
pub trait Env: Send + Sync {
    fn spec(&self) -> &Spec;
    /// Starts an episode; its randomness is a function of `episode` and the period alone.
    fn reset(&mut self, episode: Episode);
    fn observe(&self, seat: usize, observation: &mut [f64]);
    /// Plays one period: an action and a reward for each seat.
    fn step(&mut self, actions: &[Action], rewards: &mut [f64]) -> Status;
    /// Running totals since the reset, from which the metrics are made.
    fn totals(&self) -> &[f64];

    /// Which choices a seat has now; the buffer has an entry for each choice.
    fn mask(&self, _seat: usize, mask: &mut [bool]) {
        mask.fill(true);
    }
    /// What a textbook method may know.
    fn facts(&self) -> Facts<'_> {
        Facts::default()
    }
    /// The same world once more, where copying it is quicker than building it.
    fn twin(&self) -> Option<Box<dyn Env>> {
        None
    }
    /// The present moment as named numbers, for the animated picture.
    fn scene(&self) -> Vec<(&'static str, f64)> {
        Vec::new()
    }
}

/// What a textbook method may know of a world. The finite model is built only when asked.
#[derive(Clone, Copy, Default)]
pub struct Facts<'a> {
    pub stock: Option<&'a StockFacts>,
    pub price: Option<&'a PriceFacts>,
    pub fixed: Option<&'a dyn FixedPrices>,
    pub items: Option<&'a ItemFacts>,
    pub shop: Option<&'a ShopFacts>,
    pub model: Option<&'a dyn ModelSource>,
}

/// Builds a finite model, and says beforehand how large it would be.
pub trait ModelSource {
    fn states(&self) -> usize;
    /// Whether the world can end by itself: then there is no average for ever.
    fn ends(&self) -> bool {
        false
    }
    /// About how many outcomes a sweep visits, by which planning is bounded: of every action, and of one policy.
    fn effort(&self) -> (f64, f64);
    fn build(&self) -> Box<dyn FiniteModel>;
}

/// What the textbooks of stock know: costs, demand, and where to read the stock.
#[derive(Clone, Debug, PartialEq)]
pub struct StockFacts {
    /// Who orders.
    pub seat: usize,
    /// Periods between order and arrival; 0 arrives before the demand of the same period.
    pub lead_time: usize,
    /// Cost of a unit on the shelf for a period.
    pub holding: f64,
    /// Cost of a unit short: once where sales are lost, each period where they wait.
    pub shortage: f64,
    pub order_cost: f64,
    pub unit_cost: f64,
    pub lost_sales: bool,
    /// The lowest stock there can be: below zero where demand waits.
    pub lowest: i64,
    /// The demand of a period in each phase of the season, or of each product.
    pub demand: Vec<Counts>,
    /// Which number of the observation is the stock, which are the orders due (soonest first), and which
    /// is the phase of the season.
    pub stock: usize,
    pub due: Vec<usize>,
    pub phase: Option<usize>,
    /// Whether the phases are no season but products that take turns to be ordered, each with a stock of its own:
    /// what is seen is then the stock of the one whose turn it is.
    pub takes_turns: bool,
    /// Which is what was sold since the last order, where the stock alone does not tell.
    pub sold: Option<usize>,
    /// The quantity that each choice orders, rising.
    pub quantities: Vec<u32>,
    /// Stock and orders due together are never more than this.
    pub capacity: i64,
}

impl StockFacts {
    /// Stock and orders due together.
    #[inline]
    pub fn position(&self, observation: &[f64]) -> i64 {
        self.due.iter().fold(observation[self.stock], |sum, &i| sum + observation[i]) as i64
    }

    pub fn phase(&self, observation: &[f64]) -> usize {
        self.phase.map_or(0, |i| observation[i] as usize)
    }

    /// The choice that orders a quantity, or the nearest there is, the smaller among equals.
    #[inline]
    pub fn choice_for(&self, quantity: i64) -> usize {
        let last = self.quantities.len() - 1;
        if !self.takes_turns {
            // Without turns, quantities rise by one.
            return i64::clamp(quantity - i64::from(self.quantities[0]), 0, last as i64) as usize;
        }
        let at = self.quantities.partition_point(|q| i64::from(*q) < quantity).min(last);
        let far = |choice: usize| i64::abs(i64::from(self.quantities[choice]) - quantity);
        if at > 0 && far(at - 1) <= far(at) { at - 1 } else { at }
    }

    /// What is really ordered: no more than there is room for.
    #[inline]
    pub fn ordered(&self, choice: usize, position: i64) -> i64 {
        i64::min(self.quantities[choice] as i64, i64::max(self.capacity - position, 0))
    }

    /// The mean demand of a period over the season, or over the products.
    pub fn mean_demand(&self) -> f64 {
        self.demand.iter().map(Counts::mean).sum::<f64>() / self.demand.len() as f64
    }

    /// The mean demand of a period for what this phase orders: of the product whose turn it is, else over the season.
    pub fn mean_demand_of(&self, phase: usize) -> f64 {
        if self.takes_turns { self.demand[phase].mean() } else { self.mean_demand() }
    }

    /// Periods from one chance to order to the next.
    pub fn review(&self) -> usize {
        if self.takes_turns { self.demand.len() } else { 1 }
    }

    /// The demand of `periods` periods that begin with this phase; far more than any shelf holds is not told apart.
    pub fn demand_over(&self, phase: usize, periods: usize) -> Counts {
        const FAR: u32 = 1_500;
        let later = |i: usize| if self.takes_turns { phase } else { (phase + i) % self.demand.len() };
        let one = |i: usize| &self.demand[later(i)];
        (1..periods).fold(one(0).clone(), |sum, i| sum.plus_up_to(one(i), FAR))
    }
}

/// When and how often a run is measured, and for how long it learns.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plan {
    pub steps: u64,
    pub every: u64,
    pub episodes: u32,
}

/// A named instance of a simulator.
#[derive(Clone, Debug, PartialEq)]
pub struct Preset {
    pub id: String,
    pub label: Words,
    pub story: Words,
    pub set: Vec<(&'static str, Setting)>,
    pub plan: Plan,
    /// Parameters of named agents, where the literature's instance has its own.
    pub agents: Vec<(&'static str, Vec<(&'static str, Setting)>)>,
    pub paper: &'static str,
}

/// A line of the registry.
pub struct SimEntry {
    pub id: &'static str,
    pub label: Text,
    pub story: Text,
    pub params: &'static [ParamRow],
    pub presets: fn() -> Vec<Preset>,
    /// The agent of each seat that stands for doing without thinking: the score's zero.
    pub zero: &'static [&'static str],
    /// Whose best stands for the score's one where no exact optimum can be had: each a team, an agent a seat.
    pub best_known: &'static [&'static [&'static str]],
    pub paper: &'static str,
    pub build: fn(&Params) -> Result<Box<dyn Env>, Trouble>,
}

static REGISTRY: &[&SimEntry] = &[&inventory::ENTRY, &pricing::ENTRY, &recommend::ENTRY, &store::ENTRY];

/// All simulators, in the order in which the page lists them.
pub fn registry() -> &'static [&'static SimEntry] {
    REGISTRY
}

/// The simulator with this id.
pub fn find(id: &str) -> Result<&'static SimEntry, Trouble> {
    registry().iter().copied().find(|entry| entry.id == id).ok_or_else(|| {
        let known = registry().iter().map(|e| e.id).collect::<Vec<_>>().join(", ");
        let start: String = id.chars().take(40).collect();
        trouble!("sim is “{start}”, but must be one of: {known}", "sim 是“{start}”，应为以下之一：{known}")
    })
}

impl SimEntry {
    pub fn preset(&self, id: &str) -> Result<Preset, Trouble> {
        let presets = (self.presets)();
        presets.iter().find(|p| p.id == id).cloned().ok_or_else(|| {
            let known = presets.iter().map(|p| p.id.as_str()).collect::<Vec<_>>().join(", ");
            let start: String = id.chars().take(40).collect();
            let sim = self.id;
            trouble!("preset is “{start}”, but {sim} has: {known}", "preset 是“{start}”，但 {sim} 只有：{known}")
        })
    }

    /// The parameters of a preset.
    pub fn params_of(&self, preset: &Preset) -> Result<Params, Trouble> {
        let mut params = Params::defaults(self.params);
        for (id, setting) in &preset.set {
            params.set(self.id, id, setting)?;
        }
        Ok(params)
    }
}
