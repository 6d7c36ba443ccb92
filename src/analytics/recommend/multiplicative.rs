//! Non-negative factors by multiplicative updates: what is above zero stays there.
//!
//! p_uf ← p_uf · Σ_i q_if·r_ui / (Σ_i q_if·r̂_ui + λ n_u p_uf), and q_if alike (Luo et al. 2014); both sides move at
//! once, from the same r̂.

use super::factors::{Side, dot};
use super::ratings::Lists;

/// How one side moves: its numerators and denominators, and λ.
struct Step {
    size: usize,
    reg: f64,
    above: Vec<f64>,
    below: Vec<f64>,
}

impl Step {
    fn new(side: &Side, reg: f64) -> Step {
        Step { size: side.size, reg, above: vec![0.0; side.factors.len()], below: vec![0.0; side.factors.len()] }
    }

    fn add(&mut self, id: u32, others: &[f64], rating: f64, estimate: f64) {
        let place = id as usize * self.size;
        for (f, other) in others.iter().enumerate() {
            self.above[place + f] += other * rating;
            self.below[place + f] += other * estimate;
        }
    }

    fn take(&mut self, side: &mut Side, lists: &Lists) {
        for (id, list) in lists.all().enumerate() {
            for at in id * self.size..(id + 1) * self.size {
                let below = self.below[at] + self.reg * list.len() as f64 * side.factors[at];
                // Somebody without a rating above zero divides nothing.
                if below > 0.0 {
                    side.factors[at] *= self.above[at] / below;
                }
            }
        }
        self.above.fill(0.0);
        self.below.fill(0.0);
    }
}

/// So many passes. `items` stay as they are where `regs.1` is none: then users are folded in.
pub(super) fn run(users: &mut Side, items: &mut Side, lists: &Lists, regs: (f64, Option<f64>), passes: u32) {
    let by_item = lists.turned(items.bias.len() as u32);
    let (mut of_users, mut of_items) = (Step::new(users, regs.0), Step::new(items, regs.1.unwrap_or(0.0)));
    for _ in 0..passes {
        for (user, list) in lists.all().enumerate() {
            for rated in list {
                let (p, q) = (users.factors_of(user as u32), items.factors_of(rated.id));
                let estimate = dot(p, q);
                of_users.add(user as u32, q, rated.rating, estimate);
                of_items.add(rated.id, p, rated.rating, estimate);
            }
        }
        of_users.take(users, lists);
        if regs.1.is_some() {
            of_items.take(items, &by_item);
        }
    }
}
