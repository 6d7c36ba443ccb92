//! What a world of pricing tells about itself: what is seen and where it stands, the prices, the metrics, and what
//! textbooks may know.

use super::Total;
use super::config::{Config, Reward, Rival};
use crate::base::{Actions, Dimension, Text};
use crate::sim::{Metric, Objective, Per, PriceFacts, Seat, Shown, Spec};

/// Where in the observation each thing stands.
#[derive(Clone, Copy, Debug, Default)]
pub struct Layout {
    pub stock: Option<usize>,
    pub days_left: Option<usize>,
    pub phase: Option<usize>,
    pub rival: Option<usize>,
    pub last_price: usize,
    pub last_sold: usize,
}

impl Layout {
    pub fn of(config: &Config) -> Layout {
        let mut layout = Layout::default();
        let mut n = 0;
        let mut next = |there: bool| {
            let place = n;
            n += usize::from(there);
            there.then_some(place)
        };
        layout.stock = next(config.sells_by());
        layout.days_left = next(config.sells_by());
        // By the days that are left the phase is known.
        layout.phase = next(!config.sells_by() && config.season.len() > 1);
        layout.rival = next(config.rival != Rival::None);
        (layout.last_price, layout.last_sold) = (n, n + 1);
        layout
    }
}

/// How many levels of yesterday's sales tables tell apart, where yesterday counts.
const SOLD_LEVELS: u32 = 24;

/// What is seen, decided and measured.
pub fn spec_of(config: &Config) -> Spec {
    let layout = Layout::of(config);
    let (low, high) = config.range();
    let steps = config.prices.len() as u32;
    let mut observation = Vec::new();
    if layout.stock.is_some() {
        let stock = Text::new("stock", "库存");
        observation.push(Dimension::whole("stock", stock, 0, config.stock as i32));
        observation.push(Dimension::whole("days_left", Text::new("days left", "剩余天数"), 0, config.days as i32));
    }
    if layout.phase.is_some() {
        let phase = Text::new("phase of the season", "季节阶段");
        observation.push(Dimension::whole("phase", phase, 0, config.season.len() as i32 - 1));
    }
    if layout.rival.is_some() {
        let rival = Text::new("the competitor's price", "竞争者的价格");
        observation.push(Dimension::real("rival", rival, low, high, steps));
    }
    // Where all of the market is in sight yesterday tells nothing: networks that see it too learn no better (DQN on
    // `everyday` earned 538 with it and 544 without, over 20 seeds), so that it is a name there as to tables.
    let (price_levels, sold_levels) = if config.memory || !config.in_sight() { (steps, SOLD_LEVELS) } else { (1, 1) };
    let most = f64::from(config.most_sold);
    let yesterday = [
        Dimension::real("last_price", Text::new("last price", "上次价格"), 0.0, high, price_levels),
        Dimension::real("last_sold", Text::new("sold last time", "上次销量"), 0.0, most, sold_levels),
    ];
    observation.extend(yesterday.map(|d| if config.memory { d } else { d.for_networks() }));
    let price = Text::new("price", "价格");
    let actions = if config.any_price {
        Actions::Box(vec![Dimension::real("price", price, low, high, steps)])
    } else {
        Actions::Choices(config.prices.iter().map(|p| shown_price(*p)).collect())
    };
    let seat =
        Seat {
            id: "price", label: Text::new("pricer", "定价"), decision: price, observation, actions, masked: false
        };
    let objective = Objective::Total;
    Spec { seats: vec![seat], horizon: Some(config.days), objective, metrics: metrics(config), shown: shown(config) }
}

/// A price with no more digits than it needs, and two after the point at most.
fn shown_price(price: f64) -> String {
    format!("{}", f64::round(price * 100.0) / 100.0)
}

fn shown(config: &Config) -> Shown {
    let euro = Text::new("€", "元");
    let (label, unit) = match config.reward {
        Reward::Profit => (Text::new("profit of a season", "每季利润"), euro),
        Reward::CostShare => (Text::new("printed profit of a season", "每季印出的利润"), euro),
        Reward::Units => (Text::new("units of an episode", "每回合销量"), Text::new("units", "件")),
    };
    Shown { label, unit, is_cost: false }
}

fn metrics(config: &Config) -> Vec<Metric> {
    let metric =
        |id, en, zh, unit, total: Total, per| Metric { id, label: Text::new(en, zh), unit, total: total as usize, per };
    let (euro, units) = (Text::new("€", "元"), Text::new("units", "件"));
    let given_up = if config.reward == Reward::Units { units } else { euro };
    // All of an episode: where stock ends early the days that are left are days, too.
    let mut metrics = vec![
        metric("revenue", "revenue of an episode", "每回合收入", euro, Total::Revenue, Per::Episode),
        metric("margin", "revenue less unit costs, of an episode", "每回合毛利", euro, Total::Margin, Per::Episode),
        metric("units", "units of an episode", "每回合销量", units, Total::Units, Per::Episode),
        metric("mean_price", "mean price paid", "平均成交价", euro, Total::Revenue, Per::Total(Total::Units as usize)),
        metric(
            "regret",
            "given up against each day's best price, stock aside",
            "与每天的最优价相比少得（不计库存）",
            given_up,
            Total::Regret,
            Per::Episode,
        ),
        metric("surplus", "customers' surplus of an episode", "每回合消费者剩余", euro, Total::Surplus, Per::Episode),
    ];
    if config.sells_by() {
        metrics.push(metric("stock_left", "stock left", "剩余库存", units, Total::Left, Per::Episode));
    }
    metrics
}

/// What the textbooks may know.
pub fn facts_of(config: &Config, layout: Layout) -> PriceFacts {
    // A share of the revenue is no cost of a unit: it moves no best price.
    let unit_cost = if config.reward == Reward::CostShare { 0.0 } else { config.unit_cost };
    PriceFacts {
        seat: 0,
        ladder: if config.any_price { Vec::new() } else { config.prices.clone() },
        range: config.range(),
        unit_cost,
        usual_price: config.usual_price,
        curve: config.curve,
        last_price: layout.last_price,
        last_sold: layout.last_sold,
        stock: layout.stock,
        days_left: layout.days_left,
        rival: layout.rival,
        season: config.sells_by().then_some((config.stock, config.days)),
        unsteady: unsteady(config),
    }
}

/// What keeps days from being all alike, or money from being what counts.
fn unsteady(config: &Config) -> Option<Text> {
    let seasonal = config.season.iter().any(|phase| *phase != config.season[0]);
    let reasons = [
        (seasonal, Text::new("a season", "季节")),
        (config.shock > 0.0, Text::new("a difference between good and bad days", "好日子与坏日子之别")),
        (config.drift > 0.0, Text::new("a taste that drifts", "漂移的口味")),
        (config.family > 0.0, Text::new("a family of markets", "一族市场")),
        (config.rival != Rival::None, Text::new("a competitor", "竞争者")),
        (config.reward == Reward::Units, Text::new("a reward by the unit", "按销量计算的奖励")),
    ];
    reasons.into_iter().find(|(there, _)| *there).map(|(_, what)| what)
}
