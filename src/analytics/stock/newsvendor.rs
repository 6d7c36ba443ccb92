//! The newsvendor: one order before demand is known, a cost for what is left and what is missing.
//!
//! Arrow, Harris and Marschak (1951); Snyder and Shen, section 4.3. With a lead time of L periods and
//! backorders the same formula gives the base-stock level, for demand over L + 1 periods: the order must
//! last until the next one, placed a period later, has arrived. Mean × (L + 1), deviation × √(L + 1).

use super::allowed::{finite, not_negative, positive, within};
use super::demand::{DiscreteDemand, LARGEST_MEAN};
use super::normal_loss::normal_cost;
use crate::base::Trouble;
use crate::base::special::{normal_pdf, normal_quantile};
use crate::trouble;

/// Longest lead time, in periods.
const LONGEST_LEAD_TIME: f64 = 1e6;

/// A stock level that need not be whole, with its cost (or profit).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Level {
    /// Units.
    pub level: f64,
    /// Money a period: a cost, or a profit where the function says so.
    pub value: f64,
}

/// A stock level in whole units, with its cost (or profit).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WholeLevel {
    /// Units.
    pub level: i64,
    /// Money a period: a cost, or a profit where the function says so.
    pub value: f64,
}

/// The best level for normal demand, S* = μ + σΦ⁻¹(p/(p+h)), g* = (h+p)σφ(Φ⁻¹(p/(p+h)))
/// (Snyder and Shen, 4.30, 4.37).
///
/// - `h`: money a unit left over; `p`: money a unit short
/// - `mean`, `sd`: demand of one period, units
/// - `lead_time`: L ≥ 0, periods
///
/// ```
/// use emporium::analytics::stock::newsvendor::newsvendor_normal;
/// let best = newsvendor_normal(0.18, 0.7, 50.0, 8.0, 0.0)?;
/// assert!((best.level - 56.6040).abs() < 1e-4);
/// assert!((best.value - 1.9976).abs() < 1e-4);
/// # Ok::<(), emporium::base::Trouble>(())
/// ```
pub fn newsvendor_normal(h: f64, p: f64, mean: f64, sd: f64, lead_time: f64) -> Result<Level, Trouble> {
    check_costs(h, p)?;
    let (mean, sd) = normal_over_lead_time(mean, sd, lead_time)?;
    let z = critical_z(h, p);
    Ok(Level { level: mean + sd * z, value: (h + p) * sd * normal_pdf(z) })
}

/// The cost of any level under normal demand, g(S) = h·E(S − D)⁺ + p·E(D − S)⁺ (Snyder and Shen, 4.24).
///
/// ```
/// use emporium::analytics::stock::newsvendor::newsvendor_normal_cost;
/// assert!((newsvendor_normal_cost(0.18, 0.7, 50.0, 8.0, 0.0, 62.264)? - 2.3988).abs() < 1e-4);
/// # Ok::<(), emporium::base::Trouble>(())
/// ```
pub fn newsvendor_normal_cost(h: f64, p: f64, mean: f64, sd: f64, lead_time: f64, level: f64) -> Result<f64, Trouble> {
    check_costs(h, p)?;
    finite("S", level)?;
    let (mean, sd) = normal_over_lead_time(mean, sd, lead_time)?;
    Ok(normal_cost(h, p, mean, sd, level))
}

/// The best whole level for any discrete demand: the smallest S with P(D ≤ S) ≥ p/(p+h)
/// (Snyder and Shen, 4.27).
///
/// ```
/// use emporium::analytics::stock::{DiscreteDemand, newsvendor::newsvendor_discrete};
/// let demand = DiscreteDemand::from_pmf(&[0.1, 0.2, 0.3, 0.25, 0.15])?;
/// let best = newsvendor_discrete(1.0, 5.0, &demand)?;
/// assert_eq!(best.level, 3);
/// assert!((best.value - 1.75).abs() < 1e-12);
/// # Ok::<(), emporium::base::Trouble>(())
/// ```
pub fn newsvendor_discrete(h: f64, p: f64, demand: &DiscreteDemand) -> Result<WholeLevel, Trouble> {
    check_costs(h, p)?;
    let level = demand.best_level(h, p);
    Ok(WholeLevel { level, value: demand.cost(h, p, level) })
}

/// The cost of any whole level under discrete demand.
///
/// ```
/// use emporium::analytics::stock::{DiscreteDemand, newsvendor::newsvendor_discrete_cost};
/// // Demand is 0 or 2: a stock of 1 is left over, or one short, each half of the time.
/// let demand = DiscreteDemand::from_pmf(&[0.5, 0.0, 0.5])?;
/// assert_eq!(newsvendor_discrete_cost(1.0, 5.0, &demand, 1)?, 3.0);
/// # Ok::<(), emporium::base::Trouble>(())
/// ```
pub fn newsvendor_discrete_cost(h: f64, p: f64, demand: &DiscreteDemand, level: i64) -> Result<f64, Trouble> {
    check_costs(h, p)?;
    finite("S", level as f64)?;
    Ok(demand.cost(h, p, level))
}

/// The best whole level for Poisson demand.
///
/// - `mean`: demand of one period, units; mean × (L + 1) at most 1e6
/// - `h`, `p`, `lead_time`: as in [`newsvendor_normal`]
///
/// ```
/// use emporium::analytics::stock::newsvendor::newsvendor_poisson;
/// let best = newsvendor_poisson(0.18, 0.7, 50.0, 0.0)?;
/// assert_eq!(best.level, 56);
/// assert!((best.value - 1.7972).abs() < 1e-4);
/// # Ok::<(), emporium::base::Trouble>(())
/// ```
pub fn newsvendor_poisson(h: f64, p: f64, mean: f64, lead_time: f64) -> Result<WholeLevel, Trouble> {
    check_costs(h, p)?;
    newsvendor_discrete(h, p, &poisson_over_lead_time(mean, lead_time)?)
}

/// The cost of any whole level under Poisson demand.
///
/// ```
/// use emporium::analytics::stock::newsvendor::newsvendor_poisson_cost;
/// assert!((newsvendor_poisson_cost(0.18, 0.7, 50.0, 0.0, 59)? - 1.9508).abs() < 1e-4);
/// # Ok::<(), emporium::base::Trouble>(())
/// ```
pub fn newsvendor_poisson_cost(h: f64, p: f64, mean: f64, lead_time: f64, level: i64) -> Result<f64, Trouble> {
    check_costs(h, p)?;
    newsvendor_discrete_cost(h, p, &poisson_over_lead_time(mean, lead_time)?, level)
}

/// Φ⁻¹(p/(p+h)), from the side on which the ratio is small.
pub(super) fn critical_z(h: f64, p: f64) -> f64 {
    if p > h { -normal_quantile(h / (h + p)) } else { normal_quantile(p / (h + p)) }
}

pub(super) fn check_costs(h: f64, p: f64) -> Result<(), Trouble> {
    positive("h", h)?;
    positive("p", p)
}

pub(super) fn normal_over_lead_time(mean: f64, sd: f64, lead_time: f64) -> Result<(f64, f64), Trouble> {
    not_negative("mean", mean)?;
    positive("sd", sd)?;
    within("lead_time", lead_time, 0.0, LONGEST_LEAD_TIME)?;
    Ok((mean * (lead_time + 1.0), sd * f64::sqrt(lead_time + 1.0)))
}

pub(super) fn poisson_over_lead_time(mean: f64, lead_time: f64) -> Result<DiscreteDemand, Trouble> {
    positive("mean", mean)?;
    within("lead_time", lead_time, 0.0, LONGEST_LEAD_TIME)?;
    let together = mean * (lead_time + 1.0);
    if together > LARGEST_MEAN {
        return Err(trouble!(
            "mean is {mean}: allowed is at most {LARGEST_MEAN} over lead_time + 1 periods, and this is {together}",
            "mean 为 {mean}：在 lead_time + 1 期内合计不得超过 {LARGEST_MEAN}，现为 {together}"
        ));
    }
    DiscreteDemand::poisson(together)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lead_time_counts_its_review_period() -> Result<(), Trouble> {
        let best = newsvendor_normal(2.0, 6.0, 40.0, 15.0, 2.0)?;
        let same = newsvendor_normal(2.0, 6.0, 120.0, 15.0 * f64::sqrt(3.0), 0.0)?;
        assert_eq!(best, same);
        assert_eq!(newsvendor_poisson(1.0, 9.0, 5.0, 2.0)?, newsvendor_poisson(1.0, 9.0, 15.0, 0.0)?);
        Ok(())
    }

    #[test]
    fn the_best_level_costs_what_its_cost_function_says() -> Result<(), Trouble> {
        for (h, p) in [(1.0, 1.0), (1.0, 1e4), (1e4, 1.0), (0.18, 0.7), (1.0, 1e9)] {
            let best = newsvendor_normal(h, p, 50.0, 8.0, 1.0)?;
            let cost = newsvendor_normal_cost(h, p, 50.0, 8.0, 1.0, best.level)?;
            assert!((cost - best.value).abs() < 1e-11 * cost, "{h} {p}: {cost}, {}", best.value);
            for step in [-0.1, 0.1] {
                assert!(newsvendor_normal_cost(h, p, 50.0, 8.0, 1.0, best.level + step)? > best.value);
            }
        }
        Ok(())
    }

    #[test]
    fn what_is_not_allowed_is_named() {
        let refused = |r: Result<Level, Trouble>| r.expect_err("must be refused").en;
        assert!(refused(newsvendor_normal(0.0, 1.0, 5.0, 1.0, 0.0)).starts_with("h is 0:"));
        assert!(refused(newsvendor_normal(1.0, 1.0, 5.0, -1.0, 0.0)).starts_with("sd is -1:"));
        assert!(refused(newsvendor_normal(1.0, 1.0, 5.0, 1.0, -1.0)).starts_with("lead_time is -1:"));
        assert!(newsvendor_poisson(1.0, 1.0, 4e5, 2.0).is_err());
    }
}
