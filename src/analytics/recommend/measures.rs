//! How good estimates are: errors, decisions, and lists.
//!
//! A pair is liked where its rating reaches a threshold, and recommended where its estimate does. For lists each
//! user's asked items are put in the order of their estimates, the earlier line first among equals, and the first N
//! are his list:
//! - precision at N: recommended and liked in the list / recommended in the list; 0 where nothing is recommended
//! - recall at N: recommended and liked in the list / all liked; 0 where nothing is
//! - F1 at N = 2PR/(P+R) of the two means
//! - NDCG at N: Σ r/log₂(place + 1) over the list, places from 1, divided by the same of the best order (Järvelin
//!   and Kekäläinen 2002), with ratings counted from the scale's low end
//!
//! and each is averaged over the users who are asked about.

use super::best::{Scored, keep_best};
use super::ratings::Rating;
use super::recommender::{Estimate, Recommender};

/// An estimate beside the truth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judged {
    pub truth: Rating,
    pub estimate: Estimate,
}

/// Estimates for everything that is asked. Lines of one user that follow each other are worked out together.
pub fn judge(fitted: &dyn Recommender, asked: &[Rating]) -> Vec<Judged> {
    let mut judged = Vec::with_capacity(asked.len());
    let mut start = 0;
    while let Some(first) = asked.get(start) {
        let lines = asked[start..].iter().take_while(|line| line.user == first.user);
        let asker = fitted.user(first.user);
        let before = judged.len();
        judged.extend(lines.map(|&truth| Judged { truth, estimate: fitted.estimate(&asker, truth.item) }));
        start += judged.len() - before;
    }
    judged
}

/// Over single pairs. All are NaN where nothing is asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Errors {
    /// Mean absolute error, Σ|r̂ − r|/n.
    pub mae: f64,
    /// Root of the mean squared error, √(Σ(r̂ − r)²/n).
    pub rmse: f64,
    /// Share of pairs that are recommended if and only if they are liked.
    pub accuracy: f64,
    /// Share of pairs where the method has more to say than an average.
    pub coverage: f64,
}

pub fn errors(judged: &[Judged], threshold: f64) -> Errors {
    let n = judged.len() as f64;
    let mean = |of: &dyn Fn(&Judged) -> f64| judged.iter().map(of).sum::<f64>() / n;
    let error = |j: &Judged| j.estimate.rating - j.truth.rating;
    let right = |j: &Judged| (j.estimate.rating >= threshold) == (j.truth.rating >= threshold);
    Errors {
        mae: mean(&|j| error(j).abs()),
        rmse: f64::sqrt(mean(&|j| error(j) * error(j))),
        accuracy: mean(&|j| f64::from(u8::from(right(j)))),
        coverage: mean(&|j| f64::from(u8::from(!j.estimate.fallback))),
    }
}

/// Over lists of N. All are NaN where nothing is asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lists {
    pub precision: f64,
    pub recall: f64,
    pub f1: f64,
    pub ndcg: f64,
    /// Share of the asked items that stand in at least one list.
    pub item_coverage: f64,
}

/// `low` is the scale's low end.
pub fn lists(judged: &[Judged], threshold: f64, n: usize, low: f64) -> Lists {
    let most = |of: &dyn Fn(&Rating) -> u32| judged.iter().map(|j| of(&j.truth) as usize + 1).max().unwrap_or(0);
    let mut of_user: Vec<Vec<u32>> = vec![Vec::new(); most(&|rating| rating.user)];
    let mut asked = vec![false; most(&|rating| rating.item)];
    let mut shown = asked.clone();
    for (place, j) in judged.iter().enumerate() {
        of_user[j.truth.user as usize].push(place as u32);
        asked[j.truth.item as usize] = true;
    }
    let mut sums = [0.0; 3];
    for places in &of_user {
        let (list, best) =
            (ordered(judged, places, n, |j| j.estimate.rating), ordered(judged, places, n, |j| j.truth.rating));
        for place in &list {
            shown[judged[*place as usize].truth.item as usize] = true;
        }
        let liked = places.iter().filter(|place| judged[**place as usize].truth.rating >= threshold).count();
        let of_list = one_list(judged, &list, &best, liked, threshold, low);
        (0..3).for_each(|m| sums[m] += of_list[m]);
    }
    let users = of_user.iter().filter(|places| !places.is_empty()).count() as f64;
    let [precision, recall, ndcg] = sums.map(|sum| sum / users);
    let f1 =
        if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 * users / users };
    let count = |flags: &[bool]| flags.iter().filter(|flag| **flag).count() as f64;
    Lists { precision, recall, f1, ndcg, item_coverage: count(&shown) / count(&asked) }
}

fn ordered(judged: &[Judged], places: &[u32], n: usize, score: impl Fn(&Judged) -> f64) -> Vec<u32> {
    let mut scored: Vec<Scored> =
        places.iter().map(|&place| Scored { score: score(&judged[place as usize]), place }).collect();
    keep_best(&mut scored, n);
    scored.iter().map(|scored| scored.place).collect()
}

/// Precision, recall and NDCG of one user.
fn one_list(judged: &[Judged], list: &[u32], best: &[u32], liked: usize, threshold: f64, low: f64) -> [f64; 3] {
    let of = |place: &u32| &judged[*place as usize];
    let recommended = list.iter().filter(|place| of(place).estimate.rating >= threshold).count();
    let both = |place: &&u32| of(place).estimate.rating >= threshold && of(place).truth.rating >= threshold;
    let both = list.iter().filter(both).count() as f64;
    let gain = |(at, place): (usize, &u32)| (of(place).truth.rating - low) / libm::log2(at as f64 + 2.0);
    let gained = |list: &[u32]| list.iter().enumerate().map(gain).sum::<f64>();
    let ratio = |a: f64, b: f64| if b > 0.0 { a / b } else { 0.0 };
    [ratio(both, recommended as f64), ratio(both, liked as f64), ratio(gained(list), gained(best))]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(lines: &[(u32, u32, f64, f64)]) -> Vec<Judged> {
        let one = |&(user, item, rating, estimate): &(u32, u32, f64, f64)| Judged {
            truth: Rating { user, item, rating },
            estimate: Estimate { rating: estimate, fallback: item == 9 },
        };
        lines.iter().map(one).collect()
    }

    /// User 0 is asked about four items, of which he likes 5 and 4; user 2 about one that he does not like.
    #[test]
    fn a_worked_example() {
        let judged =
            judged(&[(0, 0, 5.0, 3.0), (0, 1, 2.0, 4.5), (0, 2, 4.0, 4.0), (0, 9, 1.0, 1.0), (2, 2, 2.0, 2.0)]);
        let errors = errors(&judged, 3.5);
        assert!((errors.mae - (2.0 + 2.5) / 5.0).abs() < 1e-15);
        assert!((errors.rmse - f64::sqrt((4.0 + 6.25) / 5.0)).abs() < 1e-15);
        assert_eq!((errors.accuracy, errors.coverage), (3.0 / 5.0, 4.0 / 5.0));
        // User 0's list is items 1 and 2, both recommended, one liked of two; user 2 has nothing recommended.
        let lists = lists(&judged, 3.5, 2, 1.0);
        assert_eq!((lists.precision, lists.recall, lists.f1), (0.25, 0.25, 0.25));
        let second = 1.0 / libm::log2(3.0);
        let of_user_0 = (1.0 + 3.0 * second) / (4.0 + 3.0 * second);
        assert!((lists.ndcg - (of_user_0 + 1.0) / 2.0).abs() < 1e-15);
        assert_eq!(lists.item_coverage, 2.0 / 4.0);
        assert_eq!(super::lists(&judged, 3.5, 3, 1.0).item_coverage, 3.0 / 4.0);
    }

    #[test]
    fn nothing_asked_is_no_number() {
        let lists = lists(&[], 3.5, 10, 1.0);
        assert!(errors(&[], 3.5).rmse.is_nan() && lists.precision.is_nan() && lists.f1.is_nan());
    }
}
