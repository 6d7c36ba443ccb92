//! Knows taste: the best known of recommending. Knows what today's visitor usually likes and how showing bores, and
//! looks some steps ahead.
//!
//! A showing is worth E[reward] + ρ·(patience that a click saves), and the most that the following steps are worth
//! then; today's mood alone is unknown. ρ, what a unit of patience is worth, is this visitor's best mean reward at
//! rest divided by the patience that it costs. Where categories bore, greed for the next answer is not optimal.

use super::recommending::largest;
use super::{Agent, AgentEntry, Build, Case, Family, Knows, Mode, Opinion, Seen, needs_items};
use crate::base::text::cited;
use crate::base::{Action, ParamRow, Rng, Text, Trouble};
use crate::sim::{ItemFacts, TasteFacts};
use crate::trouble;
use std::sync::Arc;

pub static ENTRY: AgentEntry = AgentEntry {
    id: "knows-taste",
    label: Text::new("Knows taste", "知晓口味"),
    story: Text::new(
        "Is told what everybody likes and how soon he tires of it, and plans two steps ahead.",
        "被告知每人喜欢什么、多快厌倦，并提前规划两步。",
    ),
    family: Family::Planning,
    knows: |_| Knows::Model,
    params: &[
        ParamRow::whole("steps_ahead", 1, 3, 2)
            .label("steps ahead", "前瞻步数")
            .unit("steps", "步")
            .help("How many showings are thought through.", "考虑接下来的多少次展示。"),
        ParamRow::number("patience_worth", 0.0, 3.0, 0.1, 1.0)
            .label("worth of patience", "耐心的价值")
            .unit("times", "倍")
            .help("How much of ρ saved patience is worth.", "节省的耐心按 ρ 的多少倍计。"),
    ],
    paper: cited(""),
    fits: |case| known(case).map(|_| ()),
    build: Build::Agent(|case: &Case<'_>| {
        let (facts, truth) = known(case)?;
        let depth = case.params.whole("steps_ahead");
        Ok(Box::new(KnowsTaste {
            rooms: vec![vec![0.0; truth.categories]; depth + 1],
            values: vec![0.0; facts.shows.len()],
            mind: Mind { depth, share: case.params.get("patience_worth"), facts: facts.clone(), truth },
        }))
    }),
};

/// What may be known of the items, and the truth about the visitors.
fn known<'a>(case: &Case<'a>) -> Result<(&'a ItemFacts, Arc<TasteFacts>), Trouble> {
    let facts = needs_items(case)?;
    let truth = facts
        .truth
        .clone()
        .ok_or_else(|| trouble!("nobody knows the tastes of the visitors here", "这里无人知晓访客的口味"))?;
    Ok((facts, truth))
}

struct Mind {
    depth: usize,
    share: f64,
    facts: ItemFacts,
    truth: Arc<TasteFacts>,
}

struct KnowsTaste {
    mind: Mind,
    /// The boredoms at each depth.
    rooms: Vec<Vec<f64>>,
    values: Vec<f64>,
}

impl Mind {
    /// What today's visitor thinks of each choice.
    fn tastes(&self, observation: &[f64]) -> &[f64] {
        let number = f64::max(observation[self.facts.visitor] - f64::from(self.facts.visitors.start), 0.0) as usize;
        let (n, choices) = (self.facts.visitors.len(), self.facts.shows.len());
        let visitor = usize::min(number, n.saturating_sub(1));
        &self.truth.values[visitor * choices..(visitor + 1) * choices]
    }

    /// ρ for this visitor.
    fn patience_worth(&self, tastes: &[f64]) -> f64 {
        let truth = &self.truth;
        let best = tastes.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let click = truth.funnel.chances(best)[0];
        let cost = truth.costs[0] + click * (truth.costs[1] - truth.costs[0]);
        self.share * truth.funnel.worth(best, truth.worth) / f64::max(cost, 1e-9)
    }

    /// What showing something of this utility is worth by itself.
    #[inline]
    fn showing(&self, utility: f64, rho: f64) -> f64 {
        let truth = &self.truth;
        let saved = truth.costs[0] - truth.costs[1];
        truth.funnel.worth(utility, truth.worth) + rho * saved * truth.funnel.chances(utility)[0]
    }

    /// The values of the choices, where the first room holds the boredoms now.
    fn think(&self, tastes: &[f64], rho: f64, depth: usize, rooms: &mut [Vec<f64>], values: &mut [f64]) {
        for (choice, value) in values.iter_mut().enumerate() {
            *value = self.worth(tastes, rho, depth, choice, rooms);
        }
    }

    fn worth(&self, tastes: &[f64], rho: f64, depth: usize, choice: usize, rooms: &mut [Vec<f64>]) -> f64 {
        let (boredom, category) = (self.truth.boredom, self.facts.category[choice]);
        let now = self.showing(tastes[choice] - boredom.weight * rooms[0][category], rho);
        if depth <= 1 {
            return now;
        }
        let (here, after) = rooms.split_at_mut(1);
        after[0].copy_from_slice(&here[0]);
        boredom.show(&mut after[0], category);
        let next = (0..tastes.len()).filter(|next| self.is_best_of_category(tastes, *next));
        let most =
            next.fold(f64::NEG_INFINITY, |most, next| f64::max(most, self.worth(tastes, rho, depth - 1, next, after)));
        now + most
    }

    /// Within a category only the best can be worth most.
    #[inline]
    fn is_best_of_category(&self, tastes: &[f64], choice: usize) -> bool {
        // With a choice a category, as is usual, there is nothing to compare.
        let categories = &self.facts.category;
        categories.len() == self.truth.categories
            || (0..tastes.len()).all(|other| categories[other] != categories[choice] || tastes[other] <= tastes[choice])
    }

    fn look(&self, observation: &[f64], rooms: &mut [Vec<f64>], values: &mut [f64]) -> f64 {
        let truth = &self.truth;
        let seen = &observation[truth.bored..truth.bored + truth.categories];
        rooms[0].iter_mut().zip(seen).for_each(|(boredom, x)| *boredom = x / truth.full);
        let tastes = self.tastes(observation);
        let rho = self.patience_worth(tastes);
        self.think(tastes, rho, self.depth, rooms, values);
        rho
    }
}

impl Agent for KnowsTaste {
    fn act(&mut self, _lane: usize, seen: Seen<'_>, _rng: &mut Rng, _mode: Mode, action: &mut Action) {
        self.mind.look(seen.observation, &mut self.rooms, &mut self.values);
        action.choice = largest(&self.values);
    }

    fn explain(&self, seen: Seen<'_>) -> Opinion {
        let (mut rooms, mut values) = (self.rooms.clone(), self.values.clone());
        let rho = self.mind.look(seen.observation, &mut rooms, &mut values);
        let choice = largest(&values);
        let notes = vec![
            (Text::new("what a unit of patience is worth", "一单位耐心的价值"), rho),
            (Text::new("what he usually thinks of it", "他平常对它的看法"), self.mind.tastes(seen.observation)[choice]),
        ];
        Opinion { values, choice: Some(choice), notes, ..Opinion::default() }
    }
}
