//! Matrix factorisation: tastes and items as short vectors, r̂ = μ + b_u + b_i + p_u·q_i.
//!
//! - by stochastic gradient descent, rating by rating with e = r − r̂: b ← b + γ(e − λb), p ← p + γ(e·q − λp),
//!   q ← q + γ(e·p − λq) (Koren, Bell and Volinsky 2009); without biases, r̂ = p_u·q_i (Salakhutdinov and Mnih 2008)
//! - by alternating least squares: see `solve`
//! - non-negative, without biases: see `multiplicative`
//!
//! A visitor's vector is found with the items' given: by the same regression, or the same updates.

use super::allowed::{epochs, not_negative, within};
use super::multiplicative;
use super::ratings::{Lists, Profile, Rated, Ratings, clip};
use super::recommender::{Asker, Estimate, Explanation, Of, Part, Recommender};
use super::solve::{Ridge, half_pass};
use crate::base::special::normal_quantile;
use crate::base::{Rng, Trouble};
use crate::trouble;
use std::borrow::Cow;

/// Most factors.
pub const MOST_FACTORS: u32 = 500;

/// One number for each kind of parameter: users' and items' biases, users' and items' factors.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Four {
    pub user_bias: f64,
    pub item_bias: f64,
    pub user: f64,
    pub item: f64,
}

impl Four {
    pub const fn all(value: f64) -> Four {
        Four { user_bias: value, item_bias: value, user: value, item: value }
    }

    fn check(&self, name: &str, high: f64) -> Result<(), Trouble> {
        let ends = [("bu", self.user_bias), ("bi", self.item_bias), ("pu", self.user), ("qi", self.item)];
        ends.into_iter().try_for_each(|(end, value)| match (0.0..=high).contains(&value) {
            true => Ok(()),
            false => within(&format!("{name}_{end}"), value, 0.0, high),
        })
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Model {
    /// `rate` is γ, `reg` is λ.
    Descent { biased: bool, rate: Four, reg: Four },
    /// λ counts once a rating.
    LeastSquares { biased: bool, reg: f64 },
    /// Starts from numbers drawn evenly between `low` and `high`.
    NonNegative { reg_user: f64, reg_item: f64, low: f64, high: f64 },
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    pub model: Model,
    pub factors: u32,
    pub epochs: u32,
    /// Factors start normal with this mean and this standard deviation.
    pub start_mean: f64,
    pub start_deviation: f64,
    pub seed: u64,
}

impl Options {
    /// Biased descent with the package's rates, γ = 0.005 and λ = 0.02.
    pub const fn descent(factors: u32, epochs: u32) -> Options {
        let model = Model::Descent { biased: true, rate: Four::all(0.005), reg: Four::all(0.02) };
        Options { model, factors, epochs, start_mean: 0.0, start_deviation: 0.1, seed: 1 }
    }

    fn check(&self, ratings: &Ratings) -> Result<(), Trouble> {
        within("n_factors", self.factors as f64, 1.0, MOST_FACTORS as f64)?;
        epochs(self.epochs)?;
        within("init_mean", self.start_mean, -1e3, 1e3)?;
        within("init_std_dev", self.start_deviation, 0.0, 1e3)?;
        match self.model {
            Model::Descent { rate, reg, .. } => {
                rate.check("lr", 1.0)?;
                reg.check("reg", 1e3)
            }
            Model::LeastSquares { reg, .. } => not_negative("reg", reg),
            Model::NonNegative { reg_user, reg_item, low, high } => {
                not_negative("reg_pu", reg_user)?;
                not_negative("reg_qi", reg_item)?;
                within("init_low", low, 0.0, 1e3)?;
                within("init_high", high, low, 1e3)?;
                within("the scale's low end", ratings.scale().0, 0.0, f64::MAX)
            }
        }
    }

    fn biased(&self) -> bool {
        match self.model {
            Model::Descent { biased, .. } | Model::LeastSquares { biased, .. } => biased,
            Model::NonNegative { .. } => false,
        }
    }
}

/// The users, or the items.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Side {
    /// Factors of each.
    pub size: usize,
    pub factors: Vec<f64>,
    pub bias: Vec<f64>,
}

impl Side {
    fn new(n: usize, options: &Options, rng: &mut Rng) -> Side {
        let size = options.factors as usize;
        let mut draw = || match options.model {
            Model::NonNegative { low, high, .. } => low + (high - low) * rng.uniform(),
            // At 0, which is drawn once in 2^53, the quantile is infinite.
            _ => options.start_mean + options.start_deviation * normal_quantile(f64::max(rng.uniform(), 5e-17)),
        };
        Side { size, factors: (0..n * size).map(|_| draw()).collect(), bias: vec![0.0; n] }
    }

    /// A stranger has none.
    pub fn factors_of(&self, id: u32) -> &[f64] {
        self.factors.get(id as usize * self.size..(id as usize + 1) * self.size).unwrap_or(&[])
    }

    fn bias_of(&self, id: u32) -> f64 {
        self.bias.get(id as usize).copied().unwrap_or(0.0)
    }

    /// Who has no ratings keeps nothing of what was drawn for him.
    fn forget_strangers(&mut self, lists: &Lists) {
        for (id, list) in lists.all().enumerate() {
            if list.is_empty() {
                self.factors[id * self.size..][..self.size].fill(0.0);
            }
        }
    }

    fn is_finite(&self) -> bool {
        self.factors.iter().chain(&self.bias).all(|number| number.is_finite())
    }
}

pub(super) fn dot(p: &[f64], q: &[f64]) -> f64 {
    p.iter().zip(q).map(|(p, q)| p * q).sum()
}

/// Fitted factors.
#[derive(Clone, Debug)]
pub struct Factors {
    options: Options,
    ratings: Ratings,
    /// μ, or 0 without biases.
    mean: f64,
    users: Side,
    items: Side,
}

/// Fits factors to a log.
///
/// ```
/// use emporium::analytics::recommend::{Rating, Ratings, Recommender, factors};
/// // Two camps: even users love even items and hate odd ones. One user has not said what he thinks of item 3.
/// let pairs = (0..8).flat_map(|user| (0..4).map(move |item| (user, item))).filter(|pair| *pair != (0, 3));
/// let log: Vec<Rating> = pairs
///     .map(|(user, item)| Rating { user, item, rating: if (user + item) % 2 == 0 { 5.0 } else { 1.0 } })
///     .collect();
/// let ratings = Ratings::new(8, 4, (1.0, 5.0), &log)?;
/// let fitted = factors::fit(&ratings, factors::Options::descent(2, 800))?;
/// assert!(fitted.predict(0, 3).rating < 1.7);
/// # Ok::<(), emporium::base::Trouble>(())
/// ```
pub fn fit(ratings: &Ratings, options: Options) -> Result<Factors, Trouble> {
    options.check(ratings)?;
    let mut rng = Rng::new(options.seed, "factors");
    let mean = if options.biased() { ratings.mean() } else { 0.0 };
    let users = Side::new(ratings.by_user.len(), &options, &mut rng);
    let items = Side::new(ratings.by_item.len(), &options, &mut rng);
    let mut fitted = Factors { options, ratings: ratings.clone(), mean, users, items };
    fitted.items.forget_strangers(&ratings.by_item);
    fitted.users.forget_strangers(&ratings.by_user);
    fitted.run();
    match fitted.users.is_finite() && fitted.items.is_finite() {
        true => Ok(fitted),
        false => Err(trouble!(
            "the factorisation runs away: allowed are a smaller learning rate, fewer factors or a smaller start",
            "矩阵分解发散：须减小学习率、因子数或初始值"
        )),
    }
}

impl Factors {
    fn run(&mut self) {
        let Factors { options, ratings, mean, users, items } = self;
        match options.model {
            Model::Descent { biased, rate, reg } => {
                for _ in 0..options.epochs {
                    for &user in &ratings.order {
                        let p = &mut users.factors[user as usize * users.size..][..users.size];
                        let (bias, list) = (&mut users.bias[user as usize], ratings.of_user(user));
                        descend(p, bias, items, list, (*mean, biased), &rate, &reg);
                    }
                }
            }
            Model::LeastSquares { biased, reg } => {
                let mut ridge = Ridge::new(options.factors as usize, biased);
                for _ in 0..options.epochs {
                    half_pass(&mut ridge, users, items, &ratings.by_user, *mean, reg);
                    half_pass(&mut ridge, items, users, &ratings.by_item, *mean, reg);
                }
            }
            Model::NonNegative { reg_user, reg_item, .. } => {
                multiplicative::run(users, items, &ratings.by_user, (reg_user, Some(reg_item)), options.epochs);
            }
        }
    }

    /// Factors and bias of somebody who is not in the log.
    fn fold(&self, rated: &[Rated]) -> (Vec<f64>, f64) {
        let size = self.options.factors as usize;
        if rated.is_empty() {
            return (vec![0.0; size], 0.0);
        }
        let reg = match self.options.model {
            Model::NonNegative { reg_user, low, high, .. } => {
                let mut visitor = Side { size, factors: vec![0.5 * (low + high); size], bias: vec![0.0] };
                let mut items = self.items.clone();
                let lists = Lists::one(rated);
                multiplicative::run(&mut visitor, &mut items, &lists, (reg_user, None), self.options.epochs);
                return (visitor.factors, 0.0);
            }
            Model::Descent { reg, .. } => reg.user,
            Model::LeastSquares { reg, .. } => reg,
        };
        let mut ridge = Ridge::new(size, self.options.biased());
        ridge.fit(rated, self.mean, &self.items, reg);
        let bias = ridge.answer.get(size).copied().unwrap_or(0.0);
        ridge.answer.truncate(size);
        (ridge.answer, bias)
    }

    /// Without biases nothing is left where one side is unknown.
    fn is_unknown(&self, asker: &Asker, item: u32) -> bool {
        let (user, item) = (asker.rated.is_empty(), self.ratings.of_item(item).is_empty());
        if self.options.biased() { user && item } else { user || item }
    }
}

/// One user's ratings, one after the other.
fn descend(
    p: &mut [f64],
    bias: &mut f64,
    items: &mut Side,
    list: &[Rated],
    (mean, biased): (f64, bool),
    rate: &Four,
    reg: &Four,
) {
    let size = p.len();
    for rated in list {
        let q = &mut items.factors[rated.id as usize * size..][..size];
        let item_bias = &mut items.bias[rated.id as usize];
        let error = rated.rating - (mean + *bias + *item_bias + dot(p, q));
        if biased {
            *bias += rate.user_bias * (error - reg.user_bias * *bias);
            *item_bias += rate.item_bias * (error - reg.item_bias * *item_bias);
        }
        for (p, q) in p.iter_mut().zip(q) {
            let before = *p;
            *p += rate.user * (error * *q - reg.user * before);
            *q += rate.item * (error * before - reg.item * *q);
        }
    }
}

impl Recommender for Factors {
    fn items(&self) -> u32 {
        self.ratings.items()
    }

    fn user(&self, user: u32) -> Asker<'_> {
        let vector = Cow::Borrowed(self.users.factors_of(user));
        let (rated, level) = (self.ratings.of_user(user), self.users.bias_of(user));
        Asker { rated, user: Some(user), level, vector, ..Asker::default() }
    }

    fn visitor<'a>(&'a self, profile: &'a Profile) -> Asker<'a> {
        let (vector, level) = self.fold(profile.rated());
        Asker { rated: profile.rated(), level, vector: Cow::Owned(vector), ..Asker::default() }
    }

    fn estimate(&self, asker: &Asker, item: u32) -> Estimate {
        if self.is_unknown(asker, item) {
            return Estimate { rating: self.ratings.mean(), fallback: true };
        }
        let taste = dot(&asker.vector, self.items.factors_of(item));
        let rating = self.mean + asker.level + self.items.bias_of(item) + taste;
        Estimate { rating: clip(self.ratings.scale(), rating), fallback: false }
    }

    /// The two biases, then factor by factor.
    fn explain(&self, asker: &Asker, item: u32) -> Explanation {
        let estimate = self.estimate(asker, item);
        if estimate.fallback {
            return Explanation { start: estimate.rating, parts: Vec::new(), estimate };
        }
        let part =
            |of, rating: f64, weight: f64| Part { of, similarity: weight, rating, weight, pull: rating * weight };
        let biases = [(Of::UserBias, asker.level), (Of::ItemBias, self.items.bias_of(item))];
        let mut parts = biases.map(|(of, bias)| part(of, bias, 1.0)).to_vec();
        let factors = asker.vector.iter().zip(self.items.factors_of(item)).enumerate();
        parts.extend(factors.map(|(f, (p, q))| part(Of::Factor(f as u32), *p, *q)));
        Explanation { start: self.mean, parts, estimate }
    }

    /// Items by the cosine of their factors.
    fn alike(&self, of: Of) -> Cow<'_, [f64]> {
        let Of::Item(item) = of else { return Cow::Borrowed(&[]) };
        let own = self.items.factors_of(item);
        let cosine = |other: u32| {
            let other = self.items.factors_of(other);
            let lengths = f64::sqrt(dot(own, own) * dot(other, other));
            if lengths > 0.0 { dot(own, other) / lengths } else { 0.0 }
        };
        (0..self.ratings.items()).map(cosine).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::ratings::example;
    use super::*;

    fn models() -> [Model; 5] {
        let descent = |biased| Model::Descent { biased, rate: Four::all(0.01), reg: Four::all(0.02) };
        let turns = |biased| Model::LeastSquares { biased, reg: 0.05 };
        let non_negative = Model::NonNegative { reg_user: 0.06, reg_item: 0.06, low: 0.0, high: 1.0 };
        [descent(true), descent(false), turns(true), turns(false), non_negative]
    }

    fn options(model: Model) -> Options {
        Options { model, ..Options::descent(3, 300) }
    }

    #[test]
    fn every_model_learns_its_log_and_is_the_same_again() -> Result<(), Trouble> {
        let ratings = example();
        for model in models() {
            let fitted = fit(&ratings, options(model))?;
            let misses = ratings.lines().map(|line| (fitted.predict(line.user, line.item).rating - line.rating).abs());
            let mean = misses.sum::<f64>() / ratings.len() as f64;
            assert!(mean < 0.5, "{model:?}: {mean}");
            let again = fit(&ratings, options(model))?;
            assert_eq!((fitted.users, fitted.items), (again.users, again.items));
        }
        Ok(())
    }

    #[test]
    fn a_visitor_is_folded_in_near_the_user_who_rates_alike() -> Result<(), Trouble> {
        let ratings = example();
        for model in models() {
            let fitted = fit(&ratings, options(model))?;
            let profile = ratings.profile(ratings.of_user(2))?;
            let visitor = fitted.visitor(&profile);
            for rated in ratings.of_user(2) {
                let (as_user, as_visitor) = (fitted.predict(2, rated.id), fitted.estimate(&visitor, rated.id));
                assert!((as_user.rating - as_visitor.rating).abs() < 0.3, "{model:?} {as_user:?} {as_visitor:?}");
            }
            let explained = fitted.explain(&visitor, 2);
            let sum = explained.start + explained.parts.iter().map(|part| part.pull).sum::<f64>();
            assert!((ratings.clip(sum) - explained.estimate.rating).abs() < 1e-12);
            // Without ratings there is nothing to fold; without biases nothing at all is known.
            let nobody = ratings.profile(&[])?;
            let fallback = fitted.estimate(&fitted.visitor(&nobody), 0).fallback;
            assert_eq!(fallback, !fitted.options.biased(), "{model:?}");
            assert!(fitted.predict(9, 9).fallback);
        }
        Ok(())
    }

    #[test]
    fn what_is_not_allowed_is_named() {
        let message = |options: Options| fit(&example(), options).expect_err("must be refused").en;
        let usual = Options::descent(2, 5);
        assert!(message(Options { factors: 0, ..usual }).starts_with("n_factors is 0:"));
        assert!(message(Options { start_deviation: -1.0, ..usual }).starts_with("init_std_dev is -1:"));
        let rate = |rate| Model::Descent { biased: true, rate, reg: Four::all(0.0) };
        assert!(message(options(rate(Four { user: f64::NAN, ..Four::all(0.1) }))).starts_with("lr_pu is NaN:"));
        assert!(message(options(rate(Four::all(1.0)))).starts_with("the factorisation runs away:"));
    }
}
