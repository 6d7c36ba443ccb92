//! Elasticity from data: between two points, at a point of a line, and by least squares with controls.
//!
//! ln q = β₀ + e·ln p + … has the elasticity as its coefficient (Phillips 2005, section 3.3); q = a − b·p + …
//! has another elasticity at every price. What else moves demand goes along as controls, or the price is blamed
//! for it: the competitor's price (in logarithms where demand is), and a column for each season but the first.

use super::allowed::{not_negative, positive, within};
use super::least_squares::{Column, Fit, least_squares};
use crate::base::{DemandCurve, Trouble};
use crate::trouble;
use libm::{exp, log};

/// Most seasons that are told apart.
pub const MOST_SEASONS: u32 = 60;
/// How sure the interval of an elasticity is.
const CONFIDENCE: f64 = 0.95;

/// The arc elasticity by midpoints, (Δq/(q₀ + q₁))/(Δp/(p₀ + p₁)) (Allen 1934): the same there and back.
///
/// ```
/// use emporium::analytics::pricing::elasticity::arc_elasticity;
/// // From 8 to 10 demand falls from 120 to 80: −40/200 over 2/18.
/// assert!((arc_elasticity(8.0, 120.0, 10.0, 80.0)? + 1.8).abs() < 1e-12);
/// # Ok::<(), emporium::base::Trouble>(())
/// ```
pub fn arc_elasticity(p0: f64, q0: f64, p1: f64, q1: f64) -> Result<f64, Trouble> {
    positive("p0", p0)?;
    positive("p1", p1)?;
    not_negative("q0", q0)?;
    not_negative("q1", q1)?;
    if p0 == p1 || q0 + q1 == 0.0 {
        return Err(trouble!(
            "p0 and p1 are {p0} and {p1}, q0 and q1 {q0} and {q1}: allowed are two prices that differ and some demand",
            "p0 与 p1 为 {p0} 与 {p1}，q0 与 q1 为 {q0} 与 {q1}：两个价格须不同，且须有需求"
        ));
    }
    Ok((q1 - q0) / (q0 + q1) * ((p0 + p1) / (p1 - p0)))
}

/// The point elasticity of a line with this slope dq/dp, slope·p/q (Phillips 2005, 3.6).
///
/// ```
/// use emporium::analytics::pricing::elasticity::point_elasticity;
/// assert_eq!(point_elasticity(-2.0, 30.0, 40.0)?, -1.5);
/// # Ok::<(), emporium::base::Trouble>(())
/// ```
pub fn point_elasticity(slope: f64, p: f64, q: f64) -> Result<f64, Trouble> {
    super::allowed::finite("slope", slope)?;
    positive("p", p)?;
    positive("q", q)?;
    Ok(slope * p / q)
}

/// What was sold at which price, a row a period.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sales {
    pub prices: Vec<f64>,
    pub quantities: Vec<f64>,
    /// The competitor's price, where it is known.
    pub competitor: Option<Vec<f64>>,
    /// The season of each row, counted from 0, where it is known.
    pub seasons: Option<Vec<u32>>,
}

/// The elasticity that a regression found.
#[derive(Clone, Debug, PartialEq)]
pub struct Elasticity {
    pub elasticity: f64,
    pub standard_error: f64,
    /// The ends of its 95 % t interval.
    pub low: f64,
    pub high: f64,
    /// The demand at the mean of the controls (their geometric mean in logarithms).
    pub curve: DemandCurve,
    /// Columns: const, price, then the competitor's price, then the seasons from the second on.
    pub fit: Fit,
}

/// ln q on ln p and the controls: constant elasticity. Every quantity must be above 0.
///
/// ```
/// use emporium::analytics::pricing::elasticity::{Sales, log_log};
/// let prices = vec![1.0, 2.0, 4.0, 8.0];
/// let sales = Sales { quantities: prices.iter().map(|p| 100.0 / (p * p)).collect(), prices, ..Sales::default() };
/// let found = log_log(&sales)?;
/// assert!((found.elasticity + 2.0).abs() < 1e-12 && (found.curve.quantity(5.0) - 4.0).abs() < 1e-10);
/// # Ok::<(), emporium::base::Trouble>(())
/// ```
pub fn log_log(sales: &Sales) -> Result<Elasticity, Trouble> {
    let y = logarithms("q", &sales.quantities)?;
    let price = Column::new("p", logarithms("p", &sales.prices)?);
    let competitor = sales.competitor.as_ref().map(|c| logarithms("competitor", c)).transpose()?;
    let (fit, elsewhere) = fit("q", &y, price, competitor, sales)?;
    let (low, high) = fit.interval(1, CONFIDENCE);
    let (elasticity, standard_error) = (fit.coefficients[1], fit.standard_errors[1]);
    let curve = DemandCurve::Constant { scale: exp(elsewhere), elasticity };
    Ok(Elasticity { elasticity, standard_error, low, high, curve, fit })
}

/// q on p and the controls: a line. The elasticity, its error and its interval are those at the mean price and
/// the mean quantity, with the quantity taken as known.
///
/// ```
/// use emporium::analytics::pricing::elasticity::{Sales, linear};
/// let prices = vec![10.0, 20.0, 30.0, 40.0];
/// let sales = Sales { quantities: prices.iter().map(|p| 100.0 - 2.0 * p).collect(), prices, ..Sales::default() };
/// let found = linear(&sales)?;
/// assert!((found.elasticity + 1.0).abs() < 1e-12 && (found.curve.quantity(30.0) - 40.0).abs() < 1e-10);
/// # Ok::<(), emporium::base::Trouble>(())
/// ```
pub fn linear(sales: &Sales) -> Result<Elasticity, Trouble> {
    let price = Column::new("p", sales.prices.clone());
    let (fit, elsewhere) = fit("q", &sales.quantities, price, sales.competitor.clone(), sales)?;
    let mean = |xs: &[f64]| xs.iter().sum::<f64>() / xs.len() as f64;
    let (p, q) = (mean(&sales.prices), mean(&sales.quantities));
    positive("the mean of p", p)?;
    positive("the mean of q", q)?;
    let ((low, high), at) = (fit.interval(1, CONFIDENCE), p / q);
    let curve = DemandCurve::Linear { a: elsewhere, b: -fit.coefficients[1] };
    let (elasticity, standard_error) = (fit.coefficients[1] * at, fit.standard_errors[1] * at);
    Ok(Elasticity { elasticity, standard_error, low: low * at, high: high * at, curve, fit })
}

/// The regression, and what it expects at a price of zero (in its own scale) with the controls at their means.
fn fit(
    name: &str,
    y: &[f64],
    price: Column,
    competitor: Option<Vec<f64>>,
    sales: &Sales,
) -> Result<(Fit, f64), Trouble> {
    let mut columns = vec![Column::ones(y.len()), price];
    columns.extend(competitor.map(|values| Column::new("competitor", values)));
    if let Some(seasons) = &sales.seasons {
        columns.extend(season_columns(seasons)?);
    }
    let fit = least_squares(name, y, &columns)?;
    let mut row: Vec<f64> = columns.iter().map(|c| c.values.iter().sum::<f64>() / c.values.len() as f64).collect();
    row[1] = 0.0;
    let elsewhere = fit.predict(&row);
    Ok((fit, elsewhere))
}

/// One column for each season that occurs, but the first: its level is the intercept.
fn season_columns(seasons: &[u32]) -> Result<Vec<Column>, Trouble> {
    for (i, season) in seasons.iter().enumerate() {
        within(&format!("season[{i}]"), *season as f64, 0.0, (MOST_SEASONS - 1) as f64)?;
    }
    let occurring = (0..MOST_SEASONS).filter(|s| seasons.contains(s)).skip(1);
    let column = |s| Column::new(format!("season {s}"), seasons.iter().map(|x| f64::from(*x == s)).collect());
    Ok(occurring.map(column).collect())
}

fn logarithms(name: &str, values: &[f64]) -> Result<Vec<f64>, Trouble> {
    for (i, value) in values.iter().enumerate() {
        positive(&format!("{name}[{i}]"), *value)?;
    }
    Ok(values.iter().map(|v| log(*v)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Without noise the truth is found, controls and all.
    #[test]
    fn controls_take_what_is_theirs() -> Result<(), Trouble> {
        let prices: Vec<f64> = (0..24).map(|i| 5.0 + ((i * 7) % 11) as f64).collect();
        let rival: Vec<f64> = (0..24).map(|i| 8.0 + ((i * 5) % 9) as f64).collect();
        let seasons: Vec<u32> = (0..24).map(|i| [0, 3, 5][i as usize % 3]).collect();
        let lift = |s: u32| [1.0, 0.0, 0.0, 1.5, 0.0, 2.25][s as usize];
        let q = |i: usize| 400.0 * libm::pow(prices[i], -1.7) * libm::pow(rival[i], 0.6) * lift(seasons[i]);
        let sales = Sales {
            quantities: (0..24).map(q).collect(),
            prices: prices.clone(),
            competitor: Some(rival),
            seasons: Some(seasons),
        };
        let found = log_log(&sales)?;
        assert!((found.elasticity + 1.7).abs() < 1e-12, "{}", found.elasticity);
        assert!((found.fit.coefficients[2] - 0.6).abs() < 1e-12);
        assert!((found.fit.coefficients[3] - log(1.5)).abs() < 1e-12);
        assert!((found.fit.coefficients[4] - log(2.25)).abs() < 1e-12);
        // Left out, the season's lift and the rival's price become noise.
        let blind = log_log(&Sales { competitor: None, seasons: None, ..sales })?;
        assert!(blind.standard_error > 0.05 && blind.low < -1.7 && blind.high > -1.7);
        Ok(())
    }

    #[test]
    fn what_is_not_allowed_is_named() {
        let refused = |p: &[f64], q: &[f64]| {
            let sales = Sales { prices: p.to_vec(), quantities: q.to_vec(), ..Sales::default() };
            log_log(&sales).expect_err("must be refused").en
        };
        assert!(refused(&[1.0, 2.0, 3.0], &[4.0, 0.0, 1.0]).starts_with("q[1] is 0:"));
        assert!(refused(&[1.0, -2.0, 3.0], &[4.0, 2.0, 1.0]).starts_with("p[1] is -2:"));
        assert!(refused(&[2.0, 2.0, 2.0], &[4.0, 2.0, 1.0]).starts_with("p is singular:"));
        assert!(refused(&[2.0, 2.0], &[4.0, 2.0, 1.0]).starts_with("p has 2 rows:"));
        assert!(refused(&[2.0, 3.0], &[4.0, 2.0]).starts_with("q has 2 rows:"));
        assert!(arc_elasticity(2.0, 1.0, 2.0, 3.0).is_err() && point_elasticity(-1.0, 2.0, 0.0).is_err());
        let far = Sales { seasons: Some(vec![0, 60, 1]), ..Sales::default() };
        assert!(linear(&far).is_err());
    }
}
