//! What past customers thought: a log of ratings, from which a recommender guesses what a segment likes.
//!
//! The shop's catalogue once had twelve items; three of them are sold now. Customers of all three segments rated
//! some of the twelve. Each segment has one known customer, its representative, who has rated the other nine but
//! none of the three: the collaborative filter has to find the customers of the past who are like him.

use super::config::{Config, PRODUCTS, SEGMENTS, leaning};
use crate::analytics::recommend::{Rating, Ratings};
use crate::base::{Rng, Trouble};
use crate::sim::ItemFacts;
use std::sync::Arc;

const ITEMS: u32 = 12;
const CUSTOMERS: u32 = 120;
/// The customer with the same number stands for the segment.
const REPRESENTATIVES: u32 = SEGMENTS as u32;
const SCALE: (f64, f64) = (1.0, 5.0);
/// How far a point of utility moves a rating.
const STARS: f64 = 1.4;
/// How often a past customer has rated an item: less often what fewer people like.
const RATED: f64 = 0.6;

/// Which segment an item is made for.
fn kind(item: u32) -> usize {
    item as usize % SEGMENTS
}

/// What a segment's customers think of an item, in stars: of what is sold, its taste; of the rest, the same leaning.
fn stars(config: &Config, segment: usize, item: u32) -> f64 {
    let mean: f64 = config.tastes.iter().flatten().sum::<f64>() / (SEGMENTS * PRODUCTS) as f64;
    let taste = match (item as usize) < PRODUCTS {
        true => config.tastes[segment][item as usize] - mean,
        false => leaning(segment, kind(item)),
    };
    3.0 + STARS * taste
}

fn rating(config: &Config, user: u32, item: u32, rng: &mut Rng) -> Rating {
    // The sum of three uniform draws is nearly normal, with deviation one half.
    let luck = rng.uniform() + rng.uniform() + rng.uniform() - 1.5;
    let rating = f64::round(stars(config, user as usize % SEGMENTS, item) + luck).clamp(SCALE.0, SCALE.1);
    Rating { user, item, rating }
}

pub fn items(config: &Config, visitor: usize) -> Result<ItemFacts, Trouble> {
    let mut rng = Rng::new(1, "past customers of the store");
    let mut log = Vec::new();
    for user in 0..REPRESENTATIVES {
        log.extend((PRODUCTS as u32..ITEMS).map(|item| rating(config, user, item, &mut rng)));
    }
    for user in REPRESENTATIVES..REPRESENTATIVES + CUSTOMERS {
        for item in 0..ITEMS {
            let popular = 0.05 * (SEGMENTS as f64 - kind(item) as f64);
            if rng.uniform() < RATED + popular {
                log.push(rating(config, user, item, &mut rng));
            }
        }
    }
    let features = (0..ITEMS).flat_map(|item| (0..SEGMENTS).map(move |segment| leaning(segment, kind(item))));
    Ok(ItemFacts {
        seat: 0,
        log: Arc::new(Ratings::new(REPRESENTATIVES + CUSTOMERS, ITEMS, SCALE, &log)?),
        visitor,
        visitors: 0..REPRESENTATIVES,
        features: features.collect(),
        width: SEGMENTS,
        shows: (0..PRODUCTS as u32).map(|product| vec![product]).collect(),
        // A day has one segment and no answer of a single visitor to listen to.
        step: visitor,
        response: None,
        category: (0..PRODUCTS).collect(),
        truth: None,
    })
}
