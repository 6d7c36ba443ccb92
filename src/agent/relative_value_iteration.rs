//! Relative value iteration: the exact optimum of the average reward (White 1963; Puterman, section 8.5).
//!
//! Deviation: a few sweeps of the found policy between two sweeps of the optimality equation (modified policy
//! iteration), which changes the time to the answer and not the answer.

use super::{AgentEntry, Build, Case, Family, Knows, needs_model, planned};
use crate::base::text::cited;
use crate::base::{Text, Trouble};
use crate::sim::Objective;
use crate::trouble;

pub static ENTRY: AgentEntry = AgentEntry {
    id: "relative-value-iteration",
    label: Text::new("Optimum (relative value iteration)", "最优解（相对值迭代）"),
    story: Text::new(
        "Is told everything and works out the best decision of every situation.",
        "知道一切，算出每种情形下最好的决定。",
    ),
    family: Family::Planning,
    knows: |_| Knows::Model,
    params: &[],
    paper: cited(
        "White, D. J. (1963), Dynamic programming, Markov chains, and the method of successive approximations, Journal of Mathematical Analysis and Applications 6, 373–376",
    ),
    fits,
    build: Build::Agent(planned::build),
};

fn fits(case: &Case<'_>) -> Result<(), Trouble> {
    match case.spec.objective {
        Objective::Average if case.facts.model.is_some_and(|m| m.ends()) => Err(trouble!(
            "this world can end, and an average for ever needs one that goes on",
            "这个环境会结束，而长期平均需要一直持续的环境"
        )),
        Objective::Average => needs_model(case),
        _ => Err(trouble!(
            "it plans for the average reward, and this world counts another objective: use value iteration",
            "它针对平均奖励做规划，而这里的目标不同：请用值迭代"
        )),
    }
}
