//! The rule of thumb: order up to so many days' mean demand.

use super::stock_rule::{Ruled, UpTo};
use super::{AgentEntry, Build, Family, Knows, needs_stock};
use crate::base::text::cited;
use crate::base::{ParamRow, Text, Trouble};

pub static ENTRY: AgentEntry = AgentEntry {
    id: "rule-of-thumb",
    label: Text::new("Rule of thumb", "经验法则"),
    story: Text::new(
        "Keeps so many days of average sales in stock and on their way.",
        "让库存加在途保持若干天的平均销量。",
    ),
    family: Family::Classical,
    knows: |_| Knows::Demand,
    params: &[ParamRow::number("days", 0.5, 20.0, 0.5, 1.0)
        .label("days on top of the lead time", "提前期之外的天数")
        .unit("days", "天")
        .help(
            "How many days of mean demand to hold beyond the days that an order takes.",
            "除到货所需天数外，再备几天的平均需求。",
        )],
    paper: cited(""),
    fits: needs_stock,
    build: Build::Agent(|case| {
        let facts = case.facts.stock.ok_or_else(|| Trouble::new("no stock", "没有库存"))?.clone();
        // Between two looks stock must last on its own.
        let days = (facts.lead_time + facts.review() - 1) as f64 + case.params.get("days");
        let level = |phase| f64::round(facts.mean_demand_of(phase) * days) as i64;
        let levels = (0..facts.demand.len()).map(level).collect();
        Ok(Ruled::boxed(facts, UpTo { levels }))
    }),
};
