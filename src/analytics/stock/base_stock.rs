//! Base stock with backorders: order every period up to a level S, which the lead time decides.
//!
//! Snyder and Shen, section 4.3. A period: order up to S, the order of L periods ago arrives, demand.
//! What S must last for is the demand of L + 1 periods.

use super::newsvendor::{WholeLevel, newsvendor_poisson, newsvendor_poisson_cost};
use crate::base::Trouble;

/// The best base-stock level for Poisson demand: the smallest S with P(D over L+1 periods ≤ S) ≥ p/(p+h).
/// Exact, because unmet demand waits and so every order of the last L periods counts in full.
///
/// - `h`: money a unit and period in stock; `p`: money a unit and period backordered
/// - `mean`: demand of one period, units; `lead_time`: L, periods
///
/// ```
/// use emporium::analytics::stock::base_stock_poisson;
/// let best = base_stock_poisson(1.0, 9.0, 5.0, 2.0)?;
/// assert_eq!(best.level, 20);
/// assert!((best.value - 7.1230).abs() < 1e-4);
/// # Ok::<(), emporium::base::Trouble>(())
/// ```
pub fn base_stock_poisson(h: f64, p: f64, mean: f64, lead_time: f64) -> Result<WholeLevel, Trouble> {
    newsvendor_poisson(h, p, mean, lead_time)
}

/// The cost a period of any base-stock level.
///
/// ```
/// use emporium::analytics::stock::base_stock::base_stock_poisson_cost;
/// // With nothing in stock the 15 units of three periods wait on average.
/// assert!((base_stock_poisson_cost(1.0, 9.0, 5.0, 2.0, 0)? - 135.0).abs() < 1e-9);
/// # Ok::<(), emporium::base::Trouble>(())
/// ```
pub fn base_stock_poisson_cost(h: f64, p: f64, mean: f64, lead_time: f64, level: i64) -> Result<f64, Trouble> {
    newsvendor_poisson_cost(h, p, mean, lead_time, level)
}
