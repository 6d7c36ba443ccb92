//! The lab's controls: the shop's form, the contestants and theirs, and the bar that runs, pauses and steps.
//!
//! Forms are made from the parameter rows; nothing here names a simulator or an agent. What is typed stays as it is
//! until it is entered, and what cannot be entered stays with the sentence that says why.

mod field;
mod files;
mod hand;
mod icons;
mod inside;
mod pacer;
mod scenes;
mod shop;
mod team;
mod toolbar;
mod viewing;
mod watch;

use super::experiment::Trained;
use super::screen::Screen;
use super::texts::Lang;
use super::theme::likes_stillness;
use crate::base::{Setting, Trouble};
use crate::run::edit::{Edit, Place};
use crate::run::scenario::{Budget, Contestant, MOST_CONTESTANTS, Scenario, Seeds, Stop};
use crate::trouble;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;

pub use files::{hear_drops, opened};
pub use inside::{asked, inside};
pub use pacer::{FULL_SPEED, Pace, Pacer};
pub use scenes::scene;
pub use shop::shop;
pub use team::{Candidate, candidates, team};
pub use toolbar::{pause_or_run, tabs, toolbar};
pub use viewing::viewing;
pub use watch::{LONGEST, watch};

#[wasm_bindgen]
extern "C" {
    /// What an event happened to, where that has a value.
    pub type Control;

    #[wasm_bindgen(method, getter)]
    fn value(this: &Control) -> String;

    #[wasm_bindgen(method, setter)]
    fn set_value(this: &Control, value: &str);

    #[wasm_bindgen(method, getter)]
    fn checked(this: &Control) -> bool;

    /// The number that a text is, by the browser's own rules; NaN where it is none.
    #[wasm_bindgen(js_name = Number)]
    pub fn number(text: &str) -> f64;
}

/// The control that an event happened to.
pub fn control(event: &web_sys::Event) -> Option<Control> {
    event.target().map(JsCast::unchecked_into)
}

/// Something that can be typed.
#[derive(Clone, Debug, PartialEq)]
pub enum Field {
    /// A parameter of the shop.
    Shop(&'static str),
    /// A parameter of a contestant's seat.
    Agent(Place, &'static str),
    Label(String),
    SeedCount,
    FirstSeed,
    Budget,
    /// The reward at which runs stop, as the charts show it.
    StopAt,
    /// After how many evaluations without a better one they stop.
    Patience,
    /// A number of the visitor's next move.
    Move(usize),
}

impl Field {
    /// A name for the page's elements.
    pub fn id(&self) -> String {
        match self {
            Field::Shop(id) => format!("sim.{id}"),
            Field::Agent(place, id) => format!("{}.{}.{id}", place.key, place.seat),
            Field::Label(key) => format!("{key}.label"),
            Field::SeedCount => "seeds.count".into(),
            Field::FirstSeed => "seeds.first".into(),
            Field::Budget => "budget.steps".into(),
            Field::StopAt => "stop.reward".into(),
            Field::Patience => "stop.patience".into(),
            Field::Move(i) => format!("move.{i}"),
        }
    }

    /// The change that entering a text makes, if it makes one: a number of a move waits for the whole move.
    fn edit(&self, text: &str, scenario: &Scenario) -> Result<Option<Edit>, Trouble> {
        let setting = || Some(setting(text));
        Ok(Some(match self {
            Field::Move(_) => {
                real(self, text)?;
                return Ok(None);
            }
            Field::Shop(id) => Edit::Shop { id: id.to_string(), setting: setting() },
            Field::Agent(place, id) => Edit::Tune { place: place.clone(), id: id.to_string(), setting: setting() },
            Field::Label(key) => {
                let label = text.trim();
                Edit::Rename { key: key.clone(), label: (!label.is_empty()).then(|| label.to_string()) }
            }
            Field::SeedCount => {
                let count = u32::try_from(whole(self, text)?).unwrap_or(u32::MAX);
                Edit::Seeds(Seeds { count, ..scenario.seeds })
            }
            Field::FirstSeed => Edit::Seeds(Seeds { first: whole(self, text)?, ..scenario.seeds }),
            Field::Budget => Edit::Budget(Some(Budget { steps: whole(self, text)? })),
            Field::StopAt => stopping(scenario, |stop| {
                stop.reward = if is_empty(text) { None } else { Some(real(self, text)?) };
                Ok(())
            })?,
            Field::Patience => stopping(scenario, |stop| {
                let n = if is_empty(text) { None } else { Some(whole(self, text)?) };
                stop.patience = n.map(|n| u32::try_from(n).unwrap_or(u32::MAX));
                Ok(())
            })?,
        }))
    }

    /// The change that gives the preset's or the default's value back.
    fn reset(&self) -> Option<Edit> {
        match self {
            Field::Shop(id) => Some(Edit::Shop { id: id.to_string(), setting: None }),
            Field::Agent(place, id) => Some(Edit::Tune { place: place.clone(), id: id.to_string(), setting: None }),
            Field::Budget => Some(Edit::Budget(None)),
            _ => None,
        }
    }
}

/// What a text means as a setting: a number, true or false, or a word.
fn setting(text: &str) -> Setting {
    let text = text.trim();
    match (text, number(text)) {
        ("true", _) => Setting::Switch(true),
        ("false", _) => Setting::Switch(false),
        ("", _) => Setting::Word(String::new()),
        (_, x) if x.is_nan() => Setting::Word(text.to_string()),
        (_, x) => Setting::Number(x),
    }
}

fn is_empty(text: &str) -> bool {
    text.trim().is_empty()
}

/// The scenario's stop with one thing changed; none where nothing is left of it.
fn stopping(scenario: &Scenario, change: impl FnOnce(&mut Stop) -> Result<(), Trouble>) -> Result<Edit, Trouble> {
    let mut stop = scenario.stop.unwrap_or(Stop { reward: None, patience: None });
    change(&mut stop)?;
    let is_some = stop.reward.is_some() || stop.patience.is_some();
    Ok(Edit::Stop(is_some.then_some(stop)))
}

fn real(field: &Field, text: &str) -> Result<f64, Trouble> {
    let x = number(text.trim());
    if x.is_finite() {
        return Ok(x);
    }
    let (id, start) = (field.id(), text.chars().take(20).collect::<String>());
    Err(trouble!("{id} is “{start}”, but must be a number, or empty", "{id} 是“{start}”，应为数字，或留空"))
}

fn whole(field: &Field, text: &str) -> Result<u64, Trouble> {
    let x = number(text.trim());
    if !text.trim().is_empty() && x >= 0.0 && x.fract() == 0.0 && x < 9e15 {
        return Ok(x as u64);
    }
    let (id, start) = (field.id(), text.chars().take(20).collect::<String>());
    Err(trouble!("{id} is “{start}”, but must be a whole number", "{id} 是“{start}”，应为整数"))
}

/// A text that has been typed and not been taken, and why.
struct Draft {
    field: Field,
    text: String,
    trouble: Option<Trouble>,
}

/// What the visitor asks for.
pub enum Asked {
    Type(Field, String),
    Enter(Field, String),
    Reset(Field),
    Edit(Edit),
    Pace(Pace),
    Speed(usize),
    /// The same seeds from the beginning.
    Again,
    /// The seeds after these.
    NewSeeds,
    Show(Part),
    CopyLink,
    /// Whether the browser let the link be copied.
    Copied(bool),
    /// Shows the runs in another way.
    Look(Screen),
    /// Watches a contestant.
    Watch(usize),
    /// Films another episode of the policy as it stands now.
    Film,
    /// Films the same episode.
    Refilm,
    /// The visitor's decision: the number of a choice, or the numbers of a box.
    Decide(Vec<f64>),
    /// Takes away what a contestant has learned.
    Keep(usize),
    /// Plays a kept team from the bytes of its file, if they could be read.
    Open(Result<Vec<u8>, Trouble>),
    /// Has the film play by itself, or stand still.
    Play(bool),
    /// It plays, and a day has passed.
    NextDay,
    /// Goes to a moment of the film.
    Shot(usize),
    /// Maps the policy around the moment that was gone to, unless another was gone to since.
    Around(usize),
}

/// The parts of the lab that take turns on a narrow screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Shop,
    Team,
    Inside,
    Results,
}

impl Part {
    pub const ALL: [Part; 4] = [Part::Shop, Part::Team, Part::Inside, Part::Results];

    pub fn id(self) -> &'static str {
        match self {
            Part::Shop => "shop",
            Part::Team => "team",
            Part::Inside => "inside",
            Part::Results => "results",
        }
    }
}

pub type Ask = Rc<dyn Fn(Asked)>;

/// The state of the forms.
pub struct Lab {
    drafts: Vec<Draft>,
    /// Why contestants had to leave at the last change.
    pub left_out: Vec<Trouble>,
    /// Those who had to leave, each with his place: they come back with a shop that they fit.
    pub bench: Vec<(usize, Contestant)>,
    /// Whether the film plays by itself, and whether its next day is on its way.
    pub playing: bool,
    pub ticking: bool,
    /// Contestants that came from a file.
    pub trained: Vec<Trained>,
    /// Why a file could not be opened.
    pub not_opened: Option<Trouble>,
    /// Why the visitor's last move cannot be made.
    pub forbidden: Option<Trouble>,
    pub candidates: Vec<Candidate>,
    pub part: Part,
    pub screen: Screen,
    pub ask: Ask,
}

impl Lab {
    pub fn new(ask: Ask) -> Lab {
        Lab {
            drafts: Vec::new(),
            left_out: Vec::new(),
            bench: Vec::new(),
            playing: !likes_stillness(),
            ticking: false,
            trained: Vec::new(),
            not_opened: None,
            forbidden: None,
            candidates: Vec::new(),
            part: Part::Results,
            screen: Screen::default(),
            ask,
        }
    }

    /// Another scenario comes, with its screen: whatever belonged to the old one goes.
    pub fn another(&mut self, screen: Screen) {
        // A link to a day shows that day.
        self.playing &= screen.day == 0;
        self.screen = screen;
        self.forget_all();
        self.left_out.clear();
        self.bench.clear();
        self.trained.clear();
    }

    /// What a link is to say of the screen. A film that plays by itself has no day of its own.
    pub fn linked(&self) -> Screen {
        let day = if self.playing { 0 } else { self.screen.day };
        Screen { day, ..self.screen.clone() }
    }

    /// The scenario with those who wait in their places, and those for whom there is no room.
    pub fn with_bench(&self, scenario: &Scenario) -> (Scenario, Vec<(usize, Contestant)>) {
        let (mut all, mut no_room) = (scenario.clone(), Vec::new());
        for (place, contestant) in &self.bench {
            let mut contestant = contestant.clone();
            // Somebody may have come meanwhile and have the same key.
            while all.contestants.iter().any(|other| other.key == contestant.key) {
                contestant.key.push('2');
            }
            if all.contestants.len() < MOST_CONTESTANTS {
                all.contestants.insert(usize::min(*place, all.contestants.len()), contestant);
            } else {
                no_room.push((*place, contestant));
            }
        }
        (all, no_room)
    }

    /// Those of a scenario who are no longer in what became of it.
    pub fn benched(all: &Scenario, left: &Scenario) -> Vec<(usize, Contestant)> {
        let gone = |(_, c): &(usize, &Contestant)| left.contestants.iter().all(|other| other.key != c.key);
        all.contestants.iter().enumerate().filter(gone).map(|(place, c)| (place, c.clone())).collect()
    }

    /// Keeps a text that is being typed.
    pub fn typed(&mut self, field: Field, text: String) {
        self.forget(&field);
        self.drafts.push(Draft { field, text, trouble: None });
    }

    /// The change that entering a text makes; what is refused stays with its reason.
    pub fn entered(&mut self, field: &Field, text: &str, scenario: &Scenario) -> Option<Edit> {
        match field.edit(text, scenario) {
            Ok(Some(edit)) => Some(edit),
            Ok(None) => {
                self.typed(field.clone(), text.to_string());
                None
            }
            Err(trouble) => {
                self.refused(field.clone(), text.to_string(), trouble);
                None
            }
        }
    }

    pub fn refused(&mut self, field: Field, text: String, trouble: Trouble) {
        self.forget(&field);
        self.drafts.push(Draft { field, text, trouble: Some(trouble) });
    }

    pub fn forget(&mut self, field: &Field) {
        self.drafts.retain(|draft| draft.field != *field);
    }

    pub fn forget_all(&mut self) {
        self.drafts.clear();
    }

    pub fn reset(&mut self, field: &Field) -> Option<Edit> {
        self.forget(field);
        field.reset()
    }

    fn draft(&self, field: &Field) -> Option<&Draft> {
        self.drafts.iter().find(|draft| draft.field == *field)
    }

    fn trouble(&self, field: &Field, lang: Lang) -> Option<String> {
        Some(lang.trouble(self.draft(field)?.trouble.as_ref()?))
    }
}
