//! The kinds that need no log: cosines of a small matrix, and features of texts.

use super::super::Got;
use super::super::case::wrong;
use super::data::expected;
use super::options::Wishes;
use crate::analytics::recommend::best::{Scored, keep_best};
use crate::analytics::recommend::content::cosines;
use crate::analytics::recommend::text_features::{Bound, Norm, Options, features};
use crate::base::Trouble;
use serde_json::Value;

/// A matrix with holes.
struct Matrix {
    rows: usize,
    columns: usize,
    cells: Vec<Option<f64>>,
}

impl Matrix {
    fn of(case: &Value) -> Result<Matrix, Trouble> {
        let value = case.get("inputs").and_then(|inputs| inputs.get("matrix"));
        let rows = value.and_then(Value::as_array).filter(|rows| !rows.is_empty());
        let shape =
            || wrong("inputs.matrix", value, "a list of lists of numbers and null", "由数与 null 组成的列表的列表");
        let rows = rows.ok_or_else(shape)?;
        let columns = rows[0].as_array().filter(|row| !row.is_empty()).ok_or_else(shape)?.len();
        let mut cells = Vec::with_capacity(rows.len() * columns);
        for (r, row) in rows.iter().enumerate() {
            let row = row.as_array().filter(|row| row.len() == columns);
            let (en, zh) =
                (format!("a list of {columns}, like the first row"), format!("与首行一样有 {columns} 项的列表"));
            for (c, cell) in
                row.ok_or_else(|| wrong(&format!("inputs.matrix[{r}]"), Some(&rows[r]), &en, &zh))?.iter().enumerate()
            {
                let number = cell.as_f64().map(Some).or(cell.is_null().then_some(None));
                cells.push(number.ok_or_else(|| {
                    wrong(&format!("inputs.matrix[{r}][{c}]"), Some(cell), "a number or null", "数或 null")
                })?);
            }
        }
        Ok(Matrix { rows: rows.len(), columns, cells })
    }

    fn row(&self, r: usize) -> &[Option<f64>] {
        &self.cells[r * self.columns..(r + 1) * self.columns]
    }

    /// Holes as 0; each row less its mean if wished.
    fn filled(&self, centred: bool) -> Vec<f64> {
        let filled = |row: &[Option<f64>]| {
            let known = row.iter().flatten().count();
            let sum: f64 = row.iter().flatten().sum();
            let mean = if centred && known > 0 { sum / known as f64 } else { 0.0 };
            row.iter().map(|cell| cell.map_or(0.0, |x| x - mean)).collect::<Vec<f64>>()
        };
        (0..self.rows).flat_map(|r| filled(self.row(r))).collect()
    }

    fn turned(&self, table: &[f64]) -> Vec<f64> {
        (0..self.columns).flat_map(|c| (0..self.rows).map(move |r| table[r * self.columns + c])).collect()
    }

    /// √(m/n · Σ(x−y)²) over the n of m columns that both rows have; NaN where there are none.
    fn distance(&self, a: usize, b: usize) -> f64 {
        let both = self.row(a).iter().zip(self.row(b)).filter_map(|(x, y)| x.zip(*y));
        let (mut sum, mut n) = (0.0, 0.0);
        for (x, y) in both {
            sum += (x - y) * (x - y);
            n += 1.0;
        }
        if n > 0.0 { f64::sqrt(sum * (self.columns as f64 / n)) } else { f64::NAN }
    }
}

/// Cosines between rows and between columns, as they are and centred, and distances over what is not missing.
pub(in super::super) fn cosine_matrix(case: &Value, _: &Value) -> Result<Vec<Got>, Trouble> {
    let matrix = Matrix::of(case)?;
    let (plain, centred) = (matrix.filled(false), matrix.filled(true));
    let (m, n) = (matrix.rows, matrix.columns);
    let mut got = Vec::new();
    table(&mut got, "rows_missing_as_0", &cosines(&plain, m)?, m);
    table(&mut got, "rows_mean_centred_missing_0", &cosines(&centred, m)?, m);
    table(&mut got, "cols_missing_as_0", &cosines(&matrix.turned(&plain), n)?, n);
    table(&mut got, "cols_adjusted_cosine_row_centred", &cosines(&matrix.turned(&centred), n)?, n);
    let distances: Vec<f64> = (0..m * m).map(|at| matrix.distance(at / m, at % m)).collect();
    table(&mut got, "nan_euclidean_rows", &distances, m);
    Ok(got)
}

fn table(got: &mut Vec<Got>, name: &str, cells: &[f64], columns: usize) {
    let cell = |(at, value): (usize, &f64)| Got::number(format!("{name}[{}][{}]", at / columns, at % columns), *value);
    got.extend(cells.iter().enumerate().map(cell));
}

/// vocabulary, idf, the cosines of the texts, and the most alike of each.
pub(in super::super) fn content_tfidf(case: &Value, _: &Value) -> Result<Vec<Got>, Trouble> {
    let wishes = Wishes::of(case)?;
    let docs = texts(&wishes, "docs")?;
    let docs: Vec<&str> = docs.iter().map(String::as_str).collect();
    let found = features(&docs, &options(&wishes)?)?;
    let n = docs.len();
    let alike = cosines(&found.table, n)?;
    let mut got = Vec::new();
    let word = |(i, word): (usize, &String)| Got::word(format!("vocabulary[{i}]"), word.clone());
    got.extend(found.vocabulary.iter().enumerate().map(word));
    got.extend(found.idf.iter().enumerate().map(|(i, idf)| Got::number(format!("idf[{i}]"), *idf)));
    let keys = expected(case)?.as_object().into_iter().flat_map(|map| map.keys());
    for name in keys.filter(|key| key.starts_with("sim")) {
        table(&mut got, name, &alike, n);
    }
    for name in expected(case)?.as_object().into_iter().flat_map(|map| map.keys()) {
        if let Some(most) = top(name) {
            (0..n).for_each(|doc| most_alike(&mut got, case, name, &alike[doc * n..(doc + 1) * n], doc, most));
        }
    }
    Ok(got)
}

/// The number in `top5_ties_by_index`.
fn top(name: &str) -> Option<usize> {
    let digits: String = name.strip_prefix("top")?.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// The texts most like one, itself left out. Another is as good if it is as much alike.
fn most_alike(got: &mut Vec<Got>, case: &Value, name: &str, row: &[f64], doc: usize, most: usize) {
    let others = row.iter().enumerate().filter(|(other, _)| *other != doc);
    let mut scored: Vec<Scored> = others.map(|(other, &score)| Scored { score, place: other as u32 }).collect();
    keep_best(&mut scored, most);
    for (i, scored) in scored.iter().enumerate() {
        let theirs = case.pointer(&format!("/expected/{name}/{doc}/{i}")).and_then(Value::as_u64);
        let theirs = theirs.filter(|other| *other != doc as u64).and_then(|other| row.get(other as usize));
        let got_one = Got::whole(format!("{name}[{doc}][{i}]"), scored.place as i64);
        got.push(got_one.or_costs(theirs.copied(), scored.score));
    }
}

/// The options of the package's TfidfVectorizer, with its defaults.
fn options(wishes: &Wishes) -> Result<Options, Trouble> {
    for name in ["strip_accents", "preprocessor", "tokenizer", "vocabulary"] {
        if let Some((place, value)) = wishes.find(&[name]) {
            return Err(wrong(&place, Some(value), "null: this option is not known here", " null：此处没有这一选项"));
        }
    }
    let usual = Options::default();
    Ok(Options {
        lowercase: wishes.flag(&["lowercase"], true)?,
        shortest: shortest(wishes)?,
        left_out: if wishes.find(&["stop_words"]).is_some() { texts(wishes, "stop_words")? } else { Vec::new() },
        grams: grams(wishes)?,
        fewest: bound(wishes, "min_df", usual.fewest)?,
        most: bound(wishes, "max_df", usual.most)?,
        terms: match wishes.find(&["max_features"]) {
            Some(_) => Some(wishes.count(&["max_features"], 0)?),
            None => None,
        },
        once: wishes.flag(&["binary"], false)?,
        sublinear: wishes.flag(&["sublinear_tf"], false)?,
        idf: wishes.flag(&["use_idf"], true)?,
        smooth: wishes.flag(&["smooth_idf"], true)?,
        norm: norm(wishes)?,
    })
}

/// The two patterns that are runs of word characters; any other way of reading words is not known here.
fn shortest(wishes: &Wishes) -> Result<u32, Trouble> {
    match wishes.word(&["analyzer"])?.as_deref() {
        None | Some("word") => {}
        Some(_) => return Err(wrong("inputs.analyzer", wishes.find(&["analyzer"]).map(|f| f.1), "word", " word")),
    }
    match wishes.word(&["token_pattern"])?.as_deref() {
        None | Some(r"(?u)\b\w\w+\b") | Some(r"\b\w\w+\b") => Ok(2),
        Some(r"(?u)\b\w+\b") | Some(r"\b\w+\b") | Some(r"(?u)\w+") | Some(r"\w+") => Ok(1),
        Some(_) => {
            let allowed = r"(?u)\b\w\w+\b or (?u)\b\w+\b";
            Err(wrong(
                "inputs.token_pattern",
                wishes.find(&["token_pattern"]).map(|f| f.1),
                allowed,
                r" (?u)\b\w\w+\b 或 (?u)\b\w+\b",
            ))
        }
    }
}

fn norm(wishes: &Wishes) -> Result<Option<Norm>, Trouble> {
    match (wishes.word(&["norm"])?.as_deref(), wishes.holds_null("norm")) {
        (_, true) => Ok(None),
        (None | Some("l2"), _) => Ok(Some(Norm::Length)),
        (Some("l1"), _) => Ok(Some(Norm::Sum)),
        _ => Err(wrong("inputs.norm", wishes.find(&["norm"]).map(|f| f.1), "l1, l2 or null", " l1、l2 或 null")),
    }
}

fn grams(wishes: &Wishes) -> Result<(u32, u32), Trouble> {
    let Some((place, value)) = wishes.find(&["ngram_range"]) else { return Ok((1, 1)) };
    let whole = |at: usize| value.get(at).and_then(Value::as_u64).filter(|n| *n <= 1_000).map(|n| n as u32);
    let pair = value.as_array().filter(|list| list.len() == 2).and_then(|_| whole(0).zip(whole(1)));
    pair.ok_or_else(|| wrong(&place, Some(value), "a list of two whole numbers", "两个整数的列表"))
}

/// A whole number counts texts; a number with a point is a share of them.
fn bound(wishes: &Wishes, name: &str, default: Bound) -> Result<Bound, Trouble> {
    match wishes.find(&[name]) {
        None => Ok(default),
        Some((_, value)) if value.is_u64() || value.is_i64() => Ok(Bound::Texts(wishes.number(&[name], 0.0)?)),
        Some(_) => Ok(Bound::Share(wishes.number(&[name], 0.0)?)),
    }
}

fn texts(wishes: &Wishes, name: &str) -> Result<Vec<String>, Trouble> {
    let found = wishes.find(&[name]);
    let list = found.as_ref().and_then(|(_, value)| value.as_array());
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let texts: Option<Vec<String>> = list.and_then(|list| list.iter().map(text).collect());
    let (en, zh) = ("a list of texts in quotes", "加引号的文本的列表");
    texts.ok_or_else(|| wrong(&format!("inputs.{name}"), found.map(|f| f.1), en, zh))
}
