//! The kind of matrix factorisation: a band over several seeds.
//!
//! What is drawn differs from the package's draws, so that the mean of our seeds is held against the mean and the
//! ends of theirs: no error may be larger than theirs by more than the tolerance, no precision or recall smaller.

use super::super::case::wrong;
use super::super::{Got, Rule};
use super::data::{Data, expected, lengths};
use super::options::Wishes;
use crate::analytics::recommend::factors::{self, Four, Model, Options};
use crate::analytics::recommend::measures::{errors, judge};
use crate::base::Trouble;
use crate::trouble;
use serde_json::Value;

/// As many as theirs.
const SEEDS: u64 = 8;
/// Most steps: ratings times factors times passes. They take about ten seconds.
const MOST_WORK: f64 = 1e10;

/// rmse_mean, rmse_min, rmse_max, mae_mean, precision and recall.
pub(in super::super) fn matrix_factorisation(case: &Value, file: &Value) -> Result<Vec<Got>, Trouble> {
    let options = options(&Wishes::of(case)?)?;
    let data = Data::of(case, file)?;
    let work = data.train.len() as f64 * options.factors as f64 * options.epochs as f64;
    if work > MOST_WORK {
        return Err(trouble!(
            "ratings × n_factors × n_epochs is {work}: allowed is a number up to {MOST_WORK:e}",
            "评分数 × n_factors × n_epochs 为 {work}：须不超过 {MOST_WORK:e}"
        ));
    }
    let mut lists = Vec::new();
    for (word, precise) in [("precision", true), ("recall", false)] {
        lists.extend(lengths(expected(case)?, word).into_iter().map(|(key, n)| (key, n, precise)));
    }
    let mut sums = vec![0.0; lists.len() + 2];
    for seed in 0..SEEDS {
        let fitted = factors::fit(&data.train, Options { seed, ..options })?;
        let judged = judge(&fitted, &data.test);
        let found = errors(&judged, data.threshold);
        sums[0] += found.rmse;
        sums[1] += found.mae;
        for (sum, (_, n, precise)) in sums[2..].iter_mut().zip(&lists) {
            let of_list = data.lists(&judged, *n);
            *sum += if *precise { of_list.precision } else { of_list.recall };
        }
    }
    let mean = |i: usize| sums[i] / SEEDS as f64;
    let mut got = vec![
        Got::bound("rmse_mean", mean(0), Rule::AtMost),
        Got::bound("rmse_max", mean(0), Rule::AtMost),
        Got::bound("rmse_min", mean(0), Rule::AtLeast),
        Got::bound("mae_mean", mean(1), Rule::AtMost),
    ];
    got.extend(lists.iter().enumerate().map(|(i, (key, ..))| Got::bound(key.as_str(), mean(i + 2), Rule::AtLeast)));
    Ok(got)
}

/// The package's SVD, with biases or without, and its NMF, with its defaults; and least squares by turns.
fn options(wishes: &Wishes) -> Result<Options, Trouble> {
    let model = wishes.named(&["model"])?;
    let has = |word: &str| model.contains(word);
    let other = has("++") || has("svdpp");
    let non_negative = has("nmf") || has("non-negative") || has("nonnegative");
    let by_turns = has("als") || has("least squares");
    if other || !(non_negative || by_turns || has("svd") || has("pmf") || has("sgd")) {
        let allowed = "biased SVD (SGD), PMF (SGD, no biases), ALS or NMF";
        return Err(wrong("inputs.model", wishes.find(&["model"]).map(|(_, v)| v), allowed, " SVD、PMF、ALS 或 NMF"));
    }
    let biased = wishes.flag(&["biased"], !(has("pmf") || has("no bias") || has("unbiased") || non_negative))?;
    if non_negative && biased {
        return Err(wrong(
            "inputs.biased",
            wishes.find(&["biased"]).map(|(_, v)| v),
            "false with NMF",
            " false（NMF）",
        ));
    }
    let model = match (non_negative, by_turns) {
        (true, _) => Model::NonNegative {
            reg_user: wishes.number(&["reg_pu"], 0.06)?,
            reg_item: wishes.number(&["reg_qi"], 0.06)?,
            low: wishes.number(&["init_low"], 0.0)?,
            high: wishes.number(&["init_high"], 1.0)?,
        },
        (_, true) => Model::LeastSquares { biased, reg: wishes.number(&["reg", "reg_all"], 0.02)? },
        _ => Model::Descent { biased, rate: four(wishes, "lr", 0.005)?, reg: four(wishes, "reg", 0.02)? },
    };
    Ok(Options {
        model,
        factors: wishes.count(&["n_factors"], if non_negative { 15 } else { 100 })?,
        epochs: wishes.count(&["n_epochs"], if non_negative { 50 } else { 20 })?,
        start_mean: wishes.number(&["init_mean"], 0.0)?,
        start_deviation: wishes.number(&["init_sd", "init_std_dev"], 0.1)?,
        seed: 0,
    })
}

/// `lr`, or each of `lr_bu`, `lr_bi`, `lr_pu`, `lr_qi`.
fn four(wishes: &Wishes, name: &str, default: f64) -> Result<Four, Trouble> {
    let all = wishes.number(&[name, &format!("{name}_all")], default)?;
    let one = |of: &str| wishes.number(&[&format!("{name}_{of}")], all);
    Ok(Four { user_bias: one("bu")?, item_bias: one("bi")?, user: one("pu")?, item: one("qi")? })
}
