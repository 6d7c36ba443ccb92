//! What each product's stock is worth on each day, one product at a time.
//!
//! Stocks of all products together are too many to plan for. So the worth of the whole is taken as the sum of a worth
//! for each product, V(stock, due), worked out backwards from the last day. On the way the other products stand at a
//! usual stock, where a unit is worth the slope of their own V; their profit still counts when a product's own stock
//! makes another offer the best. Today's triple is then the best for the expected profit of today's real stocks and
//! the sum of what they leave (Powell 2011, chapter 8: a separable value function).

use super::days::Days;
use super::{Moment, Triple};
use crate::base::model::better;
use crate::sim::ShopFacts;

/// A product's morning, and what is offered.
#[derive(Clone, Copy)]
struct Place {
    day: usize,
    segment: usize,
    offer: usize,
    product: usize,
    stock: usize,
    due: usize,
}

/// Days before the end that are planned one by one. Further away the end is not felt any more, and only the turn
/// tells days apart.
const FELT: usize = 60;

pub struct Worth {
    days: Days,
    /// Days that are not planned one by one: whole rounds of turns.
    far: usize,
    /// By day, product, due (in choices of the buyer) and stock.
    values: Vec<f64>,
}

impl Worth {
    pub fn new(facts: &ShopFacts) -> Worth {
        let far = facts.days.saturating_sub(FELT) / facts.products * facts.products;
        let facts = &ShopFacts { days: facts.days - far, ..facts.clone() };
        let days = Days::new(facts);
        let size = (facts.days + 1) * facts.products * facts.quantities.len() * (facts.capacity + 1);
        let mut worth = Worth { days, far, values: vec![0.0; size] };
        for day in (0..facts.days).rev() {
            let others = worth.others(day);
            for product in 0..facts.products {
                worth.plan(day, product, &others);
                worth.level(day, product);
            }
        }
        worth
    }

    pub fn facts(&self) -> &ShopFacts {
        &self.days.facts
    }

    /// Days of an episode.
    pub fn days(&self) -> usize {
        self.far + self.facts().days
    }

    #[inline]
    fn place(&self, day: usize, product: usize, due: usize) -> usize {
        let facts = self.facts();
        ((day * facts.products + product) * facts.quantities.len() + due) * (facts.capacity + 1)
    }

    /// What stock and due of a product are worth in the morning of a day, by stock.
    #[inline]
    fn worth(&self, day: usize, product: usize, due: usize) -> &[f64] {
        &self.values[self.place(day, product, due)..][..self.facts().capacity + 1]
    }

    /// The day's product to be ordered.
    fn turn(&self, day: usize) -> usize {
        day % self.facts().products
    }

    /// Whether what is due of a product arrives in the morning after this day.
    fn arrives(&self, day: usize, product: usize) -> bool {
        (day + 1).checked_sub(self.facts().lead_time).is_some_and(|placed| self.turn(placed) == product)
    }

    /// Whether something of a product may be on its way in the morning of a day.
    fn may_be_due(&self, day: usize, product: usize) -> bool {
        let since = (day + self.facts().products - product) % self.facts().products;
        since > 0 && since < self.facts().lead_time
    }

    /// What a product leaves is worth, in expectation: `due` is on its way, today's order among it.
    fn ahead(&self, at: &Place, due: usize) -> f64 {
        let demand = self.days.demand(at.segment, at.offer, at.product);
        let mut sum = 0.0;
        if self.arrives(at.day, at.product) {
            let next = self.worth(at.day + 1, at.product, 0);
            demand.evenings(at.stock, |p, evening| sum += p * next[usize::min(evening + due, self.facts().capacity)]);
        } else {
            let next = self.worth(at.day + 1, at.product, self.due_choice(due));
            demand.evenings(at.stock, |p, evening| sum += p * next[evening]);
        }
        sum
    }

    /// Today's profit of a product and what it leaves, with the best order where it has its turn; and that order.
    fn total(&self, at: Place) -> (f64, usize) {
        let today = self.days.profit(at.segment, at.offer, at.product, at.stock);
        if self.turn(at.day) != at.product {
            return (today + self.ahead(&at, at.due), 0);
        }
        let mut best = (f64::NEG_INFINITY, 0);
        for choice in 0..self.facts().quantities.len() {
            let ordered = self.facts().ordered(choice, at.stock);
            let value = today + self.ahead(&at, ordered) - self.days.van(ordered);
            if better(value, best.0) {
                best = (value, choice);
            }
            // Larger orders are cut to the same room.
            if ordered < self.facts().quantities[choice] as usize {
                break;
            }
        }
        best
    }

    /// The stock at which the other products are thought to stand.
    fn usual(&self) -> usize {
        self.facts().capacity / 2
    }

    /// By segment and offer, then for each product: what the others gain today and leave.
    fn others(&self, day: usize) -> Vec<Vec<f64>> {
        let (offers, products) = (self.days.offers(), self.facts().products);
        let situation = |at: usize| {
            let usual =
                |product| Place { day, segment: at / offers, offer: at % offers, product, stock: self.usual(), due: 0 };
            let each: Vec<f64> = (0..products).map(|product| self.total(usual(product)).0).collect();
            let sum: f64 = each.iter().sum();
            each.iter().map(|own| sum - own).collect()
        };
        (0..self.facts().segments.len() * offers).map(situation).collect()
    }

    /// The worth of a product's stocks in the morning of a day: of the best offer for each segment.
    fn plan(&mut self, day: usize, product: usize, others: &[Vec<f64>]) {
        let (segments, offers) = (self.facts().segments.len(), self.days.offers());
        let dues = if self.may_be_due(day, product) { self.facts().quantities.len() } else { 1 };
        for due in 0..dues {
            for stock in 0..=self.facts().capacity {
                let mut sum = 0.0;
                for segment in 0..segments {
                    let value = |offer: usize| {
                        let due = self.facts().quantities[due] as usize;
                        let own = self.total(Place { day, segment, offer, product, stock, due }).0;
                        own + others[segment * offers + offer][product]
                    };
                    let best = (0..offers).map(value).fold(f64::NEG_INFINITY, f64::max);
                    sum += self.facts().segments[segment] * best;
                }
                let at = self.place(day, product, due) + stock;
                self.values[at] = sum;
            }
        }
    }

    /// Counts the worth of a product's stocks from the usual one: only differences matter, and a level would grow from
    /// product to product and day to day.
    fn level(&mut self, day: usize, product: usize) {
        let (from, length) = (self.place(day, product, 0), self.facts().capacity + 1);
        let usual = self.values[from + self.usual()];
        let values = &mut self.values[from..from + length * self.days.facts.quantities.len()];
        values.iter_mut().for_each(|value| *value -= usual);
    }

    /// The choice of the buyer that orders this much, or a little more.
    fn due_choice(&self, due: usize) -> usize {
        let quantities = &self.facts().quantities;
        quantities.partition_point(|q| (*q as usize) < due).min(quantities.len() - 1)
    }

    /// What one more unit of a product would be worth in the morning of a day, with nothing due.
    pub fn of_one_more(&self, day: usize, product: usize, stock: usize) -> f64 {
        let worth = self.worth(self.planned(day, product), product, 0);
        worth[usize::min(stock + 1, self.facts().capacity)] - worth[stock]
    }

    /// The planned day that stands for a day of the episode, in this turn.
    fn planned(&self, day: usize, turn: usize) -> usize {
        match day.checked_sub(self.far) {
            // An episode that goes on beyond its days stays at the last round, in the turn that it is seen in.
            Some(day) if day < self.facts().days => day,
            Some(_) => self.days.last_of(turn),
            None => day % self.facts().products,
        }
    }

    /// The best triple by expected profit and the worth of what is left.
    pub fn best(&self, moment: &Moment<'_>) -> Triple {
        let (mut best, mut best_value) = ([0; 3], f64::NEG_INFINITY);
        let segment = moment.segment;
        let day = self.planned(moment.day, moment.turn);
        for offer in 0..self.days.offers() {
            let (mut sum, mut order) = (0.0, 0);
            for (product, &stock) in moment.stock.iter().enumerate() {
                let (value, choice) =
                    self.total(Place { day, segment, offer, product, stock, due: moment.due[product] });
                sum += value;
                if product == moment.turn {
                    order = choice;
                }
            }
            if better(sum, best_value) {
                best = [offer / self.facts().prices(), offer % self.facts().prices(), order];
                best_value = sum;
            }
        }
        best
    }
}
