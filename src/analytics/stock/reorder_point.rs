//! The (r,Q) policy for Poisson demand: watch the stock all the time, and at r order Q. Exact.
//!
//! Inventory position moves evenly over r+1 … r+Q, and what is there after the lead time is that
//! position less the lead-time demand, so the cost is g(r,Q) = (Kλ + Σ G(y))/Q with the newsvendor
//! cost G (Snyder and Shen, 5.48). Normal demand is in [`super::reorder_point_normal`].

use super::allowed::{finite, not_negative, positive, within};
use super::demand::{DiscreteDemand, LARGEST_MEAN};
use super::newsvendor::check_costs;
use crate::base::Trouble;
use crate::trouble;

/// Longest lead time, in units of time.
pub(super) const LONGEST_LEAD_TIME: f64 = 1e6;
/// Largest whole order; the search for it takes one step a unit.
const LARGEST_ORDER: i64 = 10_000_000;

/// An (r,Q) policy in whole units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WholeReorder {
    /// r: order when the position falls to it.
    pub reorder: i64,
    /// Q, units an order.
    pub quantity: i64,
    /// Money a unit of time.
    pub cost: f64,
}

/// Costs and Poisson demand of a shop that watches its stock all the time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PoissonShop {
    /// Money a unit and unit of time in stock.
    pub h: f64,
    /// Money a unit and unit of time backordered.
    pub p: f64,
    /// Money an order.
    pub k: f64,
    /// λ, units a unit of time.
    pub rate: f64,
    /// L, units of time; λL at most 1e6.
    pub lead_time: f64,
}

/// The best (r,Q) for Poisson demand, exactly (Federgruen and Zheng 1992).
///
/// The best Q positions are the Q cheapest ones, which lie side by side because G falls and then rises. Each
/// next cheapest is taken in as long as it costs less than the average so far.
///
/// ```
/// use emporium::analytics::stock::reorder_point::{PoissonShop, rq_poisson};
/// let shop = PoissonShop { h: 20.0, p: 150.0, k: 100.0, rate: 1.5, lead_time: 2.0 };
/// let best = rq_poisson(&shop)?;
/// assert_eq!((best.reorder, best.quantity), (3, 5));
/// assert!((best.cost - 107.9236).abs() < 1e-4);
/// # Ok::<(), emporium::base::Trouble>(())
/// ```
pub fn rq_poisson(shop: &PoissonShop) -> Result<WholeReorder, Trouble> {
    let demand = shop.lead_time_demand()?;
    let g = |y: i64| demand.cost(shop.h, shop.p, y);
    let top = demand.best_level(shop.h, shop.p);
    let (mut reorder, mut last) = (top - 1, top);
    let mut sum = shop.k * shop.rate + g(top);
    loop {
        let quantity = last - reorder;
        let average = sum / quantity as f64;
        let (below, above) = (g(reorder), g(last + 1));
        let next = f64::min(below, above);
        if next >= average {
            return Ok(WholeReorder { reorder, quantity, cost: average });
        }
        if quantity >= LARGEST_ORDER {
            return Err(too_large(quantity));
        }
        sum += next;
        if below < above {
            reorder -= 1;
        } else {
            last += 1;
        }
    }
}

/// The cost of any whole (r,Q) under Poisson demand (Snyder and Shen, 5.48).
///
/// ```
/// use emporium::analytics::stock::reorder_point::{PoissonShop, rq_poisson_cost};
/// let shop = PoissonShop { h: 20.0, p: 150.0, k: 100.0, rate: 1.5, lead_time: 2.0 };
/// assert!((rq_poisson_cost(&shop, 4, 5)? - 117.1160).abs() < 1e-4);
/// # Ok::<(), emporium::base::Trouble>(())
/// ```
pub fn rq_poisson_cost(shop: &PoissonShop, reorder: i64, quantity: i64) -> Result<f64, Trouble> {
    let demand = shop.lead_time_demand()?;
    finite("r", reorder as f64)?;
    if !(1..=LARGEST_ORDER).contains(&quantity) {
        return Err(too_large(quantity));
    }
    let sum: f64 = (reorder + 1..=reorder + quantity).map(|y| demand.cost(shop.h, shop.p, y)).sum();
    Ok((shop.k * shop.rate + sum) / quantity as f64)
}

impl PoissonShop {
    fn lead_time_demand(&self) -> Result<DiscreteDemand, Trouble> {
        check_costs(self.h, self.p)?;
        not_negative("K", self.k)?;
        positive("rate", self.rate)?;
        within("lead_time", self.lead_time, 0.0, LONGEST_LEAD_TIME)?;
        let (rate, together) = (self.rate, self.rate * self.lead_time);
        if together > LARGEST_MEAN {
            return Err(trouble!(
                "rate is {rate}: allowed is at most {LARGEST_MEAN} units over the lead time, and this is {together}",
                "rate 为 {rate}：提前期内需求不得超过 {LARGEST_MEAN}，现为 {together}"
            ));
        }
        DiscreteDemand::poisson(together)
    }
}

fn too_large(quantity: i64) -> Trouble {
    trouble!(
        "Q is {quantity} or more: allowed are 1 to {LARGEST_ORDER} units; count in larger units",
        "Q 达到 {quantity}：须为 1 至 {LARGEST_ORDER}，请改用更大的计量单位"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHOP: PoissonShop = PoissonShop { h: 2.0, p: 40.0, k: 10.0, rate: 10.0, lead_time: 0.5 };

    #[test]
    fn no_pair_nearby_is_cheaper() -> Result<(), Trouble> {
        for (k, p, lead_time) in [(10.0, 40.0, 0.5), (0.0, 40.0, 0.5), (300.0, 3.0, 2.0), (1.0, 1e6, 0.0)] {
            let shop = PoissonShop { k, p, lead_time, ..SHOP };
            let best = rq_poisson(&shop)?;
            assert!((rq_poisson_cost(&shop, best.reorder, best.quantity)? - best.cost).abs() < 1e-9 * best.cost);
            for reorder in best.reorder - 8..best.reorder + 8 {
                for quantity in i64::max(1, best.quantity - 8)..best.quantity + 8 {
                    let cost = rq_poisson_cost(&shop, reorder, quantity)?;
                    assert!(cost >= best.cost * (1.0 - 1e-12), "{shop:?}: ({reorder}, {quantity})");
                }
            }
        }
        Ok(())
    }

    #[test]
    fn what_is_not_allowed_is_named() {
        let refused = |shop: PoissonShop| rq_poisson(&shop).expect_err("must be refused").en;
        assert!(refused(PoissonShop { lead_time: 1e6, ..SHOP }).starts_with("rate is 10:"));
        assert!(refused(PoissonShop { k: 1e12, h: 1e-9, ..SHOP }).starts_with("Q is 10000000 or more"));
        assert!(rq_poisson_cost(&SHOP, 3, 0).is_err());
    }
}
