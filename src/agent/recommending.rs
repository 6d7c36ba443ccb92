//! What recommenders share: predicted ratings of every choice for everybody who may visit, worked out once.
//!
//! A method is fitted to the log; a choice is worth the highest rating that is predicted among the items it stands
//! for, and the agent takes the choice that is worth most, the first among equals. Where a method says the same of
//! all the more popular item goes first. The shop may then show another item of a category than the one that this
//! method meant: its own pick.

use super::picture::Picture;
use super::recommending_pictures::{bias, pictures};
use super::{Agent, Case, Mode, Note, Opinion, Seen, needs_items};
use crate::analytics::recommend::{Asker, Of, Recommender};
use crate::base::{Action, ParamRow, Params, Rng, Text, Trouble};
use crate::sim::ItemFacts;
use std::sync::Arc;

pub type Fitted = Box<dyn Recommender + Send + Sync>;

/// What makes items of equal predictions go in the order of their popularity: far less than ratings differ.
const TIE: f64 = 1e-6;

/// A fitted method, and what it predicts.
pub struct Predictions {
    fitted: Fitted,
    pub facts: ItemFacts,
    /// How much each item is liked on the whole.
    popular: Vec<f64>,
    /// For each visitor a number for each choice.
    scores: Vec<f64>,
    /// The best choice of each visitor.
    best: Vec<usize>,
}

impl Predictions {
    pub fn new(fitted: Fitted, facts: &ItemFacts) -> Predictions {
        let choices = facts.shows.len();
        let popular: Vec<f64> = (0..facts.log.items()).map(|item| popularity(facts, item, SHRINK)).collect();
        let mut all = Predictions { fitted, facts: facts.clone(), popular, scores: Vec::new(), best: Vec::new() };
        let mut scores = Vec::with_capacity(facts.visitors.len() * choices);
        let mut items = vec![0.0; all.popular.len()];
        for visitor in facts.visitors.clone() {
            let asker = all.fitted.user(visitor);
            items.iter_mut().enumerate().for_each(|(item, score)| *score = all.score(&asker, item as u32));
            scores.extend(facts.shows.iter().map(|shown| highest(shown, &items)));
        }
        all.best = scores.chunks_exact(usize::max(choices, 1)).map(largest).collect();
        all.scores = scores;
        all
    }

    /// What is predicted of an item, with what puts it before its equals.
    fn score(&self, asker: &Asker<'_>, item: u32) -> f64 {
        self.fitted.estimate(asker, item).rating + TIE * self.popular[item as usize]
    }

    /// Whose turn it is, counted among those who may visit.
    #[inline]
    pub fn visitor(&self, observation: &[f64]) -> usize {
        let number = observation[self.facts.visitor] - f64::from(self.facts.visitors.start);
        usize::min(f64::max(number, 0.0) as usize, self.best.len() - 1)
    }

    /// What is predicted of each choice.
    #[inline]
    pub fn of(&self, observation: &[f64]) -> &[f64] {
        let choices = self.facts.shows.len();
        let visitor = self.visitor(observation);
        &self.scores[visitor * choices..(visitor + 1) * choices]
    }

    #[inline]
    pub fn best(&self, observation: &[f64]) -> usize {
        self.best[self.visitor(observation)]
    }

    fn user(&self, observation: &[f64]) -> u32 {
        self.facts.visitors.start + self.visitor(observation) as u32
    }

    /// The item that a choice means: the one of those that it stands for by which the choice was scored.
    fn meant(&self, observation: &[f64], choice: usize) -> Option<u32> {
        let asker = self.fitted.user(self.user(observation));
        let score = |item: u32| self.score(&asker, item);
        let shown = self.facts.shows[choice].iter().copied();
        shown.reduce(|best, item| if score(item) > score(best) { item } else { best })
    }

    /// What stands behind the rating of a choice, as pictures.
    pub fn pictures(&self, observation: &[f64], choice: usize) -> Vec<Picture> {
        let meant = self.meant(observation, choice);
        meant.map_or_else(Vec::new, |item| pictures(&*self.fitted, self.user(observation), item))
    }

    /// The same in numbers.
    pub fn notes(&self, observation: &[f64], choice: usize) -> Vec<Note> {
        let Some(item) = self.meant(observation, choice) else { return Vec::new() };
        let explained = self.fitted.explain(&self.fitted.user(self.user(observation)), item);
        let mut notes = vec![
            (Text::new("item meant, by its number", "所指商品的编号"), f64::from(item) + 1.0),
            (Text::new("predicted rating", "预测评分"), explained.estimate.rating),
            (Text::new("before anything speaks for or against it", "各项依据之前的起点"), explained.start),
        ];
        notes.extend(explained.parts.iter().filter_map(|part| Some((bias(part.of)?, part.pull))));
        let neighbours = explained.parts.iter().filter(|part| matches!(part.of, Of::User(_) | Of::Item(_))).count();
        if neighbours > 0 {
            notes.push((Text::new("neighbours behind it", "背后的邻居数"), neighbours as f64));
        }
        if let Some(nearest) = explained.parts.iter().find(|part| bias(part.of).is_none()) {
            let similarity = Text::new("weight of the first thing behind it", "首要依据的权重");
            notes.push((similarity, nearest.weight));
            notes.push((Text::new("what that one adds", "首要依据的贡献"), nearest.pull));
        }
        notes
    }
}

/// Ratings that stand beside an item's own, at the mean of all, where its mean is taken.
pub const SHRINK: f64 = 10.0;

/// An item's mean rating, drawn towards the mean of all as if `shrink` more people had given that.
pub fn popularity(facts: &ItemFacts, item: u32, shrink: f64) -> f64 {
    let list = facts.log.of_item(item);
    let sum: f64 = list.iter().map(|rated| rated.rating).sum();
    let people = list.len() as f64 + shrink;
    if people > 0.0 { (sum + shrink * facts.log.mean()) / people } else { facts.log.mean() }
}

/// The highest of these items' numbers.
pub fn highest(shown: &[u32], items: &[f64]) -> f64 {
    shown.iter().fold(f64::NEG_INFINITY, |best, item| f64::max(best, items[*item as usize]))
}

/// The place of the largest number, the first among equals.
#[inline]
pub fn largest(scores: &[f64]) -> usize {
    (1..scores.len()).fold(0, |best, i| if scores[i] > scores[best] { i } else { best })
}

/// The predictions of a method: fitted once for all who play it with its usual parameters in one world.
pub fn predictions(
    case: &Case<'_>,
    name: &'static str,
    rows: &'static [ParamRow],
    fit: impl FnOnce(&ItemFacts) -> Result<Fitted, Trouble>,
) -> Result<Arc<Predictions>, Trouble> {
    let facts = needs_items(case)?;
    let work = || -> Result<Arc<Predictions>, Trouble> { Ok(Arc::new(Predictions::new(fit(facts)?, facts))) };
    // What is shared hangs on the world alone; with other parameters it would be another method.
    if *case.params == Params::defaults(rows) { case.once(name, work) } else { work() }
}

/// Fits where this seat shows items.
pub fn fits(case: &Case<'_>) -> Result<(), Trouble> {
    needs_items(case).map(|_| ())
}

/// Plays what is predicted best.
pub struct Recommending(pub Arc<Predictions>);

impl Agent for Recommending {
    fn act(&mut self, _lane: usize, seen: Seen<'_>, _rng: &mut Rng, _mode: Mode, action: &mut Action) {
        action.choice = self.0.best(seen.observation);
    }

    fn explain(&self, seen: Seen<'_>) -> Opinion {
        let choice = self.0.best(seen.observation);
        Opinion {
            values: self.0.of(seen.observation).to_vec(),
            choice: Some(choice),
            notes: self.0.notes(seen.observation, choice),
            ..Opinion::default()
        }
    }

    fn pictures(&self, seen: Seen<'_>) -> Vec<Picture> {
        self.0.pictures(seen.observation, self.0.best(seen.observation))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analytics::recommend::{Estimate, Explanation, Profile, Rating, Ratings};

    /// Says the same of everything.
    struct Same;

    impl Recommender for Same {
        fn items(&self) -> u32 {
            4
        }

        fn user(&self, _user: u32) -> Asker<'_> {
            Asker::default()
        }

        fn visitor<'a>(&'a self, _profile: &'a Profile) -> Asker<'a> {
            Asker::default()
        }

        fn estimate(&self, _asker: &Asker<'_>, _item: u32) -> Estimate {
            Estimate { rating: 3.0, fallback: true }
        }

        fn explain(&self, asker: &Asker<'_>, item: u32) -> Explanation {
            Explanation { start: 3.0, parts: Vec::new(), estimate: self.estimate(asker, item) }
        }
    }

    #[test]
    fn among_equals_the_popular_item_is_done_and_said() -> Result<(), Trouble> {
        let log = [(0, 2.0), (1, 3.0), (2, 1.0), (3, 5.0)].map(|(item, rating)| Rating { user: 0, item, rating });
        let facts = ItemFacts {
            seat: 0,
            log: Arc::new(Ratings::new(2, 4, (1.0, 5.0), &log)?),
            visitor: 0,
            visitors: 0..2,
            features: Vec::new(),
            width: 0,
            shows: vec![vec![0, 1], vec![2, 3]],
            step: 0,
            response: None,
            category: vec![0, 1],
            truth: None,
        };
        let (same, today) = (Predictions::new(Box::new(Same), &facts), [1.0]);
        assert_eq!(same.best(&today), 1);
        for (choice, item) in [(0, 2.0), (1, 4.0)] {
            assert_eq!(same.notes(&today, choice)[0].1, item, "counted from 1");
        }
        Ok(())
    }
}
