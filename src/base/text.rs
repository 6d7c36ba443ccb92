//! Words in the two languages of the page: fixed ones, and sentences about what went wrong.

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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
    pub fn new(en: impl Into<String>, zh: impl Into<String>) -> Trouble {
        Trouble { en: en.into(), zh: zh.into() }
    }
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
        $crate::base::Trouble::new(format!($en), format!($zh))
    };
}
