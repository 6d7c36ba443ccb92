//! Matrix factorisation: tastes and items as short vectors (see `analytics::recommend::factors`).
//!
//! r̂ = μ + b_u + b_i + p_u·q_i (Koren, Bell and Volinsky 2009), by alternating least squares or by descent.

use super::factorisation::{ROWS, options};
use super::recommending::{Recommending, fits, predictions};
use super::{AgentEntry, Build, Case, Family, Knows};
use crate::analytics::recommend::factors;
use crate::base::Text;
use crate::base::text::cited;

pub static ENTRY: AgentEntry = AgentEntry {
    id: "factors",
    label: Text::new("Matrix factorisation", "矩阵分解"),
    story: Text::new(
        "Finds a few hidden traits in which tastes and items match, from past ratings alone.",
        "仅凭历史评分，找出口味与商品相配的少数隐藏特质。",
    ),
    family: Family::Classical,
    knows: |_| Knows::Log,
    params: ROWS,
    paper: cited("Koren, Y., Bell, R. and Volinsky, C. (2009), Matrix factorization techniques, Computer 42(8), 30–37"),
    fits,
    build: Build::Agent(|case: &Case<'_>| {
        let chosen = options(case.params);
        let found = predictions(case, ENTRY.id, ROWS, |facts| Ok(Box::new(factors::fit(&facts.log, chosen)?)))?;
        Ok(Box::new(Recommending(found)))
    }),
};
