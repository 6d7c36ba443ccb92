//! Classical methods as plain functions: stock formulas, prices, exact planning. Imports `base`.

mod allowed;
pub mod constant_order;
pub mod planning;
pub mod pricing;
pub mod stock;
