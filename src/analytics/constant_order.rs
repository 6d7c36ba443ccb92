//! The best constant order under lost sales, on a shelf of limited room.
//!
//! Ordering r every period turns stock into a queue: what is left after demand follows Lindley's recursion
//! y′ = (min(y + r, C) − D)⁺, where C is the room of the shelf and an order is cut to what fits. The lead time
//! does not matter, because the order looks at nothing. Zipkin (2008) prints the costs of the best r for a
//! room that equals the standard base-stock level of the longest lead time of his tables: with it the printed
//! 15.78 (Poisson, p = 19) and 28.60 (geometric, p = 19) come out, while an endless shelf gives 20.27 and 29.00.

use crate::base::Counts;

/// What a period costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Costs {
    /// Of a unit that is left after demand.
    pub holding: f64,
    /// Of a unit of lost demand.
    pub shortage: f64,
    /// Of an order, and of each unit ordered.
    pub order: f64,
    pub unit: f64,
}

/// The average cost a period of ordering `r` every period on a shelf of this room.
///
/// Where demand is always 2 and 1 is ordered, one unit a period is lost and nothing is ever left:
/// ```
/// use emporium::analytics::constant_order::{Costs, cost};
/// use emporium::base::Counts;
/// let costs = Costs { holding: 1.0, shortage: 4.0, order: 0.0, unit: 0.0 };
/// assert!((cost(&Counts::constant(2), 1, 10, costs) - 4.0).abs() < 1e-12);
/// ```
pub fn cost(demand: &Counts, r: u32, room: u32, costs: Costs) -> f64 {
    let r = u32::min(r, room);
    let expect = |f: &dyn Fn(f64, f64) -> f64, stock: f64| -> f64 {
        demand.pmf().iter().enumerate().map(|(d, p)| p * f(stock, d as f64)).sum()
    };
    let steady = steady_state(demand, r as usize, room as usize);
    let of_state = |(left, p): (usize, &f64)| {
        let stock = u32::min(left as u32 + r, room);
        let ordered = stock - left as u32;
        let fixed = if ordered > 0 { costs.order } else { 0.0 };
        let short = expect(&|x, d| f64::max(d - x, 0.0), stock as f64);
        p * (costs.holding * left as f64 + costs.shortage * short + fixed + costs.unit * ordered as f64)
    };
    steady.iter().enumerate().map(of_state).sum()
}

/// The quantity of the lowest cost, and that cost. More than the largest demand is never worth ordering.
pub fn best(demand: &Counts, room: u32, costs: Costs) -> (u32, f64) {
    let mut best = (0, cost(demand, 0, room, costs));
    for r in 1..=u32::min(room, demand.largest()) {
        let cost = cost(demand, r, room, costs);
        if cost < best.1 {
            best = (r, cost);
        }
    }
    best
}

/// The steady state of what is left after demand, by elimination from above (Grassmann, Taksar & Heyman
/// 1985), which subtracts nothing and so loses no digits. Steps go up by at most r and down by at most the
/// largest demand, and elimination keeps within that band.
fn steady_state(demand: &Counts, r: usize, room: usize) -> Vec<f64> {
    let down = usize::max(demand.largest() as usize, 1);
    let width = r + down + 1;
    let at = |from: usize, to: usize| from * width + (to + down - from);
    let mut steps = vec![0.0; (room + 1) * width];
    for y in 0..=room {
        for (d, p) in demand.pmf().iter().enumerate() {
            steps[at(y, usize::min(y + r, room).saturating_sub(d))] += p;
        }
    }
    for y in (1..=room).rev() {
        let lowest = y.saturating_sub(down);
        let leaves: f64 = (lowest..y).map(|to| steps[at(y, to)]).sum();
        for from in y.saturating_sub(r)..y {
            let share = if leaves > 0.0 { steps[at(from, y)] / leaves } else { 0.0 };
            steps[at(from, y)] = share;
            for to in usize::max(lowest, from.saturating_sub(down))..y {
                steps[at(from, to)] += share * steps[at(y, to)];
            }
        }
    }
    let mut steady = vec![0.0; room + 1];
    steady[0] = 1.0;
    for y in 1..=room {
        steady[y] = (y.saturating_sub(r)..y).map(|from| steady[from] * steps[at(from, y)]).sum();
    }
    let sum: f64 = steady.iter().sum();
    steady.iter_mut().for_each(|p| *p /= sum);
    steady
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_constant_orders_of_zipkins_tables() {
        for (demand, shortage, printed) in [
            (Counts::poisson(5.0), 4.0, 5.27),
            (Counts::poisson(5.0), 19.0, 15.78),
            (Counts::geometric(5.0), 4.0, 11.0),
            (Counts::geometric(5.0), 19.0, 28.6),
        ] {
            let five_periods = (1..5).fold(demand.clone(), |sum, _| sum.plus(&demand));
            let room = five_periods.quantile(shortage / (shortage + 1.0));
            let (r, cost) = best(&demand, room, Costs { holding: 1.0, shortage, order: 0.0, unit: 0.0 });
            assert!((cost - printed).abs() < 0.0051, "order {r} costs {cost}, printed {printed}");
        }
    }

    #[test]
    fn a_wide_shelf_agrees_with_spitzers_identity() {
        // Without a limit E[y] = Σ E[(n·r − D₁ − … − Dₙ)⁺] / n, and all that is ordered is sold.
        let demand = Counts::poisson(5.0);
        let (mut left, mut total) = (0.0, demand.clone());
        for n in 1..200 {
            let up: f64 =
                total.pmf().iter().enumerate().map(|(d, p)| p * f64::max(3.0 * n as f64 - d as f64, 0.0)).sum();
            left += up / n as f64;
            total = total.plus(&demand);
        }
        let costs = Costs { holding: 1.0, shortage: 4.0, order: 7.0, unit: 0.5 };
        assert!((cost(&demand, 3, 200, costs) - (left + 4.0 * 2.0 + 7.0 + 0.5 * 3.0)).abs() < 1e-9);
    }
}
