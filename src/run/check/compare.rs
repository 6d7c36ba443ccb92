//! Comparing what was computed with what a case expects, number by number.

use super::case::{object, show_field, wrong};
use crate::base::Trouble;
use crate::trouble;
use serde_json::Value;
use std::collections::BTreeMap;

/// A relative tolerance shrinks with its number down to here: where costs cancel, the other package is
/// left with 2e-15 instead of zero.
const ROUNDED_ZERO: f64 = 1e-6;

/// When a number passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    Near,
    /// Whole-number decisions are compared absolutely: one unit of a thousand is still one unit.
    Whole,
    /// Errors of what is drawn by chance: lower is welcome.
    AtMost,
    AtLeast,
}

/// A number that a kind computed.
#[derive(Clone, Debug, PartialEq)]
pub struct Got {
    /// Where it stands under `expected`: `cost`, `eil.cost`, `Optimal[2]`.
    pub path: String,
    pub value: f64,
    pub rule: Rule,
    /// What chance alone explains, beside the tolerance.
    pub chance: f64,
    /// What stands there instead of a number.
    pub word: Option<String>,
    /// What the expected decision costs and what this one costs, exactly.
    pub tie: Option<(f64, f64)>,
}

impl Got {
    /// A quantity or a cost.
    pub fn number(path: impl Into<String>, value: f64) -> Got {
        Got { path: path.into(), value, rule: Rule::Near, chance: 0.0, word: None, tie: None }
    }

    /// A number that need only be no larger, or no smaller, than what is expected.
    pub fn bound(path: impl Into<String>, value: f64, rule: Rule, chance: f64) -> Got {
        Got { rule, chance, ..Got::number(path, value) }
    }

    /// A word, which must be the same.
    pub fn word(path: impl Into<String>, word: String) -> Got {
        Got { word: Some(word), ..Got::number(path, f64::NAN) }
    }

    /// A decision in whole units.
    pub fn whole(path: impl Into<String>, value: i64) -> Got {
        Got { rule: Rule::Whole, ..Got::number(path, value as f64) }
    }

    /// Lets the expected decision pass as well, where it costs the same as this one: ties exist.
    pub fn or_costs(self, expected_decision: Option<f64>, this_decision: f64) -> Got {
        Got { tie: expected_decision.map(|cost| (cost, this_decision)), ..self }
    }
}

/// One number under `expected`, compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub name: String,
    pub expected: String,
    pub got: String,
    pub passed: bool,
}

/// The tolerance of a case.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Tolerance {
    size: f64,
    absolute: bool,
}

impl Tolerance {
    fn of(case: &Value) -> Result<Tolerance, Trouble> {
        let tol = case.get("tol");
        let size = tol.and_then(Value::as_f64).filter(|t| *t >= 0.0);
        let size = size.ok_or_else(|| wrong("tol", tol, "a number from 0 up", "不小于 0 的数"))?;
        let kind = case.get("tol_kind");
        match kind.map(|kind| kind.as_str()) {
            None | Some(Some("relative")) => Ok(Tolerance { size, absolute: false }),
            Some(Some("absolute")) => Ok(Tolerance { size, absolute: true }),
            Some(_) => Err(wrong("tol_kind", kind, "\"absolute\" or \"relative\"", " \"absolute\" 或 \"relative\"")),
        }
    }

    /// NaN is within no tolerance.
    fn holds(&self, got: f64, expected: f64, rule: Rule, chance: f64) -> bool {
        let relative = !(self.absolute || rule == Rule::Whole || expected == 0.0);
        let scale = if relative { f64::max(expected.abs(), ROUNDED_ZERO) } else { 1.0 };
        let miss = match rule {
            Rule::Near | Rule::Whole => (got - expected).abs(),
            Rule::AtMost => got - expected,
            Rule::AtLeast => expected - got,
        };
        miss <= self.size * scale + chance
    }
}

/// A line for each leaf of `expected`. Leaves that nobody computed (commentary, other methods) are shown
/// and fail nothing, but at least one must be compared.
pub(super) fn compare(case: &Value, got: &[Got]) -> Result<Vec<Line>, Trouble> {
    let tolerance = Tolerance::of(case)?;
    let mut leaves = Vec::new();
    collect_leaves(String::new(), object(case, "expected")?, &mut leaves);
    let mut lines = Vec::new();
    let mut compared = 0;
    let by_path: BTreeMap<&str, &Got> = got.iter().rev().map(|got| (got.path.as_str(), got)).collect();
    for (name, value) in leaves {
        let computed = by_path.get(name.as_str()).copied();
        compared += usize::from(computed.is_some());
        lines.push(match computed {
            Some(got) => compare_leaf(name, value, got, tolerance)?,
            None => Line { name, expected: show_field(Some(value)), got: "not computed".to_owned(), passed: true },
        });
    }
    if compared == 0 {
        let names = got.iter().map(|got| got.path.as_str()).collect::<Vec<_>>().join(", ");
        return Err(trouble!(
            "nothing under expected is computed by this kind: allowed are {names}",
            "expected 中没有此类案例可计算的项：可用 {names}"
        ));
    }
    Ok(lines)
}

fn compare_leaf(name: String, value: &Value, got: &Got, tolerance: Tolerance) -> Result<Line, Trouble> {
    if let Some(word) = &got.word {
        let Some(expected) = value.as_str() else {
            return Err(wrong(&format!("expected.{name}"), Some(value), "a word in quotes", "加引号的词"));
        };
        return Ok(Line { name, expected: expected.to_owned(), got: word.clone(), passed: expected == word });
    }
    if value.is_null() && got.value.is_nan() {
        // JSON's way to write a number that is none.
        return Ok(Line { name, expected: "null".to_owned(), got: "NaN".to_owned(), passed: true });
    }
    let Some(expected) = value.as_f64() else {
        return Err(wrong(&format!("expected.{name}"), Some(value), "a number", "一个数"));
    };
    let tied = got.tie.is_some_and(|(theirs, ours)| tolerance.holds(theirs, ours, Rule::Near, 0.0));
    let same = tolerance.holds(got.value, expected, got.rule, got.chance);
    let shown = if same || !tied { show(got.value) } else { format!("{} (which costs the same)", show(got.value)) };
    Ok(Line { name, expected: show(expected), got: shown, passed: same || tied })
}

/// Every leaf with its path: keys joined by dots, list places in brackets.
fn collect_leaves<'a>(path: String, value: &'a Value, leaves: &mut Vec<(String, &'a Value)>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                collect_leaves(path, value, leaves);
            }
        }
        Value::Array(list) => {
            for (i, value) in list.iter().enumerate() {
                collect_leaves(format!("{path}[{i}]"), value, leaves);
            }
        }
        _ => leaves.push((path, value)),
    }
}

/// Twelve digits, as the reference files print them.
fn show(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return value.to_string();
    }
    let magnitude = libm::floor(libm::log10(value.abs())) as i32;
    if !(-6..15).contains(&magnitude) {
        return format!("{value:e}");
    }
    let text = format!("{value:.*}", i32::clamp(11 - magnitude, 0, 17) as usize);
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn passes(expected: Value, tol: f64, got: Got) -> bool {
        let case = json!({"expected": {"x": expected}, "tol": tol});
        compare(&case, &[got]).expect("a well-formed case").iter().all(|line| line.passed)
    }

    #[test]
    fn tolerances_are_relative_except_at_zero_and_for_whole_decisions() {
        assert!(passes(json!(1000.0), 1e-3, Got::number("x", 1000.9)));
        assert!(!passes(json!(1000.0), 1e-3, Got::number("x", 1001.1)));
        assert!(passes(json!(0), 1e-3, Got::number("x", 0.0009)));
        assert!(!passes(json!(0), 1e-3, Got::number("x", 0.0011)));
        assert!(passes(json!(2e-15), 1e-6, Got::number("x", 0.0)));
        assert!(!passes(json!(2e-12), 1e-6, Got::number("x", 0.0)));
        assert!(!passes(json!(10_000), 1e-3, Got::whole("x", 10_001)));
        assert!(!passes(json!(1.0), 1e-3, Got::number("x", f64::NAN)));
        assert!(!passes(json!(1.0), 1e-3, Got::number("x", f64::INFINITY)));
        let case = json!({"expected": {"x": 1000.0}, "tol": 0.1, "tol_kind": "absolute"});
        assert!(!compare(&case, &[Got::number("x", 1000.2)]).expect("a case")[0].passed);
    }

    #[test]
    fn another_decision_passes_only_if_it_costs_the_same() {
        assert!(passes(json!(15), 1e-6, Got::whole("x", 14).or_costs(Some(7.5), 7.5)));
        assert!(!passes(json!(15), 1e-6, Got::whole("x", 14).or_costs(Some(7.6), 7.5)));
        assert!(!passes(json!(15), 1e-6, Got::whole("x", 14).or_costs(None, 7.5)));
    }

    #[test]
    fn lists_and_nested_objects_are_walked_and_commentary_is_not_compared() {
        let case = json!({"tol": 0.01, "tol_kind": "absolute", "expected": {
            "Optimal": [4.04, 4.4], "Best constant order": 5.27, "eil": {"cost": 2}, "zipkin2008": 4.04,
            "gap_pct": {"Myopic": [1.7]}, "remark": "as printed", "none": null}});
        let got = [
            Got::number("Optimal[0]", 4.0407),
            Got::number("Optimal[1]", 4.3),
            Got::number("Best constant order", 5.27),
            Got::number("eil.cost", 2.0),
        ];
        let lines = compare(&case, &got).expect("a case");
        let of = |name: &str| lines.iter().find(|l| l.name == name).map(|l| (l.got.as_str(), l.passed));
        assert_eq!(lines.len(), 8);
        assert_eq!(of("Optimal[0]"), Some(("4.0407", true)));
        assert_eq!(of("Optimal[1]"), Some(("4.3", false)));
        assert_eq!(of("eil.cost"), Some(("2", true)));
        for name in ["zipkin2008", "gap_pct.Myopic[0]", "remark", "none"] {
            assert_eq!(of(name), Some(("not computed", true)), "{name}");
        }
    }

    #[test]
    fn numbers_are_shown_with_twelve_digits() {
        assert_eq!(show(304.046780026123), "304.046780026");
        assert_eq!((show(56.0), show(0.0), show(-0.5)), ("56".to_owned(), "0".to_owned(), "-0.5".to_owned()));
        assert_eq!((show(f64::NAN), show(1e20), show(1e-9)), ("NaN".to_owned(), "1e20".to_owned(), "1e-9".to_owned()));
        assert_eq!(show(12_000_000_000_000.0), "12000000000000");
    }
}
