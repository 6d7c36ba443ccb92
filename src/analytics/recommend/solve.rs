//! Alternating least squares: with the items' factors given, each user's are a small ridge regression, and the
//! other way round.
//!
//! p_u = (Σ q qᵀ + λ n_u I)⁻¹ Σ q·(r − μ − b_i) over his n_u items, where the bias b_u is one more factor against
//! a constant 1 (Zhou et al. 2008, with the biases of Koren, Bell and Volinsky 2009). A visitor is folded in by the
//! same regression.

use super::factors::Side;
use super::ratings::{Lists, Rated};

/// One regression after the other over the same room.
pub(super) struct Ridge {
    size: usize,
    biased: bool,
    /// Lower triangle, row after row.
    matrix: Vec<f64>,
    /// The right-hand side, then the answer: the factors and, if biased, the bias.
    pub answer: Vec<f64>,
    row: Vec<f64>,
}

impl Ridge {
    pub fn new(factors: usize, biased: bool) -> Ridge {
        let size = factors + usize::from(biased);
        Ridge { size, biased, matrix: vec![0.0; size * size], answer: vec![0.0; size], row: vec![0.0; size] }
    }

    /// Factors and bias of who gave, or got, these ratings. `reg` counts once a rating.
    pub fn fit(&mut self, list: &[Rated], mean: f64, others: &Side, reg: f64) {
        let size = self.size;
        self.matrix.fill(0.0);
        self.answer.fill(0.0);
        for rated in list {
            let factors = others.factors_of(rated.id);
            self.row[..factors.len()].copy_from_slice(factors);
            if self.biased {
                self.row[size - 1] = 1.0;
            }
            let target = rated.rating - mean - others.bias[rated.id as usize];
            for a in 0..size {
                self.answer[a] += self.row[a] * target;
                for b in 0..=a {
                    self.matrix[a * size + b] += self.row[a] * self.row[b];
                }
            }
        }
        // Never quite singular, even where the caller regularises nothing.
        let ridge = f64::max(reg * list.len() as f64, 1e-9);
        (0..size).for_each(|a| self.matrix[a * size + a] += ridge);
        self.cholesky();
    }

    /// Solves in place: A = LLᵀ, then L and Lᵀ in turn.
    fn cholesky(&mut self) {
        let n = self.size;
        let (l, x) = (&mut self.matrix, &mut self.answer);
        for a in 0..n {
            for b in 0..=a {
                let inner: f64 = (0..b).map(|k| l[a * n + k] * l[b * n + k]).sum();
                let rest = l[a * n + b] - inner;
                l[a * n + b] = if a == b { f64::sqrt(f64::max(rest, 1e-12)) } else { rest / l[b * n + b] };
            }
        }
        for a in 0..n {
            let inner: f64 = (0..a).map(|k| l[a * n + k] * x[k]).sum();
            x[a] = (x[a] - inner) / l[a * n + a];
        }
        for a in (0..n).rev() {
            let inner: f64 = (a + 1..n).map(|k| l[k * n + a] * x[k]).sum();
            x[a] = (x[a] - inner) / l[a * n + a];
        }
    }
}

/// One half of a pass: each of `side` anew from the others.
pub(super) fn half_pass(ridge: &mut Ridge, side: &mut Side, others: &Side, lists: &Lists, mean: f64, reg: f64) {
    let factors = side.size;
    for (id, list) in lists.all().enumerate() {
        if list.is_empty() {
            continue;
        }
        ridge.fit(list, mean, others, reg);
        side.factors[id * factors..][..factors].copy_from_slice(&ridge.answer[..factors]);
        if ridge.biased {
            side.bias[id] = ridge.answer[factors];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two equations, two unknowns, and hardly any ridge: 2p + b = 5, p + b = 3 gives p = 2, b = 1.
    #[test]
    fn a_regression_by_hand() {
        let others = Side { size: 1, factors: vec![2.0, 1.0], bias: vec![0.5, 0.0] };
        let mut ridge = Ridge::new(1, true);
        let list = [Rated { id: 0, rating: 8.5 }, Rated { id: 1, rating: 6.0 }];
        ridge.fit(&list, 3.0, &others, 0.0);
        assert!((ridge.answer[0] - 2.0).abs() < 1e-6 && (ridge.answer[1] - 1.0).abs() < 1e-6);
        // With λn = 1 on one rating of 4 by a factor 2: p = 8/(4+1).
        let mut ridge = Ridge::new(1, false);
        ridge.fit(&[Rated { id: 0, rating: 4.5 }], 0.0, &others, 1.0);
        assert!((ridge.answer[0] - 1.6).abs() < 1e-12);
    }
}
