//! Distributions on the whole numbers 0, 1, 2, …: demand, arrivals, their sums and quantiles.
//!
//! A distribution is its table of probabilities, cut where the rest is below 1e-15 and the rest given
//! to the last entry: sampling, expectations and exact models all read the same table, so that a
//! simulator and its finite model cannot differ. Written here because rand_distr's floats follow the
//! features that other crates switch on, and would not be the same bits everywhere.

use libm::{erfc, exp, lgamma, log, log1p};

/// Where a table is cut.
const TAIL: f64 = 1e-15;
/// Cells of the look-up that lets a draw start its search near its end.
const GUIDE: usize = 256;

/// A distribution on 0, 1, …, `largest()`.
#[derive(Clone, Debug, PartialEq)]
pub struct Counts {
    pmf: Vec<f64>,
    cdf: Vec<f64>,
    guide: Vec<u32>,
    mean: f64,
}

impl Counts {
    /// From weights that add up to (nearly) one; what is missing goes to the last entry.
    pub fn from_weights(mut pmf: Vec<f64>) -> Counts {
        if pmf.is_empty() {
            pmf.push(1.0);
        }
        let mut cdf = Vec::with_capacity(pmf.len());
        let mut sum = 0.0;
        for &p in &pmf {
            sum += p;
            cdf.push(f64::min(sum, 1.0));
        }
        let last = pmf.len() - 1;
        let before = if last == 0 { 0.0 } else { cdf[last - 1] };
        pmf[last] = 1.0 - before;
        cdf[last] = 1.0;
        let mean = pmf.iter().enumerate().map(|(k, p)| k as f64 * p).sum();
        let mut guide = Vec::with_capacity(GUIDE);
        let mut k = 0;
        for cell in 0..GUIDE {
            while cdf[k] <= cell as f64 / GUIDE as f64 {
                k += 1;
            }
            guide.push(k as u32);
        }
        Counts { pmf, cdf, guide, mean }
    }

    /// Tabulates `weight(k)` upwards until what is left is below the cut.
    fn tabulate(mean: f64, deviation: f64, mut weight: impl FnMut(f64) -> f64) -> Counts {
        let far = mean + 12.0 * deviation;
        let mut pmf = Vec::new();
        let mut sum = 0.0;
        loop {
            let k = pmf.len() as f64;
            let p = weight(k);
            pmf.push(p);
            sum += p;
            if k > mean && (1.0 - sum < TAIL || (k > far && p < TAIL * 1e-3)) {
                return Counts::from_weights(pmf);
            }
        }
    }

    /// Always this number.
    pub fn constant(k: u32) -> Counts {
        let mut pmf = vec![0.0; k as usize + 1];
        pmf[k as usize] = 1.0;
        Counts::from_weights(pmf)
    }

    /// P(k) = e^(−m) m^k / k!
    pub fn poisson(mean: f64) -> Counts {
        if mean <= 0.0 {
            return Counts::constant(0);
        }
        let ln_mean = log(mean);
        Counts::tabulate(mean, f64::sqrt(mean), |k| exp(k * ln_mean - mean - lgamma(k + 1.0)))
    }

    /// Counted from 0: P(k) = (1 − a) a^k with a = m / (1 + m).
    pub fn geometric(mean: f64) -> Counts {
        Counts::negative_binomial(mean, mean + mean * mean)
    }

    /// By its mean and variance, the variance above the mean: r = m² / (v − m), success 1 − m / v.
    pub fn negative_binomial(mean: f64, variance: f64) -> Counts {
        // Hardly above the mean it is the Poisson distribution, and r so large that its gamma functions would
        // have no digits left to differ by.
        if mean <= 0.0 || variance <= mean * (1.0 + 1e-6) {
            return Counts::poisson(mean);
        }
        let r = mean * mean / (variance - mean);
        let fail = (variance - mean) / variance;
        if r > 1e3 {
            // The gamma functions of large numbers lose their last digits in a difference; a step from one
            // probability to the next does not.
            let mut ln_p = r * log1p(-fail);
            return Counts::tabulate(mean, f64::sqrt(variance) * 3.0, |k| {
                let p = exp(ln_p);
                ln_p += log((k + r) / (k + 1.0) * fail);
                p
            });
        }
        let (ln_fail, ln_success, ln_gamma_r) = (log(fail), log1p(-fail), lgamma(r));
        Counts::tabulate(mean, f64::sqrt(variance) * 3.0, |k| {
            exp(lgamma(k + r) - ln_gamma_r - lgamma(k + 1.0) + r * ln_success + k * ln_fail)
        })
    }

    /// max(0, round(normal(mean, deviation))).
    pub fn rounded_normal(mean: f64, deviation: f64) -> Counts {
        if deviation <= 0.0 {
            return Counts::constant(f64::max(0.0, f64::round(mean)) as u32);
        }
        let above = |x: f64| 0.5 * erfc((x - mean) / (deviation * std::f64::consts::SQRT_2));
        Counts::tabulate(f64::max(mean, 0.0), deviation, |k| {
            // The tails are subtracted from the side on which they are small.
            let (low, high) = (if k == 0.0 { f64::NEG_INFINITY } else { k - 0.5 }, k + 0.5);
            if low > mean { above(low) - above(high) } else { above(2.0 * mean - high) - above(2.0 * mean - low) }
        })
    }

    pub fn pmf(&self) -> &[f64] {
        &self.pmf
    }

    pub fn largest(&self) -> u32 {
        self.pmf.len() as u32 - 1
    }

    pub fn mean(&self) -> f64 {
        self.mean
    }

    pub fn variance(&self) -> f64 {
        let square: f64 = self.pmf.iter().enumerate().map(|(k, p)| (k * k) as f64 * p).sum();
        square - self.mean * self.mean
    }

    /// P(D ≤ k).
    pub fn cdf(&self, k: u32) -> f64 {
        self.cdf[usize::min(k as usize, self.cdf.len() - 1)]
    }

    /// The smallest k with P(D ≤ k) ≥ p.
    pub fn quantile(&self, p: f64) -> u32 {
        self.cdf.partition_point(|&c| c < p).min(self.cdf.len() - 1) as u32
    }

    /// The number that belongs to a uniform draw from [0, 1), by inversion: larger draws, larger demand.
    #[inline]
    pub fn sample(&self, uniform: f64) -> u32 {
        let mut k = self.guide[(uniform * GUIDE as f64) as usize] as usize;
        while self.cdf[k] <= uniform {
            k += 1;
        }
        k as u32
    }

    /// The sum of two independent numbers, exactly as [`Counts::plus`] up to `most`; whatever is larger counts
    /// as `most` + 1. Long tables are cut so that their sums stay cheap.
    pub fn plus_up_to(&self, other: &Counts, most: u32) -> Counts {
        let length = usize::min(self.pmf.len() + other.pmf.len() - 1, most as usize + 2);
        let mut pmf = vec![0.0; length];
        for (i, p) in self.pmf.iter().take(length).enumerate() {
            for (sum, q) in pmf[i..].iter_mut().zip(&other.pmf) {
                *sum += p * q;
            }
        }
        Counts::from_weights(pmf)
    }

    /// The distribution of the sum of two independent numbers.
    pub fn plus(&self, other: &Counts) -> Counts {
        let mut pmf = vec![0.0; self.pmf.len() + other.pmf.len() - 1];
        for (i, p) in self.pmf.iter().enumerate() {
            for (j, q) in other.pmf.iter().enumerate() {
                pmf[i + j] += p * q;
            }
        }
        let mut left = 1.0;
        let end = pmf.iter().position(|p| {
            left -= p;
            left < TAIL
        });
        pmf.truncate(end.map_or(pmf.len(), |end| end + 1));
        Counts::from_weights(pmf)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn families() -> Vec<(Counts, f64, f64)> {
        vec![
            (Counts::poisson(0.3), 0.3, 0.3),
            (Counts::poisson(5.0), 5.0, 5.0),
            (Counts::poisson(400.0), 400.0, 400.0),
            (Counts::geometric(5.0), 5.0, 30.0),
            (Counts::negative_binomial(8.0, 40.0), 8.0, 40.0),
            (Counts::negative_binomial(5.0, 5.02), 5.0, 5.02),
            (Counts::negative_binomial(5.0, 5.00001), 5.0, 5.00001),
            (Counts::negative_binomial(5.0, 2.23606797749979 * 2.23606797749979), 5.0, 5.0),
            (Counts::constant(7), 7.0, 0.0),
        ]
    }

    #[test]
    fn mean_and_variance_are_as_told() {
        for (d, mean, variance) in families() {
            assert!((d.mean() - mean).abs() < 1e-9 * (1.0 + mean), "mean {} of {mean}", d.mean());
            assert!((d.variance() - variance).abs() < 1e-7 * (1.0 + variance), "{} of {variance}", d.variance());
        }
        let article = Counts::rounded_normal(50.0, 10.0);
        assert!((article.mean() - 50.0).abs() < 1e-6 && (article.variance() - 100.0 - 1.0 / 12.0).abs() < 1e-4);
    }

    #[test]
    fn known_probabilities() {
        assert!((Counts::poisson(5.0).pmf()[5] - 0.175_467_369_767_850_66).abs() < 1e-14);
        assert!(
            (Counts::geometric(5.0).pmf()[3] - (1.0 / 6.0) * (5.0f64 / 6.0) * (5.0 / 6.0) * (5.0 / 6.0)).abs() < 1e-14
        );
        assert_eq!(Counts::poisson(10.0).quantile(0.8), 13);
    }

    #[test]
    fn a_draw_inverts_the_cdf() {
        for (d, ..) in families() {
            for i in 0..1000 {
                let u = i as f64 / 1000.0;
                let k = d.sample(u);
                assert!(d.cdf(k) > u && (k == 0 || d.cdf(k - 1) <= u));
            }
            assert!(d.sample(1.0 - f64::EPSILON / 2.0) <= d.largest());
        }
    }

    #[test]
    fn a_cut_sum_is_exact_below_its_cut() {
        for (a, ..) in families() {
            let (whole, cut) = (a.plus(&Counts::poisson(4.0)), a.plus_up_to(&Counts::poisson(4.0), 12));
            assert!(cut.largest() <= 13);
            for k in 0..=u32::min(12, whole.largest()) {
                assert_eq!(cut.cdf(k).to_bits(), whole.cdf(k).to_bits());
            }
            assert!(cut.quantile(1.0) <= 13 && cut.quantile(0.001) == whole.quantile(0.001).min(13));
        }
    }

    #[test]
    fn sums_convolve() {
        let sum = Counts::poisson(2.0).plus(&Counts::poisson(3.0));
        for (a, b) in sum.pmf().iter().zip(Counts::poisson(5.0).pmf()) {
            assert!((a - b).abs() < 1e-14);
        }
    }
}
