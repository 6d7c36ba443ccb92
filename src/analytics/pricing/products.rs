//! Several products at once: linear demand with cross-effects, q = a − B·p.
//!
//! Profit (p − c)ᵀ(a − Bp) is highest where (B + Bᵀ)p = a + Bᵀc (the conditions of first order; Talluri and van
//! Ryzin 2004, section 8.3.2), if B + Bᵀ is positive definite. No price and no demand may be below zero: where
//! that solution breaks this, the best prices that keep it are found by a primal active set method for convex
//! quadratic programs (Nocedal and Wright, *Numerical Optimization*, 2nd edition, algorithm 16.3), from p = 0.

use super::allowed::{finite, not_negative};
use crate::base::Trouble;
use crate::trouble;

/// Most products: a system of twice as many unknowns is solved for each change of the active set.
pub const MOST_PRODUCTS: usize = 60;
/// What counts as zero against the largest number of the problem.
const ROUNDING: f64 = 1e-11;

/// Prices, what they sell, and what they earn.
#[derive(Clone, Debug, PartialEq)]
pub struct Prices {
    pub prices: Vec<f64>,
    pub quantities: Vec<f64>,
    pub profit: f64,
    /// Whether a price or a demand had to be kept at zero.
    pub bound: bool,
}

/// The best prices together.
///
/// - `a`: demand at prices of zero; `b`: B by rows, own effects above zero, below zero off the diagonal where
///   products replace each other; `cost`: money a unit
///
/// ```
/// use emporium::analytics::pricing::products::best_prices;
/// let b = [vec![2.0, -0.5], vec![-0.4, 1.5]];
/// let best = best_prices(&[100.0, 80.0], &b, &[10.0, 12.0])?;
/// assert!((best.prices[0] - 38.36461).abs() < 1e-5 && (best.prices[1] - 42.50939).abs() < 1e-5);
/// assert!((best.profit - 2226.48794).abs() < 1e-5);
/// # Ok::<(), emporium::base::Trouble>(())
/// ```
pub fn best_prices(a: &[f64], b: &[Vec<f64>], cost: &[f64]) -> Result<Prices, Trouble> {
    check(a, b, cost)?;
    let n = a.len();
    let program = Program::new(a, b, cost);
    program.must_be_concave()?;
    let free = program.step(&vec![0.0; n], &[]).0;
    let (prices, bound) = if program.allows(&free) { (free, false) } else { (program.solve(a)?, true) };
    // What is kept at zero is zero, not nearly.
    let prices: Vec<f64> = prices.iter().map(|p| f64::max(*p, 0.0)).collect();
    let least = ROUNDING * largest(a);
    let quantity = |i: usize| a[i] - dot(&b[i], &prices);
    let quantities: Vec<f64> = (0..n).map(|i| if quantity(i) < least { 0.0 } else { quantity(i) }).collect();
    let profit = (0..n).map(|i| (prices[i] - cost[i]) * quantities[i]).sum();
    Ok(Prices { prices, quantities, profit, bound })
}

/// What any prices earn together; none where one of them, or the demand for one product, is below zero.
pub fn profit_at(a: &[f64], b: &[Vec<f64>], cost: &[f64], prices: &[f64]) -> Result<Option<f64>, Trouble> {
    check(a, b, cost)?;
    if prices.len() != a.len() {
        return Ok(None);
    }
    let quantities: Vec<f64> = (0..a.len()).map(|i| a[i] - dot(&b[i], prices)).collect();
    let least = -1e-9 * largest(a);
    let allowed = quantities.iter().all(|q| *q >= least) && prices.iter().all(|p| *p >= 0.0);
    Ok(allowed.then(|| (0..a.len()).map(|i| (prices[i] - cost[i]) * quantities[i]).sum()))
}

/// Highest g·p − ½pᵀHp with rows·p ≥ floor.
struct Program {
    hessian: Vec<Vec<f64>>,
    gradient: Vec<f64>,
    rows: Vec<Vec<f64>>,
    floor: Vec<f64>,
}

impl Program {
    fn new(a: &[f64], b: &[Vec<f64>], cost: &[f64]) -> Program {
        let n = a.len();
        let hessian = (0..n).map(|i| (0..n).map(|j| b[i][j] + b[j][i]).collect()).collect();
        let gradient = (0..n).map(|i| a[i] + (0..n).map(|j| b[j][i] * cost[j]).sum::<f64>()).collect();
        let unit = |i: usize| (0..n).map(|j| f64::from(u8::from(i == j))).collect();
        let mut rows: Vec<Vec<f64>> = (0..n).map(unit).collect();
        rows.extend(b.iter().map(|row| row.iter().map(|x| -x).collect()));
        let mut floor = vec![0.0; n];
        floor.extend(a.iter().map(|x| -x));
        Program { hessian, gradient, rows, floor }
    }

    /// By Cholesky's pivots.
    fn must_be_concave(&self) -> Result<(), Trouble> {
        let n = self.gradient.len();
        let mut lower = vec![vec![0.0; n]; n];
        for i in 0..n {
            for j in 0..=i {
                let rest = self.hessian[i][j] - dot(&lower[i][..j], &lower[j][..j]);
                if i != j {
                    lower[i][j] = rest / lower[j][j];
                } else if rest > 1e-12 * self.hessian[i][i] && rest > 0.0 {
                    lower[i][i] = f64::sqrt(rest);
                } else {
                    return Err(trouble!(
                        "B is not definite from row {i} on: allowed is a B with B + its transpose positive definite: else some change of prices raises profit without end or does not matter",
                        "B 自第 {i} 行起不是正定的：B 加其转置须为正定矩阵，否则某种调价会使利润无限上升或毫无影响"
                    ));
                }
            }
        }
        Ok(())
    }

    fn slack(&self, row: usize, p: &[f64]) -> f64 {
        dot(&self.rows[row], p) - self.floor[row]
    }

    fn allows(&self, p: &[f64]) -> bool {
        let scale = ROUNDING * (largest(p) + largest(&self.floor));
        (0..self.rows.len()).all(|row| self.slack(row, p) >= -scale)
    }

    /// The step from p to the best point where the active rows stay as they are, and their multipliers:
    /// H·d − Aᵀλ = g − H·p, A·d = 0.
    fn step(&self, p: &[f64], active: &[usize]) -> (Vec<f64>, Vec<f64>) {
        let n = p.len();
        let size = n + active.len();
        let mut system = vec![vec![0.0; size + 1]; size];
        for (i, (line, second)) in system.iter_mut().zip(&self.hessian).enumerate() {
            line[..n].copy_from_slice(second);
            active.iter().enumerate().for_each(|(k, row)| line[n + k] = -self.rows[*row][i]);
            line[size] = self.gradient[i] - dot(second, p);
        }
        for (line, row) in system[n..].iter_mut().zip(active) {
            line[..n].copy_from_slice(&self.rows[*row]);
        }
        let mut solved = eliminate(system);
        let multipliers = solved.split_off(n);
        (solved, multipliers)
    }

    /// From p = 0, where every price stands at its bound.
    fn solve(&self, a: &[f64]) -> Result<Vec<f64>, Trouble> {
        for (i, demand) in a.iter().enumerate() {
            not_negative(&format!("a[{i}]"), *demand)?;
        }
        let n = a.len();
        let mut p = vec![0.0; n];
        // Against the size of prices, for the way begins at zero.
        let still = ROUNDING * largest(&self.step(&p, &[]).0);
        let mut active: Vec<usize> = (0..n).collect();
        for _ in 0..200 * n + 200 {
            let (direction, multipliers) = self.step(&p, &active);
            if largest(&direction) <= still {
                let scale = ROUNDING * largest(&self.gradient);
                // The first of several, lest two take turns for ever (Bland).
                let wrong = (0..active.len()).filter(|k| multipliers[*k] < -scale).min_by_key(|k| active[*k]);
                match wrong {
                    None => return Ok(p),
                    Some(k) => drop(active.remove(k)),
                }
                continue;
            }
            let (length, blocking) = self.reach(&p, &direction, &active);
            p.iter_mut().zip(&direction).for_each(|(x, d)| *x += length * d);
            active.extend(blocking);
        }
        Err(trouble!(
            "B and a lead to no prices: allowed are numbers of like size, for rounding hides which demands are zero",
            "B 与 a 得不到价格：各数量级须相近，舍入误差使零需求无法分辨"
        ))
    }

    /// How far to go, at most the whole step, and which row stops it.
    fn reach(&self, p: &[f64], direction: &[f64], active: &[usize]) -> (f64, Option<usize>) {
        let (mut length, mut blocking) = (1.0, None);
        for row in (0..self.rows.len()).filter(|row| !active.contains(row)) {
            let change = dot(&self.rows[row], direction);
            if change < -1e-14 * largest(&self.rows[row]) * largest(direction) {
                let until = f64::max(self.slack(row, p), 0.0) / -change;
                if until < length {
                    (length, blocking) = (until, Some(row));
                }
            }
        }
        (length, blocking)
    }
}

/// Gauss with partial pivoting on a system whose last column is the right side.
fn eliminate(mut system: Vec<Vec<f64>>) -> Vec<f64> {
    let n = system.len();
    for column in 0..n {
        let pivot = (column..n)
            .fold(column, |best, row| if system[row][column].abs() > system[best][column].abs() { row } else { best });
        system.swap(column, pivot);
        let (head, tail) = system.split_at_mut(column + 1);
        let lead = &head[column];
        for row in tail.iter_mut().filter(|row| row[column] != 0.0) {
            let factor = row[column] / lead[column];
            row.iter_mut().zip(lead).skip(column).for_each(|(x, y)| *x -= factor * y);
        }
    }
    let mut solved = vec![0.0; n];
    for i in (0..n).rev() {
        solved[i] = (system[i][n] - dot(&system[i][i + 1..n], &solved[i + 1..])) / system[i][i];
    }
    solved
}

fn dot(x: &[f64], y: &[f64]) -> f64 {
    x.iter().zip(y).map(|(a, b)| a * b).sum()
}

fn largest(x: &[f64]) -> f64 {
    x.iter().fold(0.0, |most, v| f64::max(most, v.abs()))
}

fn check(a: &[f64], b: &[Vec<f64>], cost: &[f64]) -> Result<(), Trouble> {
    let n = a.len();
    if n == 0 || n > MOST_PRODUCTS {
        return Err(trouble!(
            "a has {n} entries: allowed are 1 to {MOST_PRODUCTS} products",
            "a 有 {n} 项：须为 1 至 {MOST_PRODUCTS} 种商品"
        ));
    }
    let lists = [("cost", cost.len()), ("B", b.len())];
    let rows = b.iter().map(|row| ("a row of B", row.len()));
    for (name, entries) in lists.into_iter().chain(rows) {
        if entries != n {
            return Err(trouble!(
                "{name} has {entries} entries: allowed are as many as a has, {n}",
                "{name} 有 {entries} 项：须与 a 一样为 {n} 项"
            ));
        }
    }
    for i in 0..n {
        finite(&format!("a[{i}]"), a[i])?;
        not_negative(&format!("cost[{i}]"), cost[i])?;
        for (j, effect) in b[i].iter().enumerate() {
            finite(&format!("B[{i}][{j}]"), *effect)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Around the best, and all over, no allowed prices earn more.
    fn nothing_beats(a: &[f64], b: &[Vec<f64>], cost: &[f64]) -> Result<Prices, Trouble> {
        let best = best_prices(a, b, cost)?;
        let again = profit_at(a, b, cost, &best.prices)?.expect("allowed prices");
        assert!((again - best.profit).abs() < 1e-6 * (1.0 + again.abs()), "{again} {best:?}");
        let mut rng = crate::base::Rng::new(7, "prices");
        for width in [0.01, 1.0, 100.0] {
            for _ in 0..4000 {
                let p: Vec<f64> =
                    best.prices.iter().map(|x| f64::max(x + width * (rng.uniform() - 0.5), 0.0)).collect();
                if let Some(other) = profit_at(a, b, cost, &p)? {
                    assert!(other <= best.profit + 1e-6, "{p:?} earns {other}, {best:?}");
                }
            }
        }
        Ok(best)
    }

    #[test]
    fn one_product_is_the_line() -> Result<(), Trouble> {
        let best = best_prices(&[100.0], &[vec![2.0]], &[10.0])?;
        assert_eq!((best.prices, best.profit, best.bound), (vec![30.0], 800.0, false));
        Ok(())
    }

    #[test]
    fn bounds_are_kept_where_the_free_solution_breaks_them() -> Result<(), Trouble> {
        let substitutes = [vec![2.0, -0.5], vec![-0.4, 1.5]];
        assert!(!nothing_beats(&[100.0, 80.0], &substitutes, &[10.0, 12.0])?.bound);
        // So dear to make that it is not sold: its price is where its demand ends.
        let dropped = nothing_beats(&[100.0, 80.0], &substitutes, &[10.0, 90.0])?;
        assert!(dropped.bound && dropped.quantities[1] == 0.0 && dropped.quantities[0] > 0.0);
        // A bait that is given away, for it sells the other.
        let bait = [vec![1.0, 1.2], vec![0.3, 1.0]];
        let given = nothing_beats(&[100.0, 10.0], &bait, &[5.0, 1.0])?;
        assert!(given.bound && given.prices[1] == 0.0, "{given:?}");
        // None is worth making.
        let none = nothing_beats(&[10.0, 10.0, 10.0], &three(), &[900.0, 900.0, 900.0])?;
        assert!(none.quantities.iter().all(|q| *q == 0.0) && none.profit == 0.0, "{none:?}");
        nothing_beats(&[60.0, 10.0, 30.0], &three(), &[5.0, 30.0, 12.0])?;
        Ok(())
    }

    fn three() -> Vec<Vec<f64>> {
        vec![vec![2.0, -0.5, -0.3], vec![-0.4, 1.5, -0.2], vec![-0.1, 0.6, 1.1]]
    }

    #[test]
    fn what_is_not_allowed_is_named() {
        let refused = |a: &[f64], b: &[Vec<f64>], c: &[f64]| best_prices(a, b, c).expect_err("must be refused").en;
        let singular = [vec![1.0, -1.0], vec![-1.0, 1.0]];
        assert!(refused(&[1.0, 1.0], &singular, &[0.0, 0.0]).starts_with("B is not definite from row 1 on:"));
        assert!(refused(&[1.0], &[vec![-1.0]], &[0.0]).starts_with("B is not definite from row 0 on:"));
        assert!(refused(&[1.0, 1.0], &[vec![1.0, 0.0]], &[0.0, 0.0]).starts_with("B has 1 entries:"));
        assert!(refused(&[1.0, 1.0], &[vec![1.0], vec![1.0]], &[0.0, 0.0]).starts_with("a row of B has 1"));
        assert!(refused(&[1.0], &[vec![f64::NAN]], &[0.0]).starts_with("B[0][0] is NaN:"));
        assert!(refused(&[-5.0], &[vec![1.0]], &[0.0]).starts_with("a[0] is -5:"));
        assert!(refused(&[], &[], &[]).starts_with("a has 0 entries:"));
    }
}
