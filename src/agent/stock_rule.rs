//! What the classical policies of stock share: a rule from what is seen to the quantity ordered.

use super::{Agent, Mode, Note, Opinion, Seen};
use crate::base::{Action, Rng, Text};
use crate::sim::StockFacts;

/// The numbers by which rules decide.
pub const POSITION: Text = Text::new("stock and orders on their way", "库存加在途订货");
pub const SOLD: Text = Text::new("sold since the last order", "上次订货以来卖出");
pub const LEVEL: Text = Text::new("orders up to", "补货到");
pub const LOT: Text = Text::new("quantity of an order", "每次订货量");
pub const REORDER_POINT: Text = Text::new("orders at or below", "降到此数即订货");

/// A rule that looks at stock and orders due and says how much to order.
pub trait StockRule: Send {
    fn order(&self, facts: &StockFacts, observation: &[f64]) -> i64;
    /// The levels by which it decides, for people.
    fn notes(&self, facts: &StockFacts, observation: &[f64]) -> Vec<Note>;
}

/// Plays a rule.
pub struct Ruled<R> {
    pub facts: StockFacts,
    pub rule: R,
}

impl<R: StockRule + 'static> Ruled<R> {
    pub fn boxed(facts: StockFacts, rule: R) -> Box<dyn Agent> {
        Box::new(Ruled { facts, rule })
    }
}

impl<R: StockRule> Agent for Ruled<R> {
    fn act(&mut self, _lane: usize, seen: Seen<'_>, _rng: &mut Rng, _mode: Mode, action: &mut Action) {
        action.choice = self.facts.choice_for(self.rule.order(&self.facts, seen.observation));
    }

    fn explain(&self, seen: Seen<'_>) -> Opinion {
        let choice = Some(self.facts.choice_for(self.rule.order(&self.facts, seen.observation)));
        Opinion { choice, notes: self.rule.notes(&self.facts, seen.observation), ..Opinion::default() }
    }
}

/// Orders up to a level that may differ from phase to phase.
pub struct UpTo {
    pub levels: Vec<i64>,
}

impl StockRule for UpTo {
    fn order(&self, facts: &StockFacts, observation: &[f64]) -> i64 {
        self.levels[facts.phase(observation)] - facts.position(observation)
    }

    fn notes(&self, facts: &StockFacts, observation: &[f64]) -> Vec<Note> {
        vec![(LEVEL, self.levels[facts.phase(observation)] as f64), (POSITION, facts.position(observation) as f64)]
    }
}

/// Orders when the position is at or below a point: a fixed lot, or up to a level.
pub struct Reorder {
    pub point: Vec<i64>,
    pub then: Then,
}

pub enum Then {
    Lot(Vec<i64>),
    UpTo(Vec<i64>),
}

impl StockRule for Reorder {
    fn order(&self, facts: &StockFacts, observation: &[f64]) -> i64 {
        let (phase, position) = (facts.phase(observation), facts.position(observation));
        if position > self.point[phase] {
            return 0;
        }
        match &self.then {
            Then::Lot(lots) => lots[phase],
            Then::UpTo(levels) => levels[phase] - position,
        }
    }

    fn notes(&self, facts: &StockFacts, observation: &[f64]) -> Vec<Note> {
        let phase = facts.phase(observation);
        let then = match &self.then {
            Then::Lot(lots) => (LOT, lots[phase] as f64),
            Then::UpTo(levels) => (LEVEL, levels[phase] as f64),
        };
        vec![(REORDER_POINT, self.point[phase] as f64), then, (POSITION, facts.position(observation) as f64)]
    }
}
