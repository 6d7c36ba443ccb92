//! How alike two users are, or two items: from what both rated.
//!
//! With x and y the values of the two over what both have, n of them:
//! - cosine: Σxy / √(Σx²·Σy²), its norms over what both rated (the field's package) or over all that each rated
//!   (the article, B 3.1.1). Centred by user, between items, it is the adjusted cosine (Sarwar et al. 2001).
//! - mean squared difference: 1 / (1 + Σ(x−y)²/n)
//! - Pearson: (nΣxy − ΣxΣy) / √((nΣx² − (Σx)²)(nΣy² − (Σy)²)), so that means are over what both rated
//! - Pearson about the baseline (Koren 2010): the cosine of what μ + b_u + b_i leaves, times (n−1)/(n−1+β)
//!
//! The others are shrunk by n/(n+β) (Bell and Koren 2007), by default not at all.

use super::allowed::not_negative;
use super::ratings::{Lists, Rated};
use crate::base::Trouble;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    Cosine,
    MeanSquaredDifference,
    Pearson,
    PearsonBaseline,
}

/// Over which ratings the norms of a cosine go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Norms {
    CoRated,
    AllRated,
}

/// How similarity is worked out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    pub measure: Measure,
    /// Whether each user's mean is taken off his ratings first.
    pub centred_by_user: bool,
    pub norms: Norms,
    /// With fewer ratings in common two are not alike at all. Pearson about the baseline wants at least two.
    pub min_overlap: u32,
    /// β, in ratings.
    pub shrinkage: f64,
}

impl Options {
    /// Between users as in article B 3.1.1: the cosine over what both rated, its norms over all that each rated.
    pub const ARTICLE_USERS: Options = Options { norms: Norms::AllRated, ..Options::of(Measure::Cosine) };
    /// Between items as there: the adjusted cosine, its norms over all who rated each.
    pub const ARTICLE_ITEMS: Options = Options { centred_by_user: true, ..Options::ARTICLE_USERS };

    /// A measure with the package's own options: no least overlap, β = 100 about the baseline and else 0.
    pub const fn of(measure: Measure) -> Options {
        let shrinkage = if matches!(measure, Measure::PearsonBaseline) { 100.0 } else { 0.0 };
        Options { measure, centred_by_user: false, norms: Norms::CoRated, min_overlap: 1, shrinkage }
    }
}

/// What is summed over the ratings that two have in common. All four lie side by side in the memory, for they are
/// added to at once, and scattered.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    xy: f64,
    yy: f64,
    xx: f64,
    n: f64,
}

/// Sums of one against all others.
struct Room {
    sums: Vec<Sums>,
    /// Σx and Σy, which only Pearson's measure needs.
    means: Vec<[f64; 2]>,
}

impl Room {
    fn add(&mut self, x: f64, others: &[Rated]) {
        for other in others {
            let sums = &mut self.sums[other.id as usize];
            sums.xy += x * other.rating;
            sums.yy += other.rating * other.rating;
            sums.xx += x * x;
            sums.n += 1.0;
        }
        if self.means.is_empty() {
            return;
        }
        for other in others {
            let means = &mut self.means[other.id as usize];
            means[0] += x;
            means[1] += other.rating;
        }
    }

    fn clear(&mut self) {
        self.sums.fill(Sums::default());
        self.means.fill([0.0; 2]);
    }
}

/// The values that are compared, by row (who is compared) and by column (what he has values of).
#[derive(Clone, Debug)]
pub(super) struct Alike {
    options: Options,
    rows: Lists,
    /// Sorted by row.
    columns: Lists,
    /// Σ over all values of each row.
    squares: Vec<f64>,
    /// A sum of squares below this is rounding and no spread.
    nothing: f64,
}

impl Alike {
    pub fn new(options: Options, rows: Lists, columns: u32) -> Result<Alike, Trouble> {
        not_negative("shrinkage", options.shrinkage)?;
        let squares: Vec<f64> = rows.all().map(square).collect();
        let largest = rows.all().flatten().fold(0.0, |most, value| f64::max(most, value.rating.abs()));
        let columns = rows.turned(columns);
        Ok(Alike { options, rows, columns, squares, nothing: 1e-24 * largest * largest })
    }

    fn room(&self) -> Room {
        let n = self.rows.len();
        let means = if self.options.measure == Measure::Pearson { n } else { 0 };
        Room { sums: vec![Sums::default(); n], means: vec![[0.0; 2]; means] }
    }

    /// All pairs, row after row; everyone is like himself.
    pub fn matrix(&self) -> Vec<f64> {
        let n = self.rows.len();
        let mut matrix = vec![0.0; n * n];
        let mut room = self.room();
        // Rows come in order, and so do the entries of a column: those behind the cursor are still to be paired.
        let mut cursors = vec![0; self.columns.len()];
        for (x, row) in self.rows.all().enumerate() {
            for value in row {
                let cursor = &mut cursors[value.id as usize];
                *cursor += 1;
                room.add(value.rating, &self.columns.of(value.id)[*cursor..]);
            }
            matrix[x * n + x] = 1.0;
            for y in x + 1..n {
                matrix[x * n + y] = self.finish(&room, y, self.squares[x]);
            }
            room.clear();
        }
        mirror(&mut matrix, n);
        matrix
    }

    /// One, known by his values alone, against all rows.
    pub fn against_all(&self, values: &[Rated]) -> Vec<f64> {
        let mut room = self.room();
        for value in values {
            room.add(value.rating, self.columns.of(value.id));
        }
        let own = square(values);
        (0..self.rows.len()).map(|y| self.finish(&room, y, own)).collect()
    }

    /// One of the rows against all.
    pub fn row(&self, x: u32) -> Vec<f64> {
        let mut row = self.against_all(self.rows.of(x));
        if let Some(own) = row.get_mut(x as usize) {
            *own = 1.0;
        }
        row
    }

    /// `own` is Σx² over all values of the one that is compared with `y`.
    fn finish(&self, room: &Room, y: usize, own: f64) -> f64 {
        let Sums { xy, yy, xx, n } = room.sums[y];
        let about_baseline = self.options.measure == Measure::PearsonBaseline;
        let least = u32::max(self.options.min_overlap, if about_baseline { 2 } else { 1 });
        if n < least as f64 {
            return 0.0;
        }
        let (xx_all, yy_all) = match self.options.norms {
            Norms::CoRated => (xx, yy),
            Norms::AllRated => (own, self.squares[y]),
        };
        let raw = match self.options.measure {
            Measure::MeanSquaredDifference => {
                let difference = f64::max(0.0, xx - 2.0 * xy + yy) / n;
                return self.shrunk(1.0 / (1.0 + difference), n);
            }
            Measure::Cosine | Measure::PearsonBaseline => self.ratio(xy, xx_all, yy_all, self.nothing),
            Measure::Pearson => {
                let [x, y] = room.means[y];
                let rounding = 1e-12 * n * f64::max(xx, yy);
                self.ratio(n * xy - x * y, n * xx - x * x, n * yy - y * y, f64::max(rounding, self.nothing))
            }
        };
        self.shrunk(raw, n)
    }

    /// a/√(bc), and 0 where one of the two has no spread.
    fn ratio(&self, a: f64, b: f64, c: f64, nothing: f64) -> f64 {
        if b <= nothing || c <= nothing { 0.0 } else { a / f64::sqrt(b * c) }
    }

    fn shrunk(&self, raw: f64, n: f64) -> f64 {
        let n = if self.options.measure == Measure::PearsonBaseline { n - 1.0 } else { n };
        raw * (n / (n + self.options.shrinkage))
    }
}

fn square(values: &[Rated]) -> f64 {
    values.iter().map(|value| value.rating * value.rating).sum()
}

/// Copies what is right of the diagonal to its left, block by block, so that no line of the memory is fetched
/// more often than needed.
fn mirror(matrix: &mut [f64], n: usize) {
    const BLOCK: usize = 16;
    for top in (0..n).step_by(BLOCK) {
        for left in (0..=top).step_by(BLOCK) {
            for y in top..usize::min(top + BLOCK, n) {
                for x in left..usize::min(left + BLOCK, y) {
                    matrix[y * n + x] = matrix[x * n + y];
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::ratings::example;
    use super::*;

    fn alike(options: Options) -> Vec<f64> {
        let ratings = example();
        Alike::new(options, ratings.by_user.clone(), 4).expect("options").matrix()
    }

    /// Users 0 and 1 of the example rated 5, 4 and 1, 1 in common.
    #[test]
    fn worked_examples() {
        let of = |measure| alike(Options::of(measure))[1];
        assert!((of(Measure::Cosine) - 21.0 / f64::sqrt(26.0 * 17.0)).abs() < 1e-15);
        assert!((of(Measure::MeanSquaredDifference) - 1.0 / 1.5).abs() < 1e-15);
        assert!((of(Measure::Pearson) - 1.0).abs() < 1e-15);
        // The article's norms count user 0's third rating too.
        let all = alike(Options::ARTICLE_USERS);
        assert!((all[1] - 21.0 / f64::sqrt(35.0 * 17.0)).abs() < 1e-15);
        let shrunk = alike(Options { shrinkage: 2.0, ..Options::of(Measure::Cosine) });
        assert!((shrunk[1] - of(Measure::Cosine) / 2.0).abs() < 1e-15);
        let few = alike(Options { min_overlap: 3, ..Options::of(Measure::Cosine) });
        assert_eq!((few[1], few[0]), (0.0, 1.0));
    }

    #[test]
    fn one_against_all_is_a_row_of_the_matrix() {
        for measure in [Measure::Cosine, Measure::MeanSquaredDifference, Measure::Pearson, Measure::PearsonBaseline] {
            for norms in [Norms::CoRated, Norms::AllRated] {
                let ratings = example();
                let options = Options { norms, ..Options::of(measure) };
                let alike = Alike::new(options, ratings.by_user.clone(), 4).expect("options");
                let matrix = alike.matrix();
                for x in 0..5 {
                    let row = alike.row(x);
                    assert!((0..5).all(|y| (row[y] - matrix[x as usize * 5 + y]).abs() < 1e-15));
                }
            }
        }
    }

    #[test]
    fn no_spread_is_no_correlation() {
        let rows = Lists::clone(&example().by_user).with(|_, _| 4.1);
        let alike = Alike::new(Options::of(Measure::Pearson), rows, 4).expect("options");
        assert_eq!(alike.matrix()[1], 0.0);
    }
}
