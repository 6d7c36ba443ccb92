//! Slope one: an item is rated so much above another, on the average of those who rated both.
//!
//! dev(i,j) = Σ_u (r_ui − r_uj) / n_ij over the n_ij users who rated both; r̂ = r̄_u + Σ_j dev(i,j) / |R| over the
//! items j of u that share a user with i (Lemire and Maclachlan 2005). Weighted, each j counts n_ij times and brings
//! its own rating: r̂ = Σ_j n_ij·(dev(i,j) + r_uj) / Σ_j n_ij. The field's package (scikit-surprise 1.1.5) cuts ratings
//! to whole numbers before it takes differences; that is not done here.

use super::allowed::within;
use super::ratings::{Profile, Rated, Ratings, clip, mean_of};
use super::recommender::{Asker, Estimate, Explanation, Of, Part, Recommender};
use crate::base::Trouble;

/// All pairs of items are kept.
const MOST_ITEMS: u32 = 3_000;

/// What one item says about another.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Deviation {
    /// Σ while it is worked out, then the mean.
    above: f64,
    n: f64,
}

/// Fitted deviations.
#[derive(Clone, Debug)]
pub struct SlopeOne {
    ratings: Ratings,
    weighted: bool,
    /// Row after row: how far the row's item lies above the column's.
    deviations: Vec<Deviation>,
}

/// Fits all deviations.
///
/// ```
/// use emporium::analytics::recommend::{Rating, Ratings, Recommender, slope_one};
/// // Item 1 lies 0.5 above item 0 on the average of users 0 and 1; user 2 gave item 0 a 2.
/// let log = [(0, 0, 1.0), (0, 1, 1.5), (1, 0, 2.0), (1, 1, 2.5), (2, 0, 2.0)];
/// let log = log.map(|(user, item, rating)| Rating { user, item, rating });
/// let fitted = slope_one::fit(&Ratings::new(3, 2, (1.0, 5.0), &log)?, false)?;
/// assert_eq!(fitted.predict(2, 1).rating, 2.5);
/// # Ok::<(), emporium::base::Trouble>(())
/// ```
pub fn fit(ratings: &Ratings, weighted: bool) -> Result<SlopeOne, Trouble> {
    within("items", ratings.items() as f64, 1.0, MOST_ITEMS as f64)?;
    let n = ratings.items() as usize;
    let mut deviations = vec![Deviation::default(); n * n];
    for list in ratings.by_user.all() {
        for own in list {
            let row = &mut deviations[own.id as usize * n..][..n];
            for other in list {
                let deviation = &mut row[other.id as usize];
                deviation.above += own.rating - other.rating;
                deviation.n += 1.0;
            }
        }
    }
    for deviation in deviations.iter_mut().filter(|deviation| deviation.n > 0.0) {
        deviation.above /= deviation.n;
    }
    Ok(SlopeOne { ratings: ratings.clone(), weighted, deviations })
}

impl SlopeOne {
    /// How far `item` lies above `other`, and by how many users' word; none where nobody rated both.
    pub fn deviation(&self, item: u32, other: u32) -> Option<(f64, u32)> {
        let found = self.between(item, other);
        (found.n > 0.0).then_some((found.above, found.n as u32))
    }

    fn between(&self, item: u32, other: u32) -> Deviation {
        let n = self.ratings.items();
        if item >= n || other >= n {
            return Deviation::default();
        }
        self.deviations[item as usize * n as usize + other as usize]
    }

    /// What each of his items says about another.
    fn known<'a>(&'a self, asker: &'a Asker, item: u32) -> impl Iterator<Item = (Rated, Deviation)> + 'a {
        let pairs = asker.rated.iter().map(move |rated| (*rated, self.between(item, rated.id)));
        pairs.filter(move |(rated, deviation)| rated.id != item && deviation.n > 0.0)
    }

    /// Where the estimate starts.
    fn start(&self, asker: &Asker, item: u32) -> f64 {
        if self.ratings.of_item(item).is_empty() { self.ratings.mean() } else { asker.level }
    }
}

impl Recommender for SlopeOne {
    fn items(&self) -> u32 {
        self.ratings.items()
    }

    fn user(&self, user: u32) -> Asker<'_> {
        let rated = self.ratings.of_user(user);
        let level = mean_of(rated).unwrap_or(self.ratings.mean());
        Asker { rated, user: Some(user), level, ..Asker::default() }
    }

    fn visitor<'a>(&'a self, profile: &'a Profile) -> Asker<'a> {
        let level = mean_of(profile.rated()).unwrap_or(self.ratings.mean());
        Asker { rated: profile.rated(), level, ..Asker::default() }
    }

    fn estimate(&self, asker: &Asker, item: u32) -> Estimate {
        let start = self.start(asker, item);
        let (mut sum, mut weights) = (0.0, 0.0);
        for (rated, deviation) in self.known(asker, item) {
            let weight = if self.weighted { deviation.n } else { 1.0 };
            let ahead = if self.weighted { rated.rating - start } else { 0.0 };
            sum += weight * (deviation.above + ahead);
            weights += weight;
        }
        let fallback = weights == 0.0;
        let rating = if fallback { start } else { start + sum / weights };
        Estimate { rating: clip(self.ratings.scale(), rating), fallback }
    }

    fn explain(&self, asker: &Asker, item: u32) -> Explanation {
        let start = self.start(asker, item);
        let weight = |deviation: &Deviation| if self.weighted { deviation.n } else { 1.0 };
        let all: f64 = self.known(asker, item).map(|(_, deviation)| weight(&deviation)).sum();
        let part = |(rated, deviation): (Rated, Deviation)| {
            let ahead = if self.weighted { rated.rating - start } else { 0.0 };
            let share = weight(&deviation) / all;
            let pull = share * (deviation.above + ahead);
            Part { of: Of::Item(rated.id), similarity: deviation.above, rating: rated.rating, weight: share, pull }
        };
        let parts = self.known(asker, item).map(part).collect();
        Explanation { start, parts, estimate: self.estimate(asker, item) }
    }
}

#[cfg(test)]
mod tests {
    use super::super::ratings::{Rating, example};
    use super::*;

    /// Lemire and Maclachlan's table: 5 3 2, 3 4 -, - 2 5; user 2's first item by the weighted scheme.
    #[test]
    fn the_weighted_scheme_counts_raters() -> Result<(), Trouble> {
        let log = [(0, 0, 5.0), (0, 1, 3.0), (0, 2, 2.0), (1, 0, 3.0), (1, 1, 4.0), (2, 1, 2.0), (2, 2, 5.0)];
        let log = log.map(|(user, item, rating)| Rating { user, item, rating });
        let ratings = Ratings::new(3, 3, (0.0, 10.0), &log)?;
        let fitted = fit(&ratings, true)?;
        assert_eq!(fitted.deviation(0, 1), Some((0.5, 2)));
        assert_eq!(fitted.deviation(0, 2), Some((3.0, 1)));
        assert!((fitted.predict(2, 0).rating - (2.0 * (2.0 + 0.5) + (5.0 + 3.0)) / 3.0).abs() < 1e-12);
        // Unweighted: his mean 3.5 and the mean of 0.5 and 3.
        assert!((fit(&ratings, false)?.predict(2, 0).rating - 5.25).abs() < 1e-12);
        Ok(())
    }

    #[test]
    fn parts_add_up_and_strangers_get_the_mean() -> Result<(), Trouble> {
        let ratings = example();
        for weighted in [false, true] {
            let fitted = fit(&ratings, weighted)?;
            // Of his three items nobody else rated item 2, so that it says nothing about item 0.
            let explained = fitted.explain(&fitted.user(4), 0);
            let sum: f64 = explained.start + explained.parts.iter().map(|part| part.pull).sum::<f64>();
            assert!((ratings.clip(sum) - explained.estimate.rating).abs() < 1e-12 && explained.parts.len() == 2);
            let stranger = fitted.predict(9, 0);
            assert!(stranger.fallback && stranger.rating == ratings.mean());
            assert!(fitted.predict(0, 9).fallback);
        }
        Ok(())
    }
}
