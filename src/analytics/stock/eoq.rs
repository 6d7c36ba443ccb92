//! The economic order quantity: constant demand, a cost for each order, a cost for what lies in stock.
//!
//! Harris (1913); with planned backorders; with a finite production rate (Taft 1918). Snyder and Shen,
//! chapter 3. Quantity discounts are in [`super::discounts`].

use super::allowed::{not_negative, positive, within};
use crate::base::Trouble;

/// How much to order each time, and what that costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lot {
    /// Units an order.
    pub quantity: f64,
    /// Money a unit of time.
    pub cost: f64,
}

/// The economic order quantity Q* = √(2Kλ/h), whose cost is g* = √(2Kλh) = hQ* (Snyder and Shen, 3.4, 3.5).
///
/// - `k`: K, money an order; 0 gives Q* = 0
/// - `h`: money a unit and year (or any unit of time, the same everywhere)
/// - `demand_rate`: λ, units a year
///
/// ```
/// use emporium::analytics::stock::eoq::eoq;
/// let lot = eoq(8.0, 0.225, 1300.0)?;
/// assert!((lot.quantity - 304.0468).abs() < 1e-4);
/// assert!((lot.cost - 68.4105).abs() < 1e-4);
/// # Ok::<(), emporium::base::Trouble>(())
/// ```
pub fn eoq(k: f64, h: f64, demand_rate: f64) -> Result<Lot, Trouble> {
    check(k, h, demand_rate)?;
    let quantity = f64::sqrt(2.0 * k * demand_rate / h);
    Ok(Lot { quantity, cost: h * quantity })
}

/// The cost of ordering `quantity` units each time, g(Q) = Kλ/Q + hQ/2 (Snyder and Shen, section 3.2).
///
/// ```
/// use emporium::analytics::stock::eoq::eoq_cost;
/// // Orders of 400: 26 money for ordering, 45 for holding.
/// assert!((eoq_cost(8.0, 0.225, 1300.0, 400.0)? - 71.0).abs() < 1e-9);
/// # Ok::<(), emporium::base::Trouble>(())
/// ```
pub fn eoq_cost(k: f64, h: f64, demand_rate: f64, quantity: f64) -> Result<f64, Trouble> {
    check(k, h, demand_rate)?;
    positive("Q", quantity)?;
    Ok(k * demand_rate / quantity + h * quantity / 2.0)
}

/// How much to order when customers wait, which share of them waits, and what that costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BackorderLot {
    /// Units an order.
    pub quantity: f64,
    /// Share of demand that is backordered, x in 0…1.
    pub stockout_fraction: f64,
    /// Money a unit of time.
    pub cost: f64,
}

/// The economic order quantity with planned backorders (Snyder and Shen, 3.27–3.29):
/// Q* = √(2Kλ(h+p)/(hp)), x* = h/(h+p), g* = Q*·hp/(h+p).
///
/// - `p`: money a unit backordered and year; the others as in [`eoq`]
///
/// ```
/// use emporium::analytics::stock::eoq::eoq_backorders;
/// let lot = eoq_backorders(8.0, 0.225, 5.0, 1300.0)?;
/// assert!((lot.quantity - 310.8126).abs() < 1e-4);
/// assert!((lot.stockout_fraction - 0.0431).abs() < 1e-4);
/// assert!((lot.cost - 66.9214).abs() < 1e-4);
/// # Ok::<(), emporium::base::Trouble>(())
/// ```
pub fn eoq_backorders(k: f64, h: f64, p: f64, demand_rate: f64) -> Result<BackorderLot, Trouble> {
    check(k, h, demand_rate)?;
    positive("p", p)?;
    let quantity = f64::sqrt(2.0 * k * demand_rate * (1.0 / h + 1.0 / p));
    Ok(BackorderLot { quantity, stockout_fraction: h / (h + p), cost: quantity * (h * (p / (h + p))) })
}

/// The cost of ordering `quantity` units each time when the share `fraction` of demand waits,
/// g(Q, x) = hQ(1−x)²/2 + pQx²/2 + Kλ/Q (Snyder and Shen, section 3.5).
///
/// ```
/// use emporium::analytics::stock::eoq::eoq_backorders_cost;
/// // 100 units, one in five waits: 64 for holding, 10 for waiting, 50 for ordering.
/// assert!((eoq_backorders_cost(10.0, 2.0, 5.0, 500.0, 100.0, 0.2)? - 124.0).abs() < 1e-9);
/// # Ok::<(), emporium::base::Trouble>(())
/// ```
pub fn eoq_backorders_cost(
    k: f64,
    h: f64,
    p: f64,
    demand_rate: f64,
    quantity: f64,
    fraction: f64,
) -> Result<f64, Trouble> {
    check(k, h, demand_rate)?;
    positive("p", p)?;
    positive("Q", quantity)?;
    within("stockout_fraction", fraction, 0.0, 1.0)?;
    let filled = 1.0 - fraction;
    Ok(quantity * (h * filled * filled + p * fraction * fraction) / 2.0 + k * demand_rate / quantity)
}

/// The economic production quantity: stock fills at the production rate μ > λ while it is sold at λ
/// (Snyder and Shen, 3.31, 3.32). With ρ = λ/μ, Q* = √(2Kλ/(h(1−ρ))) and g* = √(2Kλh(1−ρ)).
///
/// - `production_rate`: μ, units a year; the others as in [`eoq`]
///
/// ```
/// use emporium::analytics::stock::eoq::epq;
/// let lot = epq(8.0, 0.225, 1300.0, 1700.0)?;
/// assert!((lot.quantity - 626.8085).abs() < 1e-4);
/// assert!((lot.cost - 33.1840).abs() < 1e-4);
/// # Ok::<(), emporium::base::Trouble>(())
/// ```
pub fn epq(k: f64, h: f64, demand_rate: f64, production_rate: f64) -> Result<Lot, Trouble> {
    let slowed = slowed_holding(k, h, demand_rate, production_rate)?;
    let quantity = f64::sqrt(2.0 * k * demand_rate / slowed);
    Ok(Lot { quantity, cost: slowed * quantity })
}

/// The cost of making `quantity` units each time, g(Q) = Kλ/Q + h(1−ρ)Q/2 (Snyder and Shen, section 3.6).
///
/// ```
/// use emporium::analytics::stock::eoq::epq_cost;
/// // Making twice as fast as selling halves the stock: 50 for set-ups, 25 for holding.
/// assert!((epq_cost(10.0, 1.0, 500.0, 1000.0, 100.0)? - 75.0).abs() < 1e-9);
/// # Ok::<(), emporium::base::Trouble>(())
/// ```
pub fn epq_cost(k: f64, h: f64, demand_rate: f64, production_rate: f64, quantity: f64) -> Result<f64, Trouble> {
    let slowed = slowed_holding(k, h, demand_rate, production_rate)?;
    positive("Q", quantity)?;
    Ok(k * demand_rate / quantity + slowed * quantity / 2.0)
}

/// h(1−ρ): a lot that is sold while it is made never lies in stock as a whole.
fn slowed_holding(k: f64, h: f64, demand_rate: f64, production_rate: f64) -> Result<f64, Trouble> {
    check(k, h, demand_rate)?;
    positive("production_rate", production_rate)?;
    if production_rate <= demand_rate {
        return Err(crate::trouble!(
            "production_rate is {production_rate}: allowed is more than demand_rate, which is {demand_rate}",
            "production_rate 为 {production_rate}：须大于 demand_rate（{demand_rate}）"
        ));
    }
    Ok(h * ((production_rate - demand_rate) / production_rate))
}

fn check(k: f64, h: f64, demand_rate: f64) -> Result<(), Trouble> {
    not_negative("K", k)?;
    positive("h", h)?;
    not_negative("demand_rate", demand_rate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_other_quantity_is_cheaper() -> Result<(), Trouble> {
        let best = eoq(15.5, 1.75, 240.0)?;
        assert!((eoq_cost(15.5, 1.75, 240.0, best.quantity)? - best.cost).abs() < 1e-12 * best.cost);
        let waiting = eoq_backorders(15.5, 1.75, 9.0, 240.0)?;
        let at = |q: f64, x: f64| eoq_backorders_cost(15.5, 1.75, 9.0, 240.0, q, x);
        assert!((at(waiting.quantity, waiting.stockout_fraction)? - waiting.cost).abs() < 1e-12 * waiting.cost);
        let made = epq(15.5, 1.75, 240.0, 250.0)?;
        for factor in [0.5, 0.9, 0.999, 1.001, 1.1, 2.0] {
            assert!(eoq_cost(15.5, 1.75, 240.0, factor * best.quantity)? > best.cost);
            assert!(at(factor * waiting.quantity, waiting.stockout_fraction)? > waiting.cost);
            assert!(at(waiting.quantity, factor * waiting.stockout_fraction)? > waiting.cost);
            assert!(epq_cost(15.5, 1.75, 240.0, 250.0, factor * made.quantity)? > made.cost);
        }
        Ok(())
    }

    #[test]
    fn free_orders_and_no_demand_need_no_lot() -> Result<(), Trouble> {
        assert_eq!(eoq(0.0, 1.0, 100.0)?, Lot { quantity: 0.0, cost: 0.0 });
        assert_eq!(eoq(5.0, 1.0, 0.0)?, Lot { quantity: 0.0, cost: 0.0 });
        Ok(())
    }

    #[test]
    fn what_is_not_allowed_is_named() {
        let message = |r: Result<Lot, Trouble>| r.expect_err("must be refused").en;
        assert!(message(eoq(-1.0, 1.0, 1.0)).starts_with("K is -1:"));
        assert!(message(eoq(1.0, f64::NAN, 1.0)).starts_with("h is NaN:"));
        assert!(message(eoq(1.0, 1.0, f64::INFINITY)).starts_with("demand_rate is inf:"));
        assert!(message(epq(1.0, 1.0, 7.0, 7.0)).starts_with("production_rate is 7:"));
        assert!(eoq_backorders(1.0, 1.0, 0.0, 1.0).is_err());
        assert!(eoq_cost(1.0, 1.0, 1.0, 0.0).is_err());
        assert!(eoq_backorders_cost(1.0, 1.0, 1.0, 1.0, 1.0, 1.5).is_err());
    }
}
