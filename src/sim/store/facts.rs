//! What the textbooks may know of the store: one part of it for each seat, and the whole for who knows it all.

use super::choice::Shares;
use super::config::{Config, LIST, PRODUCTS, RUNGS, SEGMENTS};
use super::seats::{DUE, LAST_PRICE, LAST_SOLD, OWN, SEATS, SEGMENT, SOLD, STOCK, TURN};
use crate::base::{Counts, DemandCurve};
use crate::sim::{PriceFacts, ShopFacts, StockFacts};
use libm::log;

/// Every pair of a segment and a featured product: how often each comes is what a textbook does not ask.
fn pairs() -> impl Iterator<Item = (usize, usize)> {
    (0..SEGMENTS * PRODUCTS).map(|pair| (pair / PRODUCTS, pair % PRODUCTS))
}

/// The demand of a day of each product at list prices, every segment as likely and every product featured as often.
fn demand(config: &Config, shares: &Shares) -> Vec<Counts> {
    let of = |product: usize| {
        let days: Vec<Counts> =
            pairs().map(|(s, f)| Counts::poisson(config.visitors * shares.of(s, f, LIST)[product])).collect();
        let length = days.iter().map(|day| day.pmf().len()).max().unwrap_or(1);
        let chance = |k: usize| days.iter().filter_map(|day| day.pmf().get(k)).sum::<f64>() / days.len() as f64;
        Counts::from_weights((0..length).map(chance).collect())
    };
    (0..PRODUCTS).map(of).collect()
}

pub fn stock(config: &Config, shares: &Shares) -> StockFacts {
    StockFacts {
        seat: 2,
        lead_time: config.lead_time as usize,
        holding: config.holding,
        // Who finds nothing takes his margin with him.
        shortage: config.margin_at(LIST) + config.goodwill,
        order_cost: config.order_cost,
        // A unit is paid for when it is sold.
        unit_cost: 0.0,
        lost_sales: true,
        lowest: 0,
        demand: demand(config, shares),
        stock: OWN,
        // Whatever was ordered at a product's last turn has arrived when its turn comes round.
        due: Vec::new(),
        phase: Some(TURN),
        takes_turns: true,
        sold: Some(SOLD),
        quantities: config.quantities.clone(),
        capacity: config.capacity,
    }
}

/// The share of each segment that wants its own favourite when this is featured at a rung: what a price is for when
/// the window is dressed as it should be.
fn favourites(shares: &Shares, rung: usize) -> [f64; SEGMENTS] {
    std::array::from_fn(|segment| {
        let plain = (0..PRODUCTS).map(|product| shares.of(segment, product, rung)[product]);
        plain.fold(0.0, f64::max)
    })
}

/// Mean demand of the featured product at a rung, every segment as likely and its favourite featured.
pub fn mean_featured(config: &Config, shares: &Shares, rung: usize) -> f64 {
    config.visitors * favourites(shares, rung).iter().sum::<f64>() / SEGMENTS as f64
}

/// The logit of one kind of visitor that agrees with the mixture of kinds at the list price: in its value and in
/// its slope, −Σ P(1 − P)·b.
fn curve(config: &Config, shares: &Shares) -> DemandCurve {
    let wanted = favourites(shares, LIST);
    let share = mean_featured(config, shares, LIST) / config.visitors;
    let steep = wanted.iter().map(|p| p * (1.0 - p)).sum::<f64>() / SEGMENTS as f64;
    let b = config.sensitivity / config.price * steep / (share * (1.0 - share));
    DemandCurve::Logit { market: config.visitors, a: log(share / (1.0 - share)) + b * config.price, b }
}

pub fn price(config: &Config, shares: &Shares) -> PriceFacts {
    PriceFacts {
        seat: 1,
        ladder: (0..RUNGS).map(|rung| config.price_at(rung)).collect(),
        range: (config.price_at(0), config.price_at(RUNGS - 1)),
        unit_cost: config.unit_cost,
        usual_price: config.price,
        curve: curve(config, shares),
        last_price: LAST_PRICE,
        last_sold: LAST_SOLD,
        // What the seat sees are three stocks, and it does not know which of them is sold at its price.
        stock: None,
        days_left: None,
        rival: None,
        season: None,
        unsteady: None,
    }
}

pub fn shop(config: &Config, shares: &Shares) -> ShopFacts {
    let situations = (0..SEGMENTS * PRODUCTS * RUNGS)
        .map(|at| shares.of(at / (PRODUCTS * RUNGS), at / RUNGS % PRODUCTS, at % RUNGS));
    ShopFacts {
        seats: SEATS,
        products: PRODUCTS,
        days: config.horizon as usize,
        segments: vec![1.0 / SEGMENTS as f64; SEGMENTS],
        means: situations.flat_map(|shares| shares.map(|share| config.visitors * share)).collect(),
        margins: (0..RUNGS).map(|rung| config.margin_at(rung)).collect(),
        list_margin: config.margin_at(LIST),
        holding: config.holding,
        order_cost: config.order_cost,
        goodwill: config.goodwill,
        lead_time: config.lead_time as usize,
        capacity: config.capacity as usize,
        quantities: config.quantities.clone(),
        segment: SEGMENT,
        turn: TURN,
        stock: STOCK,
        due: DUE,
    }
}
