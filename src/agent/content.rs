//! Content: shows what resembles the things that today's visitor liked, before and in this very visit.
//!
//! Before: r̂ from his ratings, by the cosine s of the items' features (Lops, de Gemmis and Semeraro 2011; see
//! `analytics::recommend::content`). In the visit each answer counts like a rating of its own (no click 2, click 4,
//! cart 4.5, purchase 5), and what it says beyond the estimate is carried over to what resembles the thing shown:
//! r̂ + Σ s⁺·(a − r̂ of it)/(k + Σ s⁺), with k the caution. So it serves newcomers, of whom no log knows anything.

use super::neighbourhood::by_content;
use super::picture::Picture;
use super::recommending::{Predictions, fits, largest, predictions};
use super::{Agent, AgentEntry, Build, Case, Family, Knows, Mode, Opinion, Seen};
use crate::analytics::recommend::content::cosines;
use crate::base::text::cited;
use crate::base::{Action, ParamRow, Rng, Text, Trouble};
use crate::sim::ItemFacts;
use std::sync::Arc;

const ROWS: &[ParamRow] = &[
    ParamRow::whole("neighbours", 1, 200, 5)
        .label("neighbours", "邻居数")
        .help("How many of the most similar items vote.", "最相似的多少件商品参与投票。"),
    ParamRow::switch("baseline", true).label("relative to the baseline", "相对于基线").help(
        "Whether some items please everybody more is counted, or only what he thinks relative to his mean.",
        "是否计入“有些商品人人更爱”，还是只看他相对自己均值的偏好。",
    ),
    ParamRow::switch("answers", true)
        .label("listens to answers", "倾听反应")
        .help("Whether clicks of this visit count, too.", "本次访问的点击是否也算数。"),
    ParamRow::number("caution", 0.1, 10.0, 0.1, 3.0)
        .label("caution", "谨慎")
        .help("How many answers it takes to move half-way.", "多少次反应才移动一半。"),
];

pub static ENTRY: AgentEntry = AgentEntry {
    id: "content",
    label: Text::new("Content-based", "基于内容的推荐"),
    story: Text::new(
        "Knows what the items are like, shows more of what resembles his favourites, and listens to each answer.",
        "了解商品的特征，展示与他所爱相似的，并倾听每次反应。",
    ),
    family: Family::Classical,
    knows: |_| Knows::Log,
    params: ROWS,
    paper: cited("Lops, P., de Gemmis, M. and Semeraro, G. (2011), Content-based recommender systems, Springer"),
    fits,
    build: Build::Agent(|case: &Case<'_>| {
        let most = case.params.whole("neighbours") as u32;
        let about_baseline = case.params.on("baseline");
        let predictions = predictions(case, ENTRY.id, ROWS, |facts| by_content(facts, most, about_baseline))?;
        let alike = alike(&predictions.facts)?;
        Ok(Box::new(Content {
            scores: vec![0.0; alike.choices],
            visits: Vec::new(),
            listens: case.params.on("answers"),
            caution: case.params.get("caution"),
            predictions,
            alike,
        }))
    }),
};

/// What an answer counts as, in stars.
const ANSWERS: [f64; 4] = [2.0, 4.0, 4.5, 5.0];

/// How alike the choices are: the cosines, held above 0, of their items' mean features.
struct Alike {
    choices: usize,
    matrix: Vec<f64>,
}

fn alike(facts: &ItemFacts) -> Result<Alike, Trouble> {
    let (choices, width) = (facts.shows.len(), facts.width);
    let mut means = vec![0.0; choices * width];
    for (shown, mean) in facts.shows.iter().zip(means.chunks_exact_mut(width)) {
        for &item in shown {
            let features = &facts.features[item as usize * width..(item as usize + 1) * width];
            mean.iter_mut().zip(features).for_each(|(mean, x)| *mean += x / shown.len() as f64);
        }
    }
    let matrix = cosines(&means, choices)?.into_iter().map(|cosine| f64::max(cosine, 0.0)).collect();
    Ok(Alike { choices, matrix })
}

/// What was learned of a visitor in this visit.
#[derive(Clone)]
struct Memory {
    /// Whom it served last, at which step, and what it showed him.
    last: Option<Showing>,
    /// Whether the answer to that has been heard.
    heard: bool,
    /// Σ s⁺ and Σ s⁺·(a − r̂) for each choice.
    weights: Vec<f64>,
    sums: Vec<f64>,
}

#[derive(Clone, Copy)]
struct Showing {
    visitor: f64,
    step: f64,
    choice: usize,
}

impl Memory {
    /// An empty one asks for no memory of the machine.
    fn new(choices: usize) -> Memory {
        Memory { last: None, heard: true, weights: vec![0.0; choices], sums: vec![0.0; choices] }
    }

    fn forget(&mut self) {
        (self.last, self.heard) = (None, true);
        self.weights.fill(0.0);
        self.sums.fill(0.0);
    }
}

struct Content {
    predictions: Arc<Predictions>,
    alike: Alike,
    visits: Vec<Memory>,
    listens: bool,
    caution: f64,
    scores: Vec<f64>,
}

impl Content {
    /// Takes in the answer to what it showed last, where one has come since.
    fn hear(&self, memory: &mut Memory, observation: &[f64]) {
        let facts = &self.predictions.facts;
        let (Some(at), Some(last)) = (facts.response, memory.last) else { return };
        if !self.listens || memory.heard || observation[facts.step] <= last.step {
            return;
        }
        memory.heard = true;
        let answer = ANSWERS[usize::min(observation[at] as usize, ANSWERS.len() - 1)];
        let beyond = answer - self.predictions.of(observation)[last.choice];
        let row = &self.alike.matrix[last.choice * self.alike.choices..][..self.alike.choices];
        for (choice, similarity) in row.iter().enumerate() {
            memory.weights[choice] += similarity;
            memory.sums[choice] += similarity * beyond;
        }
    }

    fn score(&self, memory: &Memory, observation: &[f64], scores: &mut [f64]) {
        for (choice, (score, before)) in scores.iter_mut().zip(self.predictions.of(observation)).enumerate() {
            *score = before + memory.sums[choice] / (self.caution + memory.weights[choice]);
        }
    }
}

impl Agent for Content {
    fn begin(&mut self, lane: usize) {
        // A mate at another seat may play many worlds at once.
        while self.visits.len() <= lane {
            self.visits.push(Memory::new(self.alike.choices));
        }
        self.visits[lane].forget();
    }

    fn act(&mut self, lane: usize, seen: Seen<'_>, _rng: &mut Rng, _mode: Mode, action: &mut Action) {
        // Taken out and put back, so that the rest of it can be read meanwhile.
        let mut memory = std::mem::replace(&mut self.visits[lane], Memory::new(0));
        let mut scores = std::mem::take(&mut self.scores);
        let facts = &self.predictions.facts;
        let (step, visitor) = (seen.observation[facts.step], seen.observation[facts.visitor]);
        self.hear(&mut memory, seen.observation);
        self.score(&memory, seen.observation, &mut scores);
        action.choice = largest(&scores);
        (memory.last, memory.heard) = (Some(Showing { visitor, step, choice: action.choice }), false);
        (self.visits[lane], self.scores) = (memory, scores);
    }

    /// In the visit that is at this point; where it remembers none, from the log alone.
    fn explain(&self, seen: Seen<'_>) -> Opinion {
        let facts = &self.predictions.facts;
        let (step, visitor) = (seen.observation[facts.step], seen.observation[facts.visitor]);
        let is_here = |last: &Showing| last.visitor == visitor && (last.step == step || last.step + 1.0 == step);
        let here = self.visits.iter().find(|memory| memory.last.as_ref().is_some_and(is_here));
        let mut memory = here.cloned().unwrap_or_else(|| Memory::new(self.alike.choices));
        self.hear(&mut memory, seen.observation);
        let mut values = vec![0.0; self.alike.choices];
        self.score(&memory, seen.observation, &mut values);
        let choice = largest(&values);
        let mut notes = self.predictions.notes(seen.observation, choice);
        let before = self.predictions.of(seen.observation)[choice];
        notes.push((Text::new("what this visit's answers add", "本次访问的反应带来的修正"), values[choice] - before));
        Opinion { values, choice: Some(choice), notes, ..Opinion::default() }
    }

    fn pictures(&self, seen: Seen<'_>) -> Vec<Picture> {
        let choice = self.explain(seen).choice.unwrap_or(0);
        self.predictions.pictures(seen.observation, choice)
    }
}
