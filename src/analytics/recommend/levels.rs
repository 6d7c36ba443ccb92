//! What ratings are taken relative to, for every user and item: nothing, means, or a baseline.

use super::baseline::Baseline;
use super::neighbours::{By, Level, Options};
use super::ratings::{Lists, Rated, Ratings, mean_of};

/// The level is `constant` + `neighbour` + `other`.
#[derive(Clone, Debug)]
pub(super) struct Levels {
    pub constant: f64,
    /// Of each that can be a neighbour: user or item.
    pub neighbour: Vec<f64>,
    /// Of the other side.
    pub other: Vec<f64>,
    /// Standard deviation of each neighbour, or 1.
    pub spread: Vec<f64>,
    /// Where there is none.
    pub usual_spread: f64,
    /// Of whom the log does not have: as a neighbour, and on the other side.
    stranger: [f64; 2],
}

impl Levels {
    pub fn new(ratings: &Ratings, options: &Options, baseline: &Option<Baseline>) -> Levels {
        let (own, other) = match options.by {
            By::User => (&ratings.by_user, &ratings.by_item),
            By::Item => (&ratings.by_item, &ratings.by_user),
        };
        let mean = ratings.mean();
        let means = |lists: &Lists| lists.all().map(|l| mean_of(l).unwrap_or(mean)).collect();
        let zeros = |n: usize| vec![0.0; n];
        let (n, m) = (own.len(), other.len());
        let usual_spread = if options.level == Level::ZScore { spread(ratings) } else { 1.0 };
        let (constant, neighbour, other): (f64, Vec<f64>, Vec<f64>) = match (options.level, options.by, baseline) {
            (Level::OwnMean | Level::ZScore, ..) | (Level::UserMean, By::User, _) => (0.0, means(own), zeros(m)),
            (Level::UserMean, By::Item, _) => (0.0, zeros(n), means(other)),
            (Level::Baseline, By::User, Some(b)) => (b.mean, b.user.clone(), b.item.clone()),
            (Level::Baseline, By::Item, Some(b)) => (b.mean, b.item.clone(), b.user.clone()),
            (Level::Zero, ..) | (Level::Baseline, _, None) => (0.0, zeros(n), zeros(m)),
        };
        let spread = match options.level {
            Level::ZScore => own.all().map(|list| spread_of(list, usual_spread)).collect(),
            _ => vec![1.0; n],
        };
        let of_users = matches!(options.level, Level::UserMean);
        let of_neighbours = matches!(options.level, Level::OwnMean | Level::ZScore);
        let stranger = match options.by {
            By::User => (of_neighbours || of_users, false),
            By::Item => (of_neighbours, of_users),
        };
        let stranger = [stranger.0, stranger.1].map(|known_by_mean| if known_by_mean { mean } else { 0.0 });
        Levels { constant, neighbour, other, spread, usual_spread, stranger }
    }

    pub fn of_neighbour(&self, id: u32) -> f64 {
        self.neighbour.get(id as usize).copied().unwrap_or(self.stranger[0])
    }

    pub fn of_other(&self, id: u32) -> f64 {
        self.other.get(id as usize).copied().unwrap_or(self.stranger[1])
    }

    pub fn spread_of(&self, id: u32) -> f64 {
        self.spread.get(id as usize).copied().unwrap_or(self.usual_spread)
    }
}

/// The standard deviation of all ratings.
fn spread(ratings: &Ratings) -> f64 {
    let mean = ratings.mean();
    let squares: f64 = ratings.lines().map(|line| (line.rating - mean) * (line.rating - mean)).sum();
    let spread = f64::sqrt(squares / ratings.len() as f64);
    // A log of one rating, or of one repeated, has none; then nothing is divided.
    if spread > 0.0 { spread } else { 1.0 }
}

/// √(Σ(r − mean)²/n), or the usual one where it is 0.
pub(super) fn spread_of(list: &[Rated], usual: f64) -> f64 {
    let mean = mean_of(list).unwrap_or(0.0);
    let squares: f64 = list.iter().map(|rated| (rated.rating - mean) * (rated.rating - mean)).sum();
    let spread = f64::sqrt(squares / f64::max(1.0, list.len() as f64));
    if spread > 0.0 { spread } else { usual }
}
