//! The (r,Q) policy for normal demand: three approximations of the textbook, and the exact cost.
//!
//! Inventory position moves evenly over r … r+Q, and what is there after the lead time is that position
//! less the lead-time demand, so the exact cost is g(r,Q) = (Kλ + ∫G(y)dy)/Q with the newsvendor cost G
//! (Snyder and Shen, 5.7).

use super::allowed::{finite, positive, within};
use super::eoq::{eoq, eoq_backorders};
use super::newsvendor::{check_costs, critical_z};
use super::normal_loss::{normal_cost, standard_loss, standard_second_loss};
use super::reorder_point::LONGEST_LEAD_TIME;
use crate::base::Trouble;
use crate::base::special::normal_quantile;
use crate::trouble;

/// An (r,Q) policy that need not be whole.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reorder {
    /// r: order when the position falls to it.
    pub reorder: f64,
    /// Q, units an order.
    pub quantity: f64,
    /// Money a unit of time.
    pub cost: f64,
}

/// Costs and normal demand of a shop that watches its stock all the time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NormalShop {
    /// Money a unit and unit of time in stock.
    pub h: f64,
    /// Money a unit and unit of time backordered; for [`rq_eil`], money a unit backordered, however long.
    pub p: f64,
    /// Money an order, above 0.
    pub k: f64,
    /// λ, mean demand of a unit of time.
    pub mean: f64,
    /// Standard deviation of the demand of a unit of time.
    pub sd: f64,
    /// L, units of time, above 0.
    pub lead_time: f64,
}

/// The expected-inventory-level approximation (Whitin 1953; Hadley and Whitin 1963; Snyder and Shen,
/// algorithm 5.1): stock between orders falls in a straight line, and a unit short costs p once.
/// r = F⁻¹(1 − Qh/(pλ)) and Q = √(2λ(K + p·n(r))/h) in turn, from the EOQ upwards until neither moves. The
/// cost is the approximate one, [`rq_eil_cost`].
///
/// ```
/// use emporium::analytics::stock::reorder_point_normal::{NormalShop, rq_eil};
/// let shop = NormalShop { h: 0.225, p: 7.5, k: 8.0, mean: 1300.0, sd: 150.0, lead_time: 1.0 / 12.0 };
/// let policy = rq_eil(&shop)?;
/// assert!((policy.reorder - 213.9704).abs() < 1e-3);
/// assert!((policy.quantity - 318.5902).abs() < 1e-3);
/// assert!((policy.cost - 95.4511).abs() < 1e-4);
/// # Ok::<(), emporium::base::Trouble>(())
/// ```
pub fn rq_eil(shop: &NormalShop) -> Result<Reorder, Trouble> {
    let (mean, sd) = shop.lead_time_demand()?;
    let mut quantity = eoq(shop.k, shop.h, shop.mean)?.quantity;
    for _ in 0..100_000 {
        let short = quantity * shop.h / (shop.p * shop.mean);
        if short >= 1.0 {
            break;
        }
        let z = -normal_quantile(short);
        let backorders = sd * standard_loss(z);
        let next = f64::sqrt(2.0 * shop.mean * (shop.k + shop.p * backorders) / shop.h);
        if (next - quantity).abs() <= 1e-13 * quantity {
            let reorder = mean + sd * z;
            return Ok(Reorder { reorder, quantity: next, cost: rq_eil_cost(shop, reorder, next)? });
        }
        quantity = next;
    }
    let p = shop.p;
    Err(trouble!(
        "p is {p}: being short is so cheap here that this approximation has no reorder point; allowed is a larger p",
        "p 为 {p}：缺货过于便宜，该近似法没有再订货点，须取更大的 p"
    ))
}

/// The approximate cost that [`rq_eil`] minimises (Snyder and Shen, 5.16):
/// g(r,Q) = h(r − λL + Q/2) + Kλ/Q + pλ·n(r)/Q.
///
/// ```
/// use emporium::analytics::stock::reorder_point_normal::{NormalShop, rq_eil_cost};
/// let shop = NormalShop { h: 1.0, p: 10.0, k: 50.0, mean: 100.0, sd: 1.0, lead_time: 1.0 };
/// // Twenty deviations of safety stock: 70 units at one money, an order of 50 each unit of time.
/// assert!((rq_eil_cost(&shop, 120.0, 100.0)? - 120.0).abs() < 1e-9);
/// # Ok::<(), emporium::base::Trouble>(())
/// ```
pub fn rq_eil_cost(shop: &NormalShop, reorder: f64, quantity: f64) -> Result<f64, Trouble> {
    let (mean, sd) = shop.lead_time_demand()?;
    finite("r", reorder)?;
    positive("Q", quantity)?;
    let backorders = sd * standard_loss((reorder - mean) / sd);
    Ok(shop.h * (reorder - mean + quantity / 2.0) + shop.mean * (shop.k + shop.p * backorders) / quantity)
}

/// Order the EOQ with backorders, and from the r that is best for it, where G(r) = G(r+Q) (Zheng 1992;
/// Snyder and Shen, 3.27 and 5.9). The cost is exact, [`rq_normal_cost`].
///
/// ```
/// use emporium::analytics::stock::reorder_point_normal::{NormalShop, rq_eoqb};
/// let shop = NormalShop { h: 0.225, p: 7.5, k: 8.0, mean: 1300.0, sd: 150.0, lead_time: 1.0 / 12.0 };
/// let policy = rq_eoqb(&shop)?;
/// assert!((policy.reorder - 128.6378).abs() < 1e-3);
/// assert!((policy.quantity - 308.5738).abs() < 1e-3);
/// assert!((policy.cost - 78.2024).abs() < 1e-4);
/// # Ok::<(), emporium::base::Trouble>(())
/// ```
pub fn rq_eoqb(shop: &NormalShop) -> Result<Reorder, Trouble> {
    let (mean, sd) = shop.lead_time_demand()?;
    let quantity = eoq_backorders(shop.k, shop.h, shop.p, shop.mean)?.quantity;
    let g = |y: f64| normal_cost(shop.h, shop.p, mean, sd, y);
    // G falls up to its minimum and rises from there, so the pair of equal height straddles it.
    let mut high = mean + sd * critical_z(shop.h, shop.p);
    let mut low = high - quantity;
    loop {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            return Ok(Reorder { reorder: middle, quantity, cost: rq_normal_cost(shop, middle, quantity)? });
        }
        if g(middle) > g(middle + quantity) {
            low = middle;
        } else {
            high = middle;
        }
    }
}

/// Order the EOQ, and reorder at the newsvendor level, r = λL + σ√L·Φ⁻¹(p/(p+h)) (Snyder and Shen, 3.4
/// and 5.21). The cost is exact, [`rq_normal_cost`].
///
/// ```
/// use emporium::analytics::stock::reorder_point_normal::{NormalShop, rq_eoqss};
/// let shop = NormalShop { h: 0.225, p: 7.5, k: 8.0, mean: 1300.0, sd: 150.0, lead_time: 1.0 / 12.0 };
/// let policy = rq_eoqss(&shop)?;
/// assert!((policy.reorder - 190.3370).abs() < 1e-3);
/// assert!((policy.quantity - 304.0468).abs() < 1e-3);
/// assert!((policy.cost - 87.0484).abs() < 1e-4);
/// # Ok::<(), emporium::base::Trouble>(())
/// ```
pub fn rq_eoqss(shop: &NormalShop) -> Result<Reorder, Trouble> {
    let (mean, sd) = shop.lead_time_demand()?;
    let quantity = eoq(shop.k, shop.h, shop.mean)?.quantity;
    let reorder = mean + sd * critical_z(shop.h, shop.p);
    Ok(Reorder { reorder, quantity, cost: rq_normal_cost(shop, reorder, quantity)? })
}

/// The exact cost of any (r,Q) under normal demand, g(r,Q) = (Kλ + ∫G(y)dy)/Q over r … r+Q (Snyder and
/// Shen, 5.7). The integral is a difference of second losses, so nothing is integrated numerically.
///
/// ```
/// use emporium::analytics::stock::reorder_point_normal::{NormalShop, rq_normal_cost};
/// let shop = NormalShop { h: 1.0, p: 10.0, k: 50.0, mean: 100.0, sd: 1.0, lead_time: 1.0 };
/// // Twenty deviations of safety stock: 70 units at one money, an order of 50 each unit of time.
/// assert!((rq_normal_cost(&shop, 120.0, 100.0)? - 120.0).abs() < 1e-9);
/// # Ok::<(), emporium::base::Trouble>(())
/// ```
pub fn rq_normal_cost(shop: &NormalShop, reorder: f64, quantity: f64) -> Result<f64, Trouble> {
    let (mean, sd) = shop.lead_time_demand()?;
    finite("r", reorder)?;
    positive("Q", quantity)?;
    let (low, high) = ((reorder - mean) / sd, (reorder + quantity - mean) / sd);
    let left = standard_second_loss(-high) - standard_second_loss(-low);
    let short = standard_second_loss(low) - standard_second_loss(high);
    Ok((shop.k * shop.mean + sd * sd * (shop.h * left + shop.p * short)) / quantity)
}

impl NormalShop {
    /// Mean and standard deviation of the demand of a lead time.
    fn lead_time_demand(&self) -> Result<(f64, f64), Trouble> {
        check_costs(self.h, self.p)?;
        positive("K", self.k)?;
        positive("mean", self.mean)?;
        positive("sd", self.sd)?;
        positive("lead_time", self.lead_time)?;
        within("lead_time", self.lead_time, 0.0, LONGEST_LEAD_TIME)?;
        Ok((self.mean * self.lead_time, self.sd * f64::sqrt(self.lead_time)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NORMAL: NormalShop = NormalShop { h: 1.0, p: 15.0, k: 100.0, mean: 1000.0, sd: 200.0, lead_time: 0.5 };

    #[test]
    fn the_exact_cost_is_the_integral() -> Result<(), Trouble> {
        for (reorder, quantity) in [(567.8, 461.9), (100.0, 50.0), (900.0, 3.0), (-400.0, 2000.0)] {
            let (mean, sd) = NORMAL.lead_time_demand()?;
            let steps = 20_000;
            let width = quantity / steps as f64;
            let sum: f64 = (0..steps)
                .map(|i| normal_cost(NORMAL.h, NORMAL.p, mean, sd, reorder + (i as f64 + 0.5) * width) * width)
                .sum();
            let expected = (NORMAL.k * NORMAL.mean + sum) / quantity;
            let got = rq_normal_cost(&NORMAL, reorder, quantity)?;
            assert!((got - expected).abs() < 1e-7 * expected, "({reorder}, {quantity}): {got}, not {expected}");
        }
        Ok(())
    }

    #[test]
    fn approximations_are_best_where_they_claim_to_be() -> Result<(), Trouble> {
        let eil = rq_eil(&NORMAL)?;
        let eoqb = rq_eoqb(&NORMAL)?;
        for step in [-0.5, 0.5] {
            assert!(rq_eil_cost(&NORMAL, eil.reorder + step, eil.quantity)? > eil.cost);
            assert!(rq_eil_cost(&NORMAL, eil.reorder, eil.quantity + step)? > eil.cost);
            assert!(rq_normal_cost(&NORMAL, eoqb.reorder + step, eoqb.quantity)? > eoqb.cost);
        }
        Ok(())
    }

    #[test]
    fn what_is_not_allowed_is_named() {
        let refused = |shop: NormalShop| rq_eil(&shop).expect_err("must be refused").en;
        assert!(refused(NormalShop { sd: 0.0, ..NORMAL }).starts_with("sd is 0:"));
        assert!(refused(NormalShop { lead_time: f64::NAN, ..NORMAL }).starts_with("lead_time is NaN:"));
        assert!(refused(NormalShop { p: 0.01, ..NORMAL }).starts_with("p is 0.01: being short is so cheap"));
    }
}
