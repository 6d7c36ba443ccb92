//! A session: all runs of a scenario, or of worlds from outside the registry, advanced in turn.

use crate::base::Trouble;
use crate::base::hash::Fingerprint;
use crate::run::scenario::Checked;
use crate::run::training::{Progress, Run};

/// Runs in the order (contestant, seed).
pub struct Session {
    pub runs: Vec<Run>,
}

impl Session {
    pub fn new(checked: &Checked) -> Result<Session, Trouble> {
        let mut runs = Vec::new();
        for entrant in &checked.entrants {
            for i in 0..checked.seeds.count {
                runs.push(Run::new(&checked.shop, entrant, checked.seeds.first + i as u64, checked.schedule)?);
            }
        }
        Ok(Session { runs })
    }

    /// Every run goes on by `periods`; what each says.
    pub fn advance(&mut self, periods: u64) -> Vec<Progress> {
        self.runs.iter_mut().map(|run| run.advance(periods)).collect()
    }

    /// Until nothing can go on without the visitor.
    pub fn finish(&mut self) {
        while self.advance(100_000).contains(&Progress::Running) {}
    }

    pub fn fingerprint(&self) -> u64 {
        fingerprint_of(self.runs.iter().map(Run::fingerprint))
    }
}

/// The fingerprint of several runs together, in the order (contestant, seed).
pub fn fingerprint_of(runs: impl Iterator<Item = u64>) -> u64 {
    let mut all = Fingerprint::default();
    runs.for_each(|run| all.add(run));
    all.value()
}
