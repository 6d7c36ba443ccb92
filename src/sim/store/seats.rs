//! The three seats: what each sees and may do, and the measures of the shop.
//!
//! Every observation begins with the same eight numbers, the whole moment; what differs is which of them a table
//! tells apart, for a table with a row for each would never be filled. Networks see them all.

use super::config::{Config, PRODUCTS, RUNGS, SEGMENTS};
use crate::base::{Actions, Dimension, Text};
use crate::sim::{Metric, Objective, Per, Seat, Shown, Spec};

/// The seats that feature, price and order.
pub const SEATS: [usize; 3] = [SHELF, PRICE, BUYER];
pub const SHELF: usize = 0;
pub const PRICE: usize = 1;
pub const BUYER: usize = 2;

/// Where the numbers of an observation stand. These are the same for all seats:
pub const SEGMENT: usize = 0;
pub const TURN: usize = 1;
pub const STOCK: usize = 2;
pub const DUE: usize = STOCK + PRODUCTS;
pub const COMMON: usize = DUE + PRODUCTS;
/// The shelf's also has the name of today's segment in the log;
pub const VISITOR: usize = COMMON;
/// the price's, what was sold of the featured product, and for how much;
pub const LAST_PRICE: usize = COMMON;
pub const LAST_SOLD: usize = COMMON + 1;
/// and the buyer's, stock and orders due of the product whose turn it is, of the next and of the last one, and what
/// was sold since this product's last turn.
pub const OWN: usize = COMMON;
pub const NEXT: usize = COMMON + 1;
pub const LAST: usize = COMMON + 2;
pub const SOLD: usize = COMMON + 3;

/// Levels into which a table cuts a stock: where it is one of three, where it is the product's own, and where it is
/// another product's that was or will be ordered on a neighbouring day.
const COARSE: u32 = 4;
const FINE: u32 = 7;

/// The totals that the metrics are made of.
#[derive(Clone, Copy)]
pub enum Total {
    Profit,
    Revenue,
    Visitors,
    Wanted,
    Sold,
    Stockouts,
    Stock,
    Orders,
    Featured,
    FeaturedRevenue,
    Short,
}

pub const TOTALS: usize = 11;

/// More than a shop of the largest parameters ever sells of a product between two looks.
fn most_sold(config: &Config) -> f64 {
    (PRODUCTS as i64 * config.capacity) as f64
}

/// The eight numbers of the moment. A table of those who sell tells the segment and the stocks apart, a table of
/// who orders the turn.
fn moment(config: &Config, sells: bool) -> Vec<Dimension> {
    let for_tables = |dimension: Dimension, tables: bool| if tables { dimension } else { dimension.for_networks() };
    let (capacity, order) = (config.capacity as f64, config.largest_order() as f64);
    let segment = Dimension::whole(
        "segment",
        Text::new("kind of today's visitors, from 0", "今天的客群（从 0 数起）"),
        0,
        SEGMENTS as i32 - 1,
    );
    let turn = Dimension::whole(
        "turn",
        Text::new("product to be ordered today, from 0", "今天轮到订哪种（从 0 数起）"),
        0,
        PRODUCTS as i32 - 1,
    );
    let mut seen = vec![for_tables(segment, sells), for_tables(turn, !sells)];
    let stocks = [
        Text::new("stock of product 1", "商品一库存"),
        Text::new("stock of product 2", "商品二库存"),
        Text::new("stock of product 3", "商品三库存"),
    ];
    let dues = [
        Text::new("product 1 on its way", "商品一在途"),
        Text::new("product 2 on its way", "商品二在途"),
        Text::new("product 3 on its way", "商品三在途"),
    ];
    for (i, label) in stocks.into_iter().enumerate() {
        let stock = Dimension::real(format!("stock_{}", i + 1), label, 0.0, capacity, COARSE);
        seen.push(for_tables(stock, sells));
    }
    for (i, label) in dues.into_iter().enumerate() {
        seen.push(Dimension::real(format!("due_{}", i + 1), label, 0.0, order, COARSE).for_networks());
    }
    seen
}

fn shelf(config: &Config) -> Seat {
    let mut observation = moment(config, true);
    let label = Text::new("past customer like them, from 0", "与其相似的老顾客（从 0 数起）");
    observation.push(Dimension::real("visitor", label, 0.0, (SEGMENTS - 1) as f64, 1));
    let choices = (1..=PRODUCTS).map(|product| product.to_string()).collect();
    Seat {
        id: "shelf",
        label: Text::new("window dresser", "陈列"),
        decision: Text::new("featured product", "主推商品"),
        observation,
        actions: Actions::Choices(choices),
        masked: false,
    }
}

fn price(config: &Config) -> Seat {
    let mut observation = moment(config, true);
    let highest = config.price_at(RUNGS - 1);
    let (asked, sold) = (Text::new("yesterday's price", "昨天的价格"), Text::new("sold at it", "按此价卖出"));
    observation.push(Dimension::real("last_price", asked, 0.0, highest, RUNGS as u32).for_networks());
    observation.push(Dimension::real("last_sold", sold, 0.0, config.capacity as f64, FINE).for_networks());
    let choices = (0..RUNGS).map(|rung| format!("{}", hundredth(config.price_at(rung)))).collect();
    Seat {
        id: "price",
        label: Text::new("pricer", "定价"),
        decision: Text::new("price", "价格"),
        observation,
        actions: Actions::Choices(choices),
        masked: false,
    }
}

/// Rounded for people.
fn hundredth(x: f64) -> f64 {
    f64::round(100.0 * x) / 100.0
}

fn buyer(config: &Config) -> Seat {
    let capacity = config.capacity as f64;
    let mut observation = moment(config, false);
    observation.extend([
        Dimension::real("own", Text::new("stock of the product to order", "待订商品的库存"), 0.0, capacity, FINE),
        Dimension::real(
            "next",
            Text::new("the next one's, with what is due", "下一种的库存加在途"),
            0.0,
            capacity,
            COARSE,
        ),
        Dimension::real(
            "last",
            Text::new("the last one's, with what is due", "上一种的库存加在途"),
            0.0,
            capacity,
            COARSE,
        ),
        Dimension::real(
            "sold",
            Text::new("sold since its last turn", "上次订货以来卖出"),
            0.0,
            most_sold(config),
            FINE,
        )
        .for_networks(),
    ]);
    Seat {
        id: "stock",
        label: Text::new("buyer", "采购"),
        decision: Text::new("order", "订货"),
        observation,
        actions: Actions::Choices(config.quantities.iter().map(u32::to_string).collect()),
        masked: false,
    }
}

pub fn spec(config: &Config) -> Spec {
    Spec {
        seats: vec![shelf(config), price(config), buyer(config)],
        horizon: Some(config.horizon),
        objective: Objective::Total,
        metrics: metrics(),
        shown: Shown {
            label: Text::new("profit of a season", "每季利润"), unit: Text::new("€", "元"), is_cost: false
        },
    }
}

fn metrics() -> Vec<Metric> {
    let metric =
        |id, en, zh, unit, total: Total, per| Metric { id, label: Text::new(en, zh), unit, total: total as usize, per };
    let (euro, share, none) = (Text::new("€ a day", "元/天"), Text::new("", ""), Text::new("€", "元"));
    let (units, days) = (Text::new("units", "件"), Text::new("a day", "次/天"));
    let of = |total: Total| Per::Total(total as usize);
    vec![
        metric("profit", "profit a day", "每日利润", euro, Total::Profit, Per::Period),
        metric("revenue", "revenue a day", "每日收入", euro, Total::Revenue, Per::Period),
        metric("sold", "units sold a day", "每日销量", units, Total::Sold, Per::Period),
        metric("bought", "visitors who bought", "购买的顾客占比", share, Total::Sold, of(Total::Visitors)),
        metric("fill_rate", "wishes met from stock", "现货满足率", share, Total::Sold, of(Total::Wanted)),
        metric(
            "walked_out",
            "visitors who found the shelf empty",
            "因缺货离开的顾客占比",
            share,
            Total::Short,
            of(Total::Visitors),
        ),
        metric("stockouts", "products short", "缺货商品数", days, Total::Stockouts, Per::Period),
        metric("mean_stock", "mean stock", "平均库存", units, Total::Stock, Per::Period),
        metric("orders", "orders", "订货次数", days, Total::Orders, Per::Period),
        metric(
            "price",
            "mean price of what was featured",
            "主推商品均价",
            none,
            Total::FeaturedRevenue,
            of(Total::Featured),
        ),
    ]
}
