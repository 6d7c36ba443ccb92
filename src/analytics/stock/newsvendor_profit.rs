//! The newsvendor in its own terms: price, purchase cost, salvage; the highest expected profit.
//!
//! Snyder and Shen, section 4.3, where it is called the explicit form. It is the cost form of
//! [`super::newsvendor`] with what a unit too many and a unit too few cost, and (r − c)μ, what perfect
//! foresight would earn, above it.

use super::allowed::{finite, not_negative};
use super::newsvendor::{Level, WholeLevel, critical_z, normal_over_lead_time, poisson_over_lead_time};
use super::normal_loss::normal_cost;
use crate::base::Trouble;
use crate::base::special::normal_pdf;
use crate::trouble;

/// What a unit brings and costs, in the newsvendor's own ("explicit") terms. Money a unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Margins {
    /// r, of a unit sold.
    pub revenue: f64,
    /// c, of a unit bought.
    pub cost: f64,
    /// v, of a unit left over; below 0 where getting rid of it costs.
    pub salvage: f64,
    /// h, of keeping a unit left over.
    pub holding: f64,
    /// p, goodwill lost with a unit short.
    pub shortage: f64,
}

impl Margins {
    /// What a unit too many (c + h − v) and a unit too few (r + p − c) cost.
    fn over_and_under(&self) -> Result<(f64, f64), Trouble> {
        finite("revenue", self.revenue)?;
        finite("cost", self.cost)?;
        finite("salvage", self.salvage)?;
        not_negative("h", self.holding)?;
        not_negative("p", self.shortage)?;
        let over = self.cost + self.holding - self.salvage;
        let under = self.revenue + self.shortage - self.cost;
        if over <= 0.0 {
            let (salvage, most) = (self.salvage, self.cost + self.holding);
            return Err(trouble!(
                "salvage is {salvage}: allowed is less than cost + h, which is {most}",
                "salvage 为 {salvage}：须小于 cost + h（{most}）"
            ));
        }
        if under <= 0.0 {
            let (cost, most) = (self.cost, self.revenue + self.shortage);
            return Err(trouble!(
                "cost is {cost}: allowed is less than revenue + p, which is {most}",
                "cost 为 {cost}：须小于 revenue + p（{most}）"
            ));
        }
        Ok((over, under))
    }

    /// (r − c)μ, what perfect foresight would earn, less the cost of over- and understocking.
    fn profit(&self, mean: f64, mismatch: f64) -> f64 {
        (self.revenue - self.cost) * mean - mismatch
    }
}

/// The level of the highest expected profit for normal demand: the cost form with c + h − v for a unit too
/// many and r + p − c for one too few (Snyder and Shen, section 4.3).
///
/// ```
/// use emporium::analytics::stock::newsvendor_profit::{Margins, newsvendor_normal_profit};
/// let margins = Margins { revenue: 1.0, cost: 0.3, salvage: 0.12, holding: 0.0, shortage: 0.0 };
/// let best = newsvendor_normal_profit(&margins, 50.0, 8.0, 0.0)?;
/// assert!((best.level - 56.6040).abs() < 1e-4);
/// assert!((best.value - 33.0024).abs() < 1e-4);
/// # Ok::<(), emporium::base::Trouble>(())
/// ```
pub fn newsvendor_normal_profit(margins: &Margins, mean: f64, sd: f64, lead_time: f64) -> Result<Level, Trouble> {
    let (over, under) = margins.over_and_under()?;
    let (mean, sd) = normal_over_lead_time(mean, sd, lead_time)?;
    let z = critical_z(over, under);
    let mismatch = (over + under) * sd * normal_pdf(z);
    Ok(Level { level: mean + sd * z, value: margins.profit(mean, mismatch) })
}

/// The expected profit of any level under normal demand.
///
/// ```
/// use emporium::analytics::stock::newsvendor_profit::{Margins, newsvendor_normal_profit_at};
/// let margins = Margins { revenue: 1.0, cost: 0.3, salvage: 0.12, holding: 0.0, shortage: 0.0 };
/// assert!((newsvendor_normal_profit_at(&margins, 50.0, 8.0, 0.0, 62.264)? - 32.6012).abs() < 1e-4);
/// # Ok::<(), emporium::base::Trouble>(())
/// ```
pub fn newsvendor_normal_profit_at(
    margins: &Margins,
    mean: f64,
    sd: f64,
    lead_time: f64,
    level: f64,
) -> Result<f64, Trouble> {
    let (over, under) = margins.over_and_under()?;
    finite("S", level)?;
    let (mean, sd) = normal_over_lead_time(mean, sd, lead_time)?;
    Ok(margins.profit(mean, normal_cost(over, under, mean, sd, level)))
}

/// The whole level of the highest expected profit for Poisson demand.
///
/// ```
/// use emporium::analytics::stock::newsvendor_profit::{Margins, newsvendor_poisson_profit};
/// let margins = Margins { revenue: 1.0, cost: 0.3, salvage: 0.12, holding: 0.0, shortage: 0.0 };
/// let best = newsvendor_poisson_profit(&margins, 50.0, 0.0)?;
/// assert_eq!(best.level, 56);
/// assert!((best.value - 33.2028).abs() < 1e-4);
/// # Ok::<(), emporium::base::Trouble>(())
/// ```
pub fn newsvendor_poisson_profit(margins: &Margins, mean: f64, lead_time: f64) -> Result<WholeLevel, Trouble> {
    let (over, under) = margins.over_and_under()?;
    let demand = poisson_over_lead_time(mean, lead_time)?;
    let level = demand.best_level(over, under);
    Ok(WholeLevel { level, value: margins.profit(demand.mean(), demand.cost(over, under, level)) })
}

/// The expected profit of any whole level under Poisson demand.
///
/// ```
/// use emporium::analytics::stock::newsvendor_profit::{Margins, newsvendor_poisson_profit_at};
/// let margins = Margins { revenue: 3.0, cost: 1.0, salvage: 0.0, holding: 0.0, shortage: 0.0 };
/// // Nothing is bought, nothing earned.
/// assert!(newsvendor_poisson_profit_at(&margins, 4.0, 0.0, 0)?.abs() < 1e-12);
/// # Ok::<(), emporium::base::Trouble>(())
/// ```
pub fn newsvendor_poisson_profit_at(margins: &Margins, mean: f64, lead_time: f64, level: i64) -> Result<f64, Trouble> {
    let (over, under) = margins.over_and_under()?;
    finite("S", level as f64)?;
    let demand = poisson_over_lead_time(mean, lead_time)?;
    Ok(margins.profit(demand.mean(), demand.cost(over, under, level)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn profit_is_margin_less_mismatch() -> Result<(), Trouble> {
        let margins = Margins { revenue: 99.0, cost: 40.0, salvage: -10.0, holding: 2.0, shortage: 5.0 };
        let best = newsvendor_poisson_profit(&margins, 22.0, 1.0)?;
        assert!((newsvendor_poisson_profit_at(&margins, 22.0, 1.0, best.level)? - best.value).abs() < 1e-9);
        for other in [best.level - 1, best.level + 1] {
            assert!(newsvendor_poisson_profit_at(&margins, 22.0, 1.0, other)? < best.value);
        }
        // An empty shop loses the goodwill of everyone.
        assert!((newsvendor_poisson_profit_at(&margins, 22.0, 1.0, 0)? + 5.0 * 44.0).abs() < 1e-9);
        let normal = newsvendor_normal_profit(&margins, 22.0, 4.0, 1.0)?;
        assert!((newsvendor_normal_profit_at(&margins, 22.0, 4.0, 1.0, normal.level)? - normal.value).abs() < 1e-9);
        Ok(())
    }

    #[test]
    fn what_is_not_allowed_is_named() {
        let refused = |r: Result<Level, Trouble>| r.expect_err("must be refused").en;
        let free = Margins { revenue: 1.0, cost: 0.3, salvage: 0.3, holding: 0.0, shortage: 0.0 };
        assert!(refused(newsvendor_normal_profit(&free, 5.0, 1.0, 0.0)).starts_with("salvage is 0.3:"));
        let dear = Margins { cost: 1.0, salvage: 0.0, ..free };
        assert!(refused(newsvendor_normal_profit(&dear, 5.0, 1.0, 0.0)).starts_with("cost is 1:"));
    }
}
