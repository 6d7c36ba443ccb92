//! The shop's furniture: items, people, and who rated what before today. A function of the parameters alone.
//!
//! Items lie around the middle of their category; tastes lie around hidden types. What somebody thinks of an item is
//! v = taste·features − price weight·(price − mean price), and he rates it 3 + 0.8·v + noise, rounded, from 1 to 5.
//! Ratings go round the categories, so that eight of them say something of each.

use super::config::{CATEGORIES, Config, FEATURES, VISITORS};
use crate::analytics::recommend::neighbours::{self, By, Level, Options};
use crate::analytics::recommend::similarity::Measure;
use crate::analytics::recommend::{Rating, Ratings, Recommender};
use crate::base::Trouble;
use crate::base::rng::{join, unit};
use crate::sim::taste::{around_types, dot, normal};
use std::sync::Arc;

/// Stars for a unit of what somebody thinks of an item, around three.
const STARS: f64 = 0.8;
/// What stands where nothing was rated.
pub const NEUTRAL: f64 = 3.0;
/// How far items lie from the middle of their category, in each feature.
const WITHIN: f64 = 0.2;
/// Ratings that stand beside an item's own, at the mean of all, where its mean is taken.
const SHRINK: f64 = 10.0;

/// What the draws of the world are for.
#[derive(Clone, Copy)]
enum For {
    Categories = 1,
    Items,
    Prices,
    Tastes,
    Which,
    Noise,
}

#[derive(Clone)]
pub struct Furniture {
    pub features: Vec<f64>,
    pub prices: Vec<f64>,
    /// The numbers in the log of those who may come today begin here.
    pub first: u32,
    /// Their usual tastes.
    pub tastes: Vec<f64>,
    pub log: Arc<Ratings>,
    /// The item that each of them is shown for each choice.
    pub picks: Vec<u32>,
    /// Each one's own mean rating by category.
    pub means: Vec<f64>,
    /// The two categories that each rated best, counted from 1; 0 where there is none.
    pub favourites: Vec<[u8; 2]>,
}

impl Furniture {
    pub fn new(config: &Config) -> Result<Furniture, Trouble> {
        let key = join(0x7265_636f_6d6d, config.world);
        let features = features(key, config.items);
        let prices: Vec<f64> = (0..config.items)
            .map(|i| f64::round(10.0 + 40.0 * unit(join(draws(key, For::Prices), i as u64))))
            .collect();
        let people = config.past_visitors + VISITORS;
        let all = around_types(draws(key, For::Tastes), people, config.types, FEATURES, config.strength, config.spread);
        let first = config.past_visitors as u32;
        let mut furniture = Furniture {
            features,
            prices,
            first,
            tastes: all[config.past_visitors * FEATURES..].to_vec(),
            log: Arc::new(Ratings::new(1, 1, (1.0, 5.0), &[Rating { user: 0, item: 0, rating: NEUTRAL }])?),
            picks: Vec::new(),
            means: Vec::new(),
            favourites: Vec::new(),
        };
        furniture.log = Arc::new(furniture.rate(config, key, &all)?);
        furniture.pick(config)?;
        furniture.remember();
        Ok(furniture)
    }

    /// Everybody rates; newcomers do not, and are no part of the log.
    fn rate(&self, config: &Config, key: u64, tastes: &[f64]) -> Result<Ratings, Trouble> {
        let [which, noise] = [For::Which, For::Noise].map(|purpose| draws(key, purpose));
        let users = if config.newcomers() { config.past_visitors } else { config.past_visitors + VISITORS };
        let mut log = Vec::with_capacity(users * config.past_ratings);
        let mut left = Vec::with_capacity(config.items);
        for (user, taste) in tastes.chunks_exact(FEATURES).take(users).enumerate() {
            let count = if user < config.past_visitors { config.past_ratings } else { config.own_ratings };
            let own = join(which, user as u64);
            left.clear();
            left.extend(0..config.items);
            for turn in 0..count {
                let draw = join(own, turn as u64);
                let item = next_rated(&mut left, (own as usize % CATEGORIES + turn) % CATEGORIES, unit(draw));
                // Uniform, with this deviation.
                let stray =
                    config.rating_noise * f64::sqrt(12.0) * (unit(join(join(noise, user as u64), item as u64)) - 0.5);
                let rating = f64::round(NEUTRAL + STARS * self.value(config, taste, item) + stray);
                log.push(Rating { user: user as u32, item: item as u32, rating: rating.clamp(1.0, 5.0) });
            }
        }
        Ratings::new(users as u32, config.items as u32, (1.0, 5.0), &log)
    }

    /// What somebody with this taste thinks of an item that does not bore him.
    #[inline]
    pub fn value(&self, config: &Config, taste: &[f64], item: usize) -> f64 {
        let features = &self.features[item * FEATURES..(item + 1) * FEATURES];
        dot(taste, features) - config.price_weight * (self.prices[item] - MEAN_PRICE)
    }

    /// What is shown to each visitor for each choice: the item itself, or the category's best by item CF; to a
    /// newcomer its most popular. Item CF is the quickest to fit, and a world is built often.
    fn pick(&mut self, config: &Config) -> Result<(), Trouble> {
        if config.by_item {
            self.picks = (0..VISITORS).flat_map(|_| 0..config.items as u32).collect();
            return Ok(());
        }
        let popular: Vec<f64> = (0..config.items as u32).map(|item| popularity(&self.log, item)).collect();
        if config.newcomers() {
            let picks = best_of_each(&popular);
            self.picks = (0..VISITORS).flat_map(|_| picks).collect();
            return Ok(());
        }
        let fitted = neighbours::fit(&self.log, Options::of(By::Item, Measure::Pearson, Level::OwnMean))?;
        let mut scores = popular.clone();
        self.picks = Vec::with_capacity(VISITORS * CATEGORIES);
        for visitor in 0..VISITORS as u32 {
            let asker = fitted.user(self.first + visitor);
            for (item, score) in scores.iter_mut().enumerate() {
                // Among items of which nothing is known of him the popular one wins.
                *score = fitted.estimate(&asker, item as u32).rating + 1e-6 * popular[item];
            }
            self.picks.extend(best_of_each(&scores));
        }
        Ok(())
    }

    /// Works out what the visitors' own ratings say by category.
    fn remember(&mut self) {
        for visitor in 0..VISITORS as u32 {
            let (mut sums, mut counts) = ([0.0; CATEGORIES], [0.0; CATEGORIES]);
            for rated in self.log.of_user(self.first + visitor) {
                sums[rated.id as usize % CATEGORIES] += rated.rating;
                counts[rated.id as usize % CATEGORIES] += 1.0;
            }
            let mean = |c: usize| if counts[c] > 0.0 { sums[c] / counts[c] } else { NEUTRAL };
            let means: [f64; CATEGORIES] = std::array::from_fn(mean);
            let mut best = [0u8; 2];
            for place in 0..2 {
                let others = (0..CATEGORIES).filter(|c| counts[*c] > 0.0 && *c as u8 + 1 != best[0]);
                let found =
                    others.fold(None, |best: Option<usize>, c| best.filter(|b| means[*b] >= means[c]).or(Some(c)));
                best[place] = found.map_or(0, |c| c as u8 + 1);
            }
            self.means.extend(means);
            self.favourites.push(best);
        }
    }
}

/// The middle of what prices are drawn from.
const MEAN_PRICE: f64 = 30.0;

fn draws(key: u64, purpose: For) -> u64 {
    join(key, purpose as u64)
}

/// Each category has a direction of length one, and its items lie around it.
fn features(key: u64, items: usize) -> Vec<f64> {
    let [of_categories, of_items] = [For::Categories, For::Items].map(|purpose| draws(key, purpose));
    let mut middles = Vec::with_capacity(CATEGORIES * FEATURES);
    for category in 0..CATEGORIES {
        let middle: [f64; FEATURES] = std::array::from_fn(|i| normal(of_categories, (category * FEATURES + i) as u64));
        let length = f64::sqrt(dot(&middle, &middle));
        middles.extend(middle.map(|x| x / length));
    }
    let number = |i: usize| {
        let (category, feature) = (i / FEATURES % CATEGORIES, i % FEATURES);
        middles[category * FEATURES + feature] + WITHIN * normal(of_items, i as u64)
    };
    (0..items * FEATURES).map(number).collect()
}

/// Takes one of the items left in this category, or in the next one where it is used up.
fn next_rated(left: &mut Vec<usize>, category: usize, draw: f64) -> usize {
    let of = |category: usize, left: &[usize]| left.iter().filter(|item| **item % CATEGORIES == category).count();
    let mut category = category;
    while of(category, left) == 0 {
        category = (category + 1) % CATEGORIES;
    }
    let nth = (draw * of(category, left) as f64) as usize;
    let mut places = (0..left.len()).filter(|place| left[*place] % CATEGORIES == category);
    let place = places.nth(nth).unwrap_or(0);
    left.remove(place)
}

/// An item's mean rating, drawn towards the mean of all where few have rated it.
fn popularity(log: &Ratings, item: u32) -> f64 {
    let list = log.of_item(item);
    let sum: f64 = list.iter().map(|rated| rated.rating).sum();
    (sum + SHRINK * log.mean()) / (list.len() as f64 + SHRINK)
}

/// The item of the highest score in each category, the first among equals.
fn best_of_each(scores: &[f64]) -> [u32; CATEGORIES] {
    std::array::from_fn(|category| {
        let items = (category..scores.len()).step_by(CATEGORIES);
        items.fold(category, |best, item| if scores[item] > scores[best] { item } else { best }) as u32
    })
}
