//! What the screen shows of a run, which travels in the link beside the scenario and never changes a bit of it.

use super::lab::number;
use crate::base::Named;
use crate::chart::curves::{Across, Middle};

/// What the heights of the chart are.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Measure {
    /// As the world counts: euros a day.
    #[default]
    Raw,
    /// 0 is the simple rule, 1 the optimum.
    Score,
    /// The difference from this contestant in the same worlds.
    Versus(String),
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Screen {
    pub measure: Measure,
    pub across: Across,
    pub middle: Middle,
    /// Whether the lines of zero and one have short names, where there is little room. It does not travel.
    pub brief: bool,
    /// Whether each seed has a faint line.
    pub runs: bool,
    /// Whether what was earned while learning stands beside each curve.
    pub earned: bool,
    /// The contestant whose shop is watched, counted from 0, and the episode and the day of the film.
    pub watched: usize,
    /// Which of his seats is watched and looked into, counted from 0.
    pub seat: usize,
    pub episode: u64,
    pub day: usize,
    /// Which layer of the map is shaded; empty for the usual one.
    pub map: String,
    /// Which picture of the mind is looked at, counted from 0.
    pub picture: usize,
    /// The visitor's decisions, in the order of his turns: they are made again where his run is begun again. A choice
    /// is one whole number, a box has as many numbers as it has dimensions.
    pub moves: Vec<Vec<f64>>,
}

const VERSUS: &str = "vs.";

impl Screen {
    /// Reads a link's view. What it does not know it leaves as usual: a view is no reason to refuse a link.
    pub fn read(view: &Named<String>) -> Screen {
        let word = |name: &str| view.get(name).map_or("", |word| word.as_str());
        let number = |name: &str| word(name).parse().unwrap_or(0);
        Screen {
            measure: Measure::of(word("y")),
            across: across_of(word("x")),
            middle: if word("middle") == "iqm" { Middle::Iqm } else { Middle::Mean },
            brief: false,
            runs: word("runs") == "on",
            earned: word("earned") == "on",
            watched: number("watch"),
            seat: number("seat"),
            episode: number("episode") as u64,
            day: number("day"),
            map: word("map").to_string(),
            picture: number("picture"),
            moves: word("moves").split('.').map_while(read_move).collect(),
        }
    }

    /// Only what differs from the usual, so that links stay short.
    pub fn write(&self) -> Named<String> {
        let mut view = Named::new();
        let usual = Screen::default();
        let mut put = |name: &str, word: String, is_usual: bool| {
            if !is_usual {
                view.insert(name.to_string(), word);
            }
        };
        put("y", self.measure.id(), self.measure == usual.measure);
        put("x", across_id(self.across).to_string(), self.across == usual.across);
        put("middle", "iqm".to_string(), self.middle == usual.middle);
        put("runs", "on".to_string(), !self.runs);
        put("earned", "on".to_string(), !self.earned);
        put("watch", self.watched.to_string(), self.watched == 0);
        put("seat", self.seat.to_string(), self.seat == 0);
        put("episode", self.episode.to_string(), self.episode == 0);
        put("map", self.map.clone(), self.map.is_empty());
        put("picture", self.picture.to_string(), self.picture == 0);
        put("day", self.day.to_string(), self.day == 0);
        let moves: Vec<String> = self.moves.iter().map(|given| write_move(given)).collect();
        put("moves", moves.join("."), moves.is_empty());
        view
    }
}

/// A move as a word: points stand between moves, so that a number has a comma.
fn write_move(given: &[f64]) -> String {
    let numbers: Vec<String> = given.iter().map(|x| x.to_string().replace('.', ",")).collect();
    numbers.join("~")
}

fn read_move(word: &str) -> Option<Vec<f64>> {
    let numbers = word.split('~').map(|x| if x.is_empty() { f64::NAN } else { number(&x.replace(',', ".")) });
    Some(numbers.collect()).filter(|given: &Vec<f64>| given.iter().all(|x| x.is_finite()))
}

impl Measure {
    pub fn id(&self) -> String {
        match self {
            Measure::Raw => "raw".to_string(),
            Measure::Score => "score".to_string(),
            Measure::Versus(key) => format!("{VERSUS}{key}"),
        }
    }

    pub fn of(id: &str) -> Measure {
        match id.strip_prefix(VERSUS) {
            Some(key) => Measure::Versus(key.to_string()),
            None if id == "score" => Measure::Score,
            None => Measure::Raw,
        }
    }
}

const ACROSS: [(Across, &str); 3] =
    [(Across::Steps, "steps"), (Across::Episodes, "episodes"), (Across::Seconds, "seconds")];

pub fn across_id(across: Across) -> &'static str {
    ACROSS.iter().find(|(a, _)| *a == across).map_or("steps", |(_, name)| name)
}

pub fn across_of(id: &str) -> Across {
    ACROSS.iter().find(|(_, name)| *name == id).map_or_else(Across::default, |(a, _)| *a)
}
