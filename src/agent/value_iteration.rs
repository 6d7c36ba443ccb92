//! Value iteration: the exact optimum of a total or discounted reward (Bellman 1957; Puterman, sections 4.5, 6.3).
//!
//! Where episodes are cut after a number of periods, the best decision hangs on the days that are left, and
//! backward induction gives the optimum of exactly what is measured.

use super::{AgentEntry, Build, Case, Family, Knows, needs_model, planned};
use crate::base::text::cited;
use crate::base::{Text, Trouble};
use crate::sim::Objective;
use crate::trouble;

pub static ENTRY: AgentEntry = AgentEntry {
    id: "value-iteration",
    label: Text::new("Optimum (value iteration)", "最优解（值迭代）"),
    story: Text::new(
        "Is told everything and works out the best decision of every situation.",
        "知道一切，算出每种情形下最好的决定。",
    ),
    family: Family::Planning,
    knows: |_| Knows::Model,
    params: &[],
    paper: cited("Bellman, R. (1957), Dynamic Programming, Princeton University Press"),
    fits,
    build: Build::Agent(planned::build),
};

/// Policies that a horizon may need, in decisions: states times periods.
const MOST_DECISIONS: usize = 50_000_000;

fn fits(case: &Case<'_>) -> Result<(), Trouble> {
    if case.spec.objective == Objective::Average {
        return Err(trouble!(
            "it plans for a total, and this world counts the average: use relative value iteration",
            "它针对总和做规划，而这里计平均：请用相对值迭代"
        ));
    }
    needs_model(case)?;
    let periods = case.spec.horizon.unwrap_or(1) as usize;
    let decisions = case.facts.model.map_or(0, |m| m.states()).saturating_mul(periods);
    if decisions > MOST_DECISIONS {
        return Err(trouble!(
            "a plan would hold {decisions} decisions, and at most {MOST_DECISIONS} are allowed",
            "计划将含 {decisions} 个决定，最多允许 {MOST_DECISIONS} 个"
        ));
    }
    Ok(())
}
