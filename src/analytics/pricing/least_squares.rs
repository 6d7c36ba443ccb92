//! Ordinary least squares: the coefficients that leave the smallest sum of squares, and how sure they are.
//!
//! y = Xβ + ε. By Householder reflections (Golub and Van Loan, *Matrix Computations*, 4th edition, algorithm
//! 5.3.2): the normal equations would square the condition of X, and prices that hardly vary are just the case.
//! Columns are scaled to length one first, so that what is singular does not hang on the units.
//! Standard errors: σ²(XᵀX)⁻¹ with σ² = SSR/(n − k) (Greene, *Econometric Analysis*, 7th edition, 4.3).

use super::allowed::within;
use crate::base::Trouble;
use crate::base::special::student_t_quantile;
use crate::trouble;

/// A column is a combination of those before it if less than this share of its length stands out of them.
const SINGULAR: f64 = 1e-11;
/// Most rows times columns: a second's work.
const MOST_CELLS: usize = 20_000_000;
const MOST_COLUMNS: usize = 200;
/// Largest number of a column: no square overflows.
const LARGEST: f64 = 1e15;

/// One regressor, with the name that sentences call it.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    pub name: String,
    pub values: Vec<f64>,
}

impl Column {
    pub fn new(name: impl Into<String>, values: Vec<f64>) -> Column {
        Column { name: name.into(), values }
    }

    /// The column of ones, whose coefficient is the intercept.
    pub fn ones(rows: usize) -> Column {
        Column::new("const", vec![1.0; rows])
    }
}

/// A fitted regression; the lists go by column.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    pub coefficients: Vec<f64>,
    pub standard_errors: Vec<f64>,
    /// The share of the variation of y that is explained: around its mean where there is a column of ones, around
    /// zero where there is none; 0 where y does not vary.
    pub r_squared: f64,
    /// The sum of the squared residuals.
    pub ssr: f64,
    pub observations: usize,
    /// n − k.
    pub degrees: usize,
}

impl Fit {
    /// The t interval of a coefficient: it holds the true one with this confidence, such as 0.95, if the errors
    /// are normal.
    pub fn interval(&self, column: usize, confidence: f64) -> (f64, f64) {
        let t = student_t_quantile(0.5 + 0.5 * confidence, self.degrees as f64);
        let half = t * self.standard_errors[column];
        (self.coefficients[column] - half, self.coefficients[column] + half)
    }

    /// What the regression expects of a row.
    pub fn predict(&self, row: &[f64]) -> f64 {
        self.coefficients.iter().zip(row).map(|(b, x)| b * x).sum()
    }
}

/// Fits y on the columns.
///
/// ```
/// use emporium::analytics::pricing::least_squares::{Column, least_squares};
/// // y = 1, 2, 4 over x = 0, 1, 2: the line 5/6 + 3/2·x leaves a sum of squares of 1/6.
/// let x = Column::new("x", vec![0.0, 1.0, 2.0]);
/// let fit = least_squares("y", &[1.0, 2.0, 4.0], &[Column::ones(3), x])?;
/// assert!((fit.coefficients[0] - 5.0 / 6.0).abs() < 1e-14 && (fit.coefficients[1] - 1.5).abs() < 1e-14);
/// assert!((fit.ssr - 1.0 / 6.0).abs() < 1e-14 && (fit.standard_errors[1] - f64::sqrt(1.0 / 12.0)).abs() < 1e-14);
/// # Ok::<(), emporium::base::Trouble>(())
/// ```
pub fn least_squares(name: &str, y: &[f64], columns: &[Column]) -> Result<Fit, Trouble> {
    check(name, y, columns)?;
    let (n, k) = (y.len(), columns.len());
    let lengths: Vec<f64> = columns.iter().map(|c| length(&c.values)).collect();
    let mut work: Vec<Vec<f64>> = Vec::with_capacity(k);
    for (column, length) in columns.iter().zip(&lengths) {
        // A column of zeros stays one, and is found below.
        let scale = if *length > 0.0 { 1.0 / length } else { 0.0 };
        work.push(column.values.iter().map(|x| x * scale).collect());
    }
    let mut rest = y.to_vec();
    let diagonal = triangularise(&mut work, &mut rest, columns)?;
    let scaled = back_substitute(&work, &diagonal, &rest[..k]);
    let ssr: f64 = rest[k..].iter().map(|r| r * r).sum();
    let variance = ssr / (n - k) as f64;
    let spreads = row_lengths_of_inverse(&work, &diagonal);
    Ok(Fit {
        coefficients: scaled.iter().zip(&lengths).map(|(b, length)| b / length).collect(),
        standard_errors: spreads.iter().zip(&lengths).map(|(s, length)| f64::sqrt(variance) * s / length).collect(),
        r_squared: r_squared(y, ssr, columns),
        ssr,
        observations: n,
        degrees: n - k,
    })
}

/// Reflects column after column, and y with them, until what is left is upper triangular. The triangle stands
/// above the diagonal of `work`; its diagonal is returned.
fn triangularise(work: &mut [Vec<f64>], y: &mut [f64], columns: &[Column]) -> Result<Vec<f64>, Trouble> {
    let mut diagonal = Vec::with_capacity(work.len());
    for j in 0..work.len() {
        let (head, tail) = work.split_at_mut(j + 1);
        let reflector = &mut head[j][j..];
        let norm = length(reflector);
        if norm < SINGULAR {
            let name = &columns[j].name;
            return Err(trouble!(
                "{name} is singular: allowed is a column that varies and is no combination of the columns before it",
                "{name} 是奇异的：该列必须有变化，且不能由前面各列线性组合而成"
            ));
        }
        // Away from zero, so that nothing cancels.
        let pivot = if reflector[0] > 0.0 { -norm } else { norm };
        reflector[0] -= pivot;
        let scale = 2.0 / reflector.iter().map(|v| v * v).sum::<f64>();
        for other in tail.iter_mut() {
            reflect(reflector, scale, &mut other[j..]);
        }
        reflect(reflector, scale, &mut y[j..]);
        diagonal.push(pivot);
    }
    Ok(diagonal)
}

/// x − scale·v(vᵀx).
fn reflect(v: &[f64], scale: f64, x: &mut [f64]) {
    let dot: f64 = v.iter().zip(x.iter()).map(|(a, b)| a * b).sum();
    for (slot, a) in x.iter_mut().zip(v) {
        *slot -= scale * dot * a;
    }
}

/// Solves Rβ = z.
fn back_substitute(work: &[Vec<f64>], diagonal: &[f64], z: &[f64]) -> Vec<f64> {
    let mut solved = z.to_vec();
    for i in (0..diagonal.len()).rev() {
        for j in i + 1..diagonal.len() {
            solved[i] -= work[j][i] * solved[j];
        }
        solved[i] /= diagonal[i];
    }
    solved
}

/// The length of each row of R⁻¹: (XᵀX)⁻¹ = R⁻¹R⁻ᵀ has their squares on its diagonal.
fn row_lengths_of_inverse(work: &[Vec<f64>], diagonal: &[f64]) -> Vec<f64> {
    let k = diagonal.len();
    let mut squares = vec![0.0; k];
    for column in 0..k {
        let mut unit = vec![0.0; k];
        unit[column] = 1.0;
        for (square, x) in squares.iter_mut().zip(back_substitute(work, diagonal, &unit)) {
            *square += x * x;
        }
    }
    squares.into_iter().map(f64::sqrt).collect()
}

fn r_squared(y: &[f64], ssr: f64, columns: &[Column]) -> f64 {
    let constant = |c: &Column| c.values.iter().all(|x| *x == c.values[0]);
    let around = if columns.iter().any(constant) { y.iter().sum::<f64>() / y.len() as f64 } else { 0.0 };
    let total: f64 = y.iter().map(|v| (v - around) * (v - around)).sum();
    // What varies by rounding alone does not vary.
    let rounding: f64 = y.iter().map(|v| v * v).sum::<f64>() * 1e-30;
    if total > rounding { 1.0 - ssr / total } else { 0.0 }
}

fn length(x: &[f64]) -> f64 {
    f64::sqrt(x.iter().map(|v| v * v).sum())
}

fn check(name: &str, y: &[f64], columns: &[Column]) -> Result<(), Trouble> {
    let (n, k) = (y.len(), columns.len());
    if k == 0 || k > MOST_COLUMNS {
        return Err(trouble!(
            "the regression has {k} columns: allowed are 1 to {MOST_COLUMNS}",
            "回归有 {k} 列：须为 1 至 {MOST_COLUMNS} 列"
        ));
    }
    if n <= k || n.saturating_mul(k) > MOST_CELLS {
        let least = k + 1;
        return Err(trouble!(
            "{name} has {n} rows: allowed are at least {least}, one more than the {k} columns, and at most {MOST_CELLS} rows times columns",
            "{name} 有 {n} 行：至少须有 {least} 行（比 {k} 列多一行），行列之积至多 {MOST_CELLS}"
        ));
    }
    numbers(name, y)?;
    for column in columns {
        let (name, rows) = (&column.name, column.values.len());
        if rows != n {
            return Err(trouble!(
                "{name} has {rows} rows: allowed are as many as the others have, {n}",
                "{name} 有 {rows} 行：须与其他列一样为 {n} 行"
            ));
        }
        numbers(name, &column.values)?;
    }
    Ok(())
}

fn numbers(name: &str, values: &[f64]) -> Result<(), Trouble> {
    match values.iter().position(|v| !(-LARGEST..=LARGEST).contains(v)) {
        None => Ok(()),
        Some(i) => within(&format!("{name}[{i}]"), values[i], -LARGEST, LARGEST),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Longley's data (1967), the classic of nearly singular designs: the certified values of NIST's StRD.
    #[test]
    fn longley() -> Result<(), Trouble> {
        let y = [
            60323.0, 61122.0, 60171.0, 61187.0, 63221.0, 63639.0, 64989.0, 63761.0, 66019.0, 67857.0, 68169.0, 66513.0,
            68655.0, 69564.0, 69331.0, 70551.0,
        ];
        let columns: [&[f64]; 6] = [
            &[83.0, 88.5, 88.2, 89.5, 96.2, 98.1, 99.0, 100.0, 101.2, 104.6, 108.4, 110.8, 112.6, 114.2, 115.7, 116.9],
            &[
                234289.0, 259426.0, 258054.0, 284599.0, 328975.0, 346999.0, 365385.0, 363112.0, 397469.0, 419180.0,
                442769.0, 444546.0, 482704.0, 502601.0, 518173.0, 554894.0,
            ],
            &[
                2356.0, 2325.0, 3682.0, 3351.0, 2099.0, 1932.0, 1870.0, 3578.0, 2904.0, 2822.0, 2936.0, 4681.0, 3813.0,
                3931.0, 4806.0, 4007.0,
            ],
            &[
                1590.0, 1456.0, 1616.0, 1650.0, 3099.0, 3594.0, 3547.0, 3350.0, 3048.0, 2857.0, 2798.0, 2637.0, 2552.0,
                2514.0, 2572.0, 2827.0,
            ],
            &[
                107608.0, 108632.0, 109773.0, 110929.0, 112075.0, 113270.0, 115094.0, 116219.0, 117388.0, 118734.0,
                120445.0, 121950.0, 123366.0, 125368.0, 127852.0, 130081.0,
            ],
            &[
                1947.0, 1948.0, 1949.0, 1950.0, 1951.0, 1952.0, 1953.0, 1954.0, 1955.0, 1956.0, 1957.0, 1958.0, 1959.0,
                1960.0, 1961.0, 1962.0,
            ],
        ];
        let mut design = vec![Column::ones(16)];
        design.extend(columns.iter().map(|c| Column::new("x", c.to_vec())));
        let fit = least_squares("y", &y, &design)?;
        let certified = [
            (-3482258.63459582, 890420.383607373),
            (15.0618722713733, 84.9149257747669),
            (-0.0358191792925910, 0.0334910077722432),
            (-2.02022980381683, 0.488399681651699),
            (-1.03322686717359, 0.214274163161675),
            (-0.0511041056535807, 0.226073200069370),
            (1829.15146461355, 455.478499142212),
        ];
        for (i, (b, se)) in certified.into_iter().enumerate() {
            assert!((fit.coefficients[i] / b - 1.0).abs() < 1e-9, "{i}: {} {b}", fit.coefficients[i]);
            assert!((fit.standard_errors[i] / se - 1.0).abs() < 1e-9, "{i}: {} {se}", fit.standard_errors[i]);
        }
        assert!((fit.r_squared - 0.995479004577296).abs() < 1e-12 && fit.degrees == 9);
        assert!((fit.ssr / 836424.055505915 - 1.0).abs() < 1e-10);
        Ok(())
    }

    #[test]
    fn singular_designs_and_odd_data_are_refused() {
        let refused = |y: &[f64], columns: &[Column]| least_squares("y", y, columns).expect_err("must be refused").en;
        let x = |values: &[f64]| Column::new("x", values.to_vec());
        let y = [1.0, 2.0, 4.0, 3.0];
        assert!(refused(&y, &[Column::ones(4), x(&[2.0; 4])]).starts_with("x is singular:"));
        assert!(refused(&y, &[x(&[0.0; 4])]).starts_with("x is singular:"));
        let (one, double) = (x(&[1.0, 2.0, 5.0, 7.0]), x(&[3.0, 5.0, 11.0, 15.0]));
        assert!(refused(&y, &[Column::ones(4), one, double]).starts_with("x is singular:"));
        assert!(refused(&y, &[x(&[1.0, 2.0])]).starts_with("x has 2 rows:"));
        assert!(refused(&y, &[x(&[1.0, f64::NAN, 3.0, 4.0])]).starts_with("x[1] is NaN:"));
        assert!(refused(&y[..1], &[x(&[1.0])]).starts_with("y has 1 rows:"));
        assert!(refused(&y, &[]).starts_with("the regression has 0 columns"));
    }

    #[test]
    fn what_does_not_vary_is_explained_by_nobody() -> Result<(), Trouble> {
        let x = Column::new("x", vec![1.0, 2.0, 4.0]);
        let fit = least_squares("y", &[0.1; 3], &[Column::ones(3), x.clone()])?;
        assert!(fit.r_squared == 0.0 && fit.coefficients[1].abs() < 1e-15);
        // Without an intercept the share is of the squares around zero.
        let through = least_squares("y", &[1.0, 2.0, 4.5], std::slice::from_ref(&x))?;
        assert!((through.coefficients[0] - 23.0 / 21.0).abs() < 1e-14);
        assert!((through.r_squared - 23.0 * 23.0 / 21.0 / 25.25).abs() < 1e-13);
        let (low, high) = through.interval(0, 0.95);
        assert!(low < 23.0 / 21.0 && high > 23.0 / 21.0 && (through.predict(&[2.0]) - 46.0 / 21.0).abs() < 1e-13);
        Ok(())
    }
}
