//! Baseline: the mean of all ratings, and how far a user and an item lie above it.
//!
//! r̂ = μ + b_u + b_i (Koren 2010, *Factor in the neighbors*, section 2.1).

use super::allowed::{epochs, not_negative, within};
use super::ratings::{Profile, Rated, Ratings, clip};
use super::recommender::{Asker, Estimate, Explanation, Of, Part, Recommender};
use crate::base::Trouble;

/// How the biases are found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Options {
    /// In turn, first the items' and then the users', each as the shrunk mean of what the other leaves:
    /// b_i = Σ(r − μ − b_u)/(λ_i + n_i), b_u = Σ(r − μ − b_i)/(λ_u + n_u).
    Als { epochs: u32, reg_user: f64, reg_item: f64 },
    /// Rating by rating, with e = r − r̂: b ← b + γ(e − λb).
    Sgd { epochs: u32, reg: f64, rate: f64 },
}

impl Options {
    /// The package's own: λ_i = 10, λ_u = 15, ten passes.
    pub const ALS: Options = Options::Als { epochs: 10, reg_user: 15.0, reg_item: 10.0 };
    /// The package's own: λ = 0.02, γ = 0.005, twenty passes.
    pub const SGD: Options = Options::Sgd { epochs: 20, reg: 0.02, rate: 0.005 };

    fn check(&self) -> Result<(), Trouble> {
        match *self {
            Options::Als { epochs: passes, reg_user, reg_item } => {
                epochs(passes)?;
                not_negative("reg_u", reg_user)?;
                not_negative("reg_i", reg_item)
            }
            Options::Sgd { epochs: passes, reg, rate } => {
                epochs(passes)?;
                // Beyond these the steps overshoot and the biases run away.
                within("reg", reg, 0.0, 10.0)?;
                within("learning_rate", rate, 0.0, 0.1)
            }
        }
    }
}

/// The fitted biases.
#[derive(Clone, Debug, PartialEq)]
pub struct Baseline {
    options: Options,
    scale: (f64, f64),
    pub(super) mean: f64,
    pub(super) user: Vec<f64>,
    pub(super) item: Vec<f64>,
}

/// Fits the biases.
///
/// ```
/// use emporium::analytics::recommend::{Rating, Ratings, Recommender, baseline};
/// // μ = 3; without shrinkage item 0 lies 2 above it and item 1 lies 2 below.
/// let log = [(0, 0, 5.0), (0, 1, 1.0)].map(|(user, item, rating)| Rating { user, item, rating });
/// let ratings = Ratings::new(2, 2, (1.0, 5.0), &log)?;
/// let options = baseline::Options::Als { epochs: 1, reg_user: 0.0, reg_item: 0.0 };
/// let fitted = baseline::fit(&ratings, options)?;
/// assert_eq!((fitted.predict(1, 0).rating, fitted.predict(1, 1).rating), (5.0, 1.0));
/// // With λ_i = 1 the bias is half as large.
/// let options = baseline::Options::Als { epochs: 1, reg_user: 0.0, reg_item: 1.0 };
/// assert_eq!(baseline::fit(&ratings, options)?.predict(1, 0).rating, 4.0);
/// # Ok::<(), emporium::base::Trouble>(())
/// ```
pub fn fit(ratings: &Ratings, options: Options) -> Result<Baseline, Trouble> {
    options.check()?;
    let (users, items) = (vec![0.0; ratings.users() as usize], vec![0.0; ratings.items() as usize]);
    let mut fitted = Baseline { options, scale: ratings.scale(), mean: ratings.mean(), user: users, item: items };
    match options {
        Options::Als { epochs, reg_user, reg_item } => {
            for _ in 0..epochs {
                for (bias, list) in fitted.item.iter_mut().zip(ratings.by_item.all()) {
                    *bias = shrunk(list, fitted.mean, &fitted.user, reg_item);
                }
                for (bias, list) in fitted.user.iter_mut().zip(ratings.by_user.all()) {
                    *bias = shrunk(list, fitted.mean, &fitted.item, reg_user);
                }
            }
        }
        Options::Sgd { epochs, reg, rate } => {
            for _ in 0..epochs {
                for line in ratings.lines() {
                    let user = &mut fitted.user[line.user as usize];
                    let item = &mut fitted.item[line.item as usize];
                    let error = line.rating - (fitted.mean + *user + *item);
                    *user += rate * (error - reg * *user);
                    *item += rate * (error - reg * *item);
                }
            }
        }
    }
    Ok(fitted)
}

/// Σ(r − μ − b)/(λ + n), and 0 where there is nothing to divide.
fn shrunk(list: &[Rated], mean: f64, others: &[f64], reg: f64) -> f64 {
    if list.is_empty() {
        return 0.0;
    }
    let sum: f64 = list.iter().map(|rated| rated.rating - mean - others[rated.id as usize]).sum();
    sum / (reg + list.len() as f64)
}

impl Baseline {
    /// μ + b_u + b_i before it is held within the scale; a stranger's bias is 0.
    pub fn level(&self, user: u32, item: u32) -> f64 {
        let bias = |biases: &[f64], id: u32| biases.get(id as usize).copied().unwrap_or(0.0);
        self.mean + bias(&self.user, user) + bias(&self.item, item)
    }

    /// The bias of somebody who is not in the log, the items' biases given. Under stochastic descent λ counts once
    /// a rating, hence Σ/(n + λn).
    pub(super) fn visitor_bias(&self, rated: &[Rated]) -> f64 {
        let reg = match self.options {
            Options::Als { reg_user, .. } => reg_user,
            Options::Sgd { reg, .. } => reg * rated.len() as f64,
        };
        shrunk(rated, self.mean, &self.item, reg)
    }

    fn item_bias(&self, item: u32) -> f64 {
        self.item.get(item as usize).copied().unwrap_or(0.0)
    }
}

impl Recommender for Baseline {
    fn items(&self) -> u32 {
        self.item.len() as u32
    }

    fn user(&self, user: u32) -> Asker<'_> {
        let level = self.user.get(user as usize).copied().unwrap_or(0.0);
        Asker { user: Some(user), level, ..Asker::default() }
    }

    fn visitor<'a>(&'a self, profile: &'a Profile) -> Asker<'a> {
        Asker { level: self.visitor_bias(profile.rated()), ..Asker::default() }
    }

    fn estimate(&self, asker: &Asker, item: u32) -> Estimate {
        let bias = self.item_bias(item);
        // A bias of exactly 0 is one that nothing moved.
        let fallback = bias == 0.0 && asker.level == 0.0;
        Estimate { rating: clip(self.scale, self.mean + asker.level + bias), fallback }
    }

    fn explain(&self, asker: &Asker, item: u32) -> Explanation {
        let part = |of: Of, bias: f64| Part { of, similarity: 1.0, rating: bias, weight: 1.0, pull: bias };
        let parts = vec![part(Of::UserBias, asker.level), part(Of::ItemBias, self.item_bias(item))];
        Explanation { start: self.mean, parts, estimate: self.estimate(asker, item) }
    }
}

#[cfg(test)]
mod tests {
    use super::super::ratings::example;
    use super::*;

    #[test]
    fn descent_and_turns_agree_where_they_must() -> Result<(), Trouble> {
        // Without shrinkage both end at the least squares.
        let ratings = example();
        let turns = fit(&ratings, Options::Als { epochs: 500, reg_user: 0.0, reg_item: 0.0 })?;
        let descent = fit(&ratings, Options::Sgd { epochs: 10_000, reg: 0.0, rate: 0.002 })?;
        for (user, item) in [(0, 0), (4, 1), (2, 3)] {
            let (a, b) = (turns.level(user, item), descent.level(user, item));
            assert!((a - b).abs() < 0.01, "{a} {b}");
        }
        Ok(())
    }

    #[test]
    fn a_visitor_who_rates_like_a_user_has_his_bias() -> Result<(), Trouble> {
        let ratings = example();
        let fitted = fit(&ratings, Options::ALS)?;
        let profile = ratings.profile(ratings.of_user(2))?;
        for item in 0..4 {
            assert_eq!(fitted.estimate(&fitted.visitor(&profile), item), fitted.predict(2, item));
        }
        assert!(fitted.predict(77, 77).fallback && fitted.predict(77, 77).rating == ratings.mean());
        let nobody = ratings.profile(&[])?;
        assert!(!fitted.estimate(&fitted.visitor(&nobody), 0).fallback);
        Ok(())
    }

    #[test]
    fn what_is_not_allowed_is_named() {
        let message = |options| fit(&example(), options).expect_err("must be refused").en;
        assert!(message(Options::Als { epochs: 1, reg_user: -1.0, reg_item: 0.0 }).starts_with("reg_u is -1:"));
        assert!(message(Options::Sgd { epochs: 1, reg: 0.0, rate: f64::NAN }).starts_with("learning_rate is NaN:"));
        assert!(message(Options::Sgd { epochs: u32::MAX, reg: 0.0, rate: 0.1 }).starts_with("n_epochs is"));
    }
}
