//! When a run is measured and when it ends, how far it may go for now, and what it says when it comes back.

use crate::run::scenario::Stop;
use serde::{Deserialize, Serialize};

/// How long a run learns and when it is measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Schedule {
    pub steps: u64,
    pub every: u64,
    pub episodes: u32,
    pub stop: Option<Stop>,
}

/// How far a run may go on for now. Where it rests leaves no mark on its bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Leash {
    #[default]
    Free,
    /// Up to so many steps since its beginning.
    Steps(u64),
    /// Up to the end of so many episodes since its beginning.
    Episodes(u64),
    /// So many steps from where it stands.
    MoreSteps(u64),
    /// Up to the end of so many episodes from where it stands.
    MoreEpisodes(u64),
}

impl Leash {
    /// Laid on a run that has come so far.
    pub fn from(self, steps: u64, episodes: u64) -> Leash {
        match self {
            Leash::MoreSteps(more) => Leash::Steps(steps + more),
            Leash::MoreEpisodes(more) => Leash::Episodes(episodes + more),
            leash => leash,
        }
    }

    pub fn is_tight(self, steps: u64, episodes: u64) -> bool {
        match self {
            Leash::Free => false,
            Leash::Steps(most) => steps >= most,
            Leash::Episodes(most) => episodes >= most,
            // On no run yet.
            Leash::MoreSteps(_) | Leash::MoreEpisodes(_) => true,
        }
    }
}

/// What a run says when it comes back.
#[derive(Clone, Debug, PartialEq)]
pub enum Progress {
    Running,
    /// It has come to the end of its leash.
    Resting,
    /// It is the visitor's turn in this seat; [`Run::observation`] shows what he sees, [`Run::answer`] goes on.
    NeedsAction {
        seat: usize,
    },
    Finished,
}

/// A point of the two curves.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    pub steps: u64,
    pub episodes: u64,
    /// What the frozen greedy policy earns in the evaluation worlds; NaN where a visitor plays.
    pub reward: f64,
    /// What was really earned since the last point; NaN where no episode ended.
    pub earned: f64,
    pub metrics: Vec<f64>,
}
