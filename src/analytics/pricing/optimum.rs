//! The best price against a demand curve, where a formula gives it: free, within a range, or on a ladder.
//!
//! Every curve of `base::curve` has one price p with (p − c)/p = −1/e(p), the rule of Amoroso and Robinson
//! (Phillips 2005, 3.14), where profit (p − c)·q(p) is highest: before it profit rises, behind it it falls. So
//! the best price within a range is the nearest to it.

use super::allowed::{finite, not_negative, positive, within};
use crate::base::{DemandCurve, Trouble};
use crate::trouble;
use libm::{exp, log};

/// A price, and what it brings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Optimum {
    pub price: f64,
    /// Units a period.
    pub quantity: f64,
    /// Money a period.
    pub profit: f64,
}

impl Optimum {
    /// What a price brings on a curve.
    pub fn at(curve: &DemandCurve, cost: f64, price: f64) -> Optimum {
        let quantity = curve.quantity(price);
        // Where nothing is sold nothing is earned, whatever the price.
        let profit = if quantity > 0.0 { (price - cost) * quantity } else { 0.0 };
        Optimum { price, quantity, profit }
    }
}

/// The best of all prices.
///
/// - linear: p* = (a/b + c)/2, where c < a/b (Phillips 2005, 3.16)
/// - constant elasticity: p* = c·e/(1 + e), where e < −1 and c > 0
/// - exponential: p* = c + 1/α
/// - logit: p* = c + (1 + w)/b with w·e^w = e^(a − bc − 1): Lambert's function (Li and Huh 2011, section 3)
///
/// ```
/// use emporium::analytics::pricing::best_price;
/// use emporium::base::DemandCurve;
/// let best = best_price(&DemandCurve::Linear { a: 100.0, b: 2.0 }, 10.0)?;
/// assert_eq!((best.price, best.quantity, best.profit), (30.0, 40.0, 800.0));
/// let best = best_price(&DemandCurve::Constant { scale: 500.0, elasticity: -1.8 }, 4.0)?;
/// assert!((best.price - 9.0).abs() < 1e-12 && (best.profit - 47.8965).abs() < 1e-4);
/// let best = best_price(&DemandCurve::Logit { market: 100.0, a: 5.0, b: 1.0 }, 1.0)?;
/// assert!((best.price - 4.20794).abs() < 1e-5 && (best.profit - 220.794).abs() < 1e-3);
/// # Ok::<(), emporium::base::Trouble>(())
/// ```
pub fn best_price(curve: &DemandCurve, cost: f64) -> Result<Optimum, Trouble> {
    check(curve, cost)?;
    match *curve {
        DemandCurve::Linear { a, b } if cost >= a / b => {
            let end = a / b;
            return Err(trouble!(
                "cost is {cost}: allowed is less than a/b, which is {end}: there demand ends, and no price earns anything",
                "cost 为 {cost}：须小于 a/b（{end}）：需求到此为止，任何价格都没有利润"
            ));
        }
        DemandCurve::Constant { elasticity, .. } => {
            if elasticity >= -1.0 {
                return Err(trouble!(
                    "elasticity is {elasticity}: allowed is less than -1: else profit rises with the price without end",
                    "elasticity 为 {elasticity}：须小于 -1：否则利润随价格无限上升"
                ));
            }
            positive("cost", cost)?;
        }
        _ => {}
    }
    let best = Optimum::at(curve, cost, peak(curve, cost));
    if best.price.is_finite() && best.profit.is_finite() {
        return Ok(best);
    }
    let (price, profit) = (best.price, best.profit);
    Err(trouble!(
        "price is {price} and profit {profit}: allowed are inputs whose optimum is a finite number",
        "price 为 {price}，profit 为 {profit}：输入须使最优解为有限的数"
    ))
}

/// The best price from `low` to `high`. It always exists, also where no best of all prices does.
///
/// ```
/// use emporium::analytics::pricing::best_in_range;
/// use emporium::base::DemandCurve;
/// assert_eq!(best_in_range(&DemandCurve::Linear { a: 100.0, b: 2.0 }, 10.0, 12.0, 25.0)?.price, 25.0);
/// let inelastic = DemandCurve::Constant { scale: 500.0, elasticity: -0.5 };
/// assert_eq!(best_in_range(&inelastic, 4.0, 5.0, 20.0)?.price, 20.0);
/// # Ok::<(), emporium::base::Trouble>(())
/// ```
pub fn best_in_range(curve: &DemandCurve, cost: f64, low: f64, high: f64) -> Result<Optimum, Trouble> {
    check(curve, cost)?;
    not_negative("low", low)?;
    within("high", high, low, 1e12)?;
    Ok(Optimum::at(curve, cost, peak(curve, cost).clamp(low, high)))
}

/// The best step of a ladder of prices, and its place; of equals the first.
///
/// ```
/// use emporium::analytics::pricing::best_on_ladder;
/// use emporium::base::DemandCurve;
/// let (place, best) = best_on_ladder(&DemandCurve::Linear { a: 100.0, b: 2.0 }, 10.0, &[20.0, 28.0, 33.0])?;
/// assert_eq!((place, best.price, best.quantity), (1, 28.0, 44.0));
/// # Ok::<(), emporium::base::Trouble>(())
/// ```
pub fn best_on_ladder(curve: &DemandCurve, cost: f64, prices: &[f64]) -> Result<(usize, Optimum), Trouble> {
    check(curve, cost)?;
    let mut best = None;
    for (i, price) in prices.iter().enumerate() {
        not_negative(&format!("prices[{i}]"), *price)?;
        let this = Optimum::at(curve, cost, *price);
        // Rounding alone makes no step better than an equal one before it; a price of 0 may lose without end.
        let more = |than: f64| this.profit > than + 1e-12 * than.abs() || than == f64::NEG_INFINITY;
        if best.is_none_or(|(_, best): (usize, Optimum)| more(best.profit)) {
            best = Some((i, this));
        }
    }
    best.ok_or_else(|| trouble!("prices is empty: allowed is a price or more", "prices 为空：须至少有一个价格"))
}

/// Where profit stops rising: infinite for demand of constant elasticity that answers too little.
fn peak(curve: &DemandCurve, cost: f64) -> f64 {
    match *curve {
        DemandCurve::Linear { a, b } => 0.5 * (a / b + cost),
        DemandCurve::Constant { elasticity, .. } if elasticity >= -1.0 => f64::INFINITY,
        DemandCurve::Constant { elasticity, .. } => cost * (elasticity / (1.0 + elasticity)),
        DemandCurve::Exponential { alpha, .. } => cost + 1.0 / alpha,
        DemandCurve::Logit { a, b, .. } => cost + (1.0 + lambert_of_exp(a - b * cost - 1.0)) / b,
    }
}

/// The w > 0 with w·e^w = e^z, which is w + ln w = z.
///
/// Newton's method for u = ln w on the convex e^u + u = z, from the right of its root, falls monotonically.
pub fn lambert_of_exp(z: f64) -> f64 {
    let mut u = if z > 1.0 { log(z) } else { z };
    for _ in 0..60 {
        let w = exp(u);
        let step = (w + u - z) / (w + 1.0);
        u -= step;
        if step.abs() <= 1e-16 * (1.0 + u.abs()) {
            break;
        }
    }
    exp(u)
}

/// The ranges of a curve's numbers, by the names that they have above.
fn check(curve: &DemandCurve, cost: f64) -> Result<(), Trouble> {
    not_negative("cost", cost)?;
    match *curve {
        DemandCurve::Linear { a, b } => {
            positive("a", a)?;
            positive("b", b)
        }
        DemandCurve::Constant { scale, elasticity } => {
            positive("A", scale)?;
            within("elasticity", elasticity, -1000.0, -1e-12)
        }
        DemandCurve::Exponential { a, alpha } => {
            positive("a", a)?;
            positive("alpha", alpha)
        }
        DemandCurve::Logit { market, a, b } => {
            positive("M", market)?;
            finite("a", a)?;
            positive("b", b)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CURVES: [DemandCurve; 5] = [
        DemandCurve::Linear { a: 55.5, b: 0.7 },
        DemandCurve::Constant { scale: 90.0, elasticity: -3.2 },
        DemandCurve::Exponential { a: 40.0, alpha: 0.2 },
        DemandCurve::Logit { market: 50.0, a: 2.0, b: 4.0 },
        DemandCurve::Logit { market: 50.0, a: -20.0, b: 0.5 },
    ];

    #[test]
    fn no_other_price_earns_more() -> Result<(), Trouble> {
        for curve in CURVES {
            for cost in [0.5, 3.2, 20.0] {
                let best = best_price(&curve, cost)?;
                for factor in [0.2, 0.8, 0.999, 1.001, 1.2, 3.0] {
                    let other = Optimum::at(&curve, cost, best.price * factor);
                    assert!(other.profit < best.profit, "{curve:?} at {cost}: {other:?} beats {best:?}");
                }
                let margin = (best.price - cost) / best.price;
                assert!((margin + 1.0 / curve.elasticity(best.price)).abs() < 1e-12, "{curve:?} at {cost}");
            }
        }
        Ok(())
    }

    #[test]
    fn ranges_and_ladders_hold_the_best_that_they_contain() -> Result<(), Trouble> {
        for curve in CURVES {
            let free = best_price(&curve, 3.0)?;
            let ladder: Vec<f64> = (0..400).map(|i| 0.25 * i as f64).collect();
            let (place, step) = best_on_ladder(&curve, 3.0, &ladder)?;
            assert_eq!(step.price, ladder[place]);
            assert!((step.price - free.price).abs() <= 0.25 && step.profit <= free.profit * (1.0 + 1e-12));
            for (low, high) in [(0.0, 2.0), (1.0, free.price * 2.0), (free.price + 1.0, 90.0), (7.0, 7.0)] {
                let best = best_in_range(&curve, 3.0, low, high)?;
                assert!((low..=high).contains(&best.price));
                for i in 0..=50 {
                    let other = Optimum::at(&curve, 3.0, low + (high - low) * i as f64 / 50.0);
                    assert!(other.profit <= best.profit + 1e-12 * best.profit.abs(), "{curve:?} in {low} to {high}");
                }
            }
        }
        Ok(())
    }

    #[test]
    fn lambert_solves_its_equation_however_large() {
        for z in [-800.0, -30.0, -1.0, 0.0, 0.999, 1.0, 1.001, 2.0, 50.0, 1e6, 1e12] {
            let w = lambert_of_exp(z);
            assert!(z < -700.0 || (w + log(w) - z).abs() < 1e-14 * (1.0 + z.abs()) * 4.0, "{z}: {w}");
        }
        assert!((lambert_of_exp(1.0) - 1.0).abs() < 1e-15);
    }

    #[test]
    fn where_no_price_is_best_a_sentence_says_why() {
        let refused = |curve: DemandCurve, cost: f64| best_price(&curve, cost).expect_err("must be refused").en;
        let constant = |elasticity| DemandCurve::Constant { scale: 5.0, elasticity };
        assert!(refused(constant(-1.0), 2.0).starts_with("elasticity is -1: allowed is less than -1"));
        assert!(refused(constant(0.4), 2.0).starts_with("elasticity is 0.4:"));
        assert!(refused(constant(-2.0), 0.0).starts_with("cost is 0:"));
        assert!(refused(constant(-900.0), 1e-3).starts_with("price is "));
        assert!(refused(DemandCurve::Linear { a: 10.0, b: 1.0 }, 10.0).starts_with("cost is 10:"));
        assert!(refused(DemandCurve::Linear { a: 10.0, b: 0.0 }, 1.0).starts_with("b is 0:"));
        assert!(refused(DemandCurve::Logit { market: 1.0, a: f64::NAN, b: 1.0 }, 1.0).starts_with("a is NaN:"));
        assert!(best_on_ladder(&constant(-2.0), 1.0, &[]).is_err());
        assert!(best_in_range(&constant(-2.0), 1.0, 5.0, 4.0).is_err());
    }
}
