//! Classical methods as plain functions: stock formulas, recommending and exact planning. Imports `base`.

pub mod constant_order;
pub mod planning;
pub mod recommend;
pub mod stock;
