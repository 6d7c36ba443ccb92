//! The elementary functions against libm, and the lanes against each other.

use emporium::base::Rng;
use emporium::nn::elementary::{exp4, ln4, tanh4};
use emporium::nn::lanes::{F32x4, LANES};

/// How far `got` is from `exact`, in units in the last place of the exact value's f32.
fn ulps(exact: f64, got: f32) -> f64 {
    let exponent = (((exact as f32).to_bits() >> 23) & 0xff).max(1) as i32 - 150;
    (f64::from(got) - exact).abs() / libm::exp2(f64::from(exponent))
}

/// The worst error over every 1021st f32 of a range.
fn worst(f: fn(F32x4) -> F32x4, exact: fn(f64) -> f64, range: std::ops::RangeInclusive<f32>) -> (f64, f32) {
    let mut worst = (0.0, 0.0);
    for block in (0..u32::MAX - 1021 * 4).step_by(1021 * LANES) {
        let four = std::array::from_fn(|i| f32::from_bits(block + 1021 * i as u32));
        let results = f(F32x4::from_array(&four)).to_array();
        for (x, y) in four.into_iter().zip(results).filter(|(x, _)| range.contains(x)) {
            let error = ulps(exact(f64::from(x)), y);
            if error > worst.0 || error.is_nan() {
                worst = (error, x);
            }
        }
    }
    worst
}

#[test]
fn the_functions_are_as_exact_as_their_table_says() {
    let exp = worst(exp4, libm::exp, -87.33..=88.72);
    let tanh = worst(tanh4, libm::tanh, -1e30..=1e30);
    let ln = worst(ln4, libm::log, f32::from_bits(1)..=f32::MAX);
    println!("exp {exp:?}, tanh {tanh:?}, ln {ln:?}");
    assert!(exp.0 < 1.0 && tanh.0 < 6.5 && ln.0 < 1.0, "exp {exp:?}, tanh {tanh:?}, ln {ln:?}");
}

#[test]
fn their_ends_are_right() {
    let (inf, nan) = (f32::INFINITY, f32::NAN);
    let of = |f: fn(F32x4) -> F32x4, x: f32| f(F32x4::splat(x)).to_array()[0];
    for (x, y) in [(0.0, 1.0), (inf, inf), (-inf, 0.0), (89.0, inf), (-88.0, 0.0), (-1e30, 0.0), (1e30, inf)] {
        assert_eq!(of(exp4, x), y, "exp {x}");
    }
    for (x, y) in [(0.0, 0.0), (inf, 1.0), (-inf, -1.0), (9.5, 1.0), (-20.0, -1.0), (1e-40, 1e-40)] {
        assert_eq!(of(tanh4, x), y, "tanh {x}");
    }
    for (x, y) in [(0.0, -inf), (-0.0, -inf), (1.0, 0.0), (inf, inf)] {
        assert_eq!(of(ln4, x), y, "ln {x}");
    }
    assert!(of(ln4, -1.0).is_nan() && of(ln4, -inf).is_nan());
    for payload in [nan, -nan, f32::from_bits(0x7fc0_0123), f32::from_bits(0xffc0_01ff)] {
        assert!(of(exp4, payload).is_nan() && of(tanh4, payload).is_nan() && of(ln4, payload).is_nan());
    }
}

#[test]
fn tanh_never_leaves_its_range() {
    let mut rng = Rng::new(1, "tanh");
    for _ in 0..1_000_000 {
        let four = std::array::from_fn(|_| (rng.uniform() * 20.0 - 10.0) as f32);
        assert!(tanh4(F32x4::from_array(&four)).to_array().iter().all(|y| y.abs() <= 1.0), "{four:?}");
    }
}
