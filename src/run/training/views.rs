//! What a run shows of itself.

use super::{Player, Point, Run, Schedule};
use crate::base::{Action, Trouble, World};
use crate::run::diary::Diary;
use crate::run::{Evaluation, Shop};

impl Run {
    /// What a seat sees at this moment.
    pub fn observation(&self, seat: usize) -> &[f64] {
        &self.lanes[self.lane].now.seats[seat].observation
    }

    pub fn mask(&self, seat: usize) -> &[bool] {
        &self.lanes[self.lane].now.seats[seat].mask
    }

    /// The world whose turn it is, as named numbers for its picture.
    pub fn scene(&self) -> Vec<(&'static str, f64)> {
        self.lanes[self.lane].env.scene()
    }

    /// The episode of that world, and how many of its periods have been played.
    pub fn episode(&self) -> (u64, u32) {
        let lane = &self.lanes[self.lane];
        (lane.episode, lane.period)
    }

    /// What the visitor has lived through in that world, if there is a seat for him.
    pub fn diary(&self) -> Option<&Diary> {
        self.visited.then(|| &self.lanes[self.lane].diary)
    }

    /// The world and the episode of the last film.
    pub fn filmed(&self) -> Option<(World, u64)> {
        self.filmed
    }

    pub fn set_filmed(&mut self, world: World, episode: u64) {
        self.filmed = Some((world, episode));
    }

    pub fn shop(&self) -> &Shop {
        &self.shop
    }

    pub fn players(&self) -> &[Player] {
        &self.players
    }

    pub fn players_mut(&mut self) -> &mut [Player] {
        &mut self.players
    }

    pub fn moves(&self) -> &[Action] {
        &self.moves
    }

    pub fn seed(&self) -> u64 {
        self.seed
    }

    pub fn steps(&self) -> u64 {
        self.steps
    }

    pub fn episodes(&self) -> u64 {
        self.episodes
    }

    pub fn schedule(&self) -> &Schedule {
        &self.schedule
    }

    pub fn finished(&self) -> bool {
        self.finished
    }

    pub fn curve(&self) -> &[Point] {
        &self.curve
    }

    /// Why it ended before its time, where a learner's numbers ran away.
    pub fn trouble(&self) -> Option<&Trouble> {
        self.trouble.as_ref()
    }

    /// The last evaluation.
    pub fn last(&self) -> Option<&Evaluation> {
        self.last.as_ref()
    }

    /// The hash over every point of the curve so far and every evaluation behind it.
    pub fn fingerprint(&self) -> u64 {
        self.fingerprint.value()
    }
}
