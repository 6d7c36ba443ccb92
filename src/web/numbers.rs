//! Numbers as the visitor's language writes them, by the browser's `Intl`.

use crate::chart::Numbers;
use js_sys::Intl::{NumberFormatNotation, NumberFormatOptions};
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    type NumberFormat;

    #[wasm_bindgen(constructor, js_namespace = Intl)]
    fn new(locale: &str, options: &NumberFormatOptions) -> NumberFormat;

    #[wasm_bindgen(method)]
    fn format(this: &NumberFormat, x: f64) -> String;
}

/// Made once for a language: making one is slow.
pub struct Formats {
    locale: String,
    fixed: Vec<NumberFormat>,
    compact: NumberFormat,
}

impl PartialEq for Formats {
    fn eq(&self, other: &Formats) -> bool {
        self.locale == other.locale
    }
}

impl Numbers for Formats {
    fn across(&self, x: f64) -> String {
        self.compact(x)
    }

    fn up(&self, y: f64, decimals: usize) -> String {
        self.fixed(y, decimals)
    }
}

const MOST_DECIMALS: usize = 6;

impl Formats {
    pub fn new(locale: &str) -> Formats {
        let fixed = |decimals| {
            let options = NumberFormatOptions::new();
            options.set_minimum_fraction_digits(decimals);
            options.set_maximum_fraction_digits(decimals);
            NumberFormat::new(locale, &options)
        };
        let short = NumberFormatOptions::new();
        short.set_notation(NumberFormatNotation::Compact);
        Formats {
            locale: locale.to_string(),
            fixed: (0..=MOST_DECIMALS as u8).map(fixed).collect(),
            compact: NumberFormat::new(locale, &short),
        }
    }

    /// With so many digits after the point, and a true minus sign.
    pub fn fixed(&self, x: f64, decimals: usize) -> String {
        self.fixed[usize::min(decimals, MOST_DECIMALS)].format(x).replace('-', "−")
    }

    pub fn whole(&self, x: u64) -> String {
        self.fixed(x as f64, 0)
    }

    /// Whole numbers without a point, others with two digits.
    pub fn exact(&self, x: f64) -> String {
        self.fixed(x, if x.fract() == 0.0 { 0 } else { 2 })
    }

    /// Short: 200K, 1M; 20万, 100万.
    pub fn compact(&self, x: f64) -> String {
        self.compact.format(x)
    }
}
