//! Whole-number demand with its expected shortage and leftover at every stock level.
//!
//! `base::Counts` cuts its table where a draw would never notice; a stock formula with p a million times h
//! does notice. Here Poisson tables reach down to 1e-40 of their peak on both sides, both tails are summed
//! from their far end, and losses are sums of tails: nothing is subtracted, so no digit is lost.

use super::allowed::within;
use crate::base::Trouble;
use crate::trouble;

/// Largest mean of a Poisson table, which then has some 30,000 entries.
pub const LARGEST_MEAN: f64 = 1e6;
/// Longest list of probabilities.
const LONGEST_LIST: usize = 1_000_000;
/// Longest table that a sum over several periods may have; convolving it takes about a second.
const LONGEST_SUM: usize = 20_000;
/// How far a list of probabilities may be from adding up to one; it is then scaled to one.
const SUM_TOLERANCE: f64 = 1e-6;
/// Entries this much smaller than the peak are left out.
const NEGLIGIBLE: f64 = 1e-40;

/// A distribution on whole numbers ≥ 0.
#[derive(Clone, Debug, PartialEq)]
pub struct DiscreteDemand {
    /// The number that the first entry of each table belongs to.
    first: i64,
    pmf: Vec<f64>,
    /// P(D ≤ first + i).
    below: Vec<f64>,
    /// P(D > first + i).
    above: Vec<f64>,
    /// E(first + i − D)⁺.
    leftover: Vec<f64>,
    /// E(D − first − i)⁺.
    shortage: Vec<f64>,
    mean: f64,
    poisson: bool,
}

impl DiscreteDemand {
    /// Poisson demand; a mean of 0 is no demand at all.
    pub fn poisson(mean: f64) -> Result<DiscreteDemand, Trouble> {
        within("mean demand", mean, 0.0, LARGEST_MEAN)?;
        let peak = f64::floor(mean);
        // Neighbours differ by the factor mean/k; the sum fixes the scale.
        let mut down = Vec::new();
        let (mut weight, mut k) = (1.0, peak);
        while k > 0.0 && weight > NEGLIGIBLE {
            weight *= k / mean;
            k -= 1.0;
            down.push(weight);
        }
        let first = peak as i64 - down.len() as i64;
        let mut weights: Vec<f64> = down.into_iter().rev().collect();
        let (mut weight, mut k) = (1.0, peak);
        while weight > NEGLIGIBLE {
            weights.push(weight);
            k += 1.0;
            weight *= mean / k;
        }
        let mut demand = DiscreteDemand::tabulate(first, weights);
        demand.poisson = true;
        Ok(demand)
    }

    /// From the probabilities of 0, 1, 2, …
    pub fn from_pmf(pmf: &[f64]) -> Result<DiscreteDemand, Trouble> {
        let length = pmf.len();
        if length == 0 || length > LONGEST_LIST {
            return Err(trouble!(
                "pmf has {length} entries: allowed are 1 to {LONGEST_LIST}",
                "pmf 有 {length} 项：须为 1 至 {LONGEST_LIST} 项"
            ));
        }
        let allowed = 0.0..=1.0 + SUM_TOLERANCE;
        if let Some(k) = pmf.iter().position(|p| !allowed.contains(p)) {
            within(&format!("pmf[{k}]"), pmf[k], 0.0, 1.0)?;
        }
        let sum: f64 = pmf.iter().sum();
        if (sum - 1.0).abs() > SUM_TOLERANCE {
            return Err(trouble!(
                "pmf adds up to {sum}: allowed is 1, within {SUM_TOLERANCE:e}",
                "pmf 之和为 {sum}：须为 1，误差不超过 {SUM_TOLERANCE:e}"
            ));
        }
        let first = pmf.iter().position(|&p| p > 0.0).unwrap_or(0);
        let last = pmf.iter().rposition(|&p| p > 0.0).unwrap_or(0);
        Ok(DiscreteDemand::tabulate(first as i64, pmf[first..=last].to_vec()))
    }

    /// Demand of several periods together, each independent of the others.
    pub fn over_periods(&self, periods: u32) -> Result<DiscreteDemand, Trouble> {
        if self.poisson {
            return DiscreteDemand::poisson(self.mean * periods as f64);
        }
        let width = (self.pmf.len() - 1).saturating_mul(periods as usize);
        if periods > 1 && width > LONGEST_SUM {
            return Err(trouble!(
                "demand over {periods} periods spreads over {width} values: allowed are {LONGEST_SUM}; count in larger units",
                "{periods} 期需求共有 {width} 种取值：至多 {LONGEST_SUM} 种，请改用更大的计量单位"
            ));
        }
        let mut sum = vec![1.0];
        // Sure demand (a table of one entry) only shifts, however many periods there are.
        for _ in 0..if width == 0 { 0 } else { periods } {
            sum = convolve(&sum, &self.pmf);
        }
        Ok(DiscreteDemand::tabulate(self.first * periods as i64, sum))
    }

    fn tabulate(first: i64, mut pmf: Vec<f64>) -> DiscreteDemand {
        let sum: f64 = pmf.iter().sum();
        pmf.iter_mut().for_each(|p| *p /= sum);
        let n = pmf.len();
        let (mut below, mut above) = (vec![0.0; n], vec![0.0; n]);
        let (mut leftover, mut shortage) = (vec![0.0; n], vec![0.0; n]);
        below[0] = pmf[0];
        for i in 1..n {
            below[i] = below[i - 1] + pmf[i];
            leftover[i] = leftover[i - 1] + below[i - 1];
        }
        for i in (0..n - 1).rev() {
            above[i] = above[i + 1] + pmf[i + 1];
            shortage[i] = shortage[i + 1] + above[i];
        }
        let mean = first as f64 + shortage[0];
        DiscreteDemand { first, pmf, below, above, leftover, shortage, mean, poisson: false }
    }

    /// E(D).
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// The smallest and the largest demand in the table.
    pub fn range(&self) -> (i64, i64) {
        (self.first, self.first + self.pmf.len() as i64 - 1)
    }

    /// P(D = k).
    pub fn pmf(&self, k: i64) -> f64 {
        self.place(k).ok().map_or(0.0, |i| self.pmf[i])
    }

    /// P(D ≤ k).
    pub fn cdf(&self, k: i64) -> f64 {
        match self.place(k) {
            Ok(i) => self.below[i],
            Err(gap) => f64::from(gap > 0.0),
        }
    }

    /// P(D > k).
    pub fn tail(&self, k: i64) -> f64 {
        match self.place(k) {
            Ok(i) => self.above[i],
            Err(gap) => f64::from(gap < 0.0),
        }
    }

    /// E(y − D)⁺, what is left of y.
    pub fn leftover(&self, y: i64) -> f64 {
        match self.place(y) {
            Ok(i) => self.leftover[i],
            Err(gap) if gap > 0.0 => self.leftover[self.pmf.len() - 1] + gap,
            Err(_) => 0.0,
        }
    }

    /// E(D − y)⁺, what y is short of.
    pub fn shortage(&self, y: i64) -> f64 {
        match self.place(y) {
            Ok(i) => self.shortage[i],
            Err(gap) if gap < 0.0 => self.shortage[0] - gap,
            Err(_) => 0.0,
        }
    }

    /// G(y) = h·E(y − D)⁺ + p·E(D − y)⁺, the cost a period at the level y (Snyder and Shen, 4.24).
    pub fn cost(&self, h: f64, p: f64, y: i64) -> f64 {
        h * self.leftover(y) + p * self.shortage(y)
    }

    /// The smallest y that minimises [`DiscreteDemand::cost`]: the first with P(D ≤ y) ≥ p/(p+h), asked as
    /// h·P(D ≤ y) ≥ p·P(D > y), which keeps its digits however near to one the ratio is. Where both sides
    /// are equal but for rounding, the smaller level is taken.
    pub fn best_level(&self, h: f64, p: f64) -> i64 {
        let enough = |i: usize| h * self.below[i] >= p * self.above[i] * (1.0 - 1e-12) - 1e-15 * f64::min(h, p);
        let (mut low, mut high) = (0, self.pmf.len() - 1);
        while low < high {
            let middle = (low + high) / 2;
            if enough(middle) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        self.first + low as i64
    }

    /// The entry of k, or how far k lies below (negative) or above (positive) the table.
    fn place(&self, k: i64) -> Result<usize, f64> {
        let (first, last) = self.range();
        if k < first {
            return Err(k as f64 - first as f64);
        }
        if k > last {
            return Err(k as f64 - last as f64);
        }
        Ok((k - first) as usize)
    }
}

fn convolve(a: &[f64], b: &[f64]) -> Vec<f64> {
    let mut sum = vec![0.0; a.len() + b.len() - 1];
    for (i, &x) in a.iter().enumerate() {
        for (slot, &y) in sum[i..].iter_mut().zip(b) {
            *slot += x * y;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::special::{poisson_cdf, poisson_pmf};

    #[test]
    fn poisson_tables_hold_the_distribution() -> Result<(), Trouble> {
        for mean in [1e-9, 0.3, 1.0, 5.0, 99.5, 4321.0, 1e6] {
            let demand = DiscreteDemand::poisson(mean)?;
            assert!((demand.mean() - mean).abs() <= 1e-12 * mean, "mean {}", demand.mean());
            for z in [-6.0, -1.0, 0.0, 0.5, 4.0, 10.0] {
                let k = f64::floor(mean + z * f64::sqrt(mean)) as i64;
                if k >= 0 {
                    let expected = poisson_pmf(k as u64, mean);
                    assert!((demand.pmf(k) - expected).abs() < 1e-11 * expected, "{k} of {mean}");
                    assert!((demand.cdf(k) - poisson_cdf(k as u64, mean)).abs() < 1e-12);
                    assert!((demand.cdf(k) + demand.tail(k) - 1.0).abs() < 1e-12);
                }
            }
        }
        Ok(())
    }

    #[test]
    fn losses_match_their_definition_inside_and_outside_the_table() -> Result<(), Trouble> {
        let pmf = [0.0, 0.0, 0.1, 0.2, 0.0, 0.7, 0.0];
        let demand = DiscreteDemand::from_pmf(&pmf)?;
        assert_eq!(demand.range(), (2, 5));
        for y in -4..10 {
            let sum = |f: &dyn Fn(f64) -> f64| -> f64 { pmf.iter().enumerate().map(|(k, p)| p * f(k as f64)).sum() };
            let y_ = y as f64;
            assert!((demand.leftover(y) - sum(&|d| f64::max(y_ - d, 0.0))).abs() < 1e-14, "{y}");
            assert!((demand.shortage(y) - sum(&|d| f64::max(d - y_, 0.0))).abs() < 1e-14, "{y}");
            assert!((demand.cdf(y) - sum(&|d| f64::from(d <= y_))).abs() < 1e-14, "{y}");
            assert!((demand.tail(y) - sum(&|d| f64::from(d > y_))).abs() < 1e-14, "{y}");
        }
        Ok(())
    }

    #[test]
    fn several_periods_convolve() -> Result<(), Trouble> {
        let one = DiscreteDemand::from_pmf(&[0.5, 0.3, 0.2])?;
        let two = one.over_periods(2)?;
        for (k, p) in [0.25, 0.3, 0.29, 0.12, 0.04].into_iter().enumerate() {
            assert!((two.pmf(k as i64) - p).abs() < 1e-15);
        }
        assert!((DiscreteDemand::poisson(2.5)?.over_periods(4)?.pmf(9) - poisson_pmf(9, 10.0)).abs() < 1e-14);
        assert_eq!(DiscreteDemand::from_pmf(&[0.0, 0.0, 1.0])?.over_periods(3)?.range(), (6, 6));
        assert!(one.over_periods(u32::MAX).is_err());
        Ok(())
    }

    #[test]
    fn the_best_level_is_the_cheapest_and_the_smallest_of_equals() -> Result<(), Trouble> {
        let even = DiscreteDemand::from_pmf(&[0.05; 20])?;
        // P(D ≤ 14) is three quarters exactly, so 14 and 15 cost the same.
        assert_eq!(even.best_level(1.0, 3.0), 14);
        assert!((even.cost(1.0, 3.0, 14) - even.cost(1.0, 3.0, 15)).abs() < 1e-12);
        for (h, p) in [(1.0, 1e9), (1.0, 39.0), (1.0, 1.0), (7.0, 1.0), (1e9, 1.0)] {
            for demand in [DiscreteDemand::poisson(5.0)?, DiscreteDemand::poisson(0.01)?, even.clone()] {
                let best = demand.best_level(h, p);
                let cost = demand.cost(h, p, best);
                for other in [best - 2, best - 1, best + 1, best + 2] {
                    assert!(demand.cost(h, p, other) >= cost * (1.0 - 1e-12), "{h} {p}: {best}, {other}");
                }
            }
        }
        Ok(())
    }

    #[test]
    fn what_is_not_allowed_is_named() {
        let message = |r: Result<DiscreteDemand, Trouble>| r.expect_err("must be refused").en;
        assert!(message(DiscreteDemand::poisson(-1.0)).contains("is -1:"));
        assert!(message(DiscreteDemand::poisson(2e6)).contains("from 0 to 1000000"));
        assert!(message(DiscreteDemand::from_pmf(&[])).starts_with("pmf has 0 entries"));
        assert!(message(DiscreteDemand::from_pmf(&[1.1, -0.1])).starts_with("pmf[0] is 1.1"));
        assert!(message(DiscreteDemand::from_pmf(&[0.5, f64::NAN])).starts_with("pmf[1] is NaN"));
        assert!(message(DiscreteDemand::from_pmf(&[0.5, 0.4])).starts_with("pmf adds up to 0.9"));
    }
}
