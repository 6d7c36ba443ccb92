//! The exact plan of a small shop: backward induction over all stocks together (Puterman 1994, section 4.5).
//!
//! Within a day the products' demands are independent, so the expectation over what is left is taken one product
//! after another. The next morning's value does not hang on tomorrow's segment, which is drawn anew.

use super::days::Days;
use super::{Moment, Triple};
use crate::base::model::better;
use crate::sim::ShopFacts;

/// Stocks of all products together, above which nothing is planned exactly.
const MOST_STOCKS: usize = 1_400;

pub struct Joint {
    days: Days,
    /// The best choice by day, segment and stocks.
    policy: Vec<u16>,
    /// What the rest of an episode is worth from each day's morning stocks.
    values: Vec<Vec<f64>>,
}

impl Joint {
    /// Only where an order arrives the next morning, so that the stocks are the whole state.
    pub fn is_bearable(facts: &ShopFacts) -> bool {
        let stocks = (facts.capacity + 1).saturating_pow(facts.products as u32);
        facts.lead_time == 1 && stocks <= MOST_STOCKS && facts.days <= 100
    }

    pub fn new(facts: &ShopFacts) -> Joint {
        let days = Days::new(facts);
        let segments = facts.segments.len();
        let stocks = (facts.capacity + 1).pow(facts.products as u32);
        let mut policy = vec![0; facts.days * segments * stocks];
        let mut values = vec![vec![0.0; stocks]; facts.days + 1];
        for day in (0..facts.days).rev() {
            let turn = day % facts.products;
            let most = usize::min(facts.quantities.last().copied().unwrap_or(0) as usize, facts.capacity);
            let after: Vec<Vec<f64>> =
                (0..=most).map(|ordered| arrived(&days, &values[day + 1], turn, ordered)).collect();
            for segment in 0..segments {
                let place = (day * segments + segment) * stocks;
                let best = improve(&days, segment, turn, &after, &mut policy[place..place + stocks]);
                for (value, best) in values[day].iter_mut().zip(best) {
                    *value += facts.segments[segment] * best;
                }
            }
        }
        Joint { days, policy, values }
    }

    pub fn facts(&self) -> &ShopFacts {
        &self.days.facts
    }

    /// The expected total of an episode from a morning with these stocks on, before it is known who comes.
    pub fn value(&self, day: usize, stock: &[usize]) -> f64 {
        self.values[day][self.rank(stock)]
    }

    fn rank(&self, stock: &[usize]) -> usize {
        stock.iter().fold(0, |rank, s| rank * (self.facts().capacity + 1) + s)
    }

    pub fn best(&self, moment: &Moment<'_>) -> Triple {
        let (segments, stocks) = (self.facts().segments.len(), self.values[0].len());
        // An episode that goes on beyond its days stays at the last round, in the turn that it is seen in.
        let day = if moment.day < self.facts().days { moment.day } else { self.days.last_of(moment.turn) };
        let place = (day * segments + moment.segment) * stocks + self.rank(moment.stock);
        let (choices, prices) = (self.facts().quantities.len(), self.facts().prices());
        let action = self.policy[place] as usize;
        let offer = action / choices;
        [offer / prices, offer % prices, action % choices]
    }
}

/// How far apart two stocks of a product that differ by one unit stand.
fn stride(facts: &ShopFacts, product: usize) -> usize {
    (facts.capacity + 1).pow((facts.products - 1 - product) as u32)
}

/// The stock of a product in a rank.
fn stock_of(facts: &ShopFacts, rank: usize, product: usize) -> usize {
    rank / stride(facts, product) % (facts.capacity + 1)
}

/// What evening stocks are worth when this quantity arrives in the morning.
fn arrived(days: &Days, values: &[f64], turn: usize, ordered: usize) -> Vec<f64> {
    let facts = &days.facts;
    // There was room for the order in the morning before, so that only evenings that never come are cut here.
    let extra = |rank: usize| usize::min(ordered, facts.capacity - stock_of(facts, rank, turn));
    (0..values.len()).map(|rank| values[rank + stride(facts, turn) * extra(rank)]).collect()
}

/// The expectation over the demand of one product: from what its evening stock is worth to what its morning stock is.
fn expect(days: &Days, [segment, offer, product]: [usize; 3], after: &[f64], before: &mut [f64]) {
    let (facts, demand) = (&days.facts, days.demand(segment, offer, product));
    let step = stride(facts, product);
    // Stocks of the products behind this one lie side by side and are worked out together.
    let block = step * (facts.capacity + 1);
    for (before, after) in before.chunks_exact_mut(block).zip(after.chunks_exact(block)) {
        for (stock, before) in before.chunks_exact_mut(step).enumerate() {
            before.fill(0.0);
            demand.evenings(stock, |p, evening| {
                let after = &after[step * evening..step * (evening + 1)];
                before.iter_mut().zip(after).for_each(|(sum, value)| *sum += p * value);
            });
        }
    }
}

/// The best triple of each morning's stocks for a segment, and what it is worth.
fn improve(days: &Days, segment: usize, turn: usize, after: &[Vec<f64>], policy: &mut [u16]) -> Vec<f64> {
    let (facts, stocks) = (&days.facts, policy.len());
    let mut best = vec![f64::NEG_INFINITY; stocks];
    let (mut ahead, mut buffer) = (after.to_vec(), vec![0.0; stocks]);
    for offer in 0..days.offers() {
        for (ahead, after) in ahead.iter_mut().zip(after) {
            ahead.copy_from_slice(after);
            for product in 0..facts.products {
                expect(days, [segment, offer, product], ahead, &mut buffer);
                std::mem::swap(ahead, &mut buffer);
            }
        }
        for rank in 0..stocks {
            let profit = |product| days.profit(segment, offer, product, stock_of(facts, rank, product));
            let today: f64 = (0..facts.products).map(profit).sum();
            for choice in 0..facts.quantities.len() {
                let ordered = facts.ordered(choice, stock_of(facts, rank, turn));
                let value = today + ahead[ordered][rank] - days.van(ordered);
                if better(value, best[rank]) {
                    best[rank] = value;
                    policy[rank] = (offer * facts.quantities.len() + choice) as u16;
                }
            }
        }
    }
    best
}
