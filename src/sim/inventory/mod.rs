//! Stock under uncertain demand: how much to order this period.
//!
//! The story: a shop sells one product. What lies on the shelf costs money every day, what is missing
//! loses sales or keeps customers waiting, and an order takes a while to arrive. A period:
//!
//! 1. the order placed L periods ago arrives;
//! 2. the agent sees stock, the orders due, the season's phase and, by a switch, a forecast of demand,
//!    and orders q, cut to the room that is left; with L = 0 it arrives now;
//! 3. demand is drawn;
//! 4. sales; the rest is lost, or waits (up to a limit, beyond which customers give up);
//! 5. cost = h·stock after demand + p·units short + K·1{q > 0} + c·q, or with `reward = profit` the
//!    revenue minus all that. An order on its way costs no holding.
//!
//! The objective is a parameter (average cost by default). Zero is *order what was sold*; one is the exact
//! optimum wherever the finite model has at most two million states. Lost sales as in Zipkin (2008).

mod config;
mod demand;
mod model;
mod presets;
mod simplex;

use super::{Env, Facts, Metric, ModelSource, Objective, Per, Seat, Shown, SimEntry, Spec, Status, StockFacts};
use crate::base::{Action, Actions, Counts, Dimension, Episode, FiniteModel, Params, Text, Trouble};
use config::{Config, Reward};
use demand::Forecast;
use model::StockModel;

pub static ENTRY: SimEntry = SimEntry {
    id: "inventory",
    label: Text::new("Inventory", "库存"),
    story: Text::new(
        "Order every day without knowing what customers will want: too much fills the shelf, too little turns them away.",
        "每天订货，却不知道顾客会要多少：订多了压货，订少了缺货。",
    ),
    params: config::ROWS,
    presets: presets::all,
    zero: &["order-what-sold"],
    best_known: &[&["s-S"], &["base-stock"], &["myopic"]],
    paper: "Zipkin, P. (2008), Old and new methods for lost-sales inventory systems, Operations Research 56(5), 1256–1263",
    build: |params| Ok(Box::new(Inventory::new(params)?)),
};

/// What demand is drawn for, in the key of the period's randomness.
const DEMAND: u32 = 1;

/// The totals that the metrics are made of.
#[derive(Clone, Copy)]
enum Total {
    Cost,
    Met,
    Demanded,
    Stockouts,
    Stock,
    Orders,
}

const TOTALS: usize = 6;

#[derive(Clone)]
pub struct Inventory {
    config: Config,
    spec: Spec,
    facts: StockFacts,
    episode: Episode,
    period: u64,
    phase: usize,
    stock: i64,
    /// Orders on their way that are already visible; the first arrives next.
    due: Vec<u32>,
    forecast: Forecast,
    totals: [f64; TOTALS],
    last: Moment,
}

/// What happened in the period just played.
#[derive(Clone, Copy, Default)]
struct Moment {
    ordered: i64,
    arrived: i64,
    demand: i64,
    met: i64,
    cost: f64,
    reward: f64,
}

impl Inventory {
    pub fn new(params: &Params) -> Result<Inventory, Trouble> {
        let config = Config::read(params)?;
        let (spec, facts) = (spec_of(&config), facts_of(&config));
        let due = vec![0; config.lead_time.saturating_sub(1)];
        let forecast = Forecast::new(config.forecast, &config.demand);
        Ok(Inventory {
            spec,
            facts,
            episode: crate::base::World::evaluation().episode(0),
            period: 0,
            phase: 0,
            stock: config.start,
            due,
            forecast,
            totals: [0.0; TOTALS],
            last: Moment::default(),
            config,
        })
    }

    #[inline]
    fn count(&mut self, total: Total, x: f64) {
        self.totals[total as usize] += x;
    }

    /// Orders take their place in the queue; what is due arrives.
    #[inline]
    fn deliver(&mut self, ordered: i64) -> i64 {
        if self.config.lead_time == 0 {
            return 0;
        }
        if self.due.is_empty() {
            self.stock += ordered;
            return ordered;
        }
        let arrived = self.due[0] as i64;
        self.due.copy_within(1.., 0);
        let last = self.due.len() - 1;
        self.due[last] = ordered as u32;
        self.stock += arrived;
        arrived
    }

    fn finish_period(&mut self, moment: Moment, after: i64) {
        self.count(Total::Cost, moment.cost);
        self.count(Total::Met, moment.met as f64);
        self.count(Total::Demanded, moment.demand as f64);
        self.count(Total::Stockouts, (moment.met < moment.demand) as u8 as f64);
        self.count(Total::Stock, i64::max(after, 0) as f64);
        self.count(Total::Orders, (moment.ordered > 0) as u8 as f64);
        self.period += 1;
        self.phase = if self.phase + 1 == self.config.demand.len() { 0 } else { self.phase + 1 };
        self.forecast.see(moment.demand as f64, self.phase);
        self.last = moment;
    }

    /// The printed rules of the article: see the preset `article-as-printed`.
    fn step_as_printed(&mut self, change: i64, demand: i64) -> (f64, Status) {
        let (outcome, after) = self.config.as_printed(self.stock, change, demand);
        // What is printed as a fine is earned, so that only the shelf costs.
        let cost = self.config.holding * after as f64;
        let met = demand.min((self.stock + change).clamp(0, self.config.capacity));
        self.stock = after;
        self.finish_period(
            Moment { ordered: i64::max(change, 0), arrived: change, demand, met, cost, reward: outcome },
            after,
        );
        (outcome, if after == 0 { Status::Terminated } else { Status::Running })
    }
}

impl Env for Inventory {
    fn spec(&self) -> &Spec {
        &self.spec
    }

    fn reset(&mut self, episode: Episode) {
        self.episode = episode;
        (self.period, self.phase) = (0, 0);
        self.stock = self.config.start;
        self.due.fill(0);
        self.forecast.reset();
        self.totals = [0.0; TOTALS];
        self.last = Moment::default();
    }

    #[inline]
    fn observe(&self, _seat: usize, observation: &mut [f64]) {
        observation[0] = self.stock as f64;
        let mut at = 1;
        for &due in &self.due {
            observation[at] = due as f64;
            at += 1;
        }
        if self.config.demand.len() > 1 {
            observation[at] = self.phase as f64;
            at += 1;
        }
        if self.config.forecast != demand::NONE {
            observation[at] = self.forecast.value();
        }
    }

    #[inline]
    fn step(&mut self, actions: &[Action], rewards: &mut [f64]) -> Status {
        let demand = self.config.demand[self.phase].sample(self.episode.uniform(self.period, DEMAND)) as i64;
        if self.config.as_printed {
            let (reward, status) = self.step_as_printed(self.config.lowest_order + actions[0].choice as i64, demand);
            rewards[0] = reward;
            return status;
        }
        let position = self.due.iter().fold(self.stock, |sum, &q| sum + q as i64);
        let ordered = self.config.ordered(actions[0].choice, position);
        if self.config.lead_time == 0 {
            self.stock += ordered;
        }
        let before = self.stock;
        let after = self.config.after(before, demand);
        let (reward, cost) = (self.config.reward(before, demand, ordered), self.config.cost(before, demand, ordered));
        self.stock = after;
        let arrived = self.deliver(ordered);
        let met = demand.min(before.max(0));
        self.finish_period(Moment { ordered, arrived, demand, met, cost, reward }, after);
        rewards[0] = reward;
        Status::Running
    }

    fn totals(&self) -> &[f64] {
        &self.totals
    }

    fn facts(&self) -> Facts<'_> {
        let textbook = !self.config.as_printed;
        Facts { stock: textbook.then_some(&self.facts), model: Some(self), ..Facts::default() }
    }

    fn twin(&self) -> Option<Box<dyn Env>> {
        Some(Box::new(self.clone()))
    }

    fn scene(&self) -> Vec<(&'static str, f64)> {
        let last = &self.last;
        vec![
            ("stock", self.stock as f64),
            ("capacity", self.config.capacity as f64),
            ("due", self.due.iter().sum::<u32>() as f64),
            ("next", self.due.first().copied().unwrap_or(0) as f64),
            ("period", self.period as f64),
            ("phase", self.phase as f64),
            ("ordered", last.ordered as f64),
            ("arrived", last.arrived as f64),
            ("demand", last.demand as f64),
            ("met", last.met as f64),
            ("reward", last.reward),
        ]
    }
}

impl ModelSource for Inventory {
    fn states(&self) -> usize {
        StockModel::count(&self.config)
    }

    fn ends(&self) -> bool {
        self.config.as_printed
    }

    fn effort(&self) -> (f64, f64) {
        StockModel::effort_of(&self.config)
    }

    fn build(&self) -> Box<dyn FiniteModel> {
        Box::new(StockModel::new(self.config.clone()))
    }
}

fn spec_of(config: &Config) -> Spec {
    let stock = Text::new("stock", "库存");
    let mut observation = vec![Dimension::whole("stock", stock, config.lowest_stock() as i32, config.capacity as i32)];
    for i in 1..config.lead_time {
        let due = Text::new("on its way", "在途");
        observation.push(Dimension::whole(format!("due_{i}"), due, 0, config.largest_order() as i32));
    }
    if config.demand.len() > 1 {
        observation.push(Dimension::whole(
            "phase",
            Text::new("day of the season", "季节中的第几天"),
            0,
            config.demand.len() as i32 - 1,
        ));
    }
    if config.forecast != demand::NONE {
        let high = config.demand.iter().map(Counts::largest).max().unwrap_or(0) as f64;
        observation.push(Dimension::real("forecast", Text::new("forecast of demand", "需求预测"), 0.0, high, 8));
    }
    let choices = (config.lowest_order..=config.largest_order()).map(|q| q.to_string()).collect();
    let seat = Seat {
        id: "stock",
        label: Text::new("buyer", "采购"),
        decision: Text::new("order", "订货"),
        observation,
        actions: Actions::Choices(choices),
        masked: false,
    };
    Spec {
        seats: vec![seat],
        horizon: Some(config.horizon),
        objective: config.objective,
        metrics: metrics(),
        shown: shown(config),
    }
}

fn shown(config: &Config) -> Shown {
    let profit = config.reward_is == Reward::Profit && !config.as_printed;
    // With a bonus, or under the printed rules, the reward is more than minus the cost.
    let is_cost = !profit && config.met_bonus == 0.0 && !config.as_printed;
    let [average, total, discounted] = if profit {
        [
            Text::new("profit a day", "每日利润"),
            Text::new("profit of an episode", "每回合利润"),
            Text::new("discounted profit of an episode", "每回合折扣利润"),
        ]
    } else if is_cost {
        [
            Text::new("cost a day", "每日成本"),
            Text::new("cost of an episode", "每回合成本"),
            Text::new("discounted cost of an episode", "每回合折扣成本"),
        ]
    } else {
        [
            Text::new("reward a day", "每日奖励"),
            Text::new("reward of an episode", "每回合奖励"),
            Text::new("discounted reward of an episode", "每回合折扣奖励"),
        ]
    };
    let label = match config.objective {
        Objective::Average => average,
        Objective::Total => total,
        Objective::Discounted(_) => discounted,
    };
    Shown { label, unit: Text::new("€", "元"), is_cost }
}

fn metrics() -> Vec<Metric> {
    let metric =
        |id, en, zh, unit, total: Total, per| Metric { id, label: Text::new(en, zh), unit, total: total as usize, per };
    let (euro, share) = (Text::new("€", "元"), Text::new("", ""));
    let (units, days) = (Text::new("units", "件"), Text::new("a day", "次/天"));
    vec![
        metric("cost", "cost a day", "每日成本", euro, Total::Cost, Per::Period),
        metric(
            "fill_rate",
            "demand met from stock",
            "现货满足率",
            share,
            Total::Met,
            Per::Total(Total::Demanded as usize),
        ),
        metric("stockout_share", "days with a stockout", "缺货天数占比", share, Total::Stockouts, Per::Period),
        metric("mean_stock", "mean stock", "平均库存", units, Total::Stock, Per::Period),
        metric("turnover", "turnover a day", "日周转率", share, Total::Met, Per::Total(Total::Stock as usize)),
        metric("orders", "orders", "订货次数", days, Total::Orders, Per::Period),
    ]
}

fn facts_of(config: &Config) -> StockFacts {
    let ahead = config.lead_time.saturating_sub(1);
    StockFacts {
        seat: 0,
        lead_time: config.lead_time,
        holding: config.holding,
        shortage: config.shortage,
        order_cost: config.order_cost,
        unit_cost: config.unit_cost,
        lost_sales: config.lost,
        lowest: config.lowest_stock(),
        demand: config.demand.clone(),
        stock: 0,
        due: (1..=ahead).collect(),
        phase: (config.demand.len() > 1).then_some(1 + ahead),
        takes_turns: false,
        sold: None,
        quantities: (config.lowest_order..=config.largest_order()).map(|q| q as u32).collect(),
        capacity: config.capacity,
    }
}

#[cfg(test)]
mod tests;
