//! Hybrid: neighbours, content and factors at once, their predictions weighed (Burke 2002).
//!
//! r̂ = Σ w·r̂_m/Σ w over the methods that have more to say than an average (see `analytics::recommend::hybrid`).
//! Users are neighbours by the mean squared difference, items by Pearson, both relative to their own means.

use super::neighbourhood::by_content;
use super::recommending::{Fitted, Recommending, fits, predictions};
use super::{AgentEntry, Build, Case, Family, Knows};
use crate::analytics::recommend::factors;
use crate::analytics::recommend::hybrid::Hybrid;
use crate::analytics::recommend::neighbours::{self, By, Level, Options};
use crate::analytics::recommend::similarity::Measure;
use crate::base::text::cited;
use crate::base::{ParamRow, Params, Text, Trouble};
use crate::sim::ItemFacts;

const fn weight(id: &'static str, default: f64, en: &'static str, zh: &'static str) -> ParamRow {
    ParamRow::number(id, 0.1, 10.0, 0.1, default)
        .label(en, zh)
        .help("How much this method counts beside the others.", "该方法相对其他方法的分量。")
}

const ROWS: &[ParamRow] = &[
    weight("user_weight", 1.0, "weight of similar users", "相似用户的权重"),
    weight("item_weight", 1.0, "weight of similar items", "相似商品的权重"),
    weight("content_weight", 1.0, "weight of content", "内容的权重"),
    weight("factor_weight", 1.0, "weight of factors", "隐因子的权重"),
];

pub static ENTRY: AgentEntry = AgentEntry {
    id: "hybrid",
    label: Text::new("Hybrid", "混合推荐"),
    story: Text::new(
        "Asks four methods and weighs what they say, so that one helps where another knows nothing.",
        "同时询问四种方法并加权，一种不知道时另一种来补。",
    ),
    family: Family::Classical,
    knows: |_| Knows::Log,
    params: ROWS,
    paper: cited("Burke, R. (2002), Hybrid recommender systems, UMUAI 12, 331–370"),
    fits,
    build: Build::Agent(|case: &Case<'_>| {
        let found = predictions(case, ENTRY.id, ROWS, |facts| fit(facts, case.params))?;
        Ok(Box::new(Recommending(found)))
    }),
};

fn fit(facts: &ItemFacts, params: &Params) -> Result<Fitted, Trouble> {
    let log = &facts.log;
    let by_user = Options::of(By::User, Measure::MeanSquaredDifference, Level::OwnMean);
    let by_item = Options::of(By::Item, Measure::Pearson, Level::OwnMean);
    let methods: Vec<(f64, Fitted)> = vec![
        (params.get("user_weight"), Box::new(neighbours::fit(log, by_user)?)),
        (params.get("item_weight"), Box::new(neighbours::fit(log, by_item)?)),
        (params.get("content_weight"), by_content(facts, 5, true)?),
        (params.get("factor_weight"), Box::new(factors::fit(log, super::factorisation::usual())?)),
    ];
    Ok(Box::new(Hybrid::new(methods)?))
}
