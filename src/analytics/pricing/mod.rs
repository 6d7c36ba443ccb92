//! Prices: how demand answers them, and which one is best. One method a file, plain functions over plain numbers.
//!
//! Symbols keep their meaning everywhere, and messages name them: `p` price and `cost` of a unit (money a unit),
//! `q` mean demand (units a period), `elasticity` per cent of demand for a per cent of price, below zero. The
//! curves themselves are in `base::curve`. Textbooks: Phillips, *Pricing and Revenue Optimization* (Stanford
//! 2005); Talluri and van Ryzin, *The Theory and Practice of Revenue Management* (Kluwer 2004); papers are named
//! where a method comes from one.

pub mod elasticity;
pub mod finite_horizon;
pub mod gallego_van_ryzin;
pub mod least_squares;
pub mod optimum;
pub mod printed;
pub mod products;

use super::allowed;

pub use optimum::{Optimum, best_in_range, best_on_ladder, best_price};
