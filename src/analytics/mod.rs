//! Classical methods as plain functions: stock formulas and exact planning. Imports `base`.

pub mod planning;
