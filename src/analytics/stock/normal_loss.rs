//! Expected shortage and leftover of normal demand, exact far into the tails.
//!
//! The textbook form φ(z) − z(1 − Φ(z)) loses all its digits for large z. There the continued fraction of
//! Mills' ratio (1 − Φ(z))/φ(z) = 1/(z + 1/(z + 2/(z + 3/(z + …)))) gives the difference without subtracting.

use crate::base::special::{normal_cdf, normal_pdf};

/// Beyond this z the fraction is used; its length below gives all digits from here on.
const TAIL: f64 = 2.0;
const FRACTION_LENGTH: u32 = 150;

/// E(Z − z)⁺ for a standard normal Z; times σ it is the expected shortage at z = (S − μ)/σ
/// (Snyder and Shen, C.22). The expected leftover E(z − Z)⁺ is `standard_loss(-z)`.
pub fn standard_loss(z: f64) -> f64 {
    if z < TAIL {
        return normal_pdf(z) - z * normal_cdf(-z);
    }
    let inner = mills_fraction(z, 2);
    let k = 1.0 / (z + inner);
    normal_pdf(z) * k / (z + k)
}

/// ½E((Z − z)⁺)², the integral of the loss from z to ∞ (Snyder and Shen, C.27).
pub fn standard_second_loss(z: f64) -> f64 {
    if z < TAIL {
        return 0.5 * ((z * z + 1.0) * normal_cdf(-z) - z * normal_pdf(z));
    }
    let inner = mills_fraction(z, 2);
    let k = 1.0 / (z + inner);
    0.5 * normal_pdf(z) * inner / ((z + inner) * (z + k))
}

/// n/(z + (n+1)/(z + (n+2)/(z + …)))
fn mills_fraction(z: f64, n: u32) -> f64 {
    let mut value = 0.0;
    for i in (n..n + FRACTION_LENGTH).rev() {
        value = i as f64 / (z + value);
    }
    value
}

/// Cost of normal demand with this mean and standard deviation at the level S, a period:
/// g(S) = h·E(S − D)⁺ + p·E(D − S)⁺ (Snyder and Shen, 4.24).
///
/// ```
/// use emporium::analytics::stock::normal_loss::normal_cost;
/// // At the mean both are σ/√(2π): 3·0.3989 + 7·0.3989.
/// assert!((normal_cost(3.0, 7.0, 50.0, 1.0, 50.0) - 3.989423).abs() < 1e-6);
/// ```
pub fn normal_cost(h: f64, p: f64, mean: f64, sd: f64, level: f64) -> f64 {
    let z = (level - mean) / sd;
    sd * (h * standard_loss(-z) + p * standard_loss(z))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn losses_have_their_digits_in_the_tail() {
        // mpmath, 40 digits.
        for (z, first, second) in [
            (0.0, 0.398_942_280_401_432_7, 0.25),
            (1.999, 0.008_513_479_762_264_812, 0.002_892_865_443_945_765),
            (2.0, 0.008_490_702_616_829_638, 0.002_884_363_357_259_966),
            (6.0, 1.563_569_795_970_966_4e-10, 2.422_288_372_755_914_2e-11),
            (20.0, 1.370_012_494_729_58e-90, 6.799_564_573_536_904e-92),
        ] {
            let (got, got_second) = (standard_loss(z), standard_second_loss(z));
            assert!((got - first).abs() <= 1e-14 * first, "loss at {z}: {got}");
            assert!((got_second - second).abs() <= 5e-14 * second, "second loss at {z}: {got_second}");
        }
    }

    #[test]
    fn both_forms_meet() {
        let (below, above) = (TAIL - 1e-9, TAIL);
        let slope = normal_cdf(-TAIL);
        assert!((standard_loss(below) - standard_loss(above) - 1e-9 * slope).abs() < 1e-16);
        let slope = standard_loss(TAIL);
        assert!((standard_second_loss(below) - standard_second_loss(above) - 1e-9 * slope).abs() < 1e-16);
    }

    #[test]
    fn shortage_minus_leftover_is_the_gap_to_the_mean() {
        for z in [-30.0, -3.0, -0.5, 0.0, 1.0, 2.5, 12.0] {
            assert!((standard_loss(z) - standard_loss(-z) + z).abs() < 1e-14 * (1.0 + f64::abs(z)));
        }
    }
}
