//! The (s,S) policy: look once a period, and where the position is at s or below, order up to S.
//!
//! Optimal where an order has a fixed cost (Scarf 1960). A period: look and order, the order of L periods
//! ago arrives, demand, unmet demand waits. Exact cost and best pair after Zheng and Federgruen (1991);
//! Snyder and Shen, section 4.4. G(y) is the cost of the demand of L + 1 periods at position y.

use super::allowed::{finite, not_negative, positive, within};
use super::demand::DiscreteDemand;
use super::newsvendor::check_costs;
use crate::base::Trouble;
use crate::trouble;
use libm::pow;

/// Largest S − s. The search takes the square of it, two or three seconds at the limit.
const LARGEST_GAP: i64 = 50_000;
/// Longest lead time, in periods.
pub const LONGEST_LEAD_TIME: u32 = 10_000;

/// An (s,S) policy in whole units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WholeSs {
    /// s: order when the position is here or lower.
    pub reorder: i64,
    /// S: up to here.
    pub up_to: i64,
    /// Money a period.
    pub cost: f64,
}

/// What an (s,S) policy is judged on.
#[derive(Clone, Debug, PartialEq)]
pub struct SsShop {
    /// Money a unit and period in stock.
    pub h: f64,
    /// Money a unit and period backordered.
    pub p: f64,
    /// Money an order.
    pub k: f64,
    /// Demand of one period.
    pub demand: DiscreteDemand,
    /// L, periods.
    pub lead_time: u32,
}

/// The (s,S) of the least average cost, exactly (Zheng and Federgruen 1991; Snyder and Shen, algorithm 4.2).
///
/// ```
/// use emporium::analytics::stock::{DiscreteDemand, s_s::{SsShop, s_s_best}};
/// let demand = DiscreteDemand::poisson(6.0)?;
/// let best = s_s_best(&SsShop { h: 1.0, p: 4.0, k: 5.0, demand, lead_time: 0 })?;
/// assert_eq!((best.reorder, best.up_to), (4, 10));
/// assert!((best.cost - 8.0341).abs() < 1e-4);
/// # Ok::<(), emporium::base::Trouble>(())
/// ```
pub fn s_s_best(shop: &SsShop) -> Result<WholeSs, Trouble> {
    let mut chain = Chain::new(shop)?;
    let lowest = chain.ahead.best_level(shop.h, shop.p);
    let mut best = chain.best_below(lowest)?;
    chain.floor = best.reorder;
    let mut up_to = lowest + 1;
    // An S whose own G is above the best average cannot be part of a better policy.
    while chain.g(up_to) <= best.cost {
        let cost = chain.cost(best.reorder, up_to)?;
        if cost < best.cost {
            best = WholeSs { up_to, cost, ..best };
            while best.reorder + 1 < lowest && best.cost <= chain.g(best.reorder + 1) {
                best.reorder += 1;
                best.cost = chain.cost(best.reorder, up_to)?;
            }
        }
        up_to += 1;
    }
    Ok(best)
}

/// The exact average cost of any (s,S), K and every visited G(y) over the mean length of a cycle:
/// (K + Σ m(j)·G(S−j)) / Σ m(j) over j = 0 … S−s−1 (Snyder and Shen, 4.71–4.75).
///
/// ```
/// use emporium::analytics::stock::{DiscreteDemand, s_s::{SsShop, s_s_cost}};
/// // One unit is sold each period: (0,2) orders every other period and holds one unit in between.
/// let demand = DiscreteDemand::from_pmf(&[0.0, 1.0])?;
/// let shop = SsShop { h: 1.0, p: 9.0, k: 6.0, demand, lead_time: 0 };
/// assert_eq!(s_s_cost(&shop, 0, 2)?, (6.0 + 1.0 + 0.0) / 2.0);
/// # Ok::<(), emporium::base::Trouble>(())
/// ```
pub fn s_s_cost(shop: &SsShop, reorder: i64, up_to: i64) -> Result<f64, Trouble> {
    finite("s", reorder as f64)?;
    finite("S", up_to as f64)?;
    if up_to <= reorder {
        return Err(trouble!(
            "S is {up_to}: allowed is more than s, which is {reorder}",
            "S 为 {up_to}：须大于 s（{reorder}）"
        ));
    }
    let mut chain = Chain::new(shop)?;
    chain.visits(up_to - reorder - 1)?;
    chain.floor = reorder;
    chain.cost(reorder, up_to)
}

/// The walk of the inventory position from S down to s.
struct Chain<'a> {
    shop: &'a SsShop,
    /// Demand of L + 1 periods.
    ahead: DiscreteDemand,
    /// m(j): the mean number of periods that the position spends at S − j in a cycle that gets there.
    visits: Vec<f64>,
    /// M(j + 1), the sum of m up to j.
    periods: Vec<f64>,
    /// G of `floor` + 1, `floor` + 2, …: tabulated, because the search reads each of them for every S.
    costs: Vec<f64>,
    floor: i64,
}

impl Chain<'_> {
    fn new(shop: &SsShop) -> Result<Chain<'_>, Trouble> {
        check_costs(shop.h, shop.p)?;
        not_negative("K", shop.k)?;
        within("lead_time", shop.lead_time as f64, 0.0, LONGEST_LEAD_TIME as f64)?;
        positive("mean demand", shop.demand.mean())?;
        let ahead =
            if shop.lead_time == 0 { shop.demand.clone() } else { shop.demand.over_periods(shop.lead_time + 1)? };
        let once = 1.0 / shop.demand.tail(0);
        Ok(Chain { shop, ahead, visits: vec![once], periods: vec![once], costs: Vec::new(), floor: 0 })
    }

    fn g(&self, y: i64) -> f64 {
        self.ahead.cost(self.shop.h, self.shop.p, y)
    }

    /// m(0) = 1/(1 − p_0), m(j) = m(0)·Σ p_l·m(j−l) over l = 1 … j, tabulated as far as it is asked for.
    fn visits(&mut self, j: i64) -> Result<f64, Trouble> {
        if j >= LARGEST_GAP {
            return Err(trouble!(
                "S − s is above {LARGEST_GAP}: allowed are at most so many units between s and S; count in larger units",
                "S − s 超过 {LARGEST_GAP}：s 与 S 之差不得更大，请改用更大的计量单位"
            ));
        }
        let (first, last) = self.shop.demand.range();
        while self.visits.len() as i64 <= j {
            let n = self.visits.len() as i64;
            let mut sum = 0.0;
            for l in i64::max(1, first)..=i64::min(n, last) {
                sum += self.shop.demand.pmf(l) * self.visits[(n - l) as usize];
            }
            let visits = self.visits[0] * sum;
            self.visits.push(visits);
            self.periods.push(self.periods[n as usize - 1] + visits);
        }
        Ok(self.visits[j as usize])
    }

    /// The average cost of a policy whose s is not below `floor`.
    fn cost(&mut self, reorder: i64, up_to: i64) -> Result<f64, Trouble> {
        let gap = (up_to - reorder) as usize;
        self.visits(gap as i64 - 1)?;
        while (self.costs.len() as i64) < up_to - self.floor {
            self.costs.push(self.g(self.floor + 1 + self.costs.len() as i64));
        }
        let from_the_top = self.costs[..(up_to - self.floor) as usize].iter().rev();
        let walk = self.visits[..gap].iter().zip(from_the_top);
        let money = walk.fold(self.shop.k, |money, (visits, cost)| money + visits * cost);
        Ok(money / self.periods[gap - 1])
    }

    /// The best s for this S, which must minimise G: each lower level is passed while it costs less than
    /// the average above it.
    fn best_below(&mut self, up_to: i64) -> Result<WholeSs, Trouble> {
        let (mut money, mut periods, mut reorder) = (self.shop.k, 0.0, up_to);
        loop {
            let visits = self.visits(up_to - reorder)?;
            money += visits * self.g(reorder);
            periods += visits;
            reorder -= 1;
            let cost = money / periods;
            if cost <= self.g(reorder) {
                return Ok(WholeSs { reorder, up_to, cost });
            }
        }
    }
}

/// An (s,S) policy that need not be whole, without its cost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ApproximateSs {
    /// s: order when the position is here or lower.
    pub reorder: f64,
    /// S: up to here.
    pub up_to: f64,
}

/// The power approximation (Ehrhardt and Mosier 1984; Snyder and Shen, 4.77–4.80), from the mean and the
/// deviation of demand alone. With μ_L and σ_L over L + 1 periods:
/// Q = 1.30·μ^0.494·(K/h)^0.506·(1 + σ_L²/μ²)^0.116, z = √(Q·h/(σ_L·p)),
/// s = 0.973μ_L + σ_L(0.183/z + 1.063 − 2.192z), S = s + Q. The paper's cap for Q below 1.5μ is left out, as
/// in the textbook.
///
/// ```
/// use emporium::analytics::stock::s_s::s_s_power_approximation;
/// let policy = s_s_power_approximation(0.18, 0.70, 2.5, 50.0, 8.0, 0.0)?;
/// assert!((policy.reorder - 40.1946).abs() < 1e-4);
/// assert!((policy.up_to - 74.2902).abs() < 1e-4);
/// # Ok::<(), emporium::base::Trouble>(())
/// ```
pub fn s_s_power_approximation(
    h: f64,
    p: f64,
    k: f64,
    mean: f64,
    sd: f64,
    lead_time: f64,
) -> Result<ApproximateSs, Trouble> {
    check_costs(h, p)?;
    positive("K", k)?;
    positive("mean", mean)?;
    positive("sd", sd)?;
    within("lead_time", lead_time, 0.0, LONGEST_LEAD_TIME as f64)?;
    let (mean_ahead, sd_ahead) = (mean * (lead_time + 1.0), sd * f64::sqrt(lead_time + 1.0));
    let variation = sd_ahead / mean;
    let quantity = 1.30 * pow(mean, 0.494) * pow(k / h, 0.506) * pow(1.0 + variation * variation, 0.116);
    let z = f64::sqrt(quantity * h / (sd_ahead * p));
    let reorder = 0.973 * mean_ahead + sd_ahead * (0.183 / z + 1.063 - 2.192 * z);
    Ok(ApproximateSs { reorder, up_to: reorder + quantity })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shop(k: f64, p: f64, demand: DiscreteDemand, lead_time: u32) -> SsShop {
        SsShop { h: 1.0, p, k, demand, lead_time }
    }

    #[test]
    fn no_pair_is_cheaper() -> Result<(), Trouble> {
        let lumpy = DiscreteDemand::from_pmf(&[0.6, 0.0, 0.0, 0.3, 0.0, 0.0, 0.0, 0.1])?;
        for demand in [DiscreteDemand::poisson(6.0)?, DiscreteDemand::poisson(0.2)?, lumpy] {
            for (k, p, lead_time) in [(0.0, 4.0, 0), (5.0, 4.0, 0), (64.0, 19.0, 2), (20.0, 0.5, 1)] {
                let shop = shop(k, p, demand.clone(), lead_time);
                let best = s_s_best(&shop)?;
                let again = s_s_cost(&shop, best.reorder, best.up_to)?;
                assert!((again - best.cost).abs() < 1e-12 * best.cost, "{again} and {}", best.cost);
                for reorder in best.reorder - 15..best.reorder + 15 {
                    for up_to in reorder + 1..best.up_to + 25 {
                        let cost = s_s_cost(&shop, reorder, up_to)?;
                        assert!(cost >= best.cost * (1.0 - 1e-12), "{k} {p} {lead_time}: ({reorder}, {up_to}) {cost}");
                    }
                }
            }
        }
        Ok(())
    }

    #[test]
    fn the_cost_is_that_of_the_chain_played_out() -> Result<(), Trouble> {
        // The stationary distribution of the position after ordering, by stepping it to rest.
        let pmf = [0.3, 0.2, 0.1, 0.4];
        let shop = shop(7.0, 5.0, DiscreteDemand::from_pmf(&pmf)?, 0);
        let (s, up_to) = (1, 6);
        let mut share = [0.2; 5];
        let mut orders = 0.0;
        for _ in 0..2000 {
            let mut next = [0.0; 5];
            orders = 0.0;
            for (i, x) in share.iter().enumerate() {
                for (d, p) in pmf.iter().enumerate() {
                    let position = s + 1 + i as i64 - d as i64;
                    if position <= s {
                        orders += x * p;
                        next[4] += x * p;
                    } else {
                        next[(position - s - 1) as usize] += x * p;
                    }
                }
            }
            share = next;
        }
        let held: f64 = (0..5).map(|i| share[i] * shop.demand.cost(1.0, 5.0, s + 1 + i as i64)).sum();
        assert!((s_s_cost(&shop, s, up_to)? - held - 7.0 * orders).abs() < 1e-12);
        Ok(())
    }

    #[test]
    fn without_a_fixed_cost_it_is_base_stock() -> Result<(), Trouble> {
        let best = s_s_best(&shop(0.0, 9.0, DiscreteDemand::poisson(5.0)?, 2))?;
        let level = super::super::base_stock_poisson(1.0, 9.0, 5.0, 2.0)?;
        assert_eq!((best.reorder, best.up_to), (level.level - 1, level.level));
        assert!((best.cost - level.value).abs() < 1e-12);
        Ok(())
    }

    #[test]
    fn what_is_not_allowed_is_named() -> Result<(), Trouble> {
        let refused = |shop: SsShop| s_s_best(&shop).expect_err("must be refused").en;
        let five = DiscreteDemand::poisson(5.0)?;
        assert!(refused(shop(-1.0, 9.0, five.clone(), 0)).starts_with("K is -1:"));
        assert!(refused(shop(1.0, f64::NAN, five.clone(), 0)).starts_with("p is NaN:"));
        assert!(refused(shop(1e12, 9.0, five.clone(), 0)).starts_with("S − s is above 50000"));
        assert!(refused(shop(1.0, 9.0, DiscreteDemand::from_pmf(&[1.0])?, 0)).starts_with("mean demand is 0:"));
        assert!(s_s_cost(&shop(1.0, 9.0, five, 0), 4, 4).is_err());
        assert!(s_s_power_approximation(1.0, 1.0, 1.0, 0.0, 1.0, 0.0).is_err());
        Ok(())
    }
}
