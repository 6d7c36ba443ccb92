//! What a price that never changes sells, on average of the days of an episode: over the season, the drift of taste,
//! the markets of a family, and what the competitor answers to it.

use super::config::{Config, Rival};
use super::market::Market;
use crate::sim::FixedPrice;

/// Markets of a family that are averaged over, in each of their two draws.
const MARKETS: usize = 8;

/// What each of these prices comes to, where it is kept all the time.
pub fn fixed_prices(config: &Config, prices: &[f64]) -> Vec<FixedPrice> {
    let means = means_by_phase(config, prices);
    let of = |(price, means): (&f64, &Vec<f64>)| {
        let factors = rival_factors(config, config.nearest(*price));
        let factor = |day: u32| if factors.len() == 1 { factors[0] } else { factors[day as usize] };
        let sum: f64 = (0..config.days).map(|day| means[day as usize % means.len()] * factor(day)).sum();
        FixedPrice { demand: sum / f64::from(config.days), worth: config.unit_reward(*price) }
    };
    prices.iter().zip(&means).map(of).collect()
}

/// Mean demand by price and phase of the season, over all markets of the family and all tastes: each as likely, for
/// taste begins anywhere and wanders to both sides alike.
fn means_by_phase(config: &Config, prices: &[f64]) -> Vec<Vec<f64>> {
    let side = if config.family > 0.0 { MARKETS } else { 1 };
    let draw = |i: usize| (i as f64 + 0.5) / side as f64;
    let mut means = vec![vec![0.0; config.season.len()]; prices.len()];
    for at in 0..side * side {
        let curve = config.curve_of(draw(at / side), draw(at % side));
        let market = Market::new(curve, prices, &config.season, &config.tastes());
        let share = 1.0 / (side * side * market.tastes()) as f64;
        for taste in 0..market.tastes() {
            for phase in 0..config.season.len() {
                let answers = market.answers(taste, phase);
                means.iter_mut().zip(answers).for_each(|(mean, answer)| mean[phase] += share * answer.mean);
            }
        }
    }
    means
}

/// How many times the usual customers there are on each day, in expectation over where the competitor's price has
/// gone by then, beside a step of the ladder that is kept; one number where there is no competitor.
fn rival_factors(config: &Config, own: usize) -> Vec<f64> {
    if config.rival == Rival::None {
        return vec![1.0];
    }
    let mut chances = vec![0.0; config.rivals()];
    chances[config.first_rival()] = 1.0;
    let day = |_| {
        let factor = chances.iter().enumerate().map(|(rival, chance)| chance * config.rival_factor(rival)).sum();
        let mut next = vec![0.0; chances.len()];
        for (rival, chance) in chances.iter().enumerate() {
            config.rival_moves(rival, own).iter().for_each(|(to, p)| next[*to] += chance * p);
        }
        chances = next;
        factor
    };
    (0..config.days).map(day).collect()
}
