//! Myopic: each order minimises the expected cost of the one day on which it arrives.
//!
//! Zipkin (2008): the smallest z ≥ 0 with P(D ≤ stock at t + L) ≥ p/(p + h), where the stock at t + L is what the
//! coming L days leave of today's stock and the orders due, plus z.

use super::eoq::critical_ratio;
use super::stock_rule::{Ruled, StockRule};
use super::{AgentEntry, Build, Family, Knows, needs_stock};
use crate::base::{Text, Trouble};
use crate::sim::StockFacts;
use std::cell::RefCell;

pub static ENTRY: AgentEntry = AgentEntry {
    id: "myopic",
    label: Text::new("Myopic", "短视策略"),
    story: Text::new(
        "Works out what will be left when the order arrives, and orders what is best for that one day.",
        "算出到货那天还剩多少，只为那一天订最合适的量。",
    ),
    family: Family::Classical,
    knows: Knows::Demand,
    params: &[],
    paper: "Morton, T. E. (1971), The near-myopic nature of the lagged-proportional-cost inventory problem with lost sales, Operations Research 19(7), 1708–1716",
    fits: needs_stock,
    build: Build::Agent(|case| {
        let facts = case.facts.stock.ok_or_else(|| Trouble::new("no stock", "没有库存"))?.clone();
        Ok(Ruled::boxed(facts.clone(), Myopic::new(&facts)))
    }),
};

pub struct Myopic {
    ratio: f64,
    /// Probabilities of each net stock, from the lowest on: buffers that are used again.
    now: RefCell<Vec<f64>>,
    then: RefCell<Vec<f64>>,
}

impl Myopic {
    pub fn new(facts: &StockFacts) -> Myopic {
        Myopic { ratio: critical_ratio(facts), now: RefCell::default(), then: RefCell::default() }
    }

    /// Where the coming L days leave the stock, the order of today not counted: (lowest value, probabilities).
    fn leftover(&self, facts: &StockFacts, observation: &[f64], now: &mut Vec<f64>, then: &mut Vec<f64>) -> i64 {
        let mut low = observation[facts.stock] as i64;
        now.clear();
        now.push(1.0);
        let phase = facts.phase(observation);
        for day in 0..facts.lead_time {
            let demand = facts.demand[(phase + day) % facts.demand.len()].pmf();
            let high = low + now.len() as i64 - 1;
            let floor = if facts.lost_sales { 0 } else { low - (demand.len() as i64 - 1) };
            then.clear();
            then.resize((high - floor + 1) as usize, 0.0);
            for (i, p) in now.iter().enumerate().filter(|(_, p)| **p > 0.0) {
                let stock = low + i as i64;
                for (d, q) in demand.iter().enumerate() {
                    then[i64::max(stock - d as i64 - floor, 0) as usize] += p * q;
                }
            }
            std::mem::swap(now, then);
            let arriving = facts.due.get(day).map_or(0, |&i| observation[i] as i64);
            low = floor + arriving;
        }
        low
    }
}

impl StockRule for Myopic {
    fn order(&self, facts: &StockFacts, observation: &[f64]) -> i64 {
        let (mut now, mut then) = (self.now.borrow_mut(), self.then.borrow_mut());
        let low = self.leftover(facts, observation, &mut now, &mut then);
        let phase = (facts.phase(observation) + facts.lead_time) % facts.demand.len();
        let demand = &facts.demand[phase];
        let most = facts.quantities[facts.quantities.len() - 1] as i64;
        let covered = |z: i64| -> f64 {
            let stock = |i: usize| low + i as i64 + z;
            now.iter().enumerate().filter(|(i, _)| stock(*i) >= 0).map(|(i, p)| p * demand.cdf(stock(i) as u32)).sum()
        };
        // Rounding must not turn an exact hit into a miss.
        (0..most).find(|&z| covered(z) >= self.ratio - 1e-12).unwrap_or(most)
    }

    fn notes(&self, facts: &StockFacts, observation: &[f64]) -> Vec<(&'static str, f64)> {
        let (mut now, mut then) = (self.now.borrow_mut(), self.then.borrow_mut());
        let low = self.leftover(facts, observation, &mut now, &mut then);
        let mean = now.iter().enumerate().map(|(i, p)| p * (low + i as i64) as f64).sum();
        vec![("left_at_arrival", mean)]
    }
}
