//! The parameters of the store: their table, and the plain numbers that are made from them.

use super::choice::Each;
use crate::base::{ParamRow, Params, Trouble};
use crate::trouble;

pub const PRODUCTS: usize = 3;
pub const SEGMENTS: usize = 3;
/// Prices on the ladder; the one in the middle is the list price.
pub const RUNGS: usize = 7;
pub const LIST: usize = RUNGS / 2;

/// The first product is liked a little better by everybody, the last a little less.
const POPULARITY: Each = [0.3, 0.0, -0.3];
/// How a segment's taste leans: towards the product of its own number, and away from the others.
const FAVOURITE: f64 = 1.0;
const OTHERS: f64 = -0.5;

pub const ROWS: &[ParamRow] = &[
    ParamRow::number("visitors", 1.0, 200.0, 1.0, 36.0)
        .label("visitors", "来客")
        .unit("a day", "人/天")
        .help("How many come on an average day.", "平均每天有多少人进店。"),
    ParamRow::number("appeal", -4.0, 2.0, 0.1, -1.4).label("appeal of the products", "商品吸引力").help(
        "Utility of a product at its list price; leaving has utility 0.",
        "商品按标价的效用；空手离开的效用为 0。",
    ),
    ParamRow::number("variety", 0.0, 3.0, 0.1, 1.2).label("variety of tastes", "口味差异").help(
        "Utility that a segment adds to its favourite; from the two others it takes half as much.",
        "每个客群给自己偏爱的商品增加的效用；另外两种各减去其一半。",
    ),
    ParamRow::number("lift", 0.0, 3.0, 0.1, 0.8)
        .label("lift of being featured", "主推的提升")
        .help("Utility that the place in the window adds.", "放进橱窗给商品增加的效用。"),
    ParamRow::number("sensitivity", 0.0, 10.0, 0.1, 4.0)
        .label("sensitivity to price", "价格敏感度")
        .help("Utility lost when the price is doubled.", "价格翻倍时损失的效用。"),
    ParamRow::number("price", 1.0, 200.0, 0.5, 12.0)
        .label("list price", "标价")
        .unit("€", "元")
        .help("What every product costs that is not featured.", "未主推商品的售价。"),
    ParamRow::number("spread", 0.05, 0.6, 0.05, 0.3)
        .label("spread of the prices", "价格范围")
        .help("How far the featured price may lie from the list price.", "主推商品的价格最多偏离标价多少。"),
    ParamRow::number("unit_cost", 0.0, 150.0, 0.5, 6.0)
        .label("unit cost", "单位成本")
        .unit("€", "元")
        .help("What a unit costs the shop, counted when it is sold.", "每件的进货成本，卖出时计入。"),
    ParamRow::whole("crate", 1, 20, 10)
        .label("units in a crate", "每箱件数")
        .unit("units", "件")
        .help("Orders are whole crates.", "按整箱订货。"),
    ParamRow::whole("crates", 1, 10, 5)
        .label("largest order", "最大订货")
        .unit("crates", "箱")
        .help("How many crates the van takes.", "一车最多装几箱。"),
    ParamRow::whole("capacity", 4, 100, 60)
        .label("room for each product", "每种商品的货位")
        .unit("units", "件")
        .help("On the shelf and on the way together; what does not fit goes back.", "货架加在途；放不下的退回。"),
    ParamRow::whole("start", 0, 100, 30)
        .label("stock at the start", "初始库存")
        .unit("units", "件")
        .help("Of each product on the first day.", "第一天每种商品各有多少。"),
    ParamRow::whole("lead_time", 1, PRODUCTS as i64, 1)
        .label("lead time", "提前期")
        .unit("days", "天")
        .help("How long an order takes; 1 arrives the next morning.", "订货多久到；1 表示次日早上到。"),
    ParamRow::number("holding", 0.0, 5.0, 0.05, 0.3)
        .label("holding cost", "持有成本")
        .unit("€ a unit and day", "元/件·天")
        .help("For each unit on the shelf in the evening.", "晚上货架上每件的成本。"),
    ParamRow::number("order_cost", 0.0, 200.0, 1.0, 30.0)
        .label("cost of an order", "订货成本")
        .unit("€", "元")
        .help("The van is paid for every order, however small.", "每次订货都要付车费，与数量无关。"),
    ParamRow::number("goodwill", 0.0, 50.0, 0.5, 1.0)
        .label("goodwill lost", "信誉损失")
        .unit("€ a visitor", "元/人")
        .help("For each visitor who finds the shelf empty and walks out.", "每位因缺货而走人的顾客。"),
    ParamRow::whole("horizon", 6, 365, 60)
        .label("days of an episode", "回合天数")
        .unit("days", "天")
        .help("After so many days an episode is cut.", "这么多天后回合被截断。"),
];

/// The checked parameters as plain numbers.
#[derive(Clone, Debug)]
pub struct Config {
    pub visitors: f64,
    /// The utility of each product at list price, for each segment.
    pub tastes: [Each; SEGMENTS],
    pub lift: f64,
    pub sensitivity: f64,
    pub price: f64,
    /// The rungs of the ladder as shares of the list price, rising.
    pub factors: [f64; RUNGS],
    pub unit_cost: f64,
    /// What each choice of the buyer orders.
    pub quantities: Vec<u32>,
    pub capacity: i64,
    pub start: i64,
    pub lead_time: u64,
    pub holding: f64,
    pub order_cost: f64,
    pub goodwill: f64,
    pub horizon: u32,
}

impl Config {
    pub fn read(p: &Params) -> Result<Config, Trouble> {
        let (price, unit_cost) = (p.get("price"), p.get("unit_cost"));
        if unit_cost >= price {
            return Err(trouble!(
                "unit_cost is {unit_cost}, but must be below price, which is {price}",
                "unit_cost 是 {unit_cost}，应低于 price（{price}）"
            ));
        }
        let capacity = p.whole("capacity") as i64;
        let crate_size = p.whole("crate") as u32;
        Ok(Config {
            visitors: p.get("visitors"),
            tastes: std::array::from_fn(|segment| tastes(p.get("appeal"), p.get("variety"), segment)),
            lift: p.get("lift"),
            sensitivity: p.get("sensitivity"),
            price,
            factors: std::array::from_fn(|rung| factor(p.get("spread"), rung)),
            unit_cost,
            quantities: (0..=p.whole("crates") as u32).map(|n| n * crate_size).collect(),
            capacity,
            start: i64::min(p.whole("start") as i64, capacity),
            lead_time: p.whole("lead_time") as u64,
            holding: p.get("holding"),
            order_cost: p.get("order_cost"),
            goodwill: p.get("goodwill"),
            horizon: p.whole("horizon") as u32,
        })
    }

    pub fn price_at(&self, rung: usize) -> f64 {
        self.price * self.factors[rung]
    }

    /// What a unit earns: the featured one at its rung.
    pub fn margin_at(&self, rung: usize) -> f64 {
        self.price_at(rung) - self.unit_cost
    }

    /// What is really ordered: no more than there is room for.
    #[inline]
    pub fn ordered(&self, choice: usize, position: i64) -> i64 {
        i64::min(self.quantities[choice] as i64, i64::max(self.capacity - position, 0))
    }

    /// The most that can be on its way for a product.
    pub fn largest_order(&self) -> i64 {
        i64::min(self.quantities.last().copied().unwrap_or(0) as i64, self.capacity)
    }
}

/// How much more or less a segment likes a product of this number than the average.
pub fn leaning(segment: usize, product: usize) -> f64 {
    if segment == product { FAVOURITE } else { OTHERS }
}

fn tastes(appeal: f64, variety: f64, segment: usize) -> Each {
    std::array::from_fn(|product| appeal + POPULARITY[product] + variety * leaning(segment, product))
}

/// Evenly from 1 − spread to 1 + spread; the middle is exactly 1.
fn factor(spread: f64, rung: usize) -> f64 {
    1.0 + spread * (rung as f64 - LIST as f64) / LIST as f64
}
