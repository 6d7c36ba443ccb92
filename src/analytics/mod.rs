//! Classical methods as plain functions: stock formulas, prices, recommending and exact planning. Imports `base`.

mod allowed;
pub mod constant_order;
pub mod planning;
pub mod pricing;
pub mod recommend;
pub mod stock;
