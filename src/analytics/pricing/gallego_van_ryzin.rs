//! Selling n units by a date in continuous time: the exact policy for exponential demand.
//!
//! Gallego, G. and van Ryzin, G. (1994), *Optimal dynamic pricing of inventories with stochastic demand over
//! finite horizons*, Management Science 40(8), 999–1020. Customers buy at the rate λ(p) = a·e^(−αp); t is the
//! time left. Section 2.3: with x = λ*·t and λ* = a/e,
//!
//! J(n, t) = (1/α)·ln Σ_{i=0}^{n} xⁱ/i!  and  p(n, t) = J(n, t) − J(n − 1, t) + 1/α.
//!
//! A cost for each unit that is sold is no more than a shift: at the margin m = p − c demand is
//! (a·e^(−αc))·e^(−αm), so that J counts margins and the price is c higher.

use super::allowed::{not_negative, positive, within};
use crate::base::Trouble;
use crate::base::special::poisson_cdf;
use crate::trouble;
use libm::{exp, log, log1p};

/// Most units that are counted.
pub const MOST_STOCK: usize = 1_000_000;

/// A season of exponential demand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ExponentialSeason {
    /// Customers a unit of time at a price of 0.
    pub a: f64,
    /// α: the price is 1/α above cost where stock is no matter.
    pub alpha: f64,
    /// Money for each unit that is sold.
    pub cost: f64,
}

/// A price, and the margin that is expected of a season.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SeasonPrice {
    pub price: f64,
    pub value: f64,
}

impl ExponentialSeason {
    pub fn new(a: f64, alpha: f64, cost: f64) -> Result<ExponentialSeason, Trouble> {
        positive("a", a)?;
        positive("alpha", alpha)?;
        not_negative("cost", cost)?;
        within("alpha times cost", alpha * cost, 0.0, 600.0)?;
        Ok(ExponentialSeason { a, alpha, cost })
    }

    /// Customers a unit of time who would pay the cost.
    fn rate_at_cost(&self) -> f64 {
        self.a * exp(-self.alpha * self.cost)
    }

    /// J(1, t), J(2, t), …, J(n, t) with the price that is best now with so many units.
    ///
    /// ```
    /// use emporium::analytics::pricing::gallego_van_ryzin::ExponentialSeason;
    /// let season = ExponentialSeason::new(20.0, 1.0, 0.0)?;
    /// let now = season.exact(2, 1.0)?;
    /// assert!((now[0].value - 2.123170).abs() < 1e-6 && (now[0].price - 3.123170).abs() < 1e-6);
    /// assert!((now[1].value - 3.567408).abs() < 1e-6 && (now[1].price - 2.444238).abs() < 1e-6);
    /// # Ok::<(), emporium::base::Trouble>(())
    /// ```
    pub fn exact(&self, n: usize, t: f64) -> Result<Vec<SeasonPrice>, Trouble> {
        self.check(n, t)?;
        let x = self.rate_at_cost() / std::f64::consts::E * t;
        // The last term of the sum over the whole sum: neither overflows then, whatever x and n.
        let (mut share, mut value) = (1.0, 0.0);
        let mut all = Vec::with_capacity(n);
        for i in 1..=n {
            let growth = share * x / i as f64;
            let worth = log1p(growth) / self.alpha;
            share = growth / (1.0 + growth);
            value += worth;
            all.push(SeasonPrice { price: self.cost + worth + 1.0 / self.alpha, value });
        }
        Ok(all)
    }

    /// The best price that never changes, and what it is expected to earn: the highest m·E min(N, n) with N
    /// Poisson of mean Λ = λ(p)·t.
    ///
    /// With E min(N, n) = Λ·P(N < n) + n·P(N > n) the condition of first order is
    /// α·m = 1 + n·P(N > n)/(Λ·P(N < n)); its right side falls with the price, so that bisection finds the root.
    ///
    /// ```
    /// use emporium::analytics::pricing::gallego_van_ryzin::ExponentialSeason;
    /// let best = ExponentialSeason::new(20.0, 1.0, 0.0)?.fixed_price(1, 1.0)?;
    /// assert!((best.price - 2.510104).abs() < 1e-6 && (best.value - 2.015932).abs() < 1e-6);
    /// # Ok::<(), emporium::base::Trouble>(())
    /// ```
    pub fn fixed_price(&self, n: usize, t: f64) -> Result<SeasonPrice, Trouble> {
        self.check(n, t)?;
        let customers = self.rate_at_cost() * t;
        within("a times t", customers, 0.0, 1e11)?;
        // In units of 1/α: y = α·m.
        let mean = |y: f64| customers * exp(-y);
        let too_low = |y: f64| {
            let (sold_out, open) = chances(n, mean(y));
            y * mean(y) * open < mean(y) * open + n as f64 * sold_out
        };
        let (mut low, mut high) = (1.0, 2.0);
        while too_low(high) {
            (low, high) = (high, 2.0 * high);
        }
        while high - low > 1e-15 * high {
            let middle = 0.5 * (low + high);
            if middle <= low || middle >= high {
                break;
            }
            if too_low(middle) {
                low = middle;
            } else {
                high = middle;
            }
        }
        let margin = low / self.alpha;
        let (sold_out, open) = chances(n, mean(low));
        Ok(SeasonPrice { price: self.cost + margin, value: margin * (mean(low) * open + n as f64 * sold_out) })
    }

    /// What a price that never changes is expected to earn.
    pub fn earns_at(&self, price: f64, n: usize, t: f64) -> Result<f64, Trouble> {
        self.check(n, t)?;
        not_negative("price", price)?;
        let mean = self.a * exp(-self.alpha * price) * t;
        within("a times t", mean, 0.0, 1e11)?;
        let (sold_out, open) = chances(n, mean);
        Ok((price - self.cost) * (mean * open + n as f64 * sold_out))
    }

    /// If demand came exactly as expected: sell at 1/α above cost, or dearer so that stock lasts to the end. Its
    /// value is above every policy's (theorem 2), and its price earns nearly as much where n and λ are large.
    ///
    /// ```
    /// use emporium::analytics::pricing::gallego_van_ryzin::ExponentialSeason;
    /// // One unit, twenty customers at a price of 0: asking ln 20 sells exactly one.
    /// let sure = ExponentialSeason::new(20.0, 1.0, 0.0)?.deterministic(1, 1.0)?;
    /// assert!((sure.price - 2.995732).abs() < 1e-6 && (sure.value - 2.995732).abs() < 1e-6);
    /// # Ok::<(), emporium::base::Trouble>(())
    /// ```
    pub fn deterministic(&self, n: usize, t: f64) -> Result<SeasonPrice, Trouble> {
        self.check(n, t)?;
        let customers = self.rate_at_cost() * t;
        let run_out = log(customers / n as f64);
        let y = f64::max(run_out, 1.0);
        let margin = y / self.alpha;
        Ok(SeasonPrice { price: self.cost + margin, value: margin * f64::min(customers * exp(-y), n as f64) })
    }

    fn check(&self, n: usize, t: f64) -> Result<(), Trouble> {
        positive("t", t)?;
        if !(1..=MOST_STOCK).contains(&n) {
            return Err(trouble!(
                "n is {n}: allowed are 1 to {MOST_STOCK} units",
                "n 为 {n}：须为 1 至 {MOST_STOCK} 件"
            ));
        }
        Ok(())
    }
}

/// P(N > n) and P(N < n) of a Poisson variable, each exact where it is small.
fn chances(n: usize, mean: f64) -> (f64, f64) {
    let open = poisson_cdf(n as u64 - 1, mean);
    if mean >= n as f64 {
        return (1.0 - poisson_cdf(n as u64, mean), open);
    }
    // The tail from its largest term on: one minus the rest would lose its digits.
    let mut k = n as f64 + 1.0;
    let mut term = crate::base::special::poisson_pmf(n as u64 + 1, mean);
    let mut tail = 0.0;
    while term > 1e-18 * tail {
        tail += term;
        k += 1.0;
        term *= mean / k;
    }
    (tail, open)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The optimality equation dJ/dt = max over p of λ(p)(p − c − J(n) + J(n − 1)), by small steps.
    #[test]
    fn the_closed_form_solves_the_optimality_equation() -> Result<(), Trouble> {
        for (a, alpha, cost, t) in [(20.0, 1.0, 0.0, 1.0), (3.0, 0.1, 12.0, 4.0)] {
            let season = ExponentialSeason::new(a, alpha, cost)?;
            let now = season.exact(6, t)?;
            let (before, after) = (season.exact(6, t - 1e-5)?, season.exact(6, t + 1e-5)?);
            for i in 0..6 {
                let fewer = if i == 0 { 0.0 } else { now[i - 1].value };
                let slope = (after[i].value - before[i].value) / 2e-5;
                let earns = |p: f64| a * exp(-alpha * p) * (p - cost - now[i].value + fewer);
                assert!((slope - earns(now[i].price)).abs() < 1e-6 * slope, "{i}: {slope}");
                assert!(
                    earns(now[i].price) >= earns(now[i].price + 0.1 / alpha).max(earns(now[i].price - 0.1 / alpha))
                );
            }
        }
        Ok(())
    }

    #[test]
    fn a_fixed_price_earns_less_and_certainty_more() -> Result<(), Trouble> {
        let season = ExponentialSeason::new(12.0, 0.3, 2.0)?;
        let exact = season.exact(40, 3.0)?;
        for n in [1, 2, 5, 9, 13] {
            let (fixed, sure) = (season.fixed_price(n, 3.0)?, season.deterministic(n, 3.0)?);
            assert!(fixed.value < exact[n - 1].value && exact[n - 1].value < sure.value, "{n}");
            let earns = |p: f64| season.earns_at(p, n, 3.0).expect("a price");
            assert!((earns(fixed.price) - fixed.value).abs() < 1e-12 * fixed.value);
            for shift in [-1.0, -1e-3, 1e-3, 1.0] {
                assert!(earns(fixed.price + shift) < fixed.value, "{n} {shift}");
            }
        }
        Ok(())
    }

    #[test]
    fn extremes_stay_numbers() -> Result<(), Trouble> {
        for (a, alpha, t, n) in [(1e6, 1e-3, 1e3, 1000), (1e-9, 5.0, 1.0, 3), (1e9, 1.0, 10.0, 5), (1.0, 1.0, 1.0, 900)]
        {
            let season = ExponentialSeason::new(a, alpha, 0.0)?;
            let last = *season.exact(n, t)?.last().expect("at least one unit");
            for price in [last, season.fixed_price(n, t)?, season.deterministic(n, t)?] {
                assert!(price.price.is_finite() && price.value.is_finite() && price.value >= 0.0, "{a} {n}: {price:?}");
            }
        }
        let season = ExponentialSeason::new(1.0, 1.0, 0.0)?;
        assert!(season.exact(0, 1.0).expect_err("no stock").en.starts_with("n is 0:"));
        assert!(season.exact(1, 0.0).expect_err("no time").en.starts_with("t is 0:"));
        assert!(ExponentialSeason::new(1.0, -1.0, 0.0).expect_err("rising").en.starts_with("alpha is -1:"));
        Ok(())
    }
}
