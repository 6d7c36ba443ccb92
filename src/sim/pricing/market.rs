//! The market of an episode: mean demand and what buyers would have paid beyond the price, at each step of the
//! ladder, in each phase of the season, for each taste. Worked out once, so that a day looks them up.

use crate::analytics::pricing::best_in_range;
use crate::base::DemandCurve;

/// A phase of the season: how many times the customers, and how many times what they would pay.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Phase {
    pub customers: f64,
    pub pay: f64,
}

/// What a price means on a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Answer {
    /// Customers who buy, on average.
    pub mean: f64,
    /// What each of them would have paid beyond the price, on average.
    pub spare: f64,
}

#[derive(Clone, Debug)]
pub struct Market {
    curve: DemandCurve,
    season: Vec<Phase>,
    tastes: Vec<f64>,
    steps: usize,
    answers: Vec<Answer>,
}

impl Market {
    pub fn new(curve: DemandCurve, prices: &[f64], season: &[Phase], tastes: &[f64]) -> Market {
        let none = Answer { mean: 0.0, spare: 0.0 };
        let answers = vec![none; prices.len() * season.len() * tastes.len()];
        let (season, tastes) = (season.to_vec(), tastes.to_vec());
        let mut market = Market { curve, season, tastes, steps: prices.len(), answers };
        market.change(curve, prices);
        market
    }

    /// Another curve takes the place of the last one.
    pub fn change(&mut self, curve: DemandCurve, prices: &[f64]) {
        self.curve = curve;
        for taste in 0..self.tastes.len() {
            for phase in 0..self.season.len() {
                let first = self.row(taste, phase);
                for (step, price) in prices.iter().enumerate() {
                    self.answers[first + step] = self.at(taste, phase, *price);
                }
            }
        }
    }

    fn row(&self, taste: usize, phase: usize) -> usize {
        (taste * self.season.len() + phase) * self.steps
    }

    /// The answers to the prices of the ladder.
    #[inline]
    pub fn answers(&self, taste: usize, phase: usize) -> &[Answer] {
        let first = self.row(taste, phase);
        &self.answers[first..first + self.steps]
    }

    /// The answer to any price. Who would pay w times as much buys at p as others do at p/w, so that demand is
    /// n·q(p/w), and what is spared w·∫ q from p/w upwards over q(p/w).
    pub fn at(&self, taste: usize, phase: usize, price: f64) -> Answer {
        let Phase { customers, pay } = self.season[phase];
        let pay = pay * self.tastes[taste];
        let quantity = self.curve.quantity(price / pay);
        let spare = if quantity > 0.0 { pay * self.curve.surplus(price / pay) / quantity } else { 0.0 };
        Answer { mean: customers * quantity, spare }
    }

    /// The profit of a day at the best of all prices from `low` to `high`: by the curve of the others, whose prices
    /// and costs are w times smaller. None where no price earns anything.
    pub fn best_profit(&self, taste: usize, phase: usize, cost: f64, (low, high): (f64, f64)) -> Option<f64> {
        let Phase { customers, pay } = self.season[phase];
        let pay = pay * self.tastes[taste];
        let best = best_in_range(&self.curve, cost / pay, low / pay, high / pay).ok()?;
        Some(customers * pay * best.profit)
    }

    /// The largest mean at any price of the ladder.
    pub fn largest(&self) -> f64 {
        self.answers.iter().map(|a| a.mean).fold(0.0, f64::max)
    }

    pub fn tastes(&self) -> usize {
        self.tastes.len()
    }
}
