//! Random: any choice that is allowed, each as likely; any point of a box. What every method must beat.

use super::exploration::any_choice;
use super::{Agent, AgentEntry, Build, Case, Family, Knows, Mode, Seen};
use crate::base::text::cited;
use crate::base::{Action, Actions, Rng, Text};

pub static ENTRY: AgentEntry = AgentEntry {
    id: "random",
    label: Text::new("Random", "随机"),
    story: Text::new("Rolls a die every day. What everybody must beat.", "每天掷骰子。人人都该胜过它。"),
    family: Family::Random,
    knows: |_| Knows::Nothing,
    params: &[],
    paper: cited(""),
    fits: |_| Ok(()),
    build: Build::Agent(|case: &Case<'_>| Ok(Box::new(Random { actions: case.spec.seats[case.seat].actions.clone() }))),
};

struct Random {
    actions: Actions,
}

impl Agent for Random {
    fn act(&mut self, _lane: usize, seen: Seen<'_>, rng: &mut Rng, _mode: Mode, action: &mut Action) {
        match &self.actions {
            Actions::Choices(_) => action.choice = any_choice(seen.mask, rng),
            Actions::Box(dimensions) => {
                for (value, d) in action.values.iter_mut().zip(dimensions) {
                    *value = d.low + (d.high - d.low) * rng.uniform();
                }
            }
        }
    }
}
