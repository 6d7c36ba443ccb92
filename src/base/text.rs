//! Words in the two languages of the page: fixed ones, and sentences about what went wrong.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A fixed text in English and Chinese.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    pub en: &'static str,
    pub zh: &'static str,
}

impl Text {
    pub const fn new(en: &'static str, zh: &'static str) -> Text {
        Text { en, zh }
    }
}

/// A text in English and Chinese that is put together while the program runs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    pub en: String,
    pub zh: String,
}

impl Words {
    pub fn new(en: impl Into<String>, zh: impl Into<String>) -> Words {
        Words { en: en.into(), zh: zh.into() }
    }
}

impl From<Text> for Words {
    fn from(text: Text) -> Words {
        Words::new(text.en, text.zh)
    }
}

/// What was wrong, in one sentence that names the field, the value and what is allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    pub en: String,
    pub zh: String,
}

impl Trouble {
    /// What came from outside may hold line ends, or a book: a sentence has one line and an end.
    pub fn new(en: impl Into<String>, zh: impl Into<String>) -> Trouble {
        Trouble { en: one_line(en.into()), zh: one_line(zh.into()) }
    }

    /// What the macro calls: there are many troubles and few of them happen, so that each should cost the page
    /// as little as can be.
    #[cold]
    #[inline(never)]
    pub fn written(en: fmt::Arguments<'_>, zh: fmt::Arguments<'_>) -> Trouble {
        Trouble::new(fmt::format(en), fmt::format(zh))
    }
}

/// The longest sentence: longer than any of our own.
const LONGEST: usize = 1_500;

fn one_line(text: String) -> String {
    if text.len() <= LONGEST && !text.contains(char::is_control) {
        return text;
    }
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    let mut line = String::new();
    for c in text.chars().map(plain) {
        if line.len() + c.len_utf8() > LONGEST {
            return line + "…";
        }
        line.push(c);
    }
    line
}

impl From<Text> for Trouble {
    fn from(text: Text) -> Trouble {
        Trouble::new(text.en, text.zh)
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.en)
    }
}

impl std::error::Error for Trouble {}

/// A [`Trouble`] from two format strings over the same arguments, which are captured by name.
#[macro_export]
macro_rules! trouble {
    ($en:literal, $zh:literal) => {
        $crate::base::Trouble::written(format_args!($en), format_args!($zh))
    };
}

/// Where something is printed, for lists and documentation. The page does not show it, and does without its weight.
pub const fn cited(paper: &'static str) -> &'static str {
    if cfg!(target_arch = "wasm32") { "" } else { paper }
}

/// A whole number with its thousands apart.
pub fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        let texts = [0, 999, 1_000, 503_284_375].map(grouped);
        assert_eq!(texts, ["0", "999", "1,000", "503,284,375"]);
    }

    #[test]
    fn a_sentence_has_one_line_and_an_end() {
        let trouble = Trouble::new("a\r\nb\u{7f}c", "件".repeat(10_000));
        assert_eq!(trouble.en, "a  b c");
        assert!(trouble.zh.ends_with("件…") && trouble.zh.len() <= LONGEST + 3);
        let long = "x".repeat(LONGEST);
        assert_eq!(Trouble::new(long.clone(), "件").en, long);
    }
}
