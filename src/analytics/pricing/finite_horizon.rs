//! So many units, so many slots, a ladder of prices: the best price for every stock and slot by working backwards.
//!
//! At most one unit is sold in a slot, with the chance that its price has (Talluri and van Ryzin 2004, section
//! 5.2.2): V_t(s) = max over prices of d(p)·(p + V_{t+1}(s − 1)) + (1 − d(p))·V_{t+1}(s), with V = 0 at the end
//! and without stock. What is left at the end is worth nothing.

use super::allowed::{not_negative, within};
use crate::base::Trouble;
use crate::base::model::better;
use crate::trouble;

/// Most stock levels times slots times prices: a second's work.
const MOST_STEPS: f64 = 3e8;
/// Most stock levels times slots, which are kept.
const MOST_CELLS: f64 = 5e6;

/// What a season's stock is worth, and which price it wants when.
#[derive(Clone, Debug, PartialEq)]
pub struct SlotPlan {
    stock: usize,
    values: Vec<f64>,
    choices: Vec<u32>,
}

impl SlotPlan {
    /// What so many units are worth before a slot, counted from 0; after the last one nothing.
    pub fn value(&self, slot: usize, stock: usize) -> f64 {
        self.values[slot * (self.stock + 1) + stock]
    }

    /// Which price of the ladder is best in a slot with `stock` ≥ 1 units; of equals the first.
    pub fn choice(&self, slot: usize, stock: usize) -> usize {
        self.choices[slot * self.stock + stock - 1] as usize
    }

    /// What a slot is worth where this price is asked in it and the best ones from then on.
    pub fn worth(&self, slot: usize, stock: usize, price: f64, chance: f64) -> f64 {
        let (kept, sold) = (self.value(slot + 1, stock), self.value(slot + 1, stock - 1));
        kept + chance * (price + sold - kept)
    }
}

/// Works backwards from the end of the season.
///
/// - `prices`: money a unit; `chances`: the chance of a sale in a slot at each of them
///
/// ```
/// use emporium::analytics::pricing::finite_horizon::finite_horizon;
/// // Two slots for one unit: at the end 2 is asked (1.2 beats 0.9), before it 3, for 1.2 is still to come.
/// let plan = finite_horizon(1, 2, &[1.0, 2.0, 3.0], &[0.9, 0.6, 0.35])?;
/// assert_eq!((plan.choice(0, 1), plan.choice(1, 1)), (2, 1));
/// assert!((plan.value(0, 1) - (0.35 * 3.0 + 0.65 * 1.2)).abs() < 1e-12);
/// # Ok::<(), emporium::base::Trouble>(())
/// ```
pub fn finite_horizon(stock: usize, slots: usize, prices: &[f64], chances: &[f64]) -> Result<SlotPlan, Trouble> {
    check(stock, slots, prices, chances)?;
    let mut plan = SlotPlan { stock, values: vec![0.0; (stock + 1) * (slots + 1)], choices: vec![0; stock * slots] };
    for slot in (0..slots).rev() {
        for s in 1..=stock {
            let (mut best, mut most) = (0, f64::NEG_INFINITY);
            for (i, (price, chance)) in prices.iter().zip(chances).enumerate() {
                let value = plan.worth(slot, s, *price, *chance);
                if better(value, most) {
                    (best, most) = (i, value);
                }
            }
            plan.choices[slot * stock + s - 1] = best as u32;
            plan.values[slot * (stock + 1) + s] = most;
        }
    }
    Ok(plan)
}

fn check(stock: usize, slots: usize, prices: &[f64], chances: &[f64]) -> Result<(), Trouble> {
    let (n, m) = (prices.len(), chances.len());
    if n == 0 || n != m {
        return Err(trouble!(
            "prices has {n} entries and sale_prob {m}: allowed are as many of the one as of the other, and at least one",
            "prices 有 {n} 项而 sale_prob 有 {m} 项：两者须一样多，且至少一项"
        ));
    }
    for i in 0..n {
        not_negative(&format!("prices[{i}]"), prices[i])?;
        within(&format!("sale_prob[{i}]"), chances[i], 0.0, 1.0)?;
    }
    let cells = (stock as f64 + 1.0) * (slots as f64 + 1.0);
    if cells > MOST_CELLS || cells * n as f64 > MOST_STEPS {
        return Err(trouble!(
            "stock is {stock}, periods {slots}, prices {n}: allowed are {MOST_CELLS:e} for the product of the first two and {MOST_STEPS:e} for that of all",
            "stock 为 {stock}，periods 为 {slots}，prices 有 {n} 项：前两者之积至多 {MOST_CELLS:e}，三者之积至多 {MOST_STEPS:e}"
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The value by trying every plan of prices: one for each slot and stock.
    #[test]
    fn no_plan_is_worth_more() -> Result<(), Trouble> {
        let (prices, chances) = ([4.0, 7.0, 9.0], [0.8, 0.5, 0.3]);
        let plan = finite_horizon(2, 3, &prices, &chances)?;
        let mut best: f64 = 0.0;
        for mut code in 0..usize::pow(3, 6) {
            let mut values = [0.0; 3];
            for _slot in 0..3 {
                for s in [2, 1] {
                    let i = code % 3;
                    code /= 3;
                    values[s] = chances[i] * (prices[i] + values[s - 1]) + (1.0 - chances[i]) * values[s];
                }
            }
            best = f64::max(best, values[2]);
        }
        assert!((plan.value(0, 2) - best).abs() < 1e-12, "{} {best}", plan.value(0, 2));
        assert!(plan.choice(0, 2) <= plan.choice(0, 1) && plan.choice(2, 1) <= plan.choice(0, 1));
        Ok(())
    }

    #[test]
    fn ties_go_to_the_first_price_and_odd_inputs_to_a_sentence() -> Result<(), Trouble> {
        assert_eq!(finite_horizon(1, 1, &[2.0, 4.0], &[0.5, 0.25])?.choice(0, 1), 0);
        assert_eq!(finite_horizon(0, 0, &[2.0], &[0.5])?.value(0, 0), 0.0);
        let refused = |s, t, p: &[f64], d: &[f64]| finite_horizon(s, t, p, d).expect_err("must be refused").en;
        assert!(refused(1, 1, &[2.0], &[]).starts_with("prices has 1 entries and sale_prob 0:"));
        assert!(refused(1, 1, &[2.0], &[1.5]).starts_with("sale_prob[0] is 1.5:"));
        assert!(refused(1, 1, &[-2.0], &[0.5]).starts_with("prices[0] is -2:"));
        assert!(refused(10_000, 10_000, &[2.0], &[0.5]).starts_with("stock is 10000,"));
        Ok(())
    }
}
