//! Summaries of samples: mean, interquartile mean and the interval of the mean.

use super::special::student_t_quantile;

/// What a handful of seeds says about a quantity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summary {
    pub mean: f64,
    /// The mean of the middle half (Agarwal et al. 2021), robust against a lucky or an unlucky seed.
    pub iqm: f64,
    /// The ends of the 95 % t interval of the mean; NaN with fewer than two samples.
    pub low: f64,
    pub high: f64,
    pub n: usize,
}

pub fn mean(xs: &[f64]) -> f64 {
    xs.iter().sum::<f64>() / xs.len() as f64
}

/// The sample variance (divided by n − 1).
pub fn variance(xs: &[f64]) -> f64 {
    let m = mean(xs);
    xs.iter().map(|x| (x - m) * (x - m)).sum::<f64>() / (xs.len() as f64 - 1.0)
}

/// The standard error of the mean; NaN with fewer than two samples.
pub fn standard_error(xs: &[f64]) -> f64 {
    f64::sqrt(variance(xs) / xs.len() as f64)
}

/// Sorted. Seeds are few: the library's sort would weigh more than all of this file.
fn rising(xs: &[f64]) -> Vec<f64> {
    let mut sorted = Vec::with_capacity(xs.len());
    for &x in xs {
        let at = sorted.partition_point(|other: &f64| other.total_cmp(&x).is_le());
        sorted.insert(at, x);
    }
    sorted
}

/// The mean of the middle half; samples that the quartiles cut count with the share that is inside.
pub fn interquartile_mean(xs: &[f64]) -> f64 {
    let sorted = rising(xs);
    let n = sorted.len() as f64;
    let (low, high) = (n * 0.25, n * 0.75);
    let weight = |i: usize| f64::max(0.0, f64::min(i as f64 + 1.0, high) - f64::max(i as f64, low));
    sorted.iter().enumerate().map(|(i, x)| weight(i) * x).sum::<f64>() / (high - low)
}

/// The 95 % interval of the middle of so many samples. Curves have hundreds of points over the same seeds, so
/// that the quantile is worked out once.
#[derive(Clone, Copy, Debug)]
pub struct Interval {
    quantile: f64,
    /// How many samples are cut at each end.
    cut: usize,
}

impl Interval {
    /// Of the mean: t(n − 1) · s / √n.
    pub fn of_mean(n: usize) -> Interval {
        Interval::with(n, 0)
    }

    /// Of the interquartile mean, by the trimmed mean's t statistic (Tukey and McLaughlin 1963): with g = ⌊n/4⌋
    /// samples cut at each end and s the deviation of the sample whose cut ends are moved to the nearest that
    /// stay, t(n − 2g − 1) · s / ((1 − 2g/n)·√n).
    pub fn of_iqm(n: usize) -> Interval {
        Interval::with(n, n / 4)
    }

    fn with(n: usize, cut: usize) -> Interval {
        let kept = n.saturating_sub(2 * cut);
        let quantile = if kept < 2 { f64::NAN } else { student_t_quantile(0.975, kept as f64 - 1.0) };
        Interval { quantile, cut }
    }

    /// Half its width; NaN with fewer than two samples.
    pub fn half(&self, xs: &[f64]) -> f64 {
        if self.cut == 0 {
            return self.quantile * standard_error(xs);
        }
        let mut sorted = rising(xs);
        let (low, high) = (sorted[self.cut], sorted[xs.len() - 1 - self.cut]);
        sorted.iter_mut().for_each(|x| *x = x.clamp(low, high));
        self.quantile * standard_error(&sorted) * xs.len() as f64 / (xs.len() - 2 * self.cut) as f64
    }
}

/// Half the width of the 95 % t interval of the mean.
pub fn half_width(xs: &[f64]) -> f64 {
    Interval::of_mean(xs.len()).half(xs)
}

impl Summary {
    pub fn of(xs: &[f64]) -> Summary {
        let (mean, half) = (mean(xs), half_width(xs));
        Summary { mean, iqm: interquartile_mean(xs), low: mean - half, high: mean + half, n: xs.len() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_of_a_known_sample() {
        // R: t.test(c(1, 2, 3, 4, 5)) gives 1.036757 … 4.963243.
        let s = Summary::of(&[1.0, 2.0, 3.0, 4.0, 5.0]);
        assert_eq!((s.mean, s.n), (3.0, 5));
        assert!((s.low - 1.036_757).abs() < 1e-6 && (s.high - 4.963_243).abs() < 1e-6);
    }

    #[test]
    fn the_middle_half_ignores_the_ends() {
        assert_eq!(interquartile_mean(&[-100.0, 1.0, 3.0, 900.0]), 2.0);
        assert_eq!(interquartile_mean(&[7.0]), 7.0);
        // Six samples: the quartiles cut the second and the fifth in half.
        assert!((interquartile_mean(&[0.0, 2.0, 3.0, 4.0, 6.0, 50.0]) - (1.0 + 3.0 + 4.0 + 3.0) / 3.0).abs() < 1e-15);
    }

    #[test]
    fn the_interval_of_a_trimmed_mean() {
        // R's WRS2::trimcibt formula by hand: eight samples, two cut at each end, so 3, 3, 3, 4, 5, 6, 6, 6 with
        // s² = 2; t(3) = 3.182446, and 3.182446·√(2/8)·8/4.
        let xs = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 80.0];
        let half = |xs: &[f64]| Interval::of_iqm(xs.len()).half(xs);
        assert!((half(&xs) - 3.182_446).abs() < 1e-6, "{}", half(&xs));
        // Three samples are too few to cut any.
        assert_eq!(half(&xs[..3]), half_width(&xs[..3]));
        assert!(half(&xs[..1]).is_nan());
    }

    #[test]
    fn one_sample_has_no_interval() {
        let s = Summary::of(&[2.0]);
        assert!(s.mean == 2.0 && s.low.is_nan() && s.high.is_nan());
    }
}
