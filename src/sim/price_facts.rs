//! What the textbooks of pricing know of a shop: what its prices are, what a unit costs, where to read what was sold.

use crate::base::{DemandCurve, Text};

#[derive(Clone, Debug, PartialEq)]
pub struct PriceFacts {
    /// Who sets the price.
    pub seat: usize,
    /// The price of each choice, rising; empty where the price is a number of a box.
    pub ladder: Vec<f64>,
    /// The lowest and the highest price.
    pub range: (f64, f64),
    /// What a unit costs the shop.
    pub unit_cost: f64,
    /// What was paid for on average when the shop opened: where methods without data begin.
    pub usual_price: f64,
    /// Mean demand of a day at each price, in a usual season; for methods that know it.
    pub curve: DemandCurve,
    /// Which numbers of the observation are the last price and what was sold at it (both 0 before the first day).
    pub last_price: usize,
    pub last_sold: usize,
    /// Which says what is left in stock, where it is not endless, and which how many days are left.
    pub stock: Option<usize>,
    pub days_left: Option<usize>,
    /// Which is the competitor's price.
    pub rival: Option<usize>,
    /// Stock and days of an episode's beginning, where both are bounded.
    pub season: Option<(u32, u32)>,
    /// What keeps days from being all alike, or money from being what counts: what formulas of steady demand do not know.
    pub unsteady: Option<Text>,
}

/// What prices that never change come to, for methods that know the market. Worked out only when asked.
pub trait FixedPrices {
    /// For each of [`PriceFacts::steps`].
    fn fixed_prices(&self) -> Vec<FixedPrice>;
}

/// A price that is kept, whatever happens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FixedPrice {
    /// Mean demand of a day over the days of an episode: over its season, drift, market and competitor.
    pub demand: f64,
    /// What a unit that is sold counts.
    pub worth: f64,
}

/// Steps into which a box of prices is cut, where a method compares prices one by one.
const STEPS_OF_A_BOX: usize = 41;

impl PriceFacts {
    /// The prices that a method compares: the ladder, or even steps of the box.
    pub fn steps(&self) -> Vec<f64> {
        if !self.ladder.is_empty() {
            return self.ladder.clone();
        }
        let (low, high) = self.range;
        (0..STEPS_OF_A_BOX).map(|i| low + (high - low) * i as f64 / (STEPS_OF_A_BOX - 1) as f64).collect()
    }

    /// The choice whose price is nearest, the lower among equals.
    pub fn choice_for(&self, price: f64) -> usize {
        let far = |p: &f64| f64::abs(p - price);
        let nearest = |best: usize, (i, p): (usize, &f64)| if far(p) < far(&self.ladder[best]) { i } else { best };
        self.ladder.iter().enumerate().fold(0, nearest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_price_is_chosen() {
        let curve = DemandCurve::Linear { a: 1.0, b: 1.0 };
        let facts = PriceFacts {
            seat: 0,
            ladder: vec![1.0, 2.0, 4.0],
            range: (1.0, 4.0),
            unit_cost: 0.0,
            usual_price: 2.0,
            curve,
            last_price: 0,
            last_sold: 1,
            stock: None,
            days_left: None,
            rival: None,
            season: None,
            unsteady: None,
        };
        assert_eq!([0.0, 1.5, 1.6, 3.1, 99.0].map(|p| facts.choice_for(p)), [0, 0, 1, 2, 2]);
    }
}
