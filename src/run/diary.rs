//! The visitor's diary: the episode that he plays, period by period, so that he can be told what his decisions cost.
//!
//! It is kept only in runs that have a seat for him. An episode can be read until the first move of the next one.

use crate::agent::{Agent, Opinion};
use crate::run::film::{LONGEST_FILM, Still};
use crate::run::seats::Buffers;

/// The last periods of an episode.
#[derive(Default)]
pub struct Diary {
    pages: Vec<Page>,
}

/// What all seats saw, did and earned in a period, and the world afterwards.
struct Page {
    moment: Buffers,
    scene: Vec<(&'static str, f64)>,
}

impl Diary {
    /// Writes down a period that was played; the first one of an episode begins anew.
    pub fn write(&mut self, is_first: bool, moment: &Buffers, scene: Vec<(&'static str, f64)>) {
        if is_first {
            self.pages.clear();
        } else if self.pages.len() == LONGEST_FILM as usize {
            self.pages.remove(0);
        }
        self.pages.push(Page { moment: moment.clone(), scene });
    }

    /// The last periods of a seat, `most` of them at most, with what the adviser thinks of them now.
    pub fn stills(&self, seat: usize, most: u32, adviser: Option<&dyn Agent>) -> Vec<Still> {
        let skipped = self.pages.len().saturating_sub(most as usize);
        let still = |page: &Page| {
            let Buffers { seats, actions, rewards } = &page.moment;
            let seen = seats[seat].seen();
            Still {
                observation: seen.observation.to_vec(),
                opinion: Opinion::default(),
                advice: adviser.map_or_else(Opinion::default, |a| a.explain(seen)),
                action: actions[seat].clone(),
                reward: rewards[seat],
                lesson: None,
                scene: page.scene.clone(),
            }
        };
        self.pages[skipped..].iter().map(still).collect()
    }
}
