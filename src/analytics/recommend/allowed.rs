//! The ranges that recommenders accept.

use crate::base::Trouble;

pub(super) use crate::analytics::allowed::within;

/// Costs of regularisation, rates and deviations: far wider than any use.
pub(super) const LARGEST: f64 = 1e6;
/// Passes over the ratings.
const MOST_EPOCHS: u32 = 10_000;

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
