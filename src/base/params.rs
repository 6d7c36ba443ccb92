//! One typed table of parameters, from which forms, links, validation, command line and docs are made.
//!
//! A value from outside is checked here and nowhere else; NaN and infinity never pass.

use super::text::{Text, Trouble};
use crate::trouble;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;

/// What values a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    Number {
        low: f64,
        high: f64,
        step: f64,
    },
    Whole {
        low: i64,
        high: i64,
    },
    Switch,
    /// One of these ids, each with its label.
    Choice(&'static [(&'static str, Text)]),
}

/// One parameter: a row of the table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ParamRow {
    pub id: &'static str,
    pub label: Text,
    pub kind: Kind,
    /// A switch is 0 or 1, a choice the index of its id.
    pub default: f64,
    pub unit: Text,
    pub help: Text,
}

impl ParamRow {
    pub const fn number(id: &'static str, low: f64, high: f64, step: f64, default: f64) -> ParamRow {
        ParamRow::new(id, Kind::Number { low, high, step }, default)
    }

    pub const fn whole(id: &'static str, low: i64, high: i64, default: i64) -> ParamRow {
        ParamRow::new(id, Kind::Whole { low, high }, default as f64)
    }

    pub const fn switch(id: &'static str, default: bool) -> ParamRow {
        ParamRow::new(id, Kind::Switch, if default { 1.0 } else { 0.0 })
    }

    pub const fn pick(id: &'static str, options: &'static [(&'static str, Text)], default: usize) -> ParamRow {
        ParamRow::new(id, Kind::Choice(options), default as f64)
    }

    const fn new(id: &'static str, kind: Kind, default: f64) -> ParamRow {
        let none = Text::new("", "");
        ParamRow { id, label: none, kind, default, unit: none, help: none }
    }

    pub const fn label(mut self, en: &'static str, zh: &'static str) -> ParamRow {
        self.label = Text::new(en, zh);
        self
    }

    pub const fn unit(mut self, en: &'static str, zh: &'static str) -> ParamRow {
        self.unit = Text::new(en, zh);
        self
    }

    pub const fn help(mut self, en: &'static str, zh: &'static str) -> ParamRow {
        self.help = Text::new(en, zh);
        self
    }

    /// The smallest and the largest value.
    pub fn ends(&self) -> (f64, f64) {
        match self.kind {
            Kind::Number { low, high, .. } => (low, high),
            Kind::Whole { low, high } => (low as f64, high as f64),
            Kind::Switch => (0.0, 1.0),
            Kind::Choice(options) => (0.0, options.len() as f64 - 1.0),
        }
    }

    /// What is allowed, in words.
    pub fn allowed(&self) -> Trouble {
        let (low, high) = self.ends();
        match self.kind {
            Kind::Number { .. } => trouble!("a number from {low} to {high}", "{low} 到 {high} 之间的数"),
            Kind::Whole { .. } => trouble!("a whole number from {low} to {high}", "{low} 到 {high} 之间的整数"),
            Kind::Switch => Trouble::new("true or false", "true 或 false"),
            Kind::Choice(options) => {
                let ids: Vec<&str> = options.iter().map(|o| o.0).collect();
                let ids = ids.join(", ");
                trouble!("one of {ids}", "{ids} 之一")
            }
        }
    }

    /// Checks a value from outside and turns it into the number that is kept.
    pub fn read(&self, setting: &Setting) -> Result<f64, Trouble> {
        let (low, high) = self.ends();
        let fits = match (self.kind, setting) {
            (Kind::Number { .. }, Setting::Number(x)) => Some(*x).filter(|x| *x >= low && *x <= high),
            (Kind::Whole { .. }, Setting::Number(x)) => {
                Some(*x).filter(|x| *x >= low && *x <= high && x.fract() == 0.0)
            }
            (Kind::Switch, Setting::Switch(on)) => Some(*on as u8 as f64),
            (Kind::Choice(options), Setting::Word(word)) => options.iter().position(|o| o.0 == word).map(|i| i as f64),
            _ => None,
        };
        fits.ok_or_else(|| {
            let (id, allowed) = (self.id, self.allowed());
            let (en, zh) = (&allowed.en, &allowed.zh);
            trouble!("{id} is {setting}, but must be {en}", "{id} 是 {setting}，应为{zh}")
        })
    }

    /// The number that is kept, as it is written outside.
    pub fn write(&self, value: f64) -> Setting {
        match self.kind {
            Kind::Number { .. } | Kind::Whole { .. } => Setting::Number(value),
            Kind::Switch => Setting::Switch(value != 0.0),
            Kind::Choice(options) => {
                let index = usize::min(value as usize, options.len() - 1);
                Setting::Word(options[index].0.to_string())
            }
        }
    }
}

/// A value as it stands in a file, a link or a command line.
#[derive(Clone, Debug, PartialEq)]
pub enum Setting {
    Number(f64),
    Switch(bool),
    Word(String),
}

impl Setting {
    /// Reads a word of a command line or a form field.
    pub fn parse(word: &str) -> Setting {
        match word {
            "true" => Setting::Switch(true),
            "false" => Setting::Switch(false),
            _ => word.parse().map_or_else(|_| Setting::Word(word.to_string()), Setting::Number),
        }
    }
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Setting::Number(x) => write!(f, "{x}"),
            Setting::Switch(on) => write!(f, "{on}"),
            Setting::Word(word) => {
                // A hostile link may hold a book; a sentence holds its beginning.
                let start: String = word.chars().take(40).collect();
                write!(f, "“{start}”")
            }
        }
    }
}

/// In JSON a plain number, true or false, or a string; in a link a tag and a short number.
#[derive(Serialize, Deserialize)]
enum Compact {
    Whole(i64),
    /// mantissa · 10^−places: what people type is short in decimal.
    Decimal(i64, u8),
    Exact(f64),
    Switch(bool),
    Word(String),
}

fn compact(x: f64) -> Compact {
    let mut scale = 1.0;
    for places in 0..=9u8 {
        let mantissa = f64::round(x * scale);
        if mantissa.abs() < 1e15 && mantissa / scale == x && (x != 0.0 || x.is_sign_positive()) {
            let mantissa = mantissa as i64;
            return if places == 0 { Compact::Whole(mantissa) } else { Compact::Decimal(mantissa, places) };
        }
        scale *= 10.0;
    }
    Compact::Exact(x)
}

impl Serialize for Setting {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !serializer.is_human_readable() {
            return match self {
                Setting::Number(x) => compact(*x),
                Setting::Switch(on) => Compact::Switch(*on),
                Setting::Word(word) => Compact::Word(word.clone()),
            }
            .serialize(serializer);
        }
        match self {
            Setting::Number(x) if x.fract() == 0.0 && x.abs() < 1e15 => serializer.serialize_i64(*x as i64),
            Setting::Number(x) => serializer.serialize_f64(*x),
            Setting::Switch(on) => serializer.serialize_bool(*on),
            Setting::Word(word) => serializer.serialize_str(word),
        }
    }
}

struct PlainValue;

impl de::Visitor<'_> for PlainValue {
    type Value = Setting;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number, true, false or a word")
    }
    fn visit_bool<E: de::Error>(self, on: bool) -> Result<Setting, E> {
        Ok(Setting::Switch(on))
    }
    fn visit_i64<E: de::Error>(self, x: i64) -> Result<Setting, E> {
        Ok(Setting::Number(x as f64))
    }
    fn visit_u64<E: de::Error>(self, x: u64) -> Result<Setting, E> {
        Ok(Setting::Number(x as f64))
    }
    fn visit_f64<E: de::Error>(self, x: f64) -> Result<Setting, E> {
        Ok(Setting::Number(x))
    }
    fn visit_str<E: de::Error>(self, word: &str) -> Result<Setting, E> {
        Ok(Setting::Word(word.to_string()))
    }
}

impl<'de> Deserialize<'de> for Setting {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Setting, D::Error> {
        if deserializer.is_human_readable() {
            return deserializer.deserialize_any(PlainValue);
        }
        Ok(match Compact::deserialize(deserializer)? {
            Compact::Whole(x) => Setting::Number(x as f64),
            Compact::Decimal(mantissa, places) => {
                let scale = (0..places.min(20)).fold(1.0, |scale, _| scale * 10.0);
                Setting::Number(mantissa as f64 / scale)
            }
            Compact::Exact(x) => Setting::Number(x),
            Compact::Switch(on) => Setting::Switch(on),
            Compact::Word(word) => Setting::Word(word),
        })
    }
}

/// The checked values of a table, in its order.
#[derive(Clone, Debug, PartialEq)]
pub struct Params {
    rows: &'static [ParamRow],
    values: Vec<f64>,
}

impl Params {
    pub fn defaults(rows: &'static [ParamRow]) -> Params {
        Params { rows, values: rows.iter().map(|row| row.default).collect() }
    }

    fn index(&self, id: &str) -> Option<usize> {
        self.rows.iter().position(|row| row.id == id)
    }

    /// Sets a value from outside; `place` says where it came from, as in "sim" or "contestant a".
    pub fn set(&mut self, place: &str, id: &str, setting: &Setting) -> Result<(), Trouble> {
        let Some(i) = self.index(id) else {
            let start: String = id.chars().take(40).collect();
            let known = self.rows.iter().map(|row| row.id).collect::<Vec<_>>().join(", ");
            let known = if known.is_empty() { "none".to_string() } else { known };
            return Err(trouble!(
                "{place} has no parameter “{start}”; its parameters are: {known}",
                "{place} 没有参数“{start}”；可用的参数：{known}"
            ));
        };
        self.values[i] = self.rows[i].read(setting).map_err(|t| {
            let (en, zh) = (t.en, t.zh);
            trouble!("{place}: {en}", "{place}：{zh}")
        })?;
        Ok(())
    }

    /// A value by its id. The ids are the program's own, so an unknown one is its own mistake.
    pub fn get(&self, id: &str) -> f64 {
        let i = self.index(id);
        debug_assert!(i.is_some(), "no parameter {id} in this table");
        i.map_or(f64::NAN, |i| self.values[i])
    }

    pub fn whole(&self, id: &str) -> usize {
        f64::max(self.get(id), 0.0) as usize
    }

    pub fn on(&self, id: &str) -> bool {
        self.get(id) != 0.0
    }

    pub fn iter(&self) -> impl Iterator<Item = (&'static ParamRow, f64)> + '_ {
        self.rows.iter().zip(self.values.iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROWS: &[ParamRow] = &[
        ParamRow::number("rate", 0.0, 1.0, 0.01, 0.1),
        ParamRow::whole("days", 1, 10, 3),
        ParamRow::switch("loud", false),
        ParamRow::pick("colour", &[("red", Text::new("red", "红")), ("blue", Text::new("blue", "蓝"))], 1),
    ];

    #[test]
    fn values_from_outside_are_checked() {
        let mut p = Params::defaults(ROWS);
        assert_eq!((p.get("rate"), p.whole("days"), p.on("loud"), p.whole("colour")), (0.1, 3, false, 1));
        p.set("sim", "colour", &Setting::parse("red")).unwrap();
        p.set("sim", "days", &Setting::parse("7")).unwrap();
        assert_eq!((p.whole("colour"), p.whole("days")), (0, 7));
        for (id, bad) in [
            ("rate", "NaN"),
            ("rate", "inf"),
            ("rate", "1.01"),
            ("days", "2.5"),
            ("days", "0"),
            ("loud", "1"),
            ("colour", "green"),
        ] {
            let before = p.clone();
            let trouble = p.set("sim", id, &Setting::parse(bad)).unwrap_err();
            assert!(trouble.en.contains(id) && trouble.en.contains("must be"), "{trouble}");
            assert_eq!(p, before);
        }
        assert!(p.set("sim", "tempo", &Setting::Number(1.0)).unwrap_err().en.contains("rate, days, loud, colour"));
    }

    #[test]
    fn settings_survive_both_encodings() {
        for x in [0.0, -0.0, 1.0, -3.0, 0.1, 1e-9, 0.95, 123456.789, 1e300, 0.1 + 0.2] {
            let setting = Setting::Number(x);
            let bytes = postcard::to_allocvec(&setting).unwrap();
            let Setting::Number(back) = postcard::from_bytes(&bytes).unwrap() else { panic!() };
            assert_eq!(back.to_bits(), x.to_bits());
            let json = serde_json::to_string(&setting).unwrap();
            assert_eq!(serde_json::from_str::<Setting>(&json).unwrap(), setting);
        }
        assert!(postcard::to_allocvec(&Setting::Number(0.95)).unwrap().len() <= 4);
    }
}
