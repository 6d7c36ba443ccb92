//! Hybrid: several methods at once, their estimates weighed.
//!
//! r̂ = Σ w·r̂_m / Σ w over the methods that have more to say than an average; over all where none has (the weighted
//! and the switching hybrid of Burke 2002).

use super::allowed::within;
use super::ratings::Profile;
use super::recommender::{Asker, Estimate, Explanation, Of, Part, Recommender};
use crate::base::Trouble;
use std::borrow::Cow;

/// Methods with their weights.
pub struct Hybrid {
    methods: Vec<(f64, Box<dyn Recommender + Send + Sync>)>,
}

impl Hybrid {
    /// At least one method; weights above 0.
    pub fn new(methods: Vec<(f64, Box<dyn Recommender + Send + Sync>)>) -> Result<Hybrid, Trouble> {
        within("methods", methods.len() as f64, 1.0, 100.0)?;
        for (weight, _) in &methods {
            within("weight", *weight, 1e-9, 1e9)?;
        }
        Ok(Hybrid { methods })
    }

    /// Each method's share and estimate. A method that has nothing to say has no share beside one that has.
    fn shares(&self, asker: &Asker, item: u32) -> (Vec<(f64, Estimate)>, bool) {
        let parts = self.methods.iter().zip(&asker.parts);
        let mut all: Vec<(f64, Estimate)> = parts.map(|((w, m), part)| (*w, m.estimate(part, item))).collect();
        let fallback = all.iter().all(|(_, estimate)| estimate.fallback);
        for (weight, estimate) in &mut all {
            if estimate.fallback && !fallback {
                *weight = 0.0;
            }
        }
        let sum: f64 = all.iter().map(|(weight, _)| weight).sum();
        all.iter_mut().for_each(|(weight, _)| *weight /= sum);
        (all, fallback)
    }
}

impl Recommender for Hybrid {
    fn items(&self) -> u32 {
        self.methods.iter().map(|(_, method)| method.items()).max().unwrap_or(0)
    }

    fn user(&self, user: u32) -> Asker<'_> {
        let parts = self.methods.iter().map(|(_, method)| method.user(user)).collect();
        Asker { user: Some(user), parts, ..Asker::default() }
    }

    fn visitor<'a>(&'a self, profile: &'a Profile) -> Asker<'a> {
        let parts = self.methods.iter().map(|(_, method)| method.visitor(profile)).collect();
        Asker { parts, ..Asker::default() }
    }

    fn estimate(&self, asker: &Asker, item: u32) -> Estimate {
        let (shares, fallback) = self.shares(asker, item);
        Estimate { rating: shares.iter().map(|(share, estimate)| share * estimate.rating).sum(), fallback }
    }

    fn explain(&self, asker: &Asker, item: u32) -> Explanation {
        let (shares, _) = self.shares(asker, item);
        let part = |(m, (share, estimate)): (usize, &(f64, Estimate))| Part {
            of: Of::Method(m as u32),
            similarity: 1.0,
            rating: estimate.rating,
            weight: *share,
            pull: share * estimate.rating,
        };
        let parts = shares.iter().enumerate().map(part).collect();
        Explanation { start: 0.0, parts, estimate: self.estimate(asker, item) }
    }

    /// By the first of the methods that compares such.
    fn alike(&self, of: Of) -> Cow<'_, [f64]> {
        let mut rows = self.methods.iter().map(|(_, method)| method.alike(of));
        rows.find(|row| !row.is_empty()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::super::ratings::{Rated, example};
    use super::super::{baseline, content, slope_one};
    use super::*;

    fn pair() -> Result<Hybrid, Trouble> {
        let ratings = example();
        let baseline = baseline::fit(&ratings, baseline::Options::ALS)?;
        Hybrid::new(vec![(1.0, Box::new(slope_one::fit(&ratings, false)?)), (3.0, Box::new(baseline))])
    }

    #[test]
    fn weights_share_the_estimate() -> Result<(), Trouble> {
        let (ratings, hybrid) = (example(), pair()?);
        let one = slope_one::fit(&ratings, false)?.predict(4, 0).rating;
        let other = baseline::fit(&ratings, baseline::Options::ALS)?.predict(4, 0).rating;
        assert!((hybrid.predict(4, 0).rating - (one + 3.0 * other) / 4.0).abs() < 1e-12);
        let profile = ratings.profile(&[Rated { id: 0, rating: 2.0 }])?;
        let explained = hybrid.explain(&hybrid.visitor(&profile), 1);
        assert!((explained.parts.iter().map(|p| p.pull).sum::<f64>() - explained.estimate.rating).abs() < 1e-12);
        Ok(())
    }

    #[test]
    fn who_has_nothing_to_say_is_not_asked() -> Result<(), Trouble> {
        let ratings = example();
        // Only items 0 and 1 have features.
        let content = content::fit(&ratings, &[1.0, 1.0, 0.0, 0.0], None)?;
        let slope = slope_one::fit(&ratings, false)?;
        let alone = slope.predict(4, 2);
        let hybrid = Hybrid::new(vec![(9.0, Box::new(content)), (1.0, Box::new(slope))])?;
        assert_eq!(hybrid.predict(4, 2), alone);
        assert!(Hybrid::new(Vec::new()).is_err());
        Ok(())
    }
}
