//! Looking inside a run: what its contestant thinks now, an episode as a film, and a map of its policy.
//!
//! All of it is asked of the policy as it stands, and changes nothing that is learned. What is told is plain data
//! that travels from worker to page.

use crate::agent::picture::Picture;
use crate::agent::{self, Agent, Lesson, Note, Opinion, Seen, Values};
use crate::base::text::Words;
use crate::base::{Dimension, Trouble, World};
use crate::run::film::{LONGEST_FILM, Still, film, regret, rewind};
use crate::run::training::Run;
use crate::trouble;
use serde::{Deserialize, Serialize};

/// Cells of a map at most, and values of all choices in it.
pub const MOST_CELLS: usize = 20_000;
pub const MOST_VALUES: usize = 200_000;

/// What may be asked of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Ask {
    /// What a seat sees at this moment and thinks of it.
    Now { seat: u32 },
    /// An episode played by the policy as it stands: in an evaluation world, or in the world in which runs of this
    /// seed learn, so that anybody can be shown in the days that somebody has met. Where a seat is the visitor's, it
    /// is what he has lived through instead: the last periods of his episode, until he makes the first move of the
    /// next one.
    Film { seat: u32, world: Option<u64>, episode: u64, most: u32 },
    /// A picture of the mind where this is observed; they are counted from 0, and beyond the last there is the last.
    /// On a day of the last film, counted from 0, a mind that remembers its days knows those before it.
    Pictures { seat: u32, at: Vec<f64>, day: Option<u32>, shown: u32 },
    /// What the policy does wherever two of the observed numbers may be, the others staying as in `at`.
    Map { seat: u32, at: Vec<f64>, across: u32, down: Option<u32> },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Told {
    Now(Now),
    /// An episode by the policy as it stood after so many steps.
    Film {
        steps: u64,
        shots: Vec<Shot>,
    },
    Map(Map),
    Pictures(Gallery),
}

/// The pictures that a mind has, by name, and one of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Gallery {
    pub titles: Vec<Words>,
    /// Empty where there is none.
    pub picture: Picture,
}

/// Numbers of a scene by their ids, and an agent's by what they are, that travel.
pub type Numbers = Vec<(String, f64)>;
pub type Notes = Vec<(Words, f64)>;

/// An opinion that travels.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Thought {
    pub values: Vec<f64>,
    /// Whether the values are how likely each choice is, and not what it is worth.
    pub chances: bool,
    /// How often each choice was taken there; empty where that is not counted.
    pub visits: Vec<f64>,
    pub choice: Option<u32>,
    pub notes: Notes,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Now {
    pub steps: u64,
    /// The days that are met are those of this seed's world and this episode of it.
    pub world: u64,
    pub episode: u64,
    /// Periods of the episode that have been played.
    pub period: u32,
    pub observation: Vec<f64>,
    pub thought: Thought,
    /// What the best policy known thinks of it.
    pub advice: Thought,
    pub diagnostics: Notes,
    pub scene: Numbers,
}

/// A period of a film.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shot {
    pub observation: Vec<f64>,
    pub thought: Thought,
    /// What the best policy known thinks of it.
    pub advice: Thought,
    pub choice: u32,
    pub values: Vec<f64>,
    pub reward: f64,
    /// What the decision cost against the best one, where that is known.
    pub regret: Option<f64>,
    /// What would be written down from it, were it a step of learning.
    pub lesson: Option<Formula>,
    pub scene: Numbers,
}

/// A rule of learning that travels, with the numbers of a step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Formula {
    /// The rule, sign by sign.
    pub rule: Vec<String>,
    /// What stands for each symbol of the rule, as in [`Lesson`].
    pub terms: Vec<Term>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Term {
    pub symbol: String,
    pub means: Words,
    pub value: f64,
}

/// A policy over one or two of the observed numbers, row by row.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Map {
    /// What is observed: all but one or two of these numbers stay as they are.
    pub at: Vec<f64>,
    pub across: Vec<f64>,
    pub down: Vec<f64>,
    pub cells: Vec<Cell>,
    /// Over one number alone: the value of each choice, column by column, and how often each was taken. Empty where
    /// the contestant has none or does not count, and where they would be too many.
    pub values: Vec<f64>,
    pub visits: Vec<f64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// The choice that would be taken there.
    pub choice: Option<u32>,
    /// The value of the best choice, where the contestant has values.
    pub value: Option<f64>,
    /// How often the contestant has been there, where it counts.
    pub visits: Option<f64>,
}

fn travelling(numbers: Vec<(&'static str, f64)>) -> Numbers {
    numbers.into_iter().map(|(name, x)| (name.to_string(), x)).collect()
}

fn told(notes: Vec<Note>) -> Notes {
    notes.into_iter().map(|(text, x)| (text.into(), x)).collect()
}

impl From<Opinion> for Thought {
    fn from(opinion: Opinion) -> Thought {
        let choice = opinion.choice.map(|c| c as u32);
        let chances = opinion.values_are == Values::Chance;
        Thought { values: opinion.values, chances, visits: opinion.visits, choice, notes: told(opinion.notes) }
    }
}

impl From<Lesson> for Formula {
    fn from(lesson: Lesson) -> Formula {
        let term = |t: agent::Term| Term { symbol: t.symbol.to_string(), means: t.means.into(), value: t.value };
        Formula {
            rule: lesson.rule.iter().map(ToString::to_string).collect(),
            terms: lesson.terms.into_iter().map(term).collect(),
        }
    }
}

impl From<Still> for Shot {
    fn from(still: Still) -> Shot {
        Shot {
            regret: regret(&still.advice, still.action.choice),
            observation: still.observation,
            thought: still.opinion.into(),
            advice: still.advice.into(),
            choice: still.action.choice as u32,
            values: still.action.values,
            reward: still.reward,
            lesson: still.lesson.map(Formula::from),
            scene: travelling(still.scene),
        }
    }
}

fn shown(steps: u64, stills: Vec<Still>) -> Told {
    Told::Film { steps, shots: stills.into_iter().map(Shot::from).collect() }
}

impl Run {
    /// Answers what may be asked of a run; `adviser` is who knows better, if anybody does.
    pub fn tell(&mut self, ask: &Ask, adviser: Option<&dyn Agent>) -> Result<Told, Trouble> {
        match *ask {
            Ask::Now { seat } => Ok(Told::Now(self.now(self.seat(seat)?, adviser))),
            Ask::Film { seat, world, episode, most } => {
                let (seat, shop) = (self.seat(seat)?, self.shop().clone());
                if most == 0 || most > LONGEST_FILM {
                    return Err(trouble!(
                        "most is {most}, but must be a whole number from 1 to {LONGEST_FILM}",
                        "most 是 {most}，应为 1 到 {LONGEST_FILM} 之间的整数"
                    ));
                }
                if let Some(diary) = self.diary() {
                    return Ok(shown(self.steps(), diary.stills(seat, most, adviser)));
                }
                let world = world.map_or(World::evaluation(), World::training);
                let steps = self.steps();
                self.set_filmed(world, episode);
                Ok(shown(steps, film(&shop, self.players_mut(), adviser, seat, world, episode, most)))
            }
            Ask::Pictures { seat, ref at, day, shown } => {
                if let (Some((world, episode)), Some(day)) = (self.filmed(), day) {
                    let shop = self.shop().clone();
                    rewind(&shop, self.players_mut(), world, episode, u32::min(day, LONGEST_FILM));
                }
                self.pictures(self.seat(seat)?, at, shown).map(Told::Pictures)
            }
            Ask::Map { seat, ref at, across, down } => self.map(self.seat(seat)?, at, across, down).map(Told::Map),
        }
    }

    /// A seat that there is.
    fn seat(&self, seat: u32) -> Result<usize, Trouble> {
        let n = self.shop().spec().seats.len();
        if (seat as usize) < n {
            return Ok(seat as usize);
        }
        Err(trouble!(
            "seat is {seat}, but the world has {n}, counted from 0",
            "seat 是 {seat}，但只有 {n} 个席位（从 0 起）"
        ))
    }

    fn now(&self, seat: usize, adviser: Option<&dyn Agent>) -> Now {
        let seen = Seen { observation: self.observation(seat), mask: self.mask(seat) };
        let agent = self.players()[seat].agent();
        let (episode, period) = self.episode();
        Now {
            steps: self.steps(),
            world: self.seed(),
            episode,
            period,
            observation: seen.observation.to_vec(),
            thought: agent.map_or_else(Thought::default, |a| a.explain(seen).into()),
            advice: adviser.map_or_else(Thought::default, |a| a.explain(seen).into()),
            diagnostics: agent.map_or_else(Vec::new, |a| told(a.diagnostics())),
            scene: travelling(self.scene()),
        }
    }

    fn map(&self, seat: usize, at: &[f64], across: u32, down: Option<u32>) -> Result<Map, Trouble> {
        let spec = &self.shop().spec().seats[seat];
        let seen = &spec.observation;
        fits(at, seen)?;
        let columns = axis("across", seen, across)?;
        let rows = match down {
            Some(down) => axis("down", seen, down)?,
            None => vec![0.0],
        };
        let n = columns.len().saturating_mul(rows.len());
        if n > MOST_CELLS {
            return Err(trouble!(
                "the map would have {n} cells, and at most {MOST_CELLS} are drawn",
                "图将有 {n} 格，最多画 {MOST_CELLS} 格"
            ));
        }
        let agent = self.players()[seat]
            .agent()
            .ok_or_else(|| trouble!("the visitor's mind cannot be mapped", "无法绘制访客的想法"))?;
        let mask = vec![true; spec.actions.choices().unwrap_or(0)];
        let keeps_each = down.is_none() && n.saturating_mul(mask.len()) <= MOST_VALUES;
        let choices = if keeps_each { mask.len() } else { 0 };
        let mut observation = at.to_vec();
        let mut map = Map { at: observation.clone(), across: columns, down: rows, ..Map::default() };
        for i in 0..n {
            if let Some(down) = down {
                observation[down as usize] = map.down[i / map.across.len()];
            }
            observation[across as usize] = map.across[i % map.across.len()];
            map.add(&agent.explain(Seen { observation: &observation, mask: &mask }), choices);
        }
        [&mut map.values, &mut map.visits].into_iter().for_each(forget_if_unknown);
        Ok(map)
    }

    /// The pictures of a seat's mind; who has none, the visitor among them, has an empty gallery.
    fn pictures(&self, seat: usize, at: &[f64], shown: u32) -> Result<Gallery, Trouble> {
        let spec = &self.shop().spec().seats[seat];
        fits(at, &spec.observation)?;
        let mask = vec![true; spec.actions.choices().unwrap_or(0)];
        let agent = self.players()[seat].agent();
        let mut all = agent.map_or_else(Vec::new, |agent| agent.pictures(Seen { observation: at, mask: &mask }));
        let mut gallery = Gallery::default();
        all.iter().for_each(|picture| gallery.titles.push(picture.title.clone()));
        let shown = usize::min(shown as usize, all.len().saturating_sub(1));
        // Only what is looked at travels.
        if shown < all.len() {
            gallery.picture = all.swap_remove(shown);
        }
        Ok(gallery)
    }
}

impl Map {
    /// The next cell, with the numbers of so many choices.
    fn add(&mut self, opinion: &Opinion, choices: usize) {
        // Chances are no worth.
        let worth = if opinion.values_are == Values::Worth { &opinion.values[..] } else { &[] };
        let best = worth.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        self.cells.push(Cell {
            choice: opinion.choice.map(|c| c as u32),
            value: best.is_finite().then_some(best),
            visits: (!opinion.visits.is_empty()).then(|| opinion.visits.iter().sum()),
        });
        for (all, some) in [(&mut self.values, worth), (&mut self.visits, &opinion.visits[..])] {
            // What is not known takes its place too, so that the next column's numbers stand where they belong.
            all.extend((0..choices).map(|choice| some.get(choice).copied().unwrap_or(f64::NAN)));
        }
    }
}

/// Numbers of which none is known need not travel.
fn forget_if_unknown(all: &mut Vec<f64>) {
    if all.iter().all(|x| x.is_nan()) {
        all.clear();
    }
}

/// An observation has as many numbers as its seat sees.
fn fits(at: &[f64], seen: &[Dimension]) -> Result<(), Trouble> {
    let (n, wanted) = (at.len(), seen.len());
    if n == wanted {
        return Ok(());
    }
    Err(trouble!("at has {n} numbers, but must have {wanted}", "at 有 {n} 个数，应有 {wanted} 个"))
}

/// The values of one of the numbers that are seen, a level each.
fn axis(name: &str, seen: &[Dimension], i: u32) -> Result<Vec<f64>, Trouble> {
    let n = seen.len();
    let dimension = seen.get(i as usize).ok_or_else(|| {
        trouble!(
            "{name} is {i}, but {n} numbers are seen, counted from 0",
            "{name} 是 {i}，但观察只有 {n} 个数（从 0 起）"
        )
    })?;
    Ok((0..dimension.levels).map(|level| dimension.value(level)).collect())
}
