//! Demand curves: how many units a price sells on average.
//!
//! Simulators draw their customers from them and pricing formulas look for their best price, so the curves live
//! below both. Every curve falls with the price; none is below zero.

use libm::{exp, log1p, pow};

/// Mean demand as a function of the price.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum DemandCurve {
    /// q = a − b·p, and nothing above a/b.
    Linear { a: f64, b: f64 },
    /// q = A·p^e with e < 0: every per cent of price costs e per cent of demand.
    Constant { scale: f64, elasticity: f64 },
    /// q = a·e^(−αp): every unit of money costs the same share of demand.
    Exponential { a: f64, alpha: f64 },
    /// q = M/(1 + e^(−(a − b·p))): each of M visitors buys or leaves.
    Logit { market: f64, a: f64, b: f64 },
}

impl DemandCurve {
    /// The line through demand `q0` at price `p0` with elasticity `e` there: q = q0·(1 + e·(p − p0)/p0).
    pub fn line_through(p0: f64, q0: f64, e: f64) -> DemandCurve {
        DemandCurve::Linear { a: q0 * (1.0 - e), b: -e * q0 / p0 }
    }

    /// Mean demand at a price.
    ///
    /// ```
    /// use emporium::base::DemandCurve;
    /// assert_eq!(DemandCurve::Linear { a: 100.0, b: 2.0 }.quantity(30.0), 40.0);
    /// assert_eq!(DemandCurve::Constant { scale: 500.0, elasticity: -2.0 }.quantity(10.0), 5.0);
    /// ```
    pub fn quantity(&self, p: f64) -> f64 {
        match *self {
            DemandCurve::Linear { a, b } => f64::max(a - b * p, 0.0),
            DemandCurve::Constant { scale, elasticity } => scale * pow(p, elasticity),
            DemandCurve::Exponential { a, alpha } => a * exp(-alpha * p),
            DemandCurve::Logit { market, a, b } => market / (1.0 + exp(b * p - a)),
        }
    }

    /// The point elasticity p·q′(p)/q(p): −∞ where a line has come to its end.
    ///
    /// ```
    /// use emporium::base::DemandCurve;
    /// assert_eq!(DemandCurve::Linear { a: 100.0, b: 2.0 }.elasticity(30.0), -1.5);
    /// ```
    pub fn elasticity(&self, p: f64) -> f64 {
        match *self {
            DemandCurve::Linear { a, b } => -b * p / f64::max(a - b * p, 0.0),
            DemandCurve::Constant { elasticity, .. } => elasticity,
            DemandCurve::Exponential { alpha, .. } => -alpha * p,
            DemandCurve::Logit { a, b, .. } => -b * p / (1.0 + exp(a - b * p)),
        }
    }

    /// What buyers at a price would have paid beyond it, ∫ q from p upwards: money a period. Infinite where
    /// demand of constant elasticity answers the price with −1 or less.
    ///
    /// ```
    /// use emporium::base::DemandCurve;
    /// // The triangle above the price: half of 40 units times the 20 up to where demand ends.
    /// assert_eq!(DemandCurve::Linear { a: 100.0, b: 2.0 }.surplus(30.0), 400.0);
    /// ```
    pub fn surplus(&self, p: f64) -> f64 {
        let q = self.quantity(p);
        match *self {
            DemandCurve::Linear { b, .. } => 0.5 * q * q / b,
            DemandCurve::Constant { elasticity, .. } if elasticity >= -1.0 => f64::INFINITY,
            DemandCurve::Constant { elasticity, .. } => p * q / (-1.0 - elasticity),
            DemandCurve::Exponential { alpha, .. } => q / alpha,
            DemandCurve::Logit { market, a, b } => {
                // ln(1 + e^x), which would overflow above 709.
                let x = a - b * p;
                market / b * (f64::max(x, 0.0) + log1p(exp(-x.abs())))
            }
        }
    }

    /// The same curve with so many times the demand at every price.
    pub fn times(&self, factor: f64) -> DemandCurve {
        match *self {
            DemandCurve::Linear { a, b } => DemandCurve::Linear { a: a * factor, b: b * factor },
            DemandCurve::Constant { scale, elasticity } => DemandCurve::Constant { scale: scale * factor, elasticity },
            DemandCurve::Exponential { a, alpha } => DemandCurve::Exponential { a: a * factor, alpha },
            DemandCurve::Logit { market, a, b } => DemandCurve::Logit { market: market * factor, a, b },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CURVES: [DemandCurve; 4] = [
        DemandCurve::Linear { a: 55.0, b: 0.7 },
        DemandCurve::Constant { scale: 900.0, elasticity: -2.3 },
        DemandCurve::Exponential { a: 40.0, alpha: 0.08 },
        DemandCurve::Logit { market: 50.0, a: 3.0, b: 0.2 },
    ];

    #[test]
    fn elasticity_is_the_slope_in_logarithms() {
        for curve in CURVES {
            for p in [3.0, 12.0, 40.0] {
                let (low, high) = (curve.quantity(p * 0.99999), curve.quantity(p * 1.00001));
                let slope = (libm::log(high) - libm::log(low)) / (libm::log(1.00001) - libm::log(0.99999));
                assert!((slope - curve.elasticity(p)).abs() < 1e-5, "{curve:?} at {p}: {slope}");
            }
        }
    }

    #[test]
    fn surplus_is_the_area_above_the_price() {
        for curve in CURVES {
            for p in [3.0, 12.0, 40.0] {
                // Its derivative is minus the quantity, and far up it vanishes.
                let slope = (curve.surplus(p + 1e-4) - curve.surplus(p - 1e-4)) / 2e-4;
                assert!((slope + curve.quantity(p)).abs() < 1e-5 * (1.0 + curve.quantity(p)), "{curve:?} at {p}");
                assert!(curve.surplus(1e6) < 1e-3);
            }
        }
        assert_eq!(DemandCurve::Constant { scale: 1.0, elasticity: -1.0 }.surplus(2.0), f64::INFINITY);
        assert!(DemandCurve::Logit { market: 1.0, a: 5000.0, b: 1.0 }.surplus(0.0) == 5000.0);
    }

    #[test]
    fn a_line_through_a_point_has_its_elasticity_there() {
        let line = DemandCurve::line_through(100.0, 40.0, -1.5);
        assert!((line.quantity(100.0) - 40.0).abs() < 1e-12 && (line.elasticity(100.0) + 1.5).abs() < 1e-12);
        assert_eq!(line.quantity(1e9), 0.0);
        assert!((line.times(3.0).quantity(100.0) - 120.0).abs() < 1e-12);
    }
}
