//! An agent as it stands: it plays what it has learned and learns no more.

use super::picture::Picture;
use super::{Agent, Mode, Note, Opinion, Seen};
use crate::base::{Action, Rng, Trouble};

/// A trained agent that is only played.
pub struct Frozen(pub Box<dyn Agent>);

impl Agent for Frozen {
    fn lanes(&self) -> usize {
        self.0.lanes()
    }

    fn begin(&mut self, lane: usize) {
        self.0.begin(lane);
    }

    fn act(&mut self, lane: usize, seen: Seen<'_>, rng: &mut Rng, _mode: Mode, action: &mut Action) {
        self.0.act(lane, seen, rng, Mode::Exploit, action);
    }

    fn diagnostics(&self) -> Vec<Note> {
        self.0.diagnostics()
    }

    fn save(&self) -> Vec<u8> {
        self.0.save()
    }

    fn load(&mut self, saved: &[u8]) -> Result<(), Trouble> {
        self.0.load(saved)
    }

    fn explain(&self, seen: Seen<'_>) -> Opinion {
        self.0.explain(seen)
    }

    fn pictures(&self, seen: Seen<'_>) -> Vec<Picture> {
        self.0.pictures(seen)
    }
}
