//! EOQ with reorder point: Harris' lot, ordered when what is left may not last until it arrives.
//!
//! The lot is √(2·K·λ/h) (Harris 1913); the reorder point is the smallest r with P(D over L + R periods ≤ r) at least
//! p/(p + h·R), R periods lying between two looks at the stock (`stock_levels`). Both are rounded to whole units.
//!
//! Deviation: the ratio is the newsvendor's, as if every look were a chance to run short. With lots of Q there is one
//! such chance in Q/λ periods only, and the books' ratio for lost sales is p·λ/(p·λ + h·Q) (Hadley and Whitin 1963,
//! chapter 4): with Q > λ·R they run short a little more often. *Extra safety* below zero goes their way.

use super::stock_levels::protecting_level;
use super::stock_rule::{Reorder, Ruled, Then, UpTo};
use super::{AgentEntry, Build, Case, Family, Knows, needs_stock};
use crate::base::text::cited;
use crate::base::{ParamRow, Text, Trouble};
use crate::trouble;

pub static ENTRY: AgentEntry = AgentEntry {
    id: "eoq",
    label: Text::new("EOQ with reorder point", "经济订货量＋再订货点"),
    story: Text::new(
        "Balances the van against the shelf: a lot of the cheapest size, ordered when stock runs low.",
        "在车费和货架之间取平衡：库存见底时，订一批最划算的数量。",
    ),
    family: Family::Classical,
    knows: |_| Knows::Demand,
    params: &[
        ParamRow::switch("as_level", false).label("lot as a level", "批量当作水平").help(
            "A slip of the article, for lessons: fills the shelf up to the lot every day, as if it were a level of \
             stock.",
            "文章的笔误，供教学用：把批量当作库存水平，每天补货到此数。",
        ),
        ParamRow::number("safety", -3.0, 3.0, 0.1, 0.0).label("extra safety", "额外安全库存").unit("days", "天").help(
            "Days of mean demand added to the reorder point, which is the newsvendor's; the books' rule for lots and \
             lost sales lies a little lower.",
            "再订货点额外加上几天的平均需求。这里的再订货点按报童公式取；书中针对批量与销售流失的规则会略低一些。",
        ),
    ],
    paper: cited("Harris, F. W. (1913), How many parts to make at once, Factory 10(2), 135–136, 152"),
    fits,
    build: Build::Agent(|case| {
        let facts = case.facts.stock.ok_or_else(|| Trouble::new("no stock", "没有库存"))?.clone();
        let phases = 0..facts.demand.len();
        let lot = |phase| f64::sqrt(2.0 * facts.order_cost * facts.mean_demand_of(phase) / facts.holding);
        let lots: Vec<i64> = phases.clone().map(|phase| i64::max(f64::round(lot(phase)) as i64, 1)).collect();
        if case.params.on("as_level") {
            return Ok(Ruled::boxed(facts, UpTo { levels: lots }));
        }
        let extra = |phase| f64::round(case.params.get("safety") * facts.mean_demand_of(phase)) as i64;
        let point = phases.map(|phase| protecting_level(&facts, phase) + extra(phase)).collect();
        Ok(Ruled::boxed(facts, Reorder { point, then: Then::Lot(lots) }))
    }),
};

fn fits(case: &Case<'_>) -> Result<(), Trouble> {
    needs_stock(case)?;
    let Some(stock) = case.facts.stock else { return Ok(()) };
    if stock.order_cost <= 0.0 {
        return Err(trouble!(
            "an order costs nothing here, so the cheapest lot would be zero: EOQ needs a cost of an order above 0",
            "这里订货不花钱，最经济批量为零：EOQ 需要大于 0 的订货成本"
        ));
    }
    if stock.holding <= 0.0 {
        return Err(trouble!(
            "the shelf costs nothing here, so the cheapest lot would be endless: EOQ needs a holding cost above 0",
            "这里库存不花钱，最经济批量无穷大：EOQ 需要大于 0 的持有成本"
        ));
    }
    Ok(())
}
