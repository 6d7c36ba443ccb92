//! The kinds of neighbours, of the baseline and of slope one.

use super::super::Got;
use super::data::{Data, expected};
use super::options::Wishes;
use crate::analytics::recommend::measures::{Judged, judge};
use crate::analytics::recommend::neighbours::{self, By, Level, Options};
use crate::analytics::recommend::similarity::Measure;
use crate::analytics::recommend::{Recommender, baseline, slope_one};
use crate::base::Trouble;
use serde_json::Value;

type Solved = Result<Vec<Got>, Trouble>;

/// The package's KNNBasic.
pub(in super::super) fn user_knn(case: &Value, file: &Value) -> Solved {
    knn(case, file, Wishes::of(case)?.neighbourhood(By::User, Level::Zero, None)?)
}

/// The package's KNNWithMeans.
pub(in super::super) fn user_knn_means(case: &Value, file: &Value) -> Solved {
    knn(case, file, Wishes::of(case)?.neighbourhood(By::User, Level::OwnMean, None)?)
}

/// The package's KNNBasic between items.
pub(in super::super) fn item_knn(case: &Value, file: &Value) -> Solved {
    knn(case, file, Wishes::of(case)?.neighbourhood(By::Item, Level::Zero, None)?)
}

/// The package's KNNWithMeans between items.
pub(in super::super) fn item_knn_means(case: &Value, file: &Value) -> Solved {
    knn(case, file, Wishes::of(case)?.neighbourhood(By::Item, Level::OwnMean, None)?)
}

/// The package's KNNBasic on ratings from which each user's mean was taken; then it is added again.
pub(in super::super) fn item_knn_adjusted_cosine(case: &Value, file: &Value) -> Solved {
    let wishes = Wishes::of(case)?;
    let mut options = wishes.neighbourhood(By::Item, Level::UserMean, Some(Measure::Cosine))?;
    options.similarity.centred_by_user = true;
    knn(case, file, options)
}

/// The package's KNNBaseline: if the case does not say otherwise with Pearson's measure about the baseline, between
/// items.
pub(in super::super) fn knn_baseline(case: &Value, file: &Value) -> Solved {
    knn(case, file, Wishes::of(case)?.neighbourhood(By::Item, Level::Baseline, Some(Measure::PearsonBaseline))?)
}

fn knn(case: &Value, file: &Value, options: Options) -> Solved {
    let data = Data::of(case, file)?;
    let fitted = neighbours::fit(&data.train, options)?;
    let impossible = |judged: &Judged| match options.level {
        Level::Zero | Level::UserMean => judged.estimate.fallback,
        Level::OwnMean | Level::ZScore => data.is_unknown(judged),
        Level::Baseline => false,
    };
    measured(case, &data, &fitted, impossible)
}

/// The package's BaselineOnly, which calls nothing impossible.
pub(in super::super) fn baseline_als(case: &Value, file: &Value) -> Solved {
    let options = Wishes::of(case)?.baseline()?;
    let data = Data::of(case, file)?;
    let fitted = baseline::fit(&data.train, options)?;
    measured(case, &data, &fitted, |_| false)
}

/// The package's SlopeOne.
pub(in super::super) fn slope_one(case: &Value, file: &Value) -> Solved {
    let weighted = Wishes::of(case)?.flag(&["weighted"], false)?;
    let data = Data::of(case, file)?;
    let fitted = slope_one::fit(&data.train, weighted)?;
    measured(case, &data, &fitted, |judged| data.is_unknown(judged))
}

fn measured(case: &Value, data: &Data, fitted: &dyn Recommender, impossible: impl Fn(&Judged) -> bool) -> Solved {
    Ok(data.measure(expected(case)?, &judge(fitted, &data.test), impossible))
}
