//! Pictures of who prices by a demand curve: what was sold at which price, the curve, and the price that is best on it.

use super::picture::{BEST, FITTED, Kind, OBSERVED, Picture};
use super::price_tally::Tally;
use crate::base::Text;
use crate::sim::PriceFacts;

/// What is believed of demand.
pub struct Belief<'a> {
    /// What was observed, where anything was.
    pub tally: Option<&'a Tally>,
    /// Units a day at a price, and the ends of their interval; none while there is no curve.
    pub demand: Option<&'a dyn Fn(f64) -> [f64; 3]>,
    /// The price that it would set.
    pub price: f64,
    /// What a unit costs, with what else is given up with it.
    pub cost: f64,
    /// Whether that holds what a unit would bring later.
    pub kept: bool,
}

const PRICE: Text = Text::new("price", "价格");
const LINES: [Text; 3] =
    [Text::new("sold a day", "日均实绩"), Text::new("its curve", "它的曲线"), Text::new("its price", "它的价格")];

/// What a day earns. Where a unit costs nothing, as where a share of the revenue goes, that is the revenue.
const EARNS: [(Text, Text); 3] = [
    (Text::new("profit curve", "利润曲线"), Text::new("profit a day", "每天利润")),
    (Text::new("revenue curve", "收入曲线"), Text::new("revenue a day", "每天收入")),
    (
        Text::new("gain over waiting", "相对于等待的收益"),
        Text::new("a day’s profit less what its units would bring later", "每天利润减去货品留待日后的价值"),
    ),
];

/// Demand over prices, and what a day earns over prices: so the optimum can be seen where it is one.
pub fn pictures(facts: &PriceFacts, belief: &Belief<'_>) -> Vec<Picture> {
    let demand = (Text::new("demand curve", "需求曲线"), Text::new("units a day", "每天件数"));
    let earns = EARNS[if belief.kept { 2 } else { usize::from(belief.cost == 0.0) }];
    vec![picture(facts, belief, demand, false), picture(facts, belief, earns, true)]
}

fn picture(facts: &PriceFacts, belief: &Belief<'_>, (title, up): (Text, Text), profit: bool) -> Picture {
    let mut plot = Picture::plot(Kind::Fit, title, PRICE, up, &LINES);
    // What a unit counts at a price. Below cost an interval stands on its head.
    let worth = |price: f64| if profit { price - belief.cost } else { 1.0 };
    let mut point = |line: usize, price: f64, units: [f64; 3]| {
        let [y, low, high] = units.map(|units| units * worth(price));
        plot.point(line, price, [y, f64::min(low, high), f64::max(low, high)]);
    };
    for row in belief.tally.into_iter().flat_map(|tally| &tally.rows).filter(|row| row.days > 0.0) {
        point(OBSERVED, row.prices / row.days, [row.units / row.days, f64::NAN, f64::NAN]);
    }
    if let Some(demand) = belief.demand {
        facts.steps().into_iter().for_each(|price| point(FITTED, price, demand(price)));
        point(BEST, belief.price, demand(belief.price));
    }
    plot
}
