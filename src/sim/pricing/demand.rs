//! How many customers want to buy on a day: Poisson, or Poisson whose mean is shaken by the day (a gamma factor,
//! so that the sum is negative binomial). Simulator and finite model read the same chances, number by number,
//! and no table is needed for a mean that has never been met before.

use libm::{exp, log1p};

/// The largest mean of a day that a world is let to have: far beyond it the first chance would be too small to begin
/// with.
pub const MOST_MEAN: f64 = 300.0;

/// P(0), P(1), P(2), … of a day's demand.
#[derive(Clone, Copy, Debug)]
pub struct Chances {
    next: f64,
    /// The number to which `next` belongs.
    k: f64,
    /// P(k + 1)/P(k) = (k + r)/(k + 1)·factor; for Poisson factor/(k + 1).
    factor: f64,
    /// 1/shock², where the mean is shaken.
    r: Option<f64>,
}

impl Chances {
    /// By the mean, and the deviation of the factor that shakes it (0 for none).
    ///
    /// With r = 1/shock² and f = m/(m + r): P(0) = (1 − f)^r and P(k + 1) = P(k)·(k + r)/(k + 1)·f, whose
    /// variance is m + (shock·m)².
    pub fn new(mean: f64, shock: f64) -> Chances {
        if shock <= 0.0 || mean <= 0.0 {
            let mean = f64::max(mean, 0.0);
            return Chances { next: exp(-mean), k: 0.0, factor: mean, r: None };
        }
        let r = 1.0 / (shock * shock);
        let fail = mean / (mean + r);
        Chances { next: exp(r * log1p(-fail)), k: 0.0, factor: fail, r: Some(r) }
    }

    /// The number that belongs to a uniform draw from [0, 1): larger draws, larger demand, and never above `most`.
    #[inline]
    pub fn draw(self, uniform: f64, most: u32) -> u32 {
        let mut left = uniform;
        for (k, p) in (0..most).zip(self) {
            if left < p {
                return k;
            }
            left -= p;
        }
        most
    }
}

impl Iterator for Chances {
    type Item = f64;

    #[inline]
    fn next(&mut self) -> Option<f64> {
        let p = self.next;
        let more = self.r.map_or(self.factor, |r| (self.k + r) * self.factor);
        self.k += 1.0;
        self.next = p * more / self.k;
        Some(p)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Counts;

    #[test]
    fn chances_are_those_of_the_tables() {
        for mean in [0.0, 0.2, 1.2, 40.0, MOST_MEAN] {
            for shock in [0.0, 0.1, 0.5] {
                let table = Counts::negative_binomial(mean, mean + shock * mean * shock * mean);
                // The last entry of a table holds whatever is beyond it.
                let body = &table.pmf()[..table.pmf().len() - 1];
                for (k, (p, q)) in Chances::new(mean, shock).zip(body).enumerate() {
                    assert!((p - q).abs() < 1e-11, "P({k}) of {mean} and {shock}: {p} or {q}");
                }
            }
        }
    }

    #[test]
    fn a_draw_inverts_the_chances() {
        let table = Counts::poisson(7.5);
        for i in 0..1_000 {
            let u = i as f64 / 1_000.0;
            assert_eq!(Chances::new(7.5, 0.0).draw(u, 400), table.sample(u));
        }
        assert_eq!(Chances::new(MOST_MEAN, 0.5).draw(1.0 - f64::EPSILON / 2.0, 50), 50);
        assert_eq!(Chances::new(0.0, 0.3).draw(0.999, 50), 0);
    }
}
