//! What the classical policies of pricing share: setting a price on a ladder or in a box, and rules from what is
//! seen to the price.

use super::picture::Picture;
use super::{Agent, Mode, Note, Opinion, Seen};
use crate::base::{Action, Rng, Text};
use crate::sim::PriceFacts;

/// The numbers by which rules decide.
pub const PRICE: Text = Text::new("price it would set", "打算定的价格");
pub const STOCK_WORTH: Text = Text::new("what the stock is worth", "库存的价值");
pub const RIVAL: Text = Text::new("the competitor's price", "竞争者的价格");
pub const COST: Text = Text::new("unit cost", "单位成本");
pub const OF_DAY: Text = Text::new("what the product should earn a day at this price", "该商品按此价格预计每天所得");
pub const OF_SEASON: Text = Text::new("what a season at this price should earn", "该价格预计每季所得");
pub const OF_REST: Text = Text::new("what the rest of the season at this price should earn", "该价格预计到季末所得");

/// Sets a price: the nearest choice, or the number of the box.
#[inline]
pub fn set(facts: &PriceFacts, price: f64, action: &mut Action) {
    if facts.ladder.is_empty() {
        if let Some(value) = action.values.first_mut() {
            *value = price.clamp(facts.range.0, facts.range.1);
        }
    } else {
        action.choice = facts.choice_for(price);
    }
}

/// The choice that sets a price, where there are choices.
pub fn choice(facts: &PriceFacts, price: f64) -> Option<usize> {
    (!facts.ladder.is_empty()).then(|| facts.choice_for(price))
}

/// Stock and days that are left, where both end; on a day without any there is nothing to decide.
#[inline]
pub fn left(facts: &PriceFacts, observation: &[f64]) -> Option<(f64, f64)> {
    Some((observation[facts.stock?], observation[facts.days_left?]))
}

/// Where the largest value stands; of equals the first.
#[inline]
pub fn place_of_largest(values: impl Iterator<Item = f64>) -> usize {
    let larger = |(best, most), (i, value)| if value > most { (i, value) } else { (best, most) };
    values.enumerate().fold((0, f64::NEG_INFINITY), larger).0
}

/// A rule that looks at the day and names a price.
pub trait PriceRule: Send {
    fn price(&self, facts: &PriceFacts, observation: &[f64]) -> f64;
    /// What each step of the ladder is thought to earn, where the rule compares them.
    fn values(&self, _facts: &PriceFacts, _observation: &[f64]) -> Vec<f64> {
        Vec::new()
    }
    /// The numbers by which it decides, for people.
    fn notes(&self, facts: &PriceFacts, observation: &[f64]) -> Vec<Note>;
    /// Pictures of how it decides.
    fn pictures(&self, _facts: &PriceFacts, _observation: &[f64]) -> Vec<Picture> {
        Vec::new()
    }
}

/// Plays a rule.
pub struct Priced<R> {
    pub facts: PriceFacts,
    pub rule: R,
}

impl<R: PriceRule + 'static> Priced<R> {
    pub fn boxed(facts: PriceFacts, rule: R) -> Box<dyn Agent> {
        Box::new(Priced { facts, rule })
    }
}

impl<R: PriceRule> Agent for Priced<R> {
    fn act(&mut self, _lane: usize, seen: Seen<'_>, _rng: &mut Rng, _mode: Mode, action: &mut Action) {
        set(&self.facts, self.rule.price(&self.facts, seen.observation), action);
    }

    fn explain(&self, seen: Seen<'_>) -> Opinion {
        let price = self.rule.price(&self.facts, seen.observation);
        let mut notes = vec![(PRICE, price)];
        notes.extend(self.rule.notes(&self.facts, seen.observation));
        let values =
            if self.facts.ladder.is_empty() { Vec::new() } else { self.rule.values(&self.facts, seen.observation) };
        Opinion { values, choice: choice(&self.facts, price), notes, ..Opinion::default() }
    }

    fn pictures(&self, seen: Seen<'_>) -> Vec<Picture> {
        self.rule.pictures(&self.facts, seen.observation)
    }
}
