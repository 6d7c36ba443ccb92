//! The economic order quantity when larger orders are cheaper: all-units and incremental discounts.
//!
//! Snyder and Shen, section 3.4; Hadley and Whitin (1963). Region j holds the orders from breakpoint b_j
//! up to, not including, b_{j+1}, at the unit cost c_j; holding costs the rate i of a unit's cost, i·c_j.
//! Costs are money a year and include the purchase.

use super::allowed::{not_negative, positive};
use crate::base::Trouble;
use crate::trouble;

/// How much to order, in which region of the price list, and what that costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DiscountLot {
    /// Units an order.
    pub quantity: f64,
    /// Index of the region, from 0.
    pub region: usize,
    /// Money a unit of time, purchase included.
    pub cost: f64,
}

/// What a discount formula is told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PriceList<'a> {
    /// K, money an order.
    pub k: f64,
    /// i, share of a unit's cost that a year in stock costs.
    pub holding_rate: f64,
    /// λ, units a year.
    pub demand_rate: f64,
    /// b_0 = 0 < b_1 < b_2 …, units.
    pub breakpoints: &'a [f64],
    /// c_0 ≥ c_1 ≥ c_2 …, money a unit.
    pub unit_costs: &'a [f64],
}

/// The best order when the unit cost of its region holds for **all** its units.
///
/// In each region g_j(Q) = c_jλ + Kλ/Q + i·c_j·Q/2 (Snyder and Shen, 3.18) is least at √(2Kλ/(i·c_j)), or
/// where that is too small, at the region's breakpoint.
///
/// ```
/// use emporium::analytics::stock::discounts::{PriceList, all_units_discount};
/// let list = PriceList {
///     k: 8.0,
///     holding_rate: 0.3,
///     demand_rate: 1300.0,
///     breakpoints: &[0.0, 400.0, 800.0],
///     unit_costs: &[0.75, 0.72, 0.68],
/// };
/// let lot = all_units_discount(&list)?;
/// assert_eq!((lot.quantity, lot.region), (800.0, 2));
/// assert!((lot.cost - 978.6).abs() < 1e-9);
/// # Ok::<(), emporium::base::Trouble>(())
/// ```
pub fn all_units_discount(list: &PriceList) -> Result<DiscountLot, Trouble> {
    list.check()?;
    Ok(list.cheapest(&vec![0.0; list.breakpoints.len()]))
}

/// The cost of ordering `quantity` units each time under an all-units discount.
///
/// ```
/// use emporium::analytics::stock::discounts::{PriceList, all_units_discount_cost};
/// let list = PriceList {
///     k: 8.0,
///     holding_rate: 0.3,
///     demand_rate: 1300.0,
///     breakpoints: &[0.0, 400.0],
///     unit_costs: &[0.75, 0.72],
/// };
/// // 400 units cost 0.72 each: 936 for the goods, 26 for ordering, 43.2 for holding.
/// assert!((all_units_discount_cost(&list, 400.0)? - 1005.2).abs() < 1e-9);
/// # Ok::<(), emporium::base::Trouble>(())
/// ```
pub fn all_units_discount_cost(list: &PriceList, quantity: f64) -> Result<f64, Trouble> {
    list.check()?;
    positive("Q", quantity)?;
    Ok(list.cost(list.region(quantity), 0.0, quantity))
}

/// The best order when each unit costs what **its** region says, the first ones more than the last.
///
/// An order in region j costs c_jQ plus the c̄_j = Σ_{i<j} c_i(b_{i+1} − b_i) − c_jb_j that its first units
/// cost more, so g_j(Q) = c_jλ + i·c̄_j/2 + (K + c̄_j)λ/Q + i·c_j·Q/2 (Snyder and Shen, 3.20–3.22), least at
/// √(2(K + c̄_j)λ/(i·c_j)). The price falls at every breakpoint, so no breakpoint itself is best.
///
/// ```
/// use emporium::analytics::stock::discounts::{PriceList, incremental_discount};
/// let list = PriceList {
///     k: 20.0,
///     holding_rate: 0.25,
///     demand_rate: 520.0,
///     breakpoints: &[0.0, 50.0, 200.0],
///     unit_costs: &[4.0, 3.9, 3.5],
/// };
/// let lot = incremental_discount(&list)?;
/// assert_eq!(lot.region, 2);
/// assert!((lot.quantity - 353.2704).abs() < 1e-4);
/// assert!((lot.cost - 2139.7366).abs() < 1e-4);
/// # Ok::<(), emporium::base::Trouble>(())
/// ```
pub fn incremental_discount(list: &PriceList) -> Result<DiscountLot, Trouble> {
    list.check()?;
    Ok(list.cheapest(&list.extra_costs()))
}

/// The cost of ordering `quantity` units each time under an incremental discount.
///
/// ```
/// use emporium::analytics::stock::discounts::{PriceList, incremental_discount_cost};
/// let list = PriceList {
///     k: 8.0,
///     holding_rate: 0.3,
///     demand_rate: 1300.0,
///     breakpoints: &[0.0, 400.0],
///     unit_costs: &[0.75, 0.70],
/// };
/// // 500 units cost 300 + 70, 0.74 each: 962 for the goods, 20.8 for ordering, 55.5 for holding.
/// assert!((incremental_discount_cost(&list, 500.0)? - 1038.3).abs() < 1e-9);
/// # Ok::<(), emporium::base::Trouble>(())
/// ```
pub fn incremental_discount_cost(list: &PriceList, quantity: f64) -> Result<f64, Trouble> {
    list.check()?;
    positive("Q", quantity)?;
    let region = list.region(quantity);
    Ok(list.cost(region, list.extra_costs()[region], quantity))
}

impl PriceList<'_> {
    /// The region that an order of this size falls into.
    pub fn region(&self, quantity: f64) -> usize {
        self.breakpoints.partition_point(|&b| b <= quantity).saturating_sub(1)
    }

    /// The best order, where those in region j pay `extra[j]` more than c_jQ. Ties go to the smaller order.
    fn cheapest(&self, extra: &[f64]) -> DiscountLot {
        let mut best = DiscountLot { quantity: 0.0, region: 0, cost: f64::INFINITY };
        for (region, &extra) in extra.iter().enumerate() {
            let holding = self.holding_rate * self.unit_costs[region];
            let wanted = f64::sqrt(2.0 * (self.k + extra) * self.demand_rate / holding);
            let quantity = f64::max(wanted, self.breakpoints[region]);
            let end = self.breakpoints.get(region + 1).copied().unwrap_or(f64::INFINITY);
            let cost = self.cost(region, extra, quantity);
            if quantity < end && cost < best.cost {
                best = DiscountLot { quantity, region, cost };
            }
        }
        best
    }

    /// Purchase, ordering and holding a year by the terms of one region.
    fn cost(&self, region: usize, extra: f64, quantity: f64) -> f64 {
        let unit_cost = self.unit_costs[region];
        let each_order = (self.k + extra) * self.demand_rate;
        // Free orders may be as small as one likes, and cost nothing however many there are.
        let ordering = if each_order == 0.0 { 0.0 } else { each_order / quantity };
        unit_cost * self.demand_rate + ordering + self.holding_rate * (extra + unit_cost * quantity) / 2.0
    }

    /// c̄_j of every region: what its first units cost more than c_j.
    fn extra_costs(&self) -> Vec<f64> {
        let mut extra = vec![0.0; self.breakpoints.len()];
        for j in 1..extra.len() {
            extra[j] = extra[j - 1] + (self.unit_costs[j - 1] - self.unit_costs[j]) * self.breakpoints[j];
        }
        extra
    }

    fn check(&self) -> Result<(), Trouble> {
        not_negative("K", self.k)?;
        positive("holding_rate", self.holding_rate)?;
        not_negative("demand_rate", self.demand_rate)?;
        let (regions, prices) = (self.breakpoints.len(), self.unit_costs.len());
        if regions == 0 || self.breakpoints[0] != 0.0 {
            return Err(trouble!(
                "breakpoints do not start with 0: allowed is a rising list from 0",
                "breakpoints 未从 0 开始：须为从 0 起递增的列表"
            ));
        }
        if prices != regions {
            return Err(trouble!(
                "unit_costs has {prices} entries: allowed is one for each of the {regions} breakpoints",
                "unit_costs 有 {prices} 项：须与 {regions} 个 breakpoints 一一对应"
            ));
        }
        for j in 0..regions {
            positive(&format!("unit_costs[{j}]"), self.unit_costs[j])?;
            not_negative(&format!("breakpoints[{j}]"), self.breakpoints[j])?;
        }
        self.check_order()
    }

    fn check_order(&self) -> Result<(), Trouble> {
        for j in 1..self.breakpoints.len() {
            let (last, b, dear, c) =
                (self.breakpoints[j - 1], self.breakpoints[j], self.unit_costs[j - 1], self.unit_costs[j]);
            if b <= last {
                return Err(trouble!(
                    "breakpoints[{j}] is {b}: allowed is more than the one before, which is {last}",
                    "breakpoints[{j}] 为 {b}：须大于前一项（{last}）"
                ));
            }
            if c > dear {
                return Err(trouble!(
                    "unit_costs[{j}] is {c}: allowed is at most the one before, which is {dear}",
                    "unit_costs[{j}] 为 {c}：不得大于前一项（{dear}）"
                ));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: PriceList = PriceList {
        k: 45.0,
        holding_rate: 0.22,
        demand_rate: 900.0,
        breakpoints: &[0.0, 120.0, 500.0, 900.0],
        unit_costs: &[12.0, 11.9, 11.5, 11.45],
    };

    #[test]
    fn no_order_on_a_fine_grid_is_cheaper() -> Result<(), Trouble> {
        for k in [0.5, 5.0, 45.0, 400.0, 3000.0] {
            let list = PriceList { k, ..LIST };
            let (all, step) = (all_units_discount(&list)?, incremental_discount(&list)?);
            assert!((all_units_discount_cost(&list, all.quantity)? - all.cost).abs() < 1e-9);
            assert!((incremental_discount_cost(&list, step.quantity)? - step.cost).abs() < 1e-9);
            assert_eq!((list.region(all.quantity), list.region(step.quantity)), (all.region, step.region));
            for i in 1..6000 {
                let quantity = i as f64 * 0.5;
                assert!(all_units_discount_cost(&list, quantity)? >= all.cost - 1e-9, "{k}, {quantity}");
                assert!(incremental_discount_cost(&list, quantity)? >= step.cost - 1e-9, "{k}, {quantity}");
            }
        }
        Ok(())
    }

    #[test]
    fn one_region_is_the_plain_eoq() -> Result<(), Trouble> {
        let list = PriceList { breakpoints: &[0.0], unit_costs: &[12.0], ..LIST };
        let plain = super::super::eoq::eoq(list.k, 0.22 * 12.0, list.demand_rate)?;
        for lot in [all_units_discount(&list)?, incremental_discount(&list)?] {
            assert!((lot.quantity - plain.quantity).abs() < 1e-9);
            assert!((lot.cost - plain.cost - 12.0 * 900.0).abs() < 1e-9);
        }
        Ok(())
    }

    #[test]
    fn free_orders_take_a_discount_only_if_holding_it_is_cheaper() -> Result<(), Trouble> {
        let slow = all_units_discount(&PriceList { k: 0.0, ..LIST })?;
        assert_eq!((slow.quantity, slow.region, slow.cost), (0.0, 0, 10_800.0));
        let fast = all_units_discount(&PriceList { k: 0.0, demand_rate: 9000.0, ..LIST })?;
        assert_eq!((fast.quantity, fast.region), (500.0, 2));
        let lot = incremental_discount(&PriceList { k: 0.0, demand_rate: 0.0, ..LIST })?;
        assert_eq!((lot.quantity, lot.cost), (0.0, 0.0));
        Ok(())
    }

    #[test]
    fn what_is_not_allowed_is_named() {
        let message = |list: PriceList| all_units_discount(&list).expect_err("must be refused").en;
        assert!(message(PriceList { breakpoints: &[], unit_costs: &[], ..LIST }).starts_with("breakpoints"));
        assert!(message(PriceList { breakpoints: &[1.0], unit_costs: &[2.0], ..LIST }).starts_with("breakpoints"));
        assert!(message(PriceList { unit_costs: &[1.0], ..LIST }).starts_with("unit_costs has 1"));
        let twice = PriceList { breakpoints: &[0.0, 5.0, 5.0], unit_costs: &[3.0, 2.0, 1.0], ..LIST };
        assert!(message(twice).starts_with("breakpoints[2] is 5:"));
        let rising = PriceList { breakpoints: &[0.0, 5.0], unit_costs: &[3.0, 4.0], ..LIST };
        assert!(message(rising).starts_with("unit_costs[1] is 4:"));
        assert!(message(PriceList { holding_rate: f64::NAN, ..LIST }).starts_with("holding_rate is NaN:"));
    }
}
