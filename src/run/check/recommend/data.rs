//! The block of ratings that a case names, and what is asked about it.

use super::super::Got;
use super::super::case::{object, wrong};
use crate::analytics::recommend::measures::{self, Judged};
use crate::analytics::recommend::{Rating, Ratings};
use crate::base::Trouble;
use serde_json::Value;

/// A block under `datasets`.
pub(super) struct Data {
    pub train: Ratings,
    pub test: Vec<Rating>,
    pub threshold: f64,
    /// Which rows of the test `pred` lists.
    shown: Vec<usize>,
}

impl Data {
    pub fn of(case: &Value, file: &Value) -> Result<Data, Trouble> {
        let name = case.get("dataset");
        let known = name.and_then(Value::as_str);
        let block = known.and_then(|name| file.get("datasets").and_then(|all| all.get(name)));
        let Some(block) = block.filter(|block| block.is_object()) else {
            let names = file.get("datasets").and_then(Value::as_object);
            let names = names.map(|all| all.keys().cloned().collect::<Vec<_>>().join(", ")).unwrap_or_default();
            let (en, zh) = (format!("one of the file's datasets: {names}"), format!("文件中的数据集之一：{names}"));
            return Err(wrong("dataset", name, &en, &zh));
        };
        let (users, items) = (whole(block, "n_users")?, whole(block, "n_items")?);
        let scale = numbers(block, "scale")?;
        let [low, high] = scale[..] else {
            return Err(wrong("scale", block.get("scale"), "a list of two numbers", "两个数的列表"));
        };
        let train = Ratings::new(users, items, (low, high), &triples(block, "train")?)?;
        let test = triples(block, "test")?;
        test.iter().enumerate().try_for_each(|(line, rating)| train.check(line, rating))?;
        let shown = if block.get("pred_test_rows").is_some() { numbers(block, "pred_test_rows")? } else { Vec::new() };
        let row =
            |row: &f64| (*row >= 0.0 && *row == f64::floor(*row) && *row < test.len() as f64).then_some(*row as usize);
        let shown: Option<Vec<usize>> = shown.iter().map(row).collect();
        let shown = shown.ok_or_else(|| {
            wrong("pred_test_rows", block.get("pred_test_rows"), "a list of rows of the test", "测试集行号的列表")
        })?;
        let threshold = block
            .get("relevance_threshold")
            .map_or(Ok(f64::midpoint(low, high)), |_| number(block, "relevance_threshold"))?;
        Ok(Data { train, test, threshold, shown })
    }

    /// Everything that `expected` can ask of estimates. `impossible` says which of them the package calls so.
    pub fn measure(&self, expected: &Value, judged: &[Judged], impossible: impl Fn(&Judged) -> bool) -> Vec<Got> {
        let errors = measures::errors(judged, self.threshold);
        let mut got = vec![
            Got::number("rmse", errors.rmse),
            Got::number("mae", errors.mae),
            Got::number("mse", errors.rmse * errors.rmse),
            Got::number("accuracy", errors.accuracy),
            Got::number("coverage", errors.coverage),
        ];
        for (key, n) in lengths(expected, "at") {
            let lists = self.lists(judged, n);
            let named =
                [("precision", lists.precision), ("recall", lists.recall), ("f1", lists.f1), ("ndcg", lists.ndcg)];
            got.extend(named.map(|(name, value)| Got::number(format!("{key}.{name}"), value)));
        }
        let shown: Vec<&Judged> = self.shown.iter().map(|row| &judged[*row]).collect();
        let estimate = |(i, judged): (usize, &&Judged)| Got::number(format!("pred[{i}]"), judged.estimate.rating);
        got.extend(shown.iter().enumerate().map(estimate));
        let places = shown.iter().enumerate().filter(|(_, judged)| impossible(judged)).map(|(i, _)| i as f64);
        got.extend(list_of_places(expected, places.collect()));
        got
    }

    pub fn lists(&self, judged: &[Judged], n: usize) -> measures::Lists {
        measures::lists(judged, self.threshold, n, self.train.scale().0)
    }

    /// Whether the log has no rating of the user, or none of the item.
    pub fn is_unknown(&self, judged: &Judged) -> bool {
        self.train.of_user(judged.truth.user).is_empty() || self.train.of_item(judged.truth.item).is_empty()
    }
}

/// `impossible[0]`, `impossible[1]`, … Where they are not as many as expected, all are wrong.
fn list_of_places(expected: &Value, places: Vec<f64>) -> Vec<Got> {
    let asked = expected.get("impossible").and_then(Value::as_array).map_or(0, Vec::len);
    let same = asked == places.len();
    let place = |i: usize| if same { places[i] } else { f64::NAN };
    (0..asked)
        .map(|i| Got { rule: super::super::Rule::Whole, ..Got::number(format!("impossible[{i}]"), place(i)) })
        .collect()
}

/// The keys of `expected` that are a word and a length: `at10`, `precision10`.
pub(super) fn lengths(expected: &Value, word: &str) -> Vec<(String, usize)> {
    let keys = expected.as_object().into_iter().flat_map(|map| map.keys());
    let length = |key: &String| key.strip_prefix(word)?.parse().ok().map(|n: usize| (key.clone(), n));
    keys.filter_map(length).collect()
}

fn number(block: &Value, name: &str) -> Result<f64, Trouble> {
    let value = block.get(name);
    value.and_then(Value::as_f64).ok_or_else(|| wrong(name, value, "a number", "一个数"))
}

fn whole(block: &Value, name: &str) -> Result<u32, Trouble> {
    let value = number(block, name)?;
    let whole = value == f64::floor(value) && (1.0..=1e6).contains(&value);
    if whole {
        Ok(value as u32)
    } else {
        Err(wrong(name, block.get(name), "a whole number from 1 to 1000000", "1 至 1000000 的整数"))
    }
}

fn numbers(block: &Value, name: &str) -> Result<Vec<f64>, Trouble> {
    let value = block.get(name);
    let list =
        value.and_then(Value::as_array).ok_or_else(|| wrong(name, value, "a list of numbers", "由数组成的列表"))?;
    let number = |(i, value): (usize, &Value)| {
        value.as_f64().ok_or_else(|| wrong(&format!("{name}[{i}]"), Some(value), "a number", "一个数"))
    };
    list.iter().enumerate().map(number).collect()
}

/// A flat list [user, item, rating, …].
fn triples(block: &Value, name: &str) -> Result<Vec<Rating>, Trouble> {
    let flat = numbers(block, name)?;
    if flat.is_empty() || flat.len() % 3 != 0 {
        let value = Value::from(flat.len());
        return Err(wrong(
            &format!("the length of {name}"),
            Some(&value),
            "a multiple of 3 from 3",
            "不小于 3 的 3 的倍数",
        ));
    }
    let id = |place: usize| {
        let value = flat[place];
        let whole = value == f64::floor(value) && (0.0..1e6).contains(&value);
        let shown = Value::from(value);
        if whole {
            Ok(value as u32)
        } else {
            Err(wrong(&format!("{name}[{place}]"), Some(&shown), "a whole number from 0", "从 0 起的整数"))
        }
    };
    let rating = |at: usize| Ok(Rating { user: id(at)?, item: id(at + 1)?, rating: flat[at + 2] });
    (0..flat.len()).step_by(3).map(rating).collect()
}

/// What a case expects, for the keys in it.
pub(super) fn expected(case: &Value) -> Result<&Value, Trouble> {
    object(case, "expected")
}
