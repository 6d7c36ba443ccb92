//! Reference cases: computes what a file says someone else computed, and compares.
//!
//! A file is `{ "cases": [ { id, kind, inputs, expected, tol, tol_kind? } … ] }` and may hold blocks that its
//! cases name. A kind is one function, from a case and its file to numbers under the names that `expected`
//! uses; to add one, write a file here and a line in [`KINDS`]. Everything else (walking `expected`,
//! tolerances, ties, malformed cases) is here and in `compare`, once for all kinds.

mod case;
mod compare;
mod elasticity;
mod eoq;
mod lost_sales;
mod model;
mod newsvendor;
mod pricing;
mod recommend;
mod reorder_point;
mod s_s;

use crate::base::Trouble;
use crate::trouble;
use serde_json::Value;
use std::fmt;

pub use case::Case;
pub use compare::{Got, Line, Rule};

/// Computes one case: the case, then the whole file it stands in.
pub type Solve = fn(&Value, &Value) -> Result<Vec<Got>, Trouble>;

/// Every kind that is known, by name.
pub const KINDS: &[(&str, Solve)] = &[
    ("base_stock_poisson_leadtime", newsvendor::base_stock_poisson_leadtime),
    ("baseline_als", recommend::methods::baseline_als),
    ("content_tfidf", recommend::tables::content_tfidf),
    ("cosine_matrix", recommend::tables::cosine_matrix),
    ("elasticity_loglog_ols", elasticity::elasticity_loglog_ols),
    ("eoq", eoq::eoq),
    ("eoq_all_units_discount", eoq::eoq_all_units_discount),
    ("eoq_backorders", eoq::eoq_backorders),
    ("eoq_incremental_discount", eoq::eoq_incremental_discount),
    ("epq", eoq::epq),
    ("finite_horizon_pricing", pricing::finite_horizon_pricing),
    ("gallego_vanryzin_exponential", pricing::gallego_vanryzin_exponential),
    ("item_knn", recommend::methods::item_knn),
    ("item_knn_adjusted_cosine", recommend::methods::item_knn_adjusted_cosine),
    ("item_knn_means", recommend::methods::item_knn_means),
    ("knn_baseline", recommend::methods::knn_baseline),
    ("lost_sales_average_cost", lost_sales::lost_sales_average_cost),
    ("lost_sales_average_cost_table", lost_sales::lost_sales_average_cost_table),
    ("matrix_factorisation", recommend::factors::matrix_factorisation),
    ("monopoly_isoelastic", pricing::monopoly_isoelastic),
    ("monopoly_linear", pricing::monopoly_linear),
    ("monopoly_logit", pricing::monopoly_logit),
    ("multiproduct_linear", pricing::multiproduct_linear),
    ("newsvendor_discrete", newsvendor::newsvendor_discrete),
    ("newsvendor_normal", newsvendor::newsvendor_normal),
    ("newsvendor_normal_profit", newsvendor::newsvendor_normal_profit),
    ("newsvendor_poisson", newsvendor::newsvendor_poisson),
    ("newsvendor_poisson_profit", newsvendor::newsvendor_poisson_profit),
    ("rq_normal", reorder_point::rq_normal),
    ("rq_poisson_exact", reorder_point::rq_poisson_exact),
    ("sS_discrete_exact", s_s::s_s_discrete_exact),
    ("sS_poisson_exact", s_s::s_s_poisson_exact),
    ("slope_one", recommend::methods::slope_one),
    ("user_knn", recommend::methods::user_knn),
    ("user_knn_means", recommend::methods::user_knn_means),
];

/// How a case came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Passed,
    Failed,
    /// Nobody here computes this kind.
    Unknown,
}

/// One case, compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    pub id: String,
    pub kind: String,
    pub verdict: Verdict,
    /// One for each number under `expected`.
    pub lines: Vec<Line>,
    /// Why there is nothing to compare, where there is not.
    pub note: Option<String>,
}

/// One line a case: its verdict, and expected and got of each number.
impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = match self.verdict {
            Verdict::Passed => "passed ",
            Verdict::Failed => "FAILED ",
            Verdict::Unknown => "unknown",
        };
        write!(f, "{verdict} {} ({})", self.id, self.kind)?;
        for (i, line) in self.lines.iter().enumerate() {
            let mark = if line.passed { "" } else { " WRONG" };
            let before = if i == 0 { ":" } else { ";" };
            write!(f, "{before} {} expected {} got {}{mark}", line.name, line.expected, line.got)?;
        }
        match &self.note {
            Some(note) => write!(f, ": {note}"),
            None => Ok(()),
        }
    }
}

/// Computes and compares every case of a file. `name` is the file's, for the sentence that says what is
/// wrong with a text that is not of the shape above.
pub fn check_file(name: &str, text: &str) -> Result<Vec<Outcome>, Trouble> {
    let file: Value = serde_json::from_str(text).map_err(|e| {
        trouble!(
            "{name} is not JSON ({e}): allowed is a file of reference cases",
            "{name} 不是 JSON（{e}）：须为参考案例文件"
        )
    })?;
    let Some(cases) = file.get("cases").and_then(Value::as_array) else {
        return Err(trouble!(
            "{name} has no list \"cases\": allowed is an object with \"cases\": [{{id, kind, inputs, expected, tol}}, …]",
            "{name} 没有 \"cases\" 列表：须为含 \"cases\": [{{id, kind, inputs, expected, tol}}, …] 的对象"
        ));
    };
    Ok(cases.iter().enumerate().map(|(i, case)| check_case(i, case, &file)).collect())
}

/// The last line of a report.
pub fn summary_line(passed: usize, failed: usize, unknown: usize) -> String {
    format!("{passed} passed, {failed} failed, {unknown} unknown")
}

fn check_case(index: usize, case: &Value, file: &Value) -> Outcome {
    let text = |field: &str| case.get(field).and_then(Value::as_str).map(str::to_owned);
    let id = text("id").unwrap_or_else(|| format!("cases[{index}]"));
    let outcome = |kind: String, verdict, lines, note| Outcome { id: id.clone(), kind, verdict, lines, note };
    let Some(kind) = text("kind") else {
        let note = format!(
            "case {id}: kind is {}: allowed is the name of a kind, in quotes",
            case::show_field(case.get("kind"))
        );
        return outcome("?".to_owned(), Verdict::Failed, Vec::new(), Some(note));
    };
    let Some((_, solve)) = KINDS.iter().find(|(name, _)| *name == kind) else {
        return outcome(kind, Verdict::Unknown, Vec::new(), None);
    };
    match solve(case, file).and_then(|got| compare::compare(case, &got)) {
        Ok(lines) => {
            let passed = lines.iter().all(|line| line.passed);
            outcome(kind, if passed { Verdict::Passed } else { Verdict::Failed }, lines, None)
        }
        Err(trouble) => outcome(kind, Verdict::Failed, Vec::new(), Some(format!("case {id}: {trouble}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cases: &str) -> Vec<Outcome> {
        check_file("test.json", &format!("{{\"cases\": [{cases}]}}")).expect("a file of cases")
    }

    const EOQ: &str = r#"{"id": "a", "kind": "eoq", "inputs": {"K": 8, "h": 0.225, "demand_rate": 1300},
        "expected": {"Q": 304.0467800264, "cost": 68.4105255059}, "tol": 1e-9}"#;

    #[test]
    fn kinds_are_sorted_and_unique() {
        assert!(KINDS.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn what_is_right_passes_and_what_is_wrong_fails() {
        assert_eq!(check(EOQ)[0].verdict, Verdict::Passed);
        let wrong = &check(&EOQ.replace("68.4", "68.5"))[0];
        assert_eq!(wrong.verdict, Verdict::Failed);
        assert_eq!(wrong.lines.iter().map(|l| l.passed).collect::<Vec<_>>(), [true, false]);
        assert!(wrong.to_string().ends_with("cost expected 68.5105255059 got 68.4105255059 WRONG"), "{wrong}");
    }

    #[test]
    fn unknown_kinds_are_counted_apart() {
        let outcomes = check(r#"{"id": "b", "kind": "beer_game"}"#);
        assert_eq!((outcomes[0].verdict, outcomes[0].lines.len()), (Verdict::Unknown, 0));
        assert_eq!(summary_line(3, 0, 1), "3 passed, 0 failed, 1 unknown");
    }

    #[test]
    fn malformed_cases_fail_with_a_sentence() {
        for (from, to, sentence) in [
            ("\"h\": 0.225, ", "", "case a: inputs.h is missing: allowed is a number"),
            ("0.225", "\"x\"", "case a: inputs.h is \"x\": allowed is a number"),
            ("0.225", "-3", "case a: h is -3: allowed is a number above 0"),
            ("0.225", "null", "case a: inputs.h is null: allowed is a number"),
            ("\"inputs\"", "\"outputs\"", "case a: inputs is missing: allowed is an object"),
            ("\"expected\"", "\"hoped\"", "case a: expected is missing: allowed is an object"),
            ("\"Q\": 304.0467800264", "\"Q\": \"many\"", "case a: expected.Q is \"many\": allowed is a number"),
            ("1e-9", "-1", "case a: tol is -1: allowed is a number from 0 up"),
            ("\"tol\": 1e-9", "\"tol\": 1e-9, \"tol_kind\": 7", "case a: tol_kind is 7: allowed is"),
            ("\"kind\": \"eoq\"", "\"kind\": 5", "case a: kind is 5: allowed is the name of a kind"),
            (
                "\"Q\": 304.0467800264, \"cost\": 68.4105255059",
                "\"x\": 1",
                "case a: nothing under expected is computed",
            ),
        ] {
            let outcome = &check(&EOQ.replace(from, to))[0];
            let note = outcome.note.clone().unwrap_or_default();
            assert_eq!(outcome.verdict, Verdict::Failed, "{sentence}");
            assert!(note.starts_with(sentence), "{note}, not {sentence}");
        }
        assert_eq!(check("7, null, []").iter().filter(|o| o.verdict == Verdict::Failed).count(), 3);
    }

    #[test]
    fn sentences_use_the_names_of_the_case() {
        for (kind, inputs, sentence) in [
            ("base_stock_poisson_leadtime", r#"{"h": 1, "p": 9, "lam": -5, "lead_time": 2}"#, "lam is -5:"),
            ("rq_poisson_exact", r#"{"h": 1, "p": 9, "K": 5, "lam": 0, "lead_time": 2}"#, "lam is 0:"),
            ("newsvendor_discrete", r#"{"h": 1, "p": 9, "pmf_from_0": [0.5, 0.4]}"#, "pmf_from_0 adds up to 0.9:"),
            ("sS_discrete_exact", r#"{"h": 1, "p": 9, "K": 5, "pmf_from_0": []}"#, "pmf_from_0 has 0 entries:"),
            ("sS_poisson_exact", r#"{"h": 1, "p": 9, "K": 5, "mean": 0}"#, "mean is 0:"),
            (
                "monopoly_isoelastic",
                r#"{"A": 500, "elasticity": -0.8, "cost": 4}"#,
                "elasticity is -0.8: allowed is less",
            ),
            (
                "monopoly_linear",
                r#"{"a": 100, "b": 2, "cost": 50}"#,
                "cost is 50: allowed is less than a/b, which is 50:",
            ),
            ("monopoly_logit", r#"{"a": 5, "b": 1, "cost": 1}"#, "inputs.M is missing: allowed is a number"),
            (
                "multiproduct_linear",
                r#"{"a": [1], "B": [1], "cost": [0]}"#,
                "inputs.B[0] is 1: allowed is a list of numbers",
            ),
            (
                "gallego_vanryzin_exponential",
                r#"{"a": 5, "alpha": 1, "n_max": 0, "t": 1}"#,
                "n_max is 0: allowed are 1",
            ),
            (
                "finite_horizon_pricing",
                r#"{"stock": 1, "periods": 2, "prices": [1], "sale_prob": [2]}"#,
                "sale_prob[0] is 2: allowed",
            ),
            (
                "elasticity_loglog_ols",
                r#"{"columns": {"q": [1, 2, 3], "p": [5, 5, 5]}}"#,
                "ln(p) is singular: allowed is a column that varies",
            ),
            ("elasticity_loglog_ols", r#"{"columns": {"q": [1, 0, 3], "p": [5, 6, 7]}}"#, "ln(q)[1] is -inf:"),
            ("elasticity_loglog_ols", r#"{"columns": {"same_as": "c"}}"#, "inputs.columns.same_as points on and on:"),
            ("elasticity_loglog_ols", r#"{"columns": {"same_as": "d"}}"#, "inputs.columns.same_as is \"d\":"),
            (
                "sS_poisson_exact",
                r#"{"h": 1, "p": 9, "K": 5, "mean": 3, "lead_time": 1.5}"#,
                "inputs.lead_time is 1.5:",
            ),
        ] {
            let case =
                format!(r#"{{"id": "c", "kind": "{kind}", "inputs": {inputs}, "expected": {{"S": 1}}, "tol": 0}}"#);
            let note = check(&case)[0].note.clone().unwrap_or_default();
            assert!(note.starts_with(&format!("case c: {sentence}")), "{note}, not {sentence}");
        }
    }

    #[test]
    fn a_text_of_another_shape_is_refused() {
        for text in ["", "[1, 2", "{}", "[]", "{\"cases\": 3}"] {
            assert!(check_file("x.json", text).expect_err("no cases").en.starts_with("x.json"), "{text}");
        }
    }
}
