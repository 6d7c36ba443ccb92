//! The article's profit of a price, as it is printed and put right.
//!
//! Demand is the line through (P₀, Q₀) with elasticity E there, Q(P) = Q₀·(1 + E·(P − P₀)/P₀). The article counts
//! costs as a share C of revenue, π = P·Q(P)·(1 − C). Then C only scales the profit, and the best price
//! P* = P₀·(E − 1)/(2E) is that of highest revenue, whatever the cost. With a cost c for each unit the best price
//! is c/2 higher.

use super::allowed::{not_negative, positive, within};
use super::optimum::{Optimum, best_price};
use crate::base::{DemandCurve, Trouble};

/// What is known of today: the price, what it sells, and how demand answers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Today {
    /// P₀, money a unit.
    pub price: f64,
    /// Q₀, units a period.
    pub quantity: f64,
    /// E < 0, at P₀.
    pub elasticity: f64,
}

impl Today {
    /// The line through today's point.
    pub fn curve(&self) -> Result<DemandCurve, Trouble> {
        positive("P0", self.price)?;
        positive("Q0", self.quantity)?;
        within("E", self.elasticity, -1e6, -1e-6)?;
        Ok(DemandCurve::line_through(self.price, self.quantity, self.elasticity))
    }
}

/// As printed: costs are the share C of revenue, from 0 to below 1.
///
/// ```
/// use emporium::analytics::pricing::printed::{Today, best_with_cost_share};
/// let today = Today { price: 100.0, quantity: 1000.0, elasticity: -1.5 };
/// let best = best_with_cost_share(&today, 0.5)?;
/// assert!((best.price - 83.3333).abs() < 1e-4 && (best.profit - 52083.3333).abs() < 1e-4);
/// // Another cost, the same price: that is what is wrong.
/// assert_eq!(best_with_cost_share(&today, 0.9)?.price, best.price);
/// # Ok::<(), emporium::base::Trouble>(())
/// ```
pub fn best_with_cost_share(today: &Today, share: f64) -> Result<Optimum, Trouble> {
    within("C", share, 0.0, 1.0 - 1e-12)?;
    let best = best_price(&today.curve()?, 0.0)?;
    Ok(Optimum { profit: best.profit * (1.0 - share), ..best })
}

/// Put right: each unit costs c, and P* = P₀·(E − 1)/(2E) + c/2.
///
/// ```
/// use emporium::analytics::pricing::printed::{Today, best_with_unit_cost};
/// use emporium::analytics::pricing::Optimum;
/// let today = Today { price: 100.0, quantity: 1000.0, elasticity: -1.5 };
/// let best = best_with_unit_cost(&today, 50.0)?;
/// assert!((best.price - 108.3333).abs() < 1e-4);
/// // The printed price earns 82 % of it.
/// let printed = Optimum::at(&today.curve()?, 50.0, 250.0 / 3.0);
/// assert!((printed.profit / best.profit - 0.8163).abs() < 1e-4);
/// # Ok::<(), emporium::base::Trouble>(())
/// ```
pub fn best_with_unit_cost(today: &Today, cost: f64) -> Result<Optimum, Trouble> {
    not_negative("cost", cost)?;
    best_price(&today.curve()?, cost)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_article_s_formula_is_the_line_s_optimum() -> Result<(), Trouble> {
        for (p0, e, c) in [(100.0, -1.5, 50.0), (12.0, -0.4, 3.0), (7.0, -6.0, 1.0)] {
            let today = Today { price: p0, quantity: 30.0, elasticity: e };
            let printed = p0 * (e - 1.0) / (2.0 * e);
            assert!((best_with_cost_share(&today, 0.3)?.price - printed).abs() < 1e-12 * p0);
            assert!((best_with_unit_cost(&today, c)?.price - printed - c / 2.0).abs() < 1e-12 * p0);
        }
        Ok(())
    }

    #[test]
    fn what_is_not_allowed_is_named() {
        let today = Today { price: 100.0, quantity: 1000.0, elasticity: -1.5 };
        let refused = |r: Result<Optimum, Trouble>| r.expect_err("must be refused").en;
        assert!(refused(best_with_cost_share(&today, 1.0)).starts_with("C is 1:"));
        assert!(refused(best_with_unit_cost(&Today { elasticity: 1.5, ..today }, 1.0)).starts_with("E is 1.5:"));
        assert!(refused(best_with_unit_cost(&today, 170.0)).starts_with("cost is 170:"));
    }
}
