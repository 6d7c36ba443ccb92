//! Collaborative filtering by neighbours: users who rate alike, or items that are rated alike.
//!
//! r̂ = level + σ·Σ s·(r′ − level′)/σ′ / Σ s over the k nearest neighbours with s > 0, where the level is 0, a mean
//! or a baseline (see [`Level`]); σ is 1 but for z-scores. Nobody is his own neighbour, as he is in the code printed
//! in article B 3.1.1. Where fewer than `fewest` neighbours are found the level alone is said; where that is 0, the
//! mean of all ratings.

use super::allowed::within;
use super::baseline::{self, Baseline};
use super::best::{Scored, keep_best, keep_best_unordered};
use super::levels::{Levels, spread_of};
use super::ratings::{Profile, Rated, Ratings, mean_of};
use super::recommender::{Asker, Estimate, Explanation, Of, Part, Recommender};
use super::similarity::{self, Alike, Measure};
use crate::base::Trouble;
use std::borrow::Cow;

/// All pairs are kept up to so many users or items (72 MB); above, a row is worked out whenever it is asked for.
const MOST_KEPT: usize = 3_000;

/// Whose neighbours vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    User,
    Item,
}

/// What a rating is taken relative to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Nothing: neighbours' ratings are averaged as they are.
    Zero,
    /// The mean of each neighbour, a user or an item.
    OwnMean,
    /// The same, in standard deviations of each.
    ZScore,
    /// The mean of the user, which with items as neighbours is what goes with the adjusted cosine.
    UserMean,
    /// μ + b_u + b_i.
    Baseline,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    pub by: By,
    pub similarity: similarity::Options,
    pub level: Level,
    /// k, the largest neighbourhood; none for all.
    pub most: Option<u32>,
    pub fewest: u32,
    /// Whether sums go from the nearest to the farthest, as the package's do: where an estimate lies exactly on a
    /// threshold it then rounds to the same side. Slower.
    pub nearest_first: bool,
    /// For the level and the measure that need it.
    pub baseline: baseline::Options,
}

impl Options {
    /// With the package's own options: at most 40 neighbours, at least one.
    pub const fn of(by: By, measure: Measure, level: Level) -> Options {
        let similarity = similarity::Options::of(measure);
        Options {
            by,
            similarity,
            level,
            most: Some(40),
            fewest: 1,
            nearest_first: false,
            baseline: baseline::Options::ALS,
        }
    }
}

/// Fitted neighbours.
#[derive(Clone, Debug)]
pub struct Neighbours {
    options: Options,
    ratings: Ratings,
    baseline: Option<Baseline>,
    /// None where similarities were given from outside.
    alike: Option<Alike>,
    /// Row after row; empty where there are too many.
    matrix: Vec<f64>,
    levels: Levels,
}

/// Fits neighbours to a log.
///
/// ```
/// use emporium::analytics::recommend::neighbours::{self, By, Level, Options};
/// use emporium::analytics::recommend::{Rating, Ratings, Recommender, similarity::Measure};
/// // User 0 rated item 0 like user 1 and unlike user 2: 1/(1+0) = 1 against 1/(1+16) = 1/17.
/// let log = [(0, 0, 5.0), (1, 0, 5.0), (1, 1, 4.0), (2, 0, 1.0), (2, 1, 2.0)];
/// let log = log.map(|(user, item, rating)| Rating { user, item, rating });
/// let ratings = Ratings::new(3, 2, (1.0, 5.0), &log)?;
/// let options = Options::of(By::User, Measure::MeanSquaredDifference, Level::Zero);
/// let fitted = neighbours::fit(&ratings, options)?;
/// let expected = (1.0 * 4.0 + 2.0 / 17.0) / (1.0 + 1.0 / 17.0);
/// assert!((fitted.predict(0, 1).rating - expected).abs() < 1e-12);
/// # Ok::<(), emporium::base::Trouble>(())
/// ```
pub fn fit(ratings: &Ratings, options: Options) -> Result<Neighbours, Trouble> {
    let about_baseline = options.similarity.measure == Measure::PearsonBaseline;
    let baseline = match about_baseline || options.level == Level::Baseline {
        true => Some(baseline::fit(ratings, options.baseline)?),
        false => None,
    };
    let centre = Centre { options: &options, baseline: &baseline };
    let means: Vec<f64> = ratings.by_user.all().map(|rated| mean_of(rated).unwrap_or(0.0)).collect();
    let alike = match options.by {
        By::User => {
            let value = |user, rated: Rated| centre.value(rated.rating, user, rated.id, means[user as usize]);
            Alike::new(options.similarity, ratings.by_user.with(value), ratings.items())?
        }
        By::Item => {
            let value = |item, rated: Rated| centre.value(rated.rating, rated.id, item, means[rated.id as usize]);
            Alike::new(options.similarity, ratings.by_item.with(value), ratings.users())?
        }
    };
    let n = side(ratings, options.by);
    let matrix = if n <= MOST_KEPT { alike.matrix() } else { Vec::new() };
    put_together(ratings, options, baseline, Some(alike), matrix)
}

/// Items as neighbours whose similarities, row after row, come from elsewhere: from their features.
pub fn fit_given(ratings: &Ratings, options: Options, matrix: Vec<f64>) -> Result<Neighbours, Trouble> {
    let n = ratings.items() as f64;
    within("similarities", matrix.len() as f64, n * n, n * n)?;
    let baseline = match options.level == Level::Baseline {
        true => Some(baseline::fit(ratings, options.baseline)?),
        false => None,
    };
    put_together(ratings, Options { by: By::Item, ..options }, baseline, None, matrix)
}

fn side(ratings: &Ratings, by: By) -> usize {
    match by {
        By::User => ratings.by_user.len(),
        By::Item => ratings.by_item.len(),
    }
}

fn put_together(
    ratings: &Ratings,
    options: Options,
    baseline: Option<Baseline>,
    alike: Option<Alike>,
    matrix: Vec<f64>,
) -> Result<Neighbours, Trouble> {
    within("k", options.most.unwrap_or(1) as f64, 1.0, 1e9)?;
    let levels = Levels::new(ratings, &options, &baseline);
    Ok(Neighbours { options, ratings: ratings.clone(), baseline, alike, matrix, levels })
}

/// What is compared in place of a rating.
struct Centre<'a> {
    options: &'a Options,
    baseline: &'a Option<Baseline>,
}

impl Centre<'_> {
    fn value(&self, rating: f64, user: u32, item: u32, user_mean: f64) -> f64 {
        match self.baseline {
            Some(baseline) if self.options.similarity.measure == Measure::PearsonBaseline => {
                rating - baseline.level(user, item)
            }
            _ if self.options.similarity.centred_by_user => rating - user_mean,
            _ => rating,
        }
    }
}

/// One estimate on its way: who votes, and about what.
struct Vote<'a> {
    list: &'a [Rated],
    row: Cow<'a, [f64]>,
    chosen: Vec<Scored>,
    /// The level of the pair.
    level: f64,
    spread: f64,
    /// What a neighbour's level has beside its own.
    rest: f64,
}

impl Neighbours {
    /// The similarities of a user or an item to all, for a picture; empty for a stranger.
    pub fn similarities(&self, x: u32) -> Cow<'_, [f64]> {
        let n = side(&self.ratings, self.options.by);
        match &self.alike {
            _ if x as usize >= n => Cow::Borrowed(&[]),
            Some(alike) if self.matrix.is_empty() => Cow::Owned(alike.row(x)),
            _ => Cow::Borrowed(&self.matrix[x as usize * n..(x as usize + 1) * n]),
        }
    }

    fn vote<'a>(&'a self, asker: &'a Asker, item: u32) -> Vote<'a> {
        let levels = &self.levels;
        let (list, row, own, other, spread, itself) = match self.options.by {
            By::User => {
                let other = levels.of_other(item);
                let row = Cow::Borrowed(&asker.vector[..]);
                (self.ratings.of_item(item), row, asker.level, other, asker.spread, asker.user)
            }
            By::Item => {
                let own = levels.of_neighbour(item);
                let spread = levels.spread_of(item);
                (asker.rated, self.similarities(item), own, asker.level, spread, Some(item))
            }
        };
        // Written without asking whether it is wanted, and kept if so: whether it is cannot be foreseen.
        let mut chosen = vec![Scored { score: 0.0, place: 0 }; list.len()];
        let mut wanted = 0;
        for (place, rated) in list.iter().enumerate() {
            let score = row.get(rated.id as usize).copied().unwrap_or(0.0);
            chosen[wanted] = Scored { score, place: place as u32 };
            wanted += usize::from(score > 0.0) & usize::from(Some(rated.id) != itself);
        }
        chosen.truncate(wanted);
        let most = self.options.most.unwrap_or(u32::MAX) as usize;
        if self.options.nearest_first {
            keep_best(&mut chosen, most);
        } else {
            keep_best_unordered(&mut chosen, most);
        }
        let rest = levels.constant + other;
        Vote { list, row, chosen, level: rest + own, spread, rest }
    }

    /// What a rating says, relative to the level of who gave it.
    fn deviation(&self, vote: &Vote, rated: Rated) -> f64 {
        let levels = &self.levels;
        (rated.rating - vote.rest - levels.neighbour[rated.id as usize]) / levels.spread[rated.id as usize]
    }

    /// Nobody votes: the level, or where one side is unknown the mean of all.
    fn fallback(&self, asker: &Asker, item: u32, level: f64) -> f64 {
        let unknown = asker.rated.is_empty() || self.ratings.of_item(item).is_empty();
        match self.options.level {
            Level::Zero => self.ratings.mean(),
            Level::OwnMean | Level::ZScore if unknown => self.ratings.mean(),
            _ => level,
        }
    }

    fn too_few(&self, vote: &Vote) -> bool {
        vote.chosen.len() < u32::max(1, self.options.fewest) as usize
    }

    /// What a visitor's values are compared by, and his level.
    fn visitor_values(&self, rated: &[Rated]) -> Vec<Rated> {
        let mean = mean_of(rated).unwrap_or(0.0);
        // A user whom the baseline does not know has no bias in it: his own is taken off as well.
        let bias = self.baseline.as_ref().map_or(0.0, |baseline| baseline.visitor_bias(rated));
        let about_baseline = self.options.similarity.measure == Measure::PearsonBaseline;
        let centre = Centre { options: &self.options, baseline: &self.baseline };
        let off = if about_baseline { bias } else { 0.0 };
        let value = |r: &Rated| Rated { id: r.id, rating: centre.value(r.rating, u32::MAX, r.id, mean) - off };
        rated.iter().map(value).collect()
    }
}

impl Recommender for Neighbours {
    fn items(&self) -> u32 {
        self.ratings.items()
    }

    fn user(&self, user: u32) -> Asker<'_> {
        let levels = &self.levels;
        let rated = self.ratings.of_user(user);
        let (vector, level, spread) = match self.options.by {
            By::User => (self.similarities(user), levels.of_neighbour(user), levels.spread_of(user)),
            By::Item => (Cow::Borrowed(&[][..]), levels.of_other(user), levels.usual_spread),
        };
        Asker { rated, user: Some(user), level, spread, vector, parts: Vec::new() }
    }

    fn visitor<'a>(&'a self, profile: &'a Profile) -> Asker<'a> {
        let rated = profile.rated();
        let mean = mean_of(rated).unwrap_or(self.ratings.mean());
        let level = match (self.options.level, self.options.by) {
            (Level::Zero, _) | (Level::OwnMean | Level::ZScore, By::Item) => 0.0,
            (Level::OwnMean | Level::ZScore, By::User) | (Level::UserMean, _) => mean,
            (Level::Baseline, _) => self.baseline.as_ref().map_or(0.0, |baseline| baseline.visitor_bias(rated)),
        };
        let vector = match (&self.alike, self.options.by) {
            (Some(alike), By::User) => alike.against_all(&self.visitor_values(rated)),
            _ => Vec::new(),
        };
        let usual = self.levels.usual_spread;
        let spread = if self.options.level == Level::ZScore { spread_of(rated, usual) } else { usual };
        Asker { rated, user: None, level, spread, vector: Cow::Owned(vector), parts: Vec::new() }
    }

    fn estimate(&self, asker: &Asker, item: u32) -> Estimate {
        let vote = self.vote(asker, item);
        if self.too_few(&vote) {
            let rating = self.ratings.clip(self.fallback(asker, item, vote.level));
            return Estimate { rating, fallback: true };
        }
        let (mut sum, mut weights) = (0.0, 0.0);
        for scored in &vote.chosen {
            sum += scored.score * self.deviation(&vote, vote.list[scored.place as usize]);
            weights += scored.score;
        }
        Estimate { rating: self.ratings.clip(vote.level + vote.spread * (sum / weights)), fallback: false }
    }

    /// Neighbours, the nearest first.
    fn explain(&self, asker: &Asker, item: u32) -> Explanation {
        let estimate = self.estimate(asker, item);
        let mut vote = self.vote(asker, item);
        keep_best(&mut vote.chosen, usize::MAX);
        if self.too_few(&vote) {
            return Explanation { start: self.fallback(asker, item, vote.level), parts: Vec::new(), estimate };
        }
        let weights: f64 = vote.chosen.iter().map(|scored| scored.score).sum();
        let part = |scored: &Scored| {
            let rated = vote.list[scored.place as usize];
            let weight = scored.score / weights;
            Part {
                of: if self.options.by == By::User { Of::User(rated.id) } else { Of::Item(rated.id) },
                similarity: vote.row[rated.id as usize],
                rating: rated.rating,
                weight,
                pull: vote.spread * weight * self.deviation(&vote, rated),
            }
        };
        Explanation { start: vote.level, parts: vote.chosen.iter().map(part).collect(), estimate }
    }

    fn alike(&self, of: Of) -> Cow<'_, [f64]> {
        match (of, self.options.by) {
            (Of::User(x), By::User) | (Of::Item(x), By::Item) => self.similarities(x),
            _ => Cow::Borrowed(&[]),
        }
    }
}
