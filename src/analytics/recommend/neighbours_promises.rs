//! What neighbours promise: worked examples, explanations that add up, and a visitor served like a user.

use super::baseline;
use super::neighbours::{self, By, Level, Neighbours, Options};
use super::ratings::{Rated, Ratings, example};
use super::recommender::{Of, Recommender};
use super::similarity::Measure;
use crate::base::Trouble;

const MEASURES: [Measure; 4] =
    [Measure::Cosine, Measure::MeanSquaredDifference, Measure::Pearson, Measure::PearsonBaseline];
const LEVELS: [Level; 5] = [Level::Zero, Level::OwnMean, Level::ZScore, Level::UserMean, Level::Baseline];

fn fitted(ratings: &Ratings, by: By, measure: Measure, level: Level) -> Result<Neighbours, Trouble> {
    neighbours::fit(ratings, Options { most: Some(2), ..Options::of(by, measure, level) })
}

fn every(mut check: impl FnMut(By, Measure, Level) -> Result<(), Trouble>) -> Result<(), Trouble> {
    for by in [By::User, By::Item] {
        for measure in MEASURES {
            LEVELS.into_iter().try_for_each(|level| check(by, measure, level))?;
        }
    }
    Ok(())
}

/// User 4 of the example and item 0, by his two nearest: users 3 and 2, who both gave it a 1.
#[test]
fn a_worked_example() -> Result<(), Trouble> {
    let ratings = example();
    let by = |level| fitted(&ratings, By::User, Measure::MeanSquaredDifference, level);
    // He shares items 1 and 3 with user 2, 0 and 1 apart, and item 3 with user 3, 0 apart. Users 0 and 1 are farther.
    let (two, three) = (1.0 / 1.5, 1.0);
    let zero = by(Level::Zero)?;
    assert!((zero.similarities(4)[2] - two).abs() < 1e-15 && zero.similarities(4)[3] == three);
    assert!((zero.predict(4, 0).rating - 1.0).abs() < 1e-15);
    let off = two * (1.0 - 7.0 / 3.0) + three * (1.0 - 5.0 / 2.0);
    let relative = by(Level::OwnMean)?.predict(4, 0).rating;
    assert!((relative - (10.0 / 3.0 + off / (two + three))).abs() < 1e-12);
    Ok(())
}

#[test]
fn parts_add_up() -> Result<(), Trouble> {
    let ratings = example();
    let profile = ratings.profile(&[Rated { id: 1, rating: 4.0 }, Rated { id: 3, rating: 1.0 }])?;
    every(|by, measure, level| {
        let fitted = fitted(&ratings, by, measure, level)?;
        for asker in [fitted.user(4), fitted.user(0), fitted.user(9), fitted.visitor(&profile)] {
            for item in 0..5 {
                let explained = fitted.explain(&asker, item);
                let sum = explained.start + explained.parts.iter().map(|part| part.pull).sum::<f64>();
                let what = format!("{by:?} {measure:?} {level:?} {item}");
                assert!((ratings.clip(sum) - explained.estimate.rating).abs() < 1e-12, "{what}");
                assert_eq!(explained.parts.is_empty(), explained.estimate.fallback, "{what}");
                assert!(explained.parts.windows(2).all(|pair| pair[0].similarity >= pair[1].similarity));
            }
        }
        Ok(())
    })
}

/// A user's own ratings as a visitor's give the estimates of the user, but that he is then his own neighbour: so
/// only items that he has not rated are compared, about which he has no vote. His bias is the one that the last
/// half of a pass left.
#[test]
fn a_visitor_is_served_like_a_user() -> Result<(), Trouble> {
    let ratings = example();
    every(|by, measure, level| {
        let fitted = fitted(&ratings, by, measure, level)?;
        for user in 0..5 {
            let profile = ratings.profile(ratings.of_user(user))?;
            let mut served = Vec::new();
            fitted.serve(&profile, &mut served);
            for item in (0..4).filter(|item| ratings.of_user(user).iter().all(|rated| rated.id != *item)) {
                let (user_s, visitor_s) = (fitted.predict(user, item), served[item as usize]);
                let same = (user_s.rating - visitor_s.rating).abs() < 1e-9 && user_s.fallback == visitor_s.fallback;
                assert!(same, "{by:?} {measure:?} {level:?} {user} {item}: {user_s:?} {visitor_s:?}");
            }
        }
        Ok(())
    })
}

#[test]
fn nobody_is_his_own_neighbour() -> Result<(), Trouble> {
    let ratings = example();
    every(|by, measure, level| {
        let fitted = fitted(&ratings, by, measure, level)?;
        for line in ratings.lines() {
            let itself = if by == By::User { Of::User(line.user) } else { Of::Item(line.item) };
            let explained = fitted.explain(&fitted.user(line.user), line.item);
            assert!(explained.parts.iter().all(|part| part.of != itself));
        }
        Ok(())
    })
}

/// Without anybody alike: the mean of all ratings, the user's own, or the baseline.
#[test]
fn strangers_get_what_is_known() -> Result<(), Trouble> {
    let ratings = example();
    let nobody = ratings.profile(&[])?;
    every(|by, measure, level| {
        let fitted = fitted(&ratings, by, measure, level)?;
        let new_user = match level {
            Level::Baseline => baseline::fit(&ratings, baseline::Options::ALS)?.predict(77, 2).rating,
            _ => ratings.mean(),
        };
        for asker in [fitted.user(77), fitted.visitor(&nobody)] {
            let estimate = fitted.estimate(&asker, 2);
            assert!(estimate.fallback && (estimate.rating - new_user).abs() < 1e-12, "{by:?} {measure:?} {level:?}");
        }
        let new_item = fitted.predict(0, 99);
        let expected = match level {
            Level::Baseline => baseline::fit(&ratings, baseline::Options::ALS)?.predict(0, 99).rating,
            Level::UserMean => 3.0,
            _ => ratings.mean(),
        };
        assert!(new_item.fallback && (new_item.rating - expected).abs() < 1e-12, "{by:?} {measure:?} {level:?}");
        Ok(())
    })
}

#[test]
fn no_neighbourhood_is_refused() {
    let options = Options { most: Some(0), ..Options::of(By::User, Measure::Cosine, Level::Zero) };
    let trouble = neighbours::fit(&example(), options).expect_err("must be refused");
    assert!(trouble.en.starts_with("k is 0:"));
}
