//! Numbers as the visitor's language writes them, by the browser's `Intl`.

use super::texts::Lang;
use crate::chart::Numbers;
use js_sys::Intl::{NumberFormatNotation, NumberFormatOptions};
use std::cell::OnceCell;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    type NumberFormat;

    #[wasm_bindgen(constructor, js_namespace = Intl)]
    fn new(locale: &str, options: &NumberFormatOptions) -> NumberFormat;

    #[wasm_bindgen(method)]
    fn format(this: &NumberFormat, x: f64) -> String;
}

/// Each is made once for a language, when it is first used: making one takes milliseconds.
pub struct Formats {
    locale: String,
    fixed: [OnceCell<NumberFormat>; MOST_DECIMALS + 1],
    compact: OnceCell<NumberFormat>,
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
        Formats { locale: locale.to_string(), fixed: Default::default(), compact: OnceCell::new() }
    }

    /// With so many digits after the point, and a true minus sign.
    pub fn fixed(&self, x: f64, decimals: usize) -> String {
        let decimals = usize::min(decimals, MOST_DECIMALS);
        let format = self.fixed[decimals].get_or_init(|| {
            let options = NumberFormatOptions::new();
            options.set_minimum_fraction_digits(decimals as u8);
            options.set_maximum_fraction_digits(decimals as u8);
            NumberFormat::new(&self.locale, &options)
        });
        let text = format.format(x).replace('-', "−");
        // Nothing is less than nothing.
        let is_nothing = x.is_finite() && !text.contains(|digit| ('1'..='9').contains(&digit));
        if is_nothing { text.replace('−', "") } else { text }
    }

    pub fn whole(&self, x: u64) -> String {
        self.fixed(x as f64, 0)
    }

    /// Whole numbers without a point, others with two digits.
    pub fn exact(&self, x: f64) -> String {
        self.fixed(x, if x.fract() == 0.0 { 0 } else { 2 })
    }

    /// An amount of money, as the language writes it: whole euros without cents, others with both digits.
    pub fn money(&self, x: f64, lang: Lang) -> String {
        let amount = self.exact(f64::round(100.0 * f64::abs(x)) / 100.0);
        [if x < 0.0 { "−" } else { "" }, lang.pick("€", ""), &amount, lang.pick("", " 元")].concat()
    }

    /// Short: 200K, 1M; 20万, 100万.
    pub fn compact(&self, x: f64) -> String {
        let format = self.compact.get_or_init(|| {
            let options = NumberFormatOptions::new();
            options.set_notation(NumberFormatNotation::Compact);
            NumberFormat::new(&self.locale, &options)
        });
        format.format(x)
    }
}
