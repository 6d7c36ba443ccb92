//! What was sold at which price: days and units for each step of the ladder, as estimators of demand keep them.
//!
//! Sums are enough for the regressions of a price and for Poisson likelihoods, and they do not grow with time.

use super::Note;
use crate::base::{Text, Trouble};
use crate::sim::PriceFacts;
use crate::trouble;

#[derive(Clone, Debug, PartialEq)]
pub struct Tally {
    /// Every step's price; those of a box are even steps of it.
    prices: Vec<f64>,
    pub rows: Vec<Row>,
}

/// A step of the ladder.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Row {
    pub days: f64,
    pub units: f64,
    /// The sum of the prices themselves: in a box they lie about the step.
    pub prices: f64,
}

impl Tally {
    pub fn new(prices: Vec<f64>) -> Tally {
        let rows = vec![Row::default(); prices.len()];
        Tally { prices, rows }
    }

    pub fn prices(&self) -> &[f64] {
        &self.prices
    }

    pub fn clear(&mut self) {
        self.rows.fill(Row::default());
    }

    /// Yesterday, as today's observation tells it; whether there was one. `stock` is what yesterday began with, where
    /// that is known: who had nothing to sell has learned nothing. A day that sold out counts with what it sold,
    /// although more may have been wanted: to leave it out would be to leave out the good days.
    #[inline]
    pub fn note(&mut self, facts: &PriceFacts, today: &[f64], stock: Option<f64>) -> bool {
        let (price, sold) = (today[facts.last_price], today[facts.last_sold]);
        if price <= 0.0 && sold <= 0.0 || stock.is_some_and(|s| s <= 0.0) {
            return false;
        }
        let row = &mut self.rows[nearest(&self.prices, price)];
        row.days += 1.0;
        row.units += sold;
        row.prices += price;
        true
    }

    /// Everything that is known counts a little less.
    pub fn fade(&mut self, factor: f64) {
        for row in &mut self.rows {
            *row = Row { days: row.days * factor, units: row.units * factor, prices: row.prices * factor };
        }
    }

    pub fn days(&self) -> f64 {
        self.rows.iter().map(|row| row.days).sum()
    }

    pub fn units(&self) -> f64 {
        self.rows.iter().map(|row| row.units).sum()
    }

    pub fn days_note(&self) -> Note {
        (Text::new("days in its records", "记录的天数"), self.days())
    }

    /// A counter of the agent's and the rows, all little-endian.
    pub fn save(&self, steps: u64) -> Vec<u8> {
        let mut saved = Vec::with_capacity(8 + 24 * self.rows.len());
        saved.extend(steps.to_le_bytes());
        for row in &self.rows {
            [row.days, row.units, row.prices].iter().for_each(|x| saved.extend(x.to_le_bytes()));
        }
        saved
    }

    /// Takes over what a tally of as many steps has saved; the counter.
    pub fn load(&mut self, saved: &[u8]) -> Result<u64, Trouble> {
        let (n, wanted) = (saved.len(), 8 + 24 * self.rows.len());
        if n != wanted {
            return Err(trouble!(
                "what was saved has {n} bytes, but these records have {wanted}",
                "存档有 {n} 字节，但这份记录应有 {wanted} 字节"
            ));
        }
        let word = |i: usize| {
            let mut word = [0; 8];
            word.copy_from_slice(&saved[8 * i..8 * i + 8]);
            word
        };
        let number = |i: usize| f64::from_le_bytes(word(i));
        if let Some(i) = (1..n / 8).find(|i| !(number(*i).is_finite() && number(*i) >= 0.0)) {
            let value = number(i);
            return Err(trouble!(
                "what was saved has the number {value} in place {i}, but must have finite numbers from 0 on",
                "存档第 {i} 个数是 {value}，应为不小于 0 的有限数"
            ));
        }
        for (i, row) in self.rows.iter_mut().enumerate() {
            let at = 1 + 3 * i;
            *row = Row { days: number(at), units: number(at + 1), prices: number(at + 2) };
        }
        Ok(u64::from_le_bytes(word(0)))
    }
}

/// The step that is nearest to a price.
fn nearest(prices: &[f64], price: f64) -> usize {
    let after = prices.partition_point(|p| *p < price);
    let last = prices.len() - 1;
    if after == 0 {
        return 0;
    }
    if after > last || price - prices[after - 1] <= prices[after] - price { after - 1 } else { after }
}

/// What a day's knowledge is worth a day later, if it counts half after so many days; 0 for ever in full.
pub fn fading(half_life: f64) -> f64 {
    if half_life > 0.0 { libm::exp(-std::f64::consts::LN_2 / half_life) } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_step_is_found() {
        let prices = [1.0, 2.0, 4.0];
        assert_eq!([0.0, 1.4, 1.5, 1.6, 3.1, 9.0].map(|p| nearest(&prices, p)), [0, 0, 0, 1, 2, 2]);
    }

    #[test]
    fn what_was_saved_is_loaded_or_refused() -> Result<(), Trouble> {
        let mut tally = Tally::new(vec![1.0, 2.0]);
        tally.rows[1] = Row { days: 3.0, units: 7.0, prices: 6.0 };
        let (saved, mut fresh) = (tally.save(9), Tally::new(vec![1.0, 2.0]));
        assert_eq!(fresh.load(&saved)?, 9);
        assert_eq!(fresh, tally);
        assert!(fresh.load(&saved[1..]).is_err());
        let mut damaged = saved.clone();
        damaged[8..16].copy_from_slice(&f64::NAN.to_le_bytes());
        assert!(fresh.load(&damaged).is_err_and(|t| t.en.contains("NaN in place 1")));
        assert_eq!(fresh, tally, "it stays as it was");
        assert!((fading(10.0) - libm::pow(0.5, 0.1)).abs() < 1e-15);
        Ok(())
    }
}
