//! The normal, Student's t and Poisson distributions, and the beta integral behind them.
//!
//! Everything stands on libm, so that a result is the same bits natively and in every browser;
//! statrs, which uses the platform's own functions, is the oracle of the tests only. Tails are computed
//! from the side on which they are small, because stock formulas ask for ratios such as 0.9999.

use libm::{erf, erfc, exp, lgamma, log, log1p, pow};
use std::f64::consts::{FRAC_1_SQRT_2, PI, SQRT_2};

/// 1/√(2π), the height of the normal density at its centre.
const INV_SQRT_TAU: f64 = 0.398_942_280_401_432_7;
/// Beyond this mean the Poisson sum would take minutes, and a normal distribution serves as well.
const LARGEST_POISSON_MEAN: f64 = 1e12;

/// Density of the standard normal distribution, φ(x) = e^(−x²/2) / √(2π).
pub fn normal_pdf(x: f64) -> f64 {
    INV_SQRT_TAU * exp(-0.5 * x * x)
}

/// P(Z ≤ x) of the standard normal distribution; P(Z > x) is `normal_cdf(-x)`, exact in its tail.
pub fn normal_cdf(x: f64) -> f64 {
    0.5 * erfc(-x * FRAC_1_SQRT_2)
}

/// The x with P(Z ≤ x) = `p`: −∞ at 0, ∞ at 1, NaN outside.
///
/// A rational start (Abramowitz and Stegun 1964, 26.2.23, within 4.5e-4) and three Halley steps, each of
/// which triples the number of correct digits.
pub fn normal_quantile(p: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    if p == 0.0 || p == 1.0 {
        return if p == 0.0 { f64::NEG_INFINITY } else { f64::INFINITY };
    }
    match p {
        0.5 => 0.0,
        _ if p > 0.5 => -lower_normal_quantile(1.0 - p),
        _ => lower_normal_quantile(p),
    }
}

/// The quantile for 0 < p < 1/2.
fn lower_normal_quantile(p: f64) -> f64 {
    let t = f64::sqrt(-2.0 * log(p));
    let top = 2.515517 + t * (0.802853 + t * 0.010328);
    let bottom = 1.0 + t * (1.432788 + t * (0.189269 + t * 0.001308));
    let mut x = top / bottom - t;
    for _ in 0..3 {
        // Near the median the distance from one half carries the digits, in the tail p itself does.
        let error = if p > 0.25 { 0.5 * erf(x / SQRT_2) - (p - 0.5) } else { normal_cdf(x) - p };
        let step = error / normal_pdf(x);
        if !step.is_finite() {
            break;
        }
        x -= step / (1.0 + 0.5 * x * step);
    }
    x
}

/// The regularised incomplete beta function I_x(a, b) for a, b > 0: P(X ≤ x) of a beta variable.
/// NaN for parameters outside their range.
pub fn incomplete_beta(a: f64, b: f64, x: f64) -> f64 {
    if !(a > 0.0 && b > 0.0 && (0.0..=1.0).contains(&x)) {
        return f64::NAN;
    }
    beta_with_complement(a, b, x, 1.0 - x)
}

/// I_x(a, b) where the caller knows 1 − x more exactly than a subtraction would.
fn beta_with_complement(a: f64, b: f64, x: f64, rest: f64) -> f64 {
    if x == 0.0 || rest == 0.0 {
        return if x == 0.0 { 0.0 } else { 1.0 };
    }
    let ln_x = if x > 0.5 { log1p(-rest) } else { log(x) };
    let ln_rest = if rest > 0.5 { log1p(-x) } else { log(rest) };
    let front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * ln_x + b * ln_rest);
    // The fraction converges fast on the near side of the mean only; the other side is its complement.
    if x < (a + 1.0) / (a + b + 2.0) {
        front * beta_fraction(a, b, x) / a
    } else {
        1.0 - front * beta_fraction(b, a, rest) / b
    }
}

/// The continued fraction of the incomplete beta function (DLMF 8.17.22) by Lentz's method.
fn beta_fraction(a: f64, b: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let away_from_zero = |v: f64| if v.abs() < TINY { TINY } else { v };
    let mut c = 1.0;
    let mut d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut value = d;
    for i in 1..20_000 {
        let m = i as f64;
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / away_from_zero(1.0 + even * d);
        c = away_from_zero(1.0 + even / c);
        value *= c * d;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / away_from_zero(1.0 + odd * d);
        c = away_from_zero(1.0 + odd / c);
        value *= c * d;
        if (c * d - 1.0).abs() < 1e-16 {
            break;
        }
    }
    value
}

/// The t with P(T ≤ t) = `p` for Student's distribution with `degrees` > 0 degrees of freedom.
/// −∞ at 0, ∞ at 1, NaN outside. Twelve digits up to a thousand degrees; beyond, ln Γ loses one for
/// every tenfold.
///
/// ln P is nearly a straight line in ln t both near the centre and far out, so Newton's method in these
/// two logarithms needs a few steps; a bracket that only shrinks keeps it safe.
pub fn student_t_quantile(p: f64, degrees: f64) -> f64 {
    if !((0.0..=1.0).contains(&p) && degrees > 0.0 && degrees.is_finite()) {
        return f64::NAN;
    }
    let tail = f64::min(p, 1.0 - p);
    if tail == 0.0 {
        return if p == 0.0 { f64::NEG_INFINITY } else { f64::INFINITY };
    }
    let centre = 0.5 - tail;
    if centre == 0.0 {
        return 0.0;
    }
    let by_tail = tail < 0.25;
    let target = log(if by_tail { tail } else { centre });
    let mut low = -750.0;
    let mut high = 709.0;
    let mut u = 0.0;
    for _ in 0..200 {
        let t = exp(u);
        let (outside, inside) = student_t_parts(t, degrees);
        let mass = if by_tail { outside } else { inside };
        let excess = log(mass) - target;
        // The tail falls with t, the central part rises.
        let too_far = if by_tail { excess < 0.0 } else { excess > 0.0 };
        if too_far {
            high = u;
        } else {
            low = u;
        }
        let slope = t * student_t_pdf(t, degrees) / mass;
        let mut next = if by_tail { u + excess / slope } else { u - excess / slope };
        if !(next > low && next < high) {
            next = 0.5 * (low + high);
        }
        let step = (next - u).abs();
        u = next;
        if step < 1e-15 * (1.0 + u.abs()) {
            break;
        }
    }
    if p < 0.5 { -exp(u) } else { exp(u) }
}

/// P(T > t) and P(0 < T ≤ t) for t > 0, each exact where it is small.
fn student_t_parts(t: f64, degrees: f64) -> (f64, f64) {
    let ratio = t * t / degrees;
    if ratio.is_infinite() {
        return (0.0, 0.5);
    }
    let (far, near) = (1.0 / (1.0 + ratio), ratio / (1.0 + ratio));
    let outside = 0.5 * beta_with_complement(0.5 * degrees, 0.5, far, near);
    let inside = 0.5 * beta_with_complement(0.5, 0.5 * degrees, near, far);
    (outside, inside)
}

fn student_t_pdf(t: f64, degrees: f64) -> f64 {
    let ln_height = lgamma(0.5 * (degrees + 1.0)) - lgamma(0.5 * degrees) - 0.5 * log(degrees * PI);
    exp(ln_height - 0.5 * (degrees + 1.0) * log1p(t * t / degrees))
}

/// P(N = k) = e^(−m) m^k / k! for a mean m ≥ 0; NaN for other means.
///
/// For larger k the saddle-point form of Loader (2000) keeps all digits where the three factors are
/// enormous and nearly cancel.
pub fn poisson_pmf(k: u64, mean: f64) -> f64 {
    if !(mean >= 0.0 && mean.is_finite()) {
        return f64::NAN;
    }
    if mean == 0.0 {
        return if k == 0 { 1.0 } else { 0.0 };
    }
    let x = k as f64;
    if k < 16 {
        let factorial: f64 = (1..=k).map(|i| i as f64).product();
        return if mean < 600.0 {
            exp(-mean) * pow(mean, x) / factorial
        } else {
            exp(x * log(mean) - mean - log(factorial))
        };
    }
    exp(-stirling_error(x) - deviance(x, mean)) * INV_SQRT_TAU / f64::sqrt(x)
}

/// ln x! − ln(√(2πx) (x/e)^x) for x ≥ 16.
fn stirling_error(x: f64) -> f64 {
    let y = 1.0 / (x * x);
    (1.0 / 12.0 - y * (1.0 / 360.0 - y * (1.0 / 1260.0 - y * (1.0 / 1680.0 - y / 1188.0)))) / x
}

/// x ln(x/m) + m − x, by a series where the terms would cancel.
fn deviance(x: f64, mean: f64) -> f64 {
    let v = (x - mean) / (x + mean);
    if v.abs() > 0.1 {
        return x * log(x / mean) + mean - x;
    }
    let mut power = 2.0 * x * v;
    let mut sum = (x - mean) * v;
    for j in 1..40 {
        power *= v * v;
        let term = power / (2 * j + 1) as f64;
        if (sum + term) == sum {
            break;
        }
        sum += term;
    }
    sum
}

/// P(N ≤ k) for a Poisson variable with 0 ≤ mean ≤ 1e12; NaN for other means.
pub fn poisson_cdf(k: u64, mean: f64) -> f64 {
    if !(0.0..=LARGEST_POISSON_MEAN).contains(&mean) {
        return f64::NAN;
    }
    if (k as f64) < mean {
        // Downwards from k, each term is the last times i/m.
        let (mut term, mut sum, mut i) = (1.0, 1.0, k as f64);
        while i > 0.0 && term > 1e-18 * sum {
            term *= i / mean;
            sum += term;
            i -= 1.0;
        }
        return poisson_pmf(k, mean) * sum;
    }
    let (mut term, mut sum, mut i) = (1.0, 0.0, k as f64);
    while term > 1e-18 * sum {
        i += 1.0;
        term *= mean / i;
        sum += term;
    }
    1.0 - poisson_pmf(k, mean) * sum
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
