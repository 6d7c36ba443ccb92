//! Classical methods as plain functions: stock formulas and exact planning. Imports `base`.

pub mod constant_order;
pub mod planning;
pub mod stock;
