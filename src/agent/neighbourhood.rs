//! The parameters of methods by neighbours: whose, how many, how alike, and relative to what.

use super::recommending::Fitted;
use crate::analytics::recommend::content::cosines;
use crate::analytics::recommend::neighbours::{self, By, Level, Options};
use crate::analytics::recommend::similarity::{self, Measure, Norms};
use crate::base::{ParamRow, Params, Text, Trouble};
use crate::sim::ItemFacts;

const SIMILARITIES: &[(&str, Text)] = &[
    ("cosine", Text::new("cosine", "余弦")),
    ("msd", Text::new("mean squared difference", "均方差")),
    ("pearson", Text::new("Pearson", "皮尔逊")),
    ("pearson-baseline", Text::new("Pearson about the baseline", "基线皮尔逊")),
    ("adjusted-cosine", Text::new("adjusted cosine", "修正余弦")),
];
const MEASURES: [Measure; 5] =
    [Measure::Cosine, Measure::MeanSquaredDifference, Measure::Pearson, Measure::PearsonBaseline, Measure::Cosine];
/// The place of the adjusted cosine: the cosine of what each user's mean leaves.
const ADJUSTED: usize = 4;
const NORM_SETS: &[(&str, Text)] = &[
    ("co-rated", Text::new("over what both rated", "仅共同评分")),
    ("all", Text::new("over all ratings, as in the article", "全部评分（按文章）")),
];
const LEVELS: &[(&str, Text)] = &[
    ("none", Text::new("nothing, as in the article", "无（按文章）")),
    ("mean", Text::new("own mean", "自身均值")),
    ("z-score", Text::new("own mean and spread", "自身均值与离差")),
    ("user-mean", Text::new("the user's mean", "用户均值")),
    ("baseline", Text::new("the baseline", "基线")),
];
const LEVEL_KINDS: [Level; 5] = [Level::Zero, Level::OwnMean, Level::ZScore, Level::UserMean, Level::Baseline];

pub const NEIGHBOURS: ParamRow = ParamRow::whole("neighbours", 1, 400, 40)
    .label("neighbours", "邻居数")
    .help("How many of the most similar vote.", "最相似的多少个参与投票。");
pub const SIMILARITY: ParamRow = ParamRow::pick("similarity", SIMILARITIES, 1)
    .label("similarity", "相似度")
    .help("How alike two of them are.", "两者有多相似的算法。");
/// Items, of which each visitor has rated few, are compared better without what all of their raters share.
pub const ITEM_SIMILARITY: ParamRow = ParamRow::pick("similarity", SIMILARITIES, 2)
    .label("similarity", "相似度")
    .help("How alike two items are.", "两件商品有多相似的算法。");
pub const NORMS: ParamRow = ParamRow::pick("norms", NORM_SETS, 0)
    .label("norms of a cosine", "余弦的模")
    .help("Over which ratings the lengths are taken.", "向量长度按哪些评分计算。");
pub const LEVEL: ParamRow = ParamRow::pick("level", LEVELS, 1)
    .label("ratings are relative to", "评分相对于")
    .help("What is taken off before neighbours are averaged, and put back on.", "求平均前减去、之后加回的部分。");
pub const FEWEST: ParamRow = ParamRow::whole("fewest", 1, 40, 1)
    .label("fewest neighbours", "最少邻居数")
    .help("With fewer nothing but the level is said.", "不足时只给出基准水平。");
pub const MIN_OVERLAP: ParamRow = ParamRow::whole("min_overlap", 1, 15, 1)
    .label("least overlap", "最少重叠")
    .unit("ratings", "个评分")
    .help("With fewer ratings in common two are not alike at all.", "共同评分更少时视为毫不相似。");
pub const SHRINKAGE: ParamRow = ParamRow::number("shrinkage", 0.0, 200.0, 1.0, 5.0)
    .label("shrinkage", "收缩")
    .unit("ratings", "个评分")
    .help("Similarities from few common ratings count less.", "共同评分少的相似度打折扣。");

/// Items as neighbours by the cosine of their features; ratings are relative to the baseline, or to the user's mean.
pub fn by_content(facts: &ItemFacts, most: u32, about_baseline: bool) -> Result<Fitted, Trouble> {
    let level = if about_baseline { Level::Baseline } else { Level::UserMean };
    let options = Options { most: Some(most), ..Options::of(By::Item, Measure::Cosine, level) };
    let matrix = cosines(&facts.features, facts.log.items() as usize)?;
    Ok(Box::new(neighbours::fit_given(&facts.log, options, matrix)?))
}

/// The options that the rows say.
pub fn options(by: By, params: &Params) -> Options {
    let picked = params.whole("similarity");
    let norms = if params.whole("norms") == 0 { Norms::CoRated } else { Norms::AllRated };
    let similarity = similarity::Options {
        centred_by_user: picked == ADJUSTED,
        norms,
        min_overlap: params.whole("min_overlap") as u32,
        shrinkage: params.get("shrinkage"),
        ..similarity::Options::of(MEASURES[usize::min(picked, MEASURES.len() - 1)])
    };
    let level = LEVEL_KINDS[usize::min(params.whole("level"), LEVEL_KINDS.len() - 1)];
    Options {
        similarity,
        most: Some(params.whole("neighbours") as u32),
        fewest: params.whole("fewest") as u32,
        ..Options::of(by, similarity.measure, level)
    }
}
