//! Myopic: each order minimises the expected cost of the one day on which it arrives.
//!
//! Zipkin (2008): the smallest z ≥ 0 with P(D ≤ stock at t + L) ≥ p/(p + h), where the stock at t + L is what the
//! coming L days leave of today's stock and the orders due, plus z.

use super::stock_levels::critical_ratio;
use super::stock_rule::{Ruled, StockRule};
use super::{AgentEntry, Build, Case, Family, Knows, Note, needs_stock};
use crate::base::text::cited;
use crate::base::{Counts, Text, Trouble};
use crate::sim::StockFacts;
use crate::trouble;
use std::cell::RefCell;

pub static ENTRY: AgentEntry = AgentEntry {
    id: "myopic",
    label: Text::new("Myopic", "短视策略"),
    story: Text::new(
        "Works out what will be left when the order arrives, and orders what is best for that one day.",
        "算出到货那天还剩多少，只为那一天订最合适的量。",
    ),
    family: Family::Classical,
    knows: |_| Knows::Demand,
    params: &[],
    paper: cited(
        "Morton, T. E. (1971), The near-myopic nature of the lagged-proportional-cost inventory problem with lost sales, Operations Research 19(7), 1708–1716",
    ),
    fits,
    build: Build::Agent(|case| {
        let facts = case.facts.stock.ok_or_else(|| Trouble::new("no stock", "没有库存"))?.clone();
        Ok(Ruled::boxed(facts.clone(), Myopic::new(&facts)))
    }),
};

fn fits(case: &Case<'_>) -> Result<(), Trouble> {
    needs_stock(case)?;
    let days = case.facts.stock.map_or(1, StockFacts::review);
    if days > 1 {
        return Err(trouble!(
            "it orders for one day at a time, and here a product can be ordered only every {days} days",
            "它每次只为一天订货，而这里每种商品隔 {days} 天才能订一次"
        ));
    }
    Ok(())
}

pub struct Myopic {
    ratio: f64,
    /// P(D ≥ k) by phase.
    tails: Vec<Vec<f64>>,
    /// What the coming days leave. Neighbouring states share their first days, which are not worked out again.
    days: RefCell<Vec<Day>>,
}

/// The stock when a day begins: its lowest value and the probabilities from there on.
#[derive(Clone, Default)]
struct Day {
    /// The number of the observation that this day was worked out from, and the phase.
    from: (f64, usize),
    low: i64,
    chances: Vec<f64>,
}

impl Myopic {
    pub fn new(facts: &StockFacts) -> Myopic {
        let tails = facts.demand.iter().map(tail_of).collect();
        Myopic { ratio: critical_ratio(facts), tails, days: RefCell::new(vec![Day::default(); facts.lead_time + 1]) }
    }

    /// Works out where the coming L days leave the stock, the order of today not counted; the last day is the
    /// one on which it arrives.
    fn look_ahead(&self, facts: &StockFacts, observation: &[f64]) {
        let mut days = self.days.borrow_mut();
        let phase = facts.phase(observation);
        let mut known = true;
        for day in 0..=facts.lead_time {
            let seen = match day {
                0 => observation[facts.stock],
                _ => facts.due.get(day - 1).map_or(0.0, |&i| observation[i]),
            };
            known = known && days[day].from == (seen, phase) && !days[day].chances.is_empty();
            if known {
                continue;
            }
            let (before, now) = days.split_at_mut(day);
            let now = &mut now[0];
            now.from = (seen, phase);
            match before.last() {
                None => {
                    now.low = seen as i64;
                    now.chances.clear();
                    now.chances.push(1.0);
                }
                Some(yesterday) => {
                    let phase = (phase + day - 1) % facts.demand.len();
                    pass(yesterday, &facts.demand[phase], &self.tails[phase], facts.lowest, now);
                    now.low += seen as i64;
                }
            }
        }
    }
}

/// P(D ≥ k) for each k.
fn tail_of(demand: &Counts) -> Vec<f64> {
    let mut tail = demand.pmf().to_vec();
    for k in (0..tail.len() - 1).rev() {
        tail[k] += tail[k + 1];
    }
    tail
}

/// A day's demand on the stock of the morning: what is left in the evening.
fn pass(morning: &Day, demand: &Counts, tail: &[f64], lowest: i64, evening: &mut Day) {
    let high = morning.low + morning.chances.len() as i64 - 1;
    evening.low = i64::max(morning.low - demand.largest() as i64, lowest);
    evening.chances.clear();
    evening.chances.resize((high - evening.low + 1) as usize, 0.0);
    for (i, p) in morning.chances.iter().enumerate().filter(|(_, p)| **p > 0.0) {
        let above = (morning.low + i as i64 - evening.low) as usize;
        for (d, q) in demand.pmf().iter().take(above).enumerate() {
            evening.chances[above - d] += p * q;
        }
        evening.chances[0] += p * tail.get(above).copied().unwrap_or(0.0);
    }
}

impl StockRule for Myopic {
    fn order(&self, facts: &StockFacts, observation: &[f64]) -> i64 {
        self.look_ahead(facts, observation);
        let days = self.days.borrow();
        let Some(arrival) = days.last() else { return 0 };
        let phase = (facts.phase(observation) + facts.lead_time) % facts.demand.len();
        let demand = &facts.demand[phase];
        let covered = |z: i64| -> f64 {
            let stock = |i: usize| arrival.low + i as i64 + z;
            let chances = arrival.chances.iter().enumerate().filter(|(i, _)| stock(*i) >= 0);
            chances.map(|(i, p)| p * demand.cdf(stock(i) as u32)).sum()
        };
        // More stock covers more demand, so the smallest z is found by halving.
        let (mut low, mut high) = (0, facts.quantities[facts.quantities.len() - 1] as i64);
        while low < high {
            let middle = (low + high) / 2;
            // Rounding must not turn an exact hit into a miss.
            if covered(middle) >= self.ratio - 1e-12 { high = middle } else { low = middle + 1 }
        }
        low
    }

    fn notes(&self, facts: &StockFacts, observation: &[f64]) -> Vec<Note> {
        self.look_ahead(facts, observation);
        let days = self.days.borrow();
        let Some(arrival) = days.last() else { return Vec::new() };
        let mean = arrival.chances.iter().enumerate().map(|(i, p)| p * (arrival.low + i as i64) as f64).sum();
        vec![(Text::new("stock expected when the order arrives", "订货到达时预计剩余的库存"), mean)]
    }
}
