//! The front page: four shops that run at once, unasked. The store with its four teams is large, its four shops play
//! beside the curves; below, small, its three decisions one by one. One tap opens any of them in the lab.

mod drawn;
mod shopfront;
mod shows;

pub use drawn::PARTS;

use super::experiment::{Experiment, State, View};
use super::lab::LONGEST;
use super::screen::Screen;
use super::texts::Lang;
use super::theme::likes_stillness;
use crate::base::Trouble;
use crate::run::inside::{Ask, Shot};
use crate::run::protocol::{FromWorker, Job, ToWorker};
use shows::{About, SHOWS};
use std::cell::RefCell;
use std::rc::Rc;

/// A shop of the front page as far as it has been heard of.
struct Show {
    about: &'static About,
    experiment: Experiment,
    /// What was last drawn of it; nothing where more has been heard since.
    drawn: RefCell<Option<Rc<View>>>,
}

pub struct Front {
    shows: Vec<Show>,
    lang: Lang,
    /// The small ones begin when the large one has something to show.
    waiting: Vec<(Job, ToWorker)>,
    /// When the shops were filmed last, in milliseconds, and whether all had learned by then.
    filmed: (f64, bool),
    /// The day of the film, and whether days go by by themselves.
    pub day: usize,
    pub moves: bool,
}

/// The shops are filmed anew so often while they learn, in milliseconds.
const BETWEEN_FILMS: f64 = 4_000.0;

impl Front {
    pub fn new(lang: Lang, mut next_job: Job) -> Result<Front, Trouble> {
        let mut shows = Vec::new();
        for about in &SHOWS {
            let experiment = Experiment::new(about.scenario(lang), next_job)?;
            next_job = experiment.next_job();
            shows.push(Show { about, experiment, drawn: RefCell::default() });
        }
        let waiting = shows.iter().skip(1).flat_map(|show| show.experiment.tasks()).collect();
        Ok(Front { shows, lang, waiting, filmed: (f64::NEG_INFINITY, false), day: 0, moves: !likes_stillness() })
    }

    pub fn next_job(&self) -> Job {
        self.shows.last().map_or(0, |show| show.experiment.next_job())
    }

    fn first(&self) -> &Show {
        &self.shows[0]
    }

    /// What is to be done at once.
    pub fn tasks(&self) -> Vec<(Job, ToWorker)> {
        self.first().experiment.tasks()
    }

    /// The teams that run the large one, by number.
    fn teams(&self) -> std::ops::Range<usize> {
        0..self.first().experiment.checked.entrants.len()
    }

    /// Whether this is so for each of them.
    fn all(&self, is: fn(&Experiment, usize) -> bool) -> bool {
        self.teams().all(|i| is(&self.first().experiment, i))
    }

    /// What is to be done when the large one has something to show.
    pub fn more_tasks(&mut self) -> Vec<(Job, ToWorker)> {
        if self.all(Experiment::has_begun) { std::mem::take(&mut self.waiting) } else { Vec::new() }
    }

    pub fn hear(&mut self, answer: FromWorker) {
        let job = match &answer {
            FromWorker::Frame { job, .. }
            | FromWorker::Measured { job, .. }
            | FromWorker::Inside { job, .. }
            | FromWorker::Failed { job: Some(job), .. } => *job,
            _ => return,
        };
        if let Some(show) = self.shows.iter_mut().find(|show| show.experiment.owns(job)) {
            show.drawn.take();
            show.experiment.hear(answer);
        }
    }

    /// The films that are wanted now: all four together, so that they show the same days.
    pub fn films(&mut self, now: f64) -> Vec<(Job, Ask)> {
        let learned = self.all(Experiment::is_over);
        let (when, last) = self.filmed;
        if !self.all(Experiment::has_begun) || last || (!learned && now - when < BETWEEN_FILMS) {
            return Vec::new();
        }
        let ask = Ask::Film { seat: 0, world: None, episode: 0, most: LONGEST };
        let films = self.teams().map(|i| (self.first().experiment.job_of(i), ask.clone())).collect();
        self.filmed = (now, learned);
        films
    }

    /// The next day of the shops; after the last one the first.
    pub fn next_day(&mut self) {
        let days = self.first().experiment.film(0).map_or(1, <[Shot]>::len);
        self.day = (self.day + 1) % usize::max(days, 1);
    }

    pub fn state(&self) -> State {
        let states = || self.shows.iter().map(|show| show.view(self.lang).state);
        if states().all(|state| state == State::Finished) {
            return State::Finished;
        }
        if states().all(|state| state == State::Starting) { State::Starting } else { State::Running }
    }
}

impl Show {
    fn view(&self, lang: Lang) -> Rc<View> {
        self.drawn
            .borrow_mut()
            .get_or_insert_with(|| {
                let screen = Screen { brief: true, ..Screen::default() };
                Rc::new(self.experiment.view(&screen, lang))
            })
            .clone()
    }
}
