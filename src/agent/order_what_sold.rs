//! Order what was sold: each day the units that left the shelf yesterday. The score's zero of stock.
//!
//! What was sold is read from the position: it changes by the order placed and by the sales alone;
//! or it is told, where products take turns. What is too little for a whole crate, or more than may be ordered, is
//! carried over to the next order; what there was no room for was not ordered.

use super::stock_rule::{POSITION, SOLD};
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
    Ok(Box::new(OrderWhatSold { facts, lanes: Vec::new() }))
}

struct OrderWhatSold {
    facts: StockFacts,
    lanes: Vec<Memory>,
}

/// What it keeps in mind of the world in a lane.
#[derive(Clone, Default)]
struct Memory {
    /// The position after the last order, before the day's sales.
    expected: Option<i64>,
    /// What was sold and not ordered yet: of each product, where they take turns.
    owed: Vec<i64>,
}

impl OrderWhatSold {
    /// Which of the products' accounts an observation is about.
    fn account(&self, observation: &[f64]) -> usize {
        if self.facts.takes_turns { self.facts.phase(observation) } else { 0 }
    }

    fn sold(&self, memory: &Memory, observation: &[f64]) -> i64 {
        match self.facts.sold {
            Some(told) => observation[told] as i64,
            None => memory.expected.map_or(0, |expected| expected - self.facts.position(observation)),
        }
    }
}

impl Agent for OrderWhatSold {
    fn begin(&mut self, lane: usize) {
        let accounts = if self.facts.takes_turns { self.facts.demand.len() } else { 1 };
        while self.lanes.len() <= lane {
            self.lanes.push(Memory { expected: None, owed: vec![0; accounts] });
        }
        self.lanes[lane].expected = None;
        self.lanes[lane].owed.fill(0);
    }

    fn act(&mut self, lane: usize, seen: Seen<'_>, _rng: &mut Rng, _mode: Mode, action: &mut Action) {
        let (position, account) = (self.facts.position(seen.observation), self.account(seen.observation));
        let owed = self.lanes[lane].owed[account] + self.sold(&self.lanes[lane], seen.observation);
        action.choice = self.facts.choice_for(owed);
        let ordered = self.facts.ordered(action.choice, position);
        let memory = &mut self.lanes[lane];
        // Who must order more than he sold has not ordered ahead by it.
        let forced = self.facts.quantities[0] > 0 && action.choice == 0;
        memory.owed[account] = if forced { 0 } else { owed - ordered };
        memory.expected = Some(position + ordered);
    }

    /// As in the lane that it began last: the one that is shown, once something has been.
    fn explain(&self, seen: Seen<'_>) -> Opinion {
        let nothing = Memory { expected: None, owed: vec![0; self.facts.demand.len()] };
        let memory = self.lanes.last().unwrap_or(&nothing);
        let sold = self.sold(memory, seen.observation);
        let owed = memory.owed[self.account(seen.observation)];
        let notes = vec![
            (SOLD, sold as f64),
            (Text::new("carried over from earlier orders", "以前订货结转"), owed as f64),
            (POSITION, self.facts.position(seen.observation) as f64),
        ];
        Opinion { choice: Some(self.facts.choice_for(owed + sold)), notes, ..Opinion::default() }
    }
}
