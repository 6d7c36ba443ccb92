//! Teams that were kept: those that came from files, those that are taken away; and runs that stopped.

use super::Experiment;
use crate::base::text::Words;
use crate::run::kept::{Kept, Learned};
use crate::run::protocol::{Job, ToWorker};
use crate::run::scenario::Contestant;
use crate::web::contestants::Face;
use crate::web::texts::Lang;

/// A contestant that came from a file, with what it has learned.
pub struct Trained {
    pub contestant: Contestant,
    pub learned: Learned,
}

impl Trained {
    /// It stays trained as long as its agents and their parameters are those of the file.
    fn is(&self, contestant: &Contestant) -> bool {
        self.contestant.key == contestant.key && self.contestant.seats == contestant.seats
    }
}

impl Experiment {
    /// Has those play as they stand who came from files; who is no longer there is forgotten, because another one may
    /// come to have its key.
    pub fn train(&mut self, trained: &mut Vec<Trained>) {
        let all = &self.scenario.contestants;
        trained.retain(|known| all.iter().any(|contestant| known.is(contestant)));
        let learned = |contestant: &Contestant| Some(trained.iter().find(|t| t.is(contestant))?.learned.clone());
        self.trained = all.iter().map(learned).collect();
    }

    /// What a contestant from a file has learned.
    pub fn learned(&self, contestant: usize) -> Option<&Learned> {
        self.trained.get(contestant)?.as_ref()
    }

    /// Has a contestant's team made ready to be taken away; the message for whoever has its run, if one is needed.
    pub fn keep(&mut self, contestant: usize) -> Option<(Job, ToWorker)> {
        let job = self.job_of(contestant);
        let Some(learned) = self.learned(contestant).cloned() else { return Some((job, ToWorker::Learned { job })) };
        self.handed_over(job, learned);
        None
    }

    pub(super) fn handed_over(&mut self, job: Job, learned: Learned) {
        let contestants = 0..self.checked.entrants.len();
        if let Some(contestant) = contestants.into_iter().find(|i| self.job_of(*i) == job) {
            self.ready = Some((contestant, Kept::of(&self.scenario, contestant, learned)));
        }
    }

    /// A team that is ready to be taken away, once.
    pub fn take_ready(&mut self) -> Option<(usize, Kept)> {
        self.ready.take()
    }

    /// Why runs of a contestant have stopped, each reason once with its seeds.
    fn stops(&self, contestant: usize, lang: Lang) -> Vec<(String, &Words)> {
        let mut stops: Vec<(String, &Words)> = Vec::new();
        for frame in self.slots_of(contestant).iter().filter_map(|slot| slot.frame.as_ref()) {
            let Some(why) = &frame.stopped else { continue };
            let seed = frame.seed.to_string();
            match stops.iter_mut().find(|(_, known)| *known == why) {
                Some((seeds, _)) => *seeds = [seeds.as_str(), lang.texts().comma, &seed].concat(),
                None => stops.push((seed, why)),
            }
        }
        stops
    }

    /// Writes into a contestant's line that it came from a file, and which of its runs have stopped.
    pub(super) fn mark(&self, contestant: usize, face: &mut Face, lang: Lang) {
        let texts = lang.texts();
        if let Some(learned) = self.learned(contestant) {
            for words in [texts.comma, texts.as_kept, &learned.steps.to_string(), texts.as_kept_steps] {
                face.about.push_str(words);
            }
        }
        for (seeds, _) in self.stops(contestant, lang) {
            let so_far = if face.stopped.is_empty() { texts.stopped } else { &face.stopped };
            let before = if face.stopped.is_empty() { texts.colon } else { texts.comma };
            face.stopped = [so_far, before, texts.seed, " ", &seeds].concat();
        }
    }

    /// A sentence for each reason for which runs of a contestant have stopped, in the command line's words.
    pub(super) fn stopped(&self, faces: &[Face], lang: Lang) -> Vec<String> {
        let (texts, mut told) = (lang.texts(), Vec::new());
        for (contestant, face) in faces.iter().enumerate() {
            for (seeds, why) in self.stops(contestant, lang) {
                let (colon, why) = (texts.colon, lang.words(why));
                told.push([&face.label, colon, texts.seed, " ", &seeds, " ", texts.stopped, colon, &why].concat());
            }
        }
        told
    }
}
