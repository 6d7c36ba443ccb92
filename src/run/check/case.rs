//! Reading one case: each value by name, with a sentence for what is missing or of another type.

use crate::analytics::stock::DiscreteDemand;
use crate::base::Trouble;
use crate::trouble;
use serde_json::Value;

/// Largest whole number that is read; beyond it a float no longer counts every unit.
const LARGEST_WHOLE: f64 = 1e12;

/// A case of a reference file.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    inputs: &'a Value,
    expected: &'a Value,
}

impl<'a> Case<'a> {
    pub fn new(case: &'a Value) -> Result<Case<'a>, Trouble> {
        Ok(Case { inputs: object(case, "inputs")?, expected: object(case, "expected")? })
    }

    /// An input by its name; `demand.mean` is `mean` within `demand`.
    fn input(&self, name: &str) -> Option<&'a Value> {
        name.split('.').try_fold(self.inputs, |value, key| value.get(key))
    }

    /// A word among the inputs.
    pub fn word(&self, name: &str) -> Result<String, Trouble> {
        let value = self.input(name);
        let word = value.and_then(Value::as_str).map(str::to_owned);
        word.ok_or_else(|| wrong(&format!("inputs.{name}"), value, "a word in quotes", "加引号的词"))
    }

    /// A number among the inputs.
    pub fn number(&self, name: &str) -> Result<f64, Trouble> {
        let value = self.input(name);
        value.and_then(Value::as_f64).ok_or_else(|| wrong(&format!("inputs.{name}"), value, "a number", "一个数"))
    }

    /// A number that may be left out.
    pub fn number_or(&self, name: &str, default: f64) -> Result<f64, Trouble> {
        if self.input(name).is_none() { Ok(default) } else { self.number(name) }
    }

    /// A whole number from 0 to `largest` that may be left out and is then 0.
    pub fn count_or_zero(&self, name: &str, largest: u32) -> Result<u32, Trouble> {
        let value = self.number_or(name, 0.0)?;
        if value == f64::floor(value) && (0.0..=largest as f64).contains(&value) {
            return Ok(value as u32);
        }
        let (en, zh) = (format!("a whole number from 0 to {largest}"), format!("0 至 {largest} 的整数"));
        Err(wrong(&format!("inputs.{name}"), self.inputs.get(name), &en, &zh))
    }

    /// A list of numbers among the inputs.
    pub fn numbers(&self, name: &str) -> Result<Vec<f64>, Trouble> {
        list_of_numbers(&format!("inputs.{name}"), self.inputs.get(name))
    }

    /// A whole number from 0 to `largest`.
    pub fn count(&self, name: &str, largest: u32) -> Result<u32, Trouble> {
        self.number(name)?;
        self.count_or_zero(name, largest)
    }

    /// A list of lists of numbers among the inputs.
    pub fn matrix(&self, name: &str) -> Result<Vec<Vec<f64>>, Trouble> {
        let value = self.inputs.get(name);
        let Some(rows) = value.and_then(Value::as_array) else {
            return Err(wrong(&format!("inputs.{name}"), value, "a list of lists of numbers", "由数的列表组成的列表"));
        };
        rows.iter().enumerate().map(|(i, row)| list_of_numbers(&format!("inputs.{name}[{i}]"), Some(row))).collect()
    }

    /// An input of any type.
    pub fn raw(&self, name: &str) -> Option<&'a Value> {
        self.inputs.get(name)
    }

    /// A decision in whole units within lists, such as `choice[2][0]`.
    pub fn whole_decision_at(&self, path: &str) -> Option<i64> {
        let mut parts = path.split('[');
        let list = self.expected.get(parts.next()?)?;
        let within = |value: &'a Value, part: &str| value.get(part.trim_end_matches(']').parse::<usize>().ok()?);
        whole(parts.try_fold(list, within)?.as_f64()?)
    }

    /// A list of decisions that `expected` holds, such as prices, to be priced together.
    pub fn decisions(&self, name: &str) -> Option<Vec<f64>> {
        self.expected.get(name)?.as_array()?.iter().map(Value::as_f64).collect()
    }

    /// The demand whose probabilities of 0, 1, 2, … the case lists.
    pub fn demand(&self) -> Result<DiscreteDemand, Trouble> {
        DiscreteDemand::from_pmf(&self.numbers("pmf_from_0")?).map_err(renamed("pmf", "pmf_from_0"))
    }

    /// A decision that `expected` holds, such as `S` or `eil.r`, to be priced; none where it is no number.
    pub fn decision(&self, path: &str) -> Option<f64> {
        path.split('.').try_fold(self.expected, |value, key| value.get(key))?.as_f64()
    }

    /// A decision in whole units.
    pub fn whole_decision(&self, path: &str) -> Option<i64> {
        self.decision(path).and_then(whole)
    }

    /// A value that stands under `expected` but is an input by its nature: the level at which a cost is asked.
    pub fn asked(&self, name: &str) -> Result<Option<f64>, Trouble> {
        match self.expected.get(name) {
            None => Ok(None),
            Some(value) => match value.as_f64() {
                Some(number) => Ok(Some(number)),
                None => Err(wrong(&format!("expected.{name}"), Some(value), "a number", "一个数")),
            },
        }
    }

    /// The same in whole units.
    pub fn whole_asked(&self, name: &str) -> Result<Option<i64>, Trouble> {
        let Some(number) = self.asked(name)? else {
            return Ok(None);
        };
        match whole(number) {
            Some(number) => Ok(Some(number)),
            None => Err(wrong(&format!("expected.{name}"), self.expected.get(name), "a whole number", "整数")),
        }
    }

    /// Whether `expected` holds this name, so that something need be computed at all.
    pub fn expects(&self, name: &str) -> bool {
        self.expected.get(name).is_some()
    }
}

/// A list of numbers, by the name of its place.
pub(super) fn list_of_numbers(place: &str, value: Option<&Value>) -> Result<Vec<f64>, Trouble> {
    let Some(list) = value.and_then(Value::as_array) else {
        return Err(wrong(place, value, "a list of numbers", "由数组成的列表"));
    };
    let number = |(i, v): (usize, &Value)| {
        v.as_f64().ok_or_else(|| wrong(&format!("{place}[{i}]"), Some(v), "a number", "一个数"))
    };
    list.iter().enumerate().map(number).collect()
}

fn whole(number: f64) -> Option<i64> {
    (number == f64::floor(number) && number.abs() <= LARGEST_WHOLE).then_some(number as i64)
}

/// Lets a formula's sentence about its own symbol name the case's field instead.
pub(super) fn renamed(symbol: &str, field: &str) -> impl Fn(Trouble) -> Trouble {
    move |trouble| {
        let rename = |text: &str| text.strip_prefix(symbol).map(|rest| format!("{field}{rest}"));
        Trouble { en: rename(&trouble.en).unwrap_or(trouble.en), zh: rename(&trouble.zh).unwrap_or(trouble.zh) }
    }
}

/// An object that a case must have.
pub(super) fn object<'a>(case: &'a Value, name: &str) -> Result<&'a Value, Trouble> {
    let value = case.get(name);
    value.filter(|v| v.is_object()).ok_or_else(|| wrong(name, value, "an object", "一个对象"))
}

/// "h is "x": allowed is a number", or "h is missing: …".
pub(super) fn wrong(field: &str, value: Option<&Value>, allowed: &str, allowed_zh: &str) -> Trouble {
    let shown = show_field(value);
    let shown_zh = if value.is_none() { "缺失".to_owned() } else { format!("为 {shown}") };
    trouble!("{field} is {shown}: allowed is {allowed}", "{field} {shown_zh}：须为{allowed_zh}")
}

/// A value for a sentence: as JSON, but never long.
pub(super) fn show_field(value: Option<&Value>) -> String {
    let Some(value) = value else {
        return "missing".to_owned();
    };
    let text = value.to_string();
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
