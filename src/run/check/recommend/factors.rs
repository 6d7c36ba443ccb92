//! The kind of matrix factorisation: a band over several seeds.
//!
//! What is drawn differs from the package's draws, so that the mean of our seeds is held against the mean and the
//! ends of theirs: no error may be larger than theirs by more than the tolerance, no precision or recall smaller.
//! Both means are drawn by chance, so that each line may miss by two standard errors of their difference more: on a
//! small log the package's own next eight seeds would else fail.

use super::super::case::wrong;
use super::super::{Got, Rule};
use super::data::{Data, expected, lengths};
use super::options::Wishes;
use crate::analytics::recommend::factors::{self, Four, Model, Options};
use crate::analytics::recommend::measures::{errors, judge};
use crate::base::Trouble;
use crate::base::stats::{mean, variance};
use crate::trouble;
use serde_json::Value;

/// More than theirs, so that our mean is the surer of the two.
const SEEDS: usize = 16;
const THEIR_SEEDS: f64 = 8.0;
/// Most steps of a seed: factors times ratings times passes. All seeds then take about twenty seconds.
const MOST_WORK: f64 = 1e9;
/// Drawing a number to start from costs as much as so many steps.
const DRAW: f64 = 20.0;

/// rmse_mean, rmse_min, rmse_max, mae_mean, precision and recall.
pub(in super::super) fn matrix_factorisation(case: &Value, file: &Value) -> Result<Vec<Got>, Trouble> {
    let options = options(&Wishes::of(case)?)?;
    let data = Data::of(case, file)?;
    let draws = DRAW * (data.train.users() as f64 + data.train.items() as f64);
    let work = (data.train.len() as f64 * options.epochs as f64 + draws) * options.factors as f64;
    if work > MOST_WORK {
        return Err(trouble!(
            "n_factors × (ratings × n_epochs + {DRAW} × users and items) is {work}: allowed is a number up to {MOST_WORK}",
            "n_factors ×（评分数 × n_epochs + {DRAW} × 用户与商品数）为 {work}：须不超过 {MOST_WORK}"
        ));
    }
    let mut lists = Vec::new();
    for (word, precise) in [("precision", true), ("recall", false)] {
        lists.extend(lengths(expected(case)?, word).into_iter().map(|(key, n)| (key, n, precise)));
    }
    let mut found = vec![Vec::with_capacity(SEEDS); lists.len() + 2];
    for seed in 0..SEEDS as u64 {
        let fitted = factors::fit(&data.train, Options { seed, ..options })?;
        let judged = judge(&fitted, &data.test);
        let of_pairs = errors(&judged, data.threshold);
        found[0].push(of_pairs.rmse);
        found[1].push(of_pairs.mae);
        for (list, (_, n, precise)) in found[2..].iter_mut().zip(&lists) {
            let of_list = data.lists(&judged, *n);
            list.push(if *precise { of_list.precision } else { of_list.recall });
        }
    }
    let (rmse, by_chance) = (mean(&found[0]), chance(&found[0]));
    let mut got = vec![
        Got::bound("rmse_mean", rmse, Rule::AtMost, by_chance),
        Got::bound("rmse_max", rmse, Rule::AtMost, by_chance),
        Got::bound("rmse_min", rmse, Rule::AtLeast, by_chance),
        Got::bound("mae_mean", mean(&found[1]), Rule::AtMost, chance(&found[1])),
    ];
    let of_lists = lists.iter().zip(&found[2..]);
    got.extend(of_lists.map(|((key, ..), list)| Got::bound(key.as_str(), mean(list), Rule::AtLeast, chance(list))));
    Ok(got)
}

/// Two standard errors of the difference between the mean of our seeds and the mean of theirs.
fn chance(found: &[f64]) -> f64 {
    2.0 * f64::sqrt(variance(found) * (1.0 / found.len() as f64 + 1.0 / THEIR_SEEDS))
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
