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
            mind: Mind {
                depth,
                share: case.params.get("patience_worth"),
                choices: by_category(facts, truth.categories),
                facts: facts.clone(),
                truth,
            },
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

/// The choices of each category.
fn by_category(facts: &ItemFacts, categories: usize) -> Vec<Vec<usize>> {
    let of = |category| (0..facts.shows.len()).filter(|choice| facts.category[*choice] == category).collect();
    (0..categories).map(of).collect()
}

struct Mind {
    depth: usize,
    share: f64,
    choices: Vec<Vec<usize>>,
    facts: ItemFacts,
    truth: Arc<TasteFacts>,
}

struct KnowsTaste {
    mind: Mind,
    /// The boredoms at each depth.
    rooms: Vec<Vec<f64>>,
    values: Vec<f64>,
}

/// Today's visitor: what he thinks of each choice, and ρ.
#[derive(Clone, Copy)]
struct Visitor<'a> {
    tastes: &'a [f64],
    rho: f64,
}

impl Mind {
    fn visitor(&self, observation: &[f64]) -> Visitor<'_> {
        let number = f64::max(observation[self.facts.visitor] - f64::from(self.facts.visitors.start), 0.0) as usize;
        let (n, choices) = (self.facts.visitors.len(), self.facts.shows.len());
        let visitor = usize::min(number, n.saturating_sub(1));
        let tastes = &self.truth.values[visitor * choices..(visitor + 1) * choices];
        Visitor { tastes, rho: self.patience_worth(tastes) }
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

    /// Tells what each choice is worth, where the first room holds the boredoms now: its showing, and the most that
    /// can follow, which hangs on its category alone. Where a click costs more patience than none, not even the best of
    /// a category need be worth most, so that all are compared.
    fn worths(&self, visitor: Visitor<'_>, depth: usize, rooms: &mut [Vec<f64>], tell: &mut dyn FnMut(usize, f64)) {
        let (boredom, (here, after)) = (self.truth.boredom, rooms.split_at_mut(1));
        for (category, choices) in self.choices.iter().enumerate().filter(|(_, choices)| !choices.is_empty()) {
            let mut most = if depth <= 1 { 0.0 } else { f64::NEG_INFINITY };
            if depth > 1 {
                after[0].copy_from_slice(&here[0]);
                boredom.show(&mut after[0], category);
                self.worths(visitor, depth - 1, after, &mut |_, worth| most = f64::max(most, worth));
            }
            let bored = boredom.weight * here[0][category];
            choices.iter().for_each(|c| tell(*c, self.showing(visitor.tastes[*c] - bored, visitor.rho) + most));
        }
    }

    fn look(&self, observation: &[f64], rooms: &mut [Vec<f64>], values: &mut [f64]) -> f64 {
        let truth = &self.truth;
        let seen = &observation[truth.bored..truth.bored + truth.categories];
        rooms[0].iter_mut().zip(seen).for_each(|(boredom, x)| *boredom = x / truth.full);
        let visitor = self.visitor(observation);
        self.worths(visitor, self.depth, rooms, &mut |choice, worth| values[choice] = worth);
        visitor.rho
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
            (
                Text::new("what he usually thinks of it", "他平常对它的看法"),
                self.mind.visitor(seen.observation).tastes[choice],
            ),
        ];
        Opinion { values, choice: Some(choice), notes, ..Opinion::default() }
    }
}
