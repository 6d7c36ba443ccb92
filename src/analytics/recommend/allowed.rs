//! The ranges that recommenders accept, and the one sentence for what lies outside them.

use crate::base::Trouble;
use crate::trouble;

/// Costs of regularisation, rates and deviations: far wider than any use.
pub(super) const LARGEST: f64 = 1e6;
/// Passes over the ratings.
const MOST_EPOCHS: u32 = 10_000;

/// A number between two bounds, both included. NaN is in no range.
pub(super) fn within(name: &str, value: f64, low: f64, high: f64) -> Result<(), Trouble> {
    if (low..=high).contains(&value) {
        return Ok(());
    }
    Err(trouble!(
        "{name} is {value}: allowed is a number from {low} to {high}",
        "{name} 为 {value}：须为介于 {low} 与 {high} 之间的数"
    ))
}

/// Zero, or a number above it.
pub(super) fn not_negative(name: &str, value: f64) -> Result<(), Trouble> {
    within(name, value, 0.0, LARGEST)
}

pub(super) fn epochs(value: u32) -> Result<(), Trouble> {
    within("n_epochs", value as f64, 0.0, MOST_EPOCHS as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_refuse_what_is_no_number() {
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1e-9, 1e7] {
            assert!(not_negative("reg_u", bad).is_err(), "{bad}");
        }
        assert!(not_negative("reg_u", 0.0).is_ok());
        let trouble = within("k", 0.5, 1.0, 9.0).expect_err("below one");
        assert_eq!(trouble.en, "k is 0.5: allowed is a number from 1 to 9");
        assert!(trouble.zh.starts_with("k 为 0.5"));
    }
}
