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

/// The mean of the middle half; samples that the quartiles cut count with the share that is inside.
pub fn interquartile_mean(xs: &[f64]) -> f64 {
    let mut sorted = xs.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len() as f64;
    let (low, high) = (n * 0.25, n * 0.75);
    let weight = |i: usize| f64::max(0.0, f64::min(i as f64 + 1.0, high) - f64::max(i as f64, low));
    sorted.iter().enumerate().map(|(i, x)| weight(i) * x).sum::<f64>() / (high - low)
}

/// Half the width of the 95 % t interval of the mean.
pub fn half_width(xs: &[f64]) -> f64 {
    if xs.len() < 2 {
        return f64::NAN;
    }
    student_t_quantile(0.975, xs.len() as f64 - 1.0) * standard_error(xs)
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
    fn one_sample_has_no_interval() {
        let s = Summary::of(&[2.0]);
        assert!(s.mean == 2.0 && s.low.is_nan() && s.high.is_nan());
    }
}
