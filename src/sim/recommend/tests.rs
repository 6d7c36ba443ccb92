//! The visit's dynamics and the world's shape, and how far those come who see only the observation.

use super::*;
use crate::base::World;

fn env(set: &[(&str, f64)]) -> Recommend {
    let mut params = Params::defaults(config::ROWS);
    for (id, x) in set {
        let row = config::ROWS.iter().find(|row| row.id == *id).unwrap();
        params.set("sim", id, &row.write(*x)).unwrap();
    }
    Recommend::new(&params).unwrap()
}
