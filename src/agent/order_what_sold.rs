//! Order what was sold: each day the units that left the shelf yesterday. The score's zero of stock.
//!
//! What was sold is read from the position: it changes by the order placed and by the sales alone;
//! or it is told, where products take turns.

use super::stock_rule::POSITION;
use super::{Agent, AgentEntry, Build, Case, Family, Knows, Mode, Opinion, Seen, needs_stock};
use crate::base::text::cited;
use crate::base::{Action, Rng, Text, Trouble};
use crate::sim::StockFacts;

pub static ENTRY: AgentEntry = AgentEntry {
    id: "order-what-sold",
    label: Text::new("Order what was sold", "卖多少订多少"),
    story: Text::new(
        "What left the shelf yesterday is ordered today: the shop that does not think.",
        "昨天卖掉多少，今天就订多少：不动脑筋的店。",
    ),
    family: Family::Classical,
    knows: |_| Knows::Nothing,
    params: &[],
    paper: cited(""),
    fits: needs_stock,
    build: Build::Agent(build),
};

fn build(case: &Case<'_>) -> Result<Box<dyn Agent>, Trouble> {
    let facts = case.facts.stock.ok_or_else(|| Trouble::new("no stock", "没有库存"))?.clone();
    Ok(Box::new(OrderWhatSold { facts, expected: Vec::new() }))
}

struct OrderWhatSold {
    facts: StockFacts,
    /// The position after the last order, before the day's sales; one for each lane.
    expected: Vec<Option<i64>>,
}

impl Agent for OrderWhatSold {
    fn begin(&mut self, lane: usize) {
        if self.expected.len() <= lane {
            self.expected.resize(lane + 1, None);
        }
        self.expected[lane] = None;
    }

    fn act(&mut self, lane: usize, seen: Seen<'_>, _rng: &mut Rng, _mode: Mode, action: &mut Action) {
        let position = self.facts.position(seen.observation);
        let sold = match self.facts.sold {
            Some(told) => seen.observation[told] as i64,
            None => self.expected[lane].map_or(0, |expected| expected - position),
        };
        action.choice = self.facts.choice_for(sold);
        self.expected[lane] = Some(position + self.facts.ordered(action.choice, position));
    }

    fn explain(&self, seen: Seen<'_>) -> Opinion {
        let position = self.facts.position(seen.observation);
        Opinion { notes: vec![(POSITION, position as f64)], ..Opinion::default() }
    }
}
