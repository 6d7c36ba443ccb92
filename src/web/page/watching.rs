//! What the page does while somebody is watched: films of his policy, which play by themselves, and his inside; and
//! the visitor's own game, which goes on by what he has decided.

use super::Page;
use crate::run::film::LONGEST_FILM;
use crate::run::inside::Ask;
use crate::run::protocol::Job;
use crate::web::clerk::now;
use crate::web::experiment::Experiment;
use crate::web::lab::{Asked, LONGEST, asked};
use crate::web::pool::later;
use crate::web::screen::Screen;

/// When who was last looked at.
#[derive(Default)]
pub struct Watching {
    /// The run that was filmed by itself, and how far it was then.
    filmed: Option<(Job, u64)>,
    /// The run and the seat that was first looked into once its film was there, which says where to look.
    looked_into: Option<(Job, usize, u32)>,
    /// The turn that the visitor had last. What was under way meanwhile shows it once more, and it must not be taken
    /// for the next one.
    had: Option<Turn>,
    /// How many days of the visitor's were last shown.
    days: usize,
    /// When was last filmed and looked inside, in milliseconds.
    looked: f64,
}

/// Of which run, the how manieth, and how many workers had died by then: whoever replaces one asks for all of them anew.
type Turn = (Job, usize, u32);

/// An episode is filmed and the inside looked at so often while they change: both at once, so that all that is shown
/// is of one moment.
const BETWEEN_LOOKS: f64 = 900.0;

/// Milliseconds that a day of a film takes.
const A_DAY: i32 = 900;

impl Page {
    /// What the visitor decides at the turn that waits for him.
    pub(super) fn decide(&mut self, given: Vec<f64>) {
        let turn = self.turn();
        self.acting.lab.forbidden = self.opened.borrow().as_ref().and_then(|experiment| experiment.forbids(&given));
        if let Some((_, turns, _)) = turn.filter(|_| self.acting.lab.forbidden.is_none()) {
            // What came later in a game that was left belongs to it.
            self.acting.lab.screen.moves.truncate(turns);
            self.acting.lab.screen.moves.push(given);
            self.go_on_playing();
            self.say();
        }
    }

    /// The film plays, and a day has passed.
    pub(super) fn next_day(&mut self) {
        self.acting.lab.ticking = false;
        if self.front.borrow().is_some() {
            return self.next_day_of_front();
        }
        let Screen { watched, day, .. } = self.acting.lab.screen;
        let opened = self.opened.borrow();
        let days = opened.as_ref().and_then(|e| Some(e.film(watched)?.len()));
        // What is played by hand goes on by hand.
        let by_hand = opened.as_ref().is_some_and(|e| e.is_by_hand(watched));
        drop(opened);
        if self.acting.lab.playing && !by_hand && !self.acting.pacer.hidden {
            // After the last day it begins again.
            self.acting.lab.screen.day = (day + 1) % usize::max(days.unwrap_or(1), 1);
            self.look_inside(false);
            self.play_on();
        }
    }

    /// The turn that waits for the visitor, if he has not had it already.
    fn turn(&self) -> Option<Turn> {
        let opened = self.opened.borrow();
        let experiment = opened.as_ref()?;
        let turn = (experiment.job_of(experiment.visitor()?), experiment.turns()?, self.pool.lost());
        (self.acting.watching.had != Some(turn)).then_some(turn)
    }

    /// Makes the visitor's next move, where it is known: it was just decided, or his run was begun again, or came with
    /// the link.
    fn go_on_playing(&mut self) {
        let refused = self.opened.borrow().as_ref().is_some_and(|experiment| experiment.refused);
        if refused {
            self.acting.watching.had = None;
        }
        let Some(turn) = self.turn() else { return };
        let mut opened = self.opened.borrow_mut();
        let Some(experiment) = opened.as_mut() else { return };
        let ((_, turns, _), moves) = (turn, &mut self.acting.lab.screen.moves);
        if std::mem::take(&mut experiment.refused) {
            // It would be refused again.
            moves.truncate(turns);
        }
        let made = moves.get(turns).and_then(|given| experiment.decide(given));
        drop(opened);
        if let Some((job, message)) = made {
            self.acting.watching.had = Some(turn);
            self.pool.tell(job, &message);
        }
    }

    /// The film goes on by itself, a day at a time; out of sight it rests.
    pub(super) fn play_on(&mut self) {
        if self.days_pass() && !std::mem::replace(&mut self.acting.lab.ticking, true) {
            let ask = self.acting.lab.ask.clone();
            later(A_DAY, move || ask(Asked::NextDay));
        }
    }

    /// Something was heard: whoever is watched may have come further.
    pub(super) fn heard(&mut self) {
        self.take_away();
        self.go_on_playing();
        self.acting.pacer.heard(self.furthest());
        self.film_at_first_and_last();
        self.look_inside_on_a_film();
        let changes = self.opened.borrow().as_ref().is_some_and(|experiment| {
            let watched = self.acting.lab.screen.watched;
            let no_map = experiment.inside(watched).is_none_or(|inside| inside.map.is_none());
            no_map || experiment.finished(watched) == Some(false)
        });
        if changes && now() - self.acting.watching.looked > BETWEEN_LOOKS {
            self.film();
        }
    }

    /// Films the watched contestant by itself when it has begun, and when it has finished.
    pub(super) fn film_at_first_and_last(&mut self) {
        let opened = self.opened.borrow();
        let Some(experiment) = opened.as_ref() else { return };
        let contestant = self.acting.lab.screen.watched;
        let Some(finished) = experiment.finished(contestant) else { return };
        // A visitor's days are filmed one by one.
        let by_hand = experiment.is_by_hand(contestant);
        let steps = experiment.steps_of(contestant);
        // While moves are made again nobody looks on.
        if by_hand && !finished && experiment.turns().is_none_or(|turns| turns < self.acting.lab.screen.moves.len()) {
            return;
        }
        let so_far = if by_hand { steps } else { u64::from(finished) };
        let now = Some((experiment.job_of(contestant), so_far));
        let days = experiment.film(contestant).map_or(0, <[_]>::len);
        drop(opened);
        if by_hand && days > 0 && days != self.acting.watching.days {
            (self.acting.watching.days, self.acting.lab.screen.day) = (days, days - 1);
        }
        if self.acting.watching.filmed != now {
            self.acting.watching.filmed = now;
            self.film();
        }
    }

    /// Has the watched contestant's policy play an episode as it stands, and says how it stands.
    pub(super) fn film(&mut self) {
        self.acting.watching.looked = now();
        let opened = self.opened.borrow();
        let Some(experiment) = opened.as_ref() else { return };
        let Screen { watched: contestant, episode, seat, .. } = self.acting.lab.screen;
        let now = experiment.visitor().and_then(|visitor| experiment.inside(visitor)?.now.as_ref());
        // Where the visitor plays, the others are shown on his days.
        let (world, episode) = now.map_or((None, episode), |now| (Some(now.world), now.episode));
        let all = if now.is_some() { 0..experiment.checked.entrants.len() } else { contestant..contestant + 1 };
        // All of his days, so that the others' first days are his.
        let most = u32::min(u32::max(LONGEST, now.map_or(0, |now| now.period)), LONGEST_FILM);
        let jobs: Vec<Job> = all.map(|i| experiment.job_of(i)).collect();
        drop(opened);
        for job in jobs {
            self.pool.look(job, Ask::Film { seat: seat as u32, world, episode, most });
        }
        // How the visitor stands is asked at once, the rest when the film is there.
        if self.opened.borrow().as_ref().is_some_and(|experiment| experiment.is_by_hand(contestant)) {
            self.look_inside(false);
        }
    }

    /// Another film of whoever is watched is there: now it is known where to look into him.
    fn look_inside_on_a_film(&mut self) {
        let Screen { watched, seat, .. } = self.acting.lab.screen;
        let opened = self.opened.borrow();
        let filmed = opened.as_ref().filter(|experiment| experiment.film(watched).is_some());
        let films = |experiment: &Experiment| experiment.inside(watched).map_or(0, |inside| inside.films);
        let now = filmed.map(|experiment| (experiment.job_of(watched), seat, films(experiment)));
        drop(opened);
        if now.is_some() && self.acting.watching.looked_into != now {
            self.acting.watching.looked_into = now;
            self.look_inside(true);
        }
    }

    /// Another seat is watched: what was heard is of the one before.
    pub(super) fn look_elsewhere(&mut self) {
        if let Some(experiment) = self.opened.borrow_mut().as_mut() {
            experiment.forget_inside();
        }
        self.film();
    }

    /// Asks how the watched contestant stands and what it has learned, with or without the map of its policy.
    pub(super) fn look_inside(&self, map: bool) {
        let opened = self.opened.borrow();
        let Some(experiment) = opened.as_ref() else { return };
        let Screen { watched, seat, .. } = self.acting.lab.screen;
        let (job, asks) = (experiment.job_of(watched), asked(experiment, &self.acting.lab.screen, map));
        drop(opened);
        self.pool.look(job, Ask::Now { seat: seat as u32 });
        asks.into_iter().for_each(|ask| self.pool.look(job, ask));
    }
}
