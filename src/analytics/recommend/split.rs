//! Splits of a log into what a method learns and what it is asked: by a share, or in folds, from a seed.

use super::allowed::within;
use super::ratings::{Rating, Ratings};
use crate::base::{Rng, Trouble};

/// What is learnt from, and what is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Split {
    pub train: Ratings,
    pub test: Vec<Rating>,
}

/// Asks `share` of the ratings, drawn evenly, and learns from the rest. Both keep the log's order.
pub fn by_share(ratings: &Ratings, share: f64, seed: u64) -> Result<Split, Trouble> {
    within("share", share, 0.0, 1.0)?;
    let n = ratings.len();
    let asked = f64::floor(share * n as f64 + 0.5);
    within("ratings asked", asked, 1.0, n as f64 - 1.0)?;
    let fold = |place: u32| u32::from(place >= asked as u32);
    part(ratings, &places(n, seed), fold, 0)
}

/// Cross-validation: every rating is asked in exactly one of the folds, whose sizes differ by one at most.
pub fn in_folds(ratings: &Ratings, folds: u32, seed: u64) -> Result<Vec<Split>, Trouble> {
    within("folds", folds as f64, 2.0, f64::min(100.0, ratings.len() as f64))?;
    let places = places(ratings.len(), seed);
    (0..folds).map(|fold| part(ratings, &places, |place| place % folds, fold)).collect()
}

/// A permutation: the place of each rating after shuffling (Fisher and Yates).
fn places(n: usize, seed: u64) -> Vec<u32> {
    let mut rng = Rng::new(seed, "split");
    let mut places: Vec<u32> = (0..n as u32).collect();
    for last in (1..n).rev() {
        places.swap(last, rng.below(last as u32 + 1) as usize);
    }
    places
}

fn part(ratings: &Ratings, places: &[u32], fold: impl Fn(u32) -> u32, asked: u32) -> Result<Split, Trouble> {
    let (mut train, mut test) = (Vec::new(), Vec::new());
    for (line, &place) in ratings.lines().zip(places) {
        if fold(place) == asked { test.push(line) } else { train.push(line) }
    }
    Ok(Split { train: Ratings::new(ratings.users(), ratings.items(), ratings.scale(), &train)?, test })
}

#[cfg(test)]
mod tests {
    use super::super::ratings::example;
    use super::*;

    #[test]
    fn every_rating_is_asked_once() -> Result<(), Trouble> {
        let ratings = example();
        let folds = in_folds(&ratings, 4, 7)?;
        let mut asked: Vec<(u32, u32)> =
            folds.iter().flat_map(|split| split.test.iter().map(|line| (line.user, line.item))).collect();
        asked.sort_unstable();
        assert_eq!(asked, ratings.lines().map(|line| (line.user, line.item)).collect::<Vec<_>>());
        for split in &folds {
            assert_eq!(split.train.len() + split.test.len(), ratings.len());
            assert!((3..=4).contains(&split.test.len()));
        }
        Ok(())
    }

    #[test]
    fn a_seed_gives_the_same_split() -> Result<(), Trouble> {
        let ratings = example();
        let split = by_share(&ratings, 0.25, 3)?;
        assert_eq!((split.test.len(), split.train.len()), (3, 10));
        assert_eq!(split, by_share(&ratings, 0.25, 3)?);
        assert!((4..40).any(|seed| by_share(&ratings, 0.25, seed).is_ok_and(|other| other != split)));
        for share in [0.0, 1.0, f64::NAN, -0.5] {
            assert!(by_share(&ratings, share, 1).is_err());
        }
        assert!(in_folds(&ratings, 1, 1).is_err() && in_folds(&ratings, 14, 1).is_err());
        Ok(())
    }
}
