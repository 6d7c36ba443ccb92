//! The special functions against statrs, mpmath and their closed forms.

use super::*;
use statrs::distribution::{ContinuousCDF, Discrete, DiscreteCDF, Normal, Poisson, StudentsT};
use statrs::function::beta::beta_reg;

fn close(got: f64, expected: f64, tolerance: f64, what: &str) {
    let error = (got - expected).abs();
    assert!(error <= tolerance * expected.abs(), "{what}: {got} instead of {expected}");
}

#[test]
fn the_normal_distribution_agrees_with_statrs() {
    let oracle = Normal::standard();
    for i in -300..=300 {
        let x = i as f64 * 0.1;
        // statrs' own cdf is good to about eleven digits.
        close(normal_cdf(x), oracle.cdf(x), 1e-9, &format!("cdf at {x}"));
    }
    close(normal_pdf(1.5), 0.129_517_595_665_891_75, 1e-15, "density");
    for p in [1e-300, 1e-50, 1e-9, 0.001, 0.02, 0.25, 0.3, 0.499, 0.501, 0.8, 0.975, 0.999_999] {
        close(normal_quantile(p), oracle.inverse_cdf(p), 1e-9, &format!("quantile at {p}"));
    }
}

#[test]
fn the_normal_quantile_has_all_its_digits() {
    // Fifteen digits of well-known values, and the round trip elsewhere.
    close(normal_quantile(0.975), 1.959_963_984_540_054, 4e-16, "0.975");
    close(normal_quantile(0.9), 1.281_551_565_544_600_4, 4e-16, "0.9");
    close(normal_quantile(1e-10), -6.361_340_902_404_056, 4e-16, "1e-10");
    assert_eq!(normal_quantile(0.5), 0.0);
    for i in 1..1000 {
        let p = i as f64 / 2000.0;
        close(normal_cdf(normal_quantile(p)), p, 2e-15, &format!("round trip at {p}"));
        assert_eq!(normal_quantile(1.0 - p), -normal_quantile(1.0 - (1.0 - p)), "symmetry at {p}");
    }
    assert_eq!(normal_quantile(0.0), f64::NEG_INFINITY);
    assert_eq!(normal_quantile(1.0), f64::INFINITY);
    assert!(normal_quantile(-0.1).is_nan() && normal_quantile(f64::NAN).is_nan());
}

#[test]
fn the_beta_integral_agrees_with_statrs() {
    for (a, b) in [(0.5, 0.5), (1.0, 3.0), (2.5, 0.5), (40.0, 60.0), (500.0, 0.5)] {
        for i in 1..100 {
            let x = i as f64 / 100.0;
            let (got, expected) = (incomplete_beta(a, b, x), beta_reg(a, b, x));
            assert!((got - expected).abs() < 1e-12 + 1e-10 * expected, "I_{x}({a}, {b}): {got}, not {expected}");
        }
    }
    close(incomplete_beta(2.0, 1.0, 0.3), 0.09, 1e-14, "x squared");
    assert!(incomplete_beta(0.0, 1.0, 0.3).is_nan() && incomplete_beta(1.0, 1.0, 1.1).is_nan());
}

#[test]
fn students_quantile_agrees_with_statrs() {
    for degrees in 1..=1000 {
        let oracle = StudentsT::new(0.0, 1.0, degrees as f64).expect("a valid distribution");
        for p in [0.51, 0.6, 0.8, 0.9, 0.95, 0.975, 0.995, 0.9995] {
            let got = student_t_quantile(p, degrees as f64);
            close(oracle.cdf(got), p, 1e-11, &format!("{degrees} degrees, back to p = {p}"));
            // Its own inverse has eight digits only (0.84206796959 for 805 degrees at 0.8).
            close(got, oracle.inverse_cdf(p), 1e-7, &format!("{degrees} degrees, p = {p}"));
        }
    }
}

#[test]
fn students_quantile_has_twelve_digits() {
    // mpmath, 30 digits.
    close(student_t_quantile(0.8, 805.0), 0.842_067_971_914_404_3, 1e-12, "805 degrees");
    close(student_t_quantile(0.975, 9.0), 2.262_157_162_798_205_5, 1e-13, "9 degrees");
    close(student_t_quantile(0.9995, 30.0), 3.645_958_635_042_022, 1e-13, "30 degrees");
    close(student_t_quantile(0.975, 1000.0), 1.962_339_080_826_408_5, 1e-12, "1000 degrees");
}

#[test]
fn students_quantile_agrees_with_its_closed_forms() {
    for p in [1e-12, 1e-6, 0.01, 0.2, 0.3, 0.49, 0.4999] {
        close(student_t_quantile(p, 1.0), -1.0 / libm::tan(PI * p), 1e-12, "one degree");
        let two = (2.0 * p - 1.0) / f64::sqrt(2.0 * p * (1.0 - p));
        close(student_t_quantile(p, 2.0), two, 1e-12, "two degrees");
    }
    assert_eq!(student_t_quantile(0.5, 7.0), 0.0);
    assert!(student_t_quantile(0.9, 0.0).is_nan() && student_t_quantile(1.5, 3.0).is_nan());
}

#[test]
fn the_poisson_distribution_agrees_with_statrs() {
    for mean in [0.01, 0.7, 5.0, 15.9, 47.3, 800.0, 20_000.0] {
        let oracle = Poisson::new(mean).expect("a valid distribution");
        let reach = 8.0 * f64::sqrt(mean) + 5.0;
        let (low, high) = (f64::max(0.0, mean - reach) as u64, (mean + reach) as u64);
        for k in (low..=high).step_by(1 + (high - low) as usize / 200) {
            close(poisson_pmf(k, mean), oracle.pmf(k), 1e-9, &format!("pmf({k}) of {mean}"));
            close(poisson_cdf(k, mean), oracle.cdf(k), 1e-9, &format!("cdf({k}) of {mean}"));
        }
    }
}

#[test]
fn poisson_probabilities_keep_their_digits_and_add_up() {
    close(poisson_pmf(5, 5.0), 0.175_467_369_767_850_67, 1e-15, "5 of 5");
    // mpmath, 30 digits.
    close(poisson_pmf(1_000_000, 1e6), 3.989_422_471_562_405e-4, 1e-14, "a million");
    for mean in [0.3, 9.0, 250.0, 1e5] {
        let reach = 12.0 * f64::sqrt(mean) + 30.0;
        let sum: f64 = ((mean - reach).max(0.0) as u64..(mean + reach) as u64).map(|k| poisson_pmf(k, mean)).sum();
        close(sum, 1.0, 1e-13, "sum");
    }
    assert_eq!(poisson_cdf(0, 0.0), 1.0);
    assert!(poisson_pmf(1, -1.0).is_nan() && poisson_cdf(1, f64::NAN).is_nan());
}
