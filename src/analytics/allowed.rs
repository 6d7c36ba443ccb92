//! The ranges that the formulas of stock and price accept, and the sentences for what lies outside them.
//!
//! The ranges are far wider than any shop, and narrow enough that no product or quotient of inputs
//! overflows and no table outgrows the memory.

use crate::base::Trouble;
use crate::trouble;

const LARGEST: f64 = 1e12;
const SMALLEST: f64 = 1e-12;

/// A number above zero.
pub(super) fn positive(name: &str, value: f64) -> Result<(), Trouble> {
    if (SMALLEST..=LARGEST).contains(&value) {
        return Ok(());
    }
    Err(trouble!(
        "{name} is {value}: allowed is a number above 0, from {SMALLEST:e} to {LARGEST:e}",
        "{name} 为 {value}：须为大于 0 的数，介于 {SMALLEST:e} 与 {LARGEST:e} 之间"
    ))
}

/// Zero, or a number above it.
pub(super) fn not_negative(name: &str, value: f64) -> Result<(), Trouble> {
    if value == 0.0 || (SMALLEST..=LARGEST).contains(&value) {
        return Ok(());
    }
    Err(trouble!(
        "{name} is {value}: allowed is 0 or a number from {SMALLEST:e} to {LARGEST:e}",
        "{name} 为 {value}：须为 0 或介于 {SMALLEST:e} 与 {LARGEST:e} 之间的数"
    ))
}

/// A number of either sign.
pub(super) fn finite(name: &str, value: f64) -> Result<(), Trouble> {
    within(name, value, -LARGEST, LARGEST)
}

/// A number between two bounds, both included.
pub(super) fn within(name: &str, value: f64, low: f64, high: f64) -> Result<(), Trouble> {
    if (low..=high).contains(&value) {
        return Ok(());
    }
    Err(trouble!(
        "{name} is {value}: allowed is a number from {low} to {high}",
        "{name} 为 {value}：须为介于 {low} 与 {high} 之间的数"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_refuse_what_is_no_number() {
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0, 1e13, 1e-300] {
            assert!(positive("h", bad).is_err(), "{bad}");
            assert!(not_negative("h", bad).is_err(), "{bad}");
        }
        assert!(positive("h", 0.0).is_err() && not_negative("h", 0.0).is_ok());
        assert!(finite("v", -3.0).is_ok() && finite("v", f64::NAN).is_err());
    }

    #[test]
    fn sentences_name_field_value_and_range() {
        let trouble = positive("h", -2.5).expect_err("a negative cost");
        assert_eq!(trouble.en, "h is -2.5: allowed is a number above 0, from 1e-12 to 1e12");
        assert!(trouble.zh.contains("h 为 -2.5"));
    }
}
