//! exp, tanh and ln of four numbers at once, with the same bits everywhere.
//!
//! `exp` and `ln` take their argument apart and use a polynomial, `tanh` a quotient of two, all of our own: fitted for
//! the least worst relative error (Remez' exchange in 40 digits; Lawson's weights for the quotient) and rounded to f32.
//! The worst errors, in units in the last place of the exact result, are those over every third f32 of the range;
//! the tests measure them against libm in f64.
//!
//! | function | range | worst error |
//! | --- | --- | --- |
//! | `exp` | −87.33 … 88.72 (below: 0; above: infinite) | 1 ulp |
//! | `tanh` | all | 6.5 ulp |
//! | `ln` | all positive, subnormals too | 1 ulp |
//!
//! NaN gives NaN.

use super::lanes::F32x4;

/// ln 2 in two parts: the upper has 15 bits, so that its product with a whole exponent is exact.
const LN_2_UPPER: f32 = 0.693_145_75;
const LN_2_LOWER: f32 = 1.428_606_8e-6;

/// 1.5 · 2²³: a number this large has no place for fractions, so adding it rounds to the nearest whole number, which
/// then stands in the lowest bits.
const ROUNDER: f32 = 12_582_912.0;

/// Below, the result would be subnormal.
const EXP_LEAST: f32 = -87.336_54;
/// From here on, the result would be beyond all f32.
const EXP_END: f32 = 88.722_84;

/// (e^r − 1 − r) / r² for |r| ≤ ln 2 / 2, within 2^−28 of e^r.
const EXP: [f32; 5] = [0.499_999_94, 0.166_665_2, 0.041_668_393, 0.008_368_781, 0.001_381_446_8];
/// Here the quotient has come to 1.
const TANH_END: f32 = 9.0;
/// tanh x / x as a quotient of polynomials in x² for |x| ≤ 9, within 2^−25.5.
const TANH_ABOVE: [f32; 5] = [0.999_999_98, 0.133_810_31, 0.003_495_593, 2.060_912_7e-5, 1.335_465_9e-8];
const TANH_BELOW: [f32; 5] = [1.0, 0.467_143_46, 0.025_877_004, 0.000_328_564_13, 7.776_57e-7];
/// (ln(1 + f) − f + f²/2) / f³ for √½ ≤ 1 + f ≤ √2, within 2^−27 of ln(1 + f).
const LN: [f32; 8] =
    [0.333_333_3, -0.250_008_23, 0.200_012_34, -0.166_232_99, 0.142_015_53, -0.131_605_82, 0.127_633_26, -0.076_356_53];

/// c₀ + c₁x + c₂x² + …, by Horner's rule.
#[inline(always)]
fn polynomial<const N: usize>(coefficients: &[f32; N], x: F32x4) -> F32x4 {
    let (last, rest) = coefficients.split_last().unwrap();
    rest.iter().rev().fold(F32x4::splat(*last), |sum, c| sum * x + F32x4::splat(*c))
}

/// e^x = 2^n e^r with n = ⌊x / ln 2⌉ and r = x − n ln 2.
#[inline(always)]
pub fn exp4(x: F32x4) -> F32x4 {
    let rounded = x * F32x4::splat(std::f32::consts::LOG2_E) + F32x4::splat(ROUNDER);
    let n = rounded - F32x4::splat(ROUNDER);
    let r = x - n * F32x4::splat(LN_2_UPPER) - n * F32x4::splat(LN_2_LOWER);
    let power = polynomial(&EXP, r) * r * r + r + F32x4::splat(1.0);
    let scaled = power.bits_plus(rounded.bits_to_exponent());
    let flushed = x.less(F32x4::splat(EXP_LEAST)).and_not(scaled);
    // What is not below the end, NaN included, is carried on by the sum.
    x.less(F32x4::splat(EXP_END)).select(flushed, x + F32x4::splat(f32::INFINITY))
}

/// tanh x = x P(x²) / Q(x²); beyond [`TANH_END`] it is 1 to the last bit.
#[inline(always)]
pub fn tanh4(x: F32x4) -> F32x4 {
    let end = F32x4::splat(TANH_END);
    // Written with x last, so that a NaN is carried on.
    let x = end.min((-end).max(x));
    let square = x * x;
    let quotient = x * polynomial(&TANH_ABOVE, square) / polynomial(&TANH_BELOW, square);
    // Rounding may have gone a little beyond, where the derivative 1 − y² would be negative.
    let one = F32x4::splat(1.0);
    one.min((-one).max(quotient))
}

/// ln x = e ln 2 + ln(1 + f) with x = 2^e (1 + f) and √½ ≤ 1 + f < √2. Zero gives −∞, less gives NaN.
#[inline(always)]
pub fn ln4(x: F32x4) -> F32x4 {
    let small = x.less(F32x4::splat(f32::MIN_POSITIVE));
    let normal = small.select(x * F32x4::splat(8_388_608.0), x);
    // With this added, the exponent steps at √½ instead of at 1.
    let shifted = normal.bits_plus(F32x4::splat(f32::from_bits(0x3f80_0000 - 0x3f35_04f3)));
    let exponent = shifted.exponent_to_bits().or(F32x4::splat(8_388_608.0)) - F32x4::splat(8_388_608.0 + 127.0);
    let e = exponent - small.and(F32x4::splat(23.0));
    let mantissa = shifted.and(F32x4::splat(f32::from_bits(0x007f_ffff)));
    let f = mantissa.bits_plus(F32x4::splat(f32::from_bits(0x3f35_04f3))) - F32x4::splat(1.0);
    let square = f * f;
    let tail = polynomial(&LN, f) * f * square - F32x4::splat(0.5) * square;
    let finite = tail + e * F32x4::splat(LN_2_LOWER) + f + e * F32x4::splat(LN_2_UPPER);
    edges_of_ln(x, finite)
}

/// What the polynomial knows nothing of: zero, negative numbers, infinity and NaN.
#[inline(always)]
fn edges_of_ln(x: F32x4, finite: F32x4) -> F32x4 {
    let zero = F32x4::zero();
    let value = x.less(F32x4::splat(f32::INFINITY)).select(finite, x);
    // A mask's ones make a NaN of any number; the sum carries on a NaN that came in.
    let not_positive = F32x4::splat(f32::NEG_INFINITY).or(x.less(zero)) + x;
    zero.less(x).select(value, not_positive)
}

/// [`exp4`] of one number.
pub fn exp(x: f32) -> f32 {
    exp4(F32x4::splat(x)).to_array()[0]
}

/// [`tanh4`] of one number.
pub fn tanh(x: f32) -> f32 {
    tanh4(F32x4::splat(x)).to_array()[0]
}

/// [`ln4`] of one number.
pub fn ln(x: f32) -> f32 {
    ln4(F32x4::splat(x)).to_array()[0]
}
