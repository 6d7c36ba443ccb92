//! The kind of the estimated elasticity: a regression in logarithms.
//!
//! `columns` are lists by name, or those of another case of the file (`same_as`). `model` says what is regressed on
//! what (see `model`); without one, the first column in logarithms on a constant and the others in logarithms. The
//! left side's `y` is the first column that stands on no right side.

use super::case::{list_of_numbers, object, wrong};
use super::model::{Regressor, Table, evaluate, sides};
use super::{Case, Got};
use crate::analytics::pricing::least_squares::{Column, least_squares};
use crate::base::Trouble;
use serde_json::Value;

/// How often a case may point to another.
const MOST_HOPS: usize = 8;

/// coef and bse by column, elasticity with ci95_elasticity, r2, nobs, ssr.
pub(super) fn elasticity_loglog_ols(case: &Value, file: &Value) -> Result<Vec<Got>, Trouble> {
    let inputs = Case::new(case)?;
    let table = table(case, file)?;
    let model = match inputs.raw("model") {
        None => ones_and_logarithms(&table),
        Some(_) => inputs.word("model")?,
    };
    let (left, terms) = sides(&model)?;
    let rows = table[0].1.len();
    let mut columns = Vec::new();
    let mut regressors = Vec::new();
    for term in terms {
        match term {
            "const" | "1" => columns.push(Column::ones(rows)),
            _ => {
                let regressor = evaluate(term, &table, None)?;
                columns.push(Column::new(regressor.name.clone(), regressor.values.clone()));
                regressors.push((columns.len() - 1, regressor));
            }
        }
    }
    let free = (0..table.len()).find(|i| regressors.iter().all(|(_, r)| !r.used.contains(i)));
    let y = evaluate(left, &table, free)?;
    let fit = least_squares(&y.name, &y.values, &columns)?;
    let mut got = vec![
        Got::number("r2", fit.r_squared),
        Got::number("nobs", fit.observations as f64),
        Got::number("ssr", fit.ssr),
    ];
    for i in 0..columns.len() {
        got.push(Got::number(format!("coef[{i}]"), fit.coefficients[i]));
        got.push(Got::number(format!("bse[{i}]"), fit.standard_errors[i]));
    }
    if let Some(price) = price_of(&regressors, &table) {
        let (low, high) = fit.interval(price, 0.95);
        got.push(Got::number("elasticity", fit.coefficients[price]));
        got.push(Got::number("ci95_elasticity[0]", low));
        got.push(Got::number("ci95_elasticity[1]", high));
    }
    Ok(got)
}

/// The regressor that has a price in it, or else the first.
fn price_of(regressors: &[(usize, Regressor)], table: &Table) -> Option<usize> {
    let priced = |name: &str| name == "p" || name.to_lowercase().contains("price");
    let with_price = |(_, r): &&(usize, Regressor)| r.used.iter().any(|i| priced(&table[*i].0));
    regressors.iter().find(with_price).or(regressors.first()).map(|(column, _)| *column)
}

fn ones_and_logarithms(table: &Table) -> String {
    let others: String = table[1..].iter().map(|(name, _)| format!(" + ln({name})")).collect();
    format!("ln({}) ~ const{others}", table[0].0)
}

/// The columns of a case, or of the case that it points to; its own stand before those.
fn table(case: &Value, file: &Value) -> Result<Table, Trouble> {
    let mut table = Table::new();
    let mut case = case;
    for _ in 0..MOST_HOPS {
        let inputs = object(case, "inputs")?;
        let Some(columns) = inputs.get("columns").and_then(Value::as_object) else {
            return Err(wrong("inputs.columns", inputs.get("columns"), "an object of lists", "由列表组成的对象"));
        };
        for (name, values) in columns.iter().filter(|(name, _)| *name != "same_as") {
            let values = list_of_numbers(&format!("inputs.columns.{name}"), Some(values))?;
            if table.iter().all(|(known, _)| known != name) {
                table.push((name.clone(), values));
            }
        }
        let Some(other) = columns.get("same_as") else {
            return checked(table);
        };
        let cases = file.get("cases").and_then(Value::as_array);
        let found = cases.and_then(|cases| cases.iter().find(|c| other.is_string() && c.get("id") == Some(other)));
        let Some(found) = found else {
            return Err(wrong(
                "inputs.columns.same_as",
                Some(other),
                "the id of a case of this file",
                "本文件中某案例的 id",
            ));
        };
        case = found;
    }
    Err(crate::trouble!(
        "inputs.columns.same_as points on and on: allowed is a case that holds the columns itself",
        "inputs.columns.same_as 指向没有尽头：须为自身含有各列的案例"
    ))
}

fn checked(table: Table) -> Result<Table, Trouble> {
    let rows = table.first().map_or(0, |(_, values)| values.len());
    for (name, values) in &table {
        if values.len() != rows {
            let n = values.len();
            return Err(crate::trouble!(
                "inputs.columns.{name} has {n} rows: allowed are as many as the first column has, {rows}",
                "inputs.columns.{name} 有 {n} 行：须与第一列一样为 {rows} 行"
            ));
        }
    }
    if rows == 0 {
        return Err(wrong("inputs.columns", None, "at least one column with numbers", "至少一列数"));
    }
    Ok(table)
}
