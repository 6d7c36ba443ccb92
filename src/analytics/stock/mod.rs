//! Stock formulas: how much to order and when. One method a file, plain functions over plain numbers.
//!
//! Symbols keep their meaning everywhere, and messages name them: `K` cost of placing an order (money),
//! `h` holding cost (money a unit and unit of time), `p` backorder or shortage cost (money a unit and unit
//! of time, where not said otherwise). The textbook is Snyder and Shen, *Fundamentals of Supply Chain
//! Theory*, 2nd edition (Wiley 2019); papers are named where a method comes from one.

pub mod base_stock;
pub mod demand;
pub mod discounts;
pub mod eoq;
pub mod newsvendor;
pub mod newsvendor_profit;
pub mod normal_loss;
pub mod reorder_point;
pub mod reorder_point_normal;
pub mod s_s;

use super::allowed;

pub use base_stock::base_stock_poisson;
pub use demand::DiscreteDemand;
pub use newsvendor::WholeLevel;
