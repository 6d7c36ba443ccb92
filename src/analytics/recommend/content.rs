//! Content: items whose features are alike, whoever rated them.
//!
//! The similarity of two items is the cosine of their features, and an estimate is what the user thought of items
//! like this one, relative to his mean: r̂ = r̄_u + Σ s·(r − r̄_u)/Σ s over his items with s > 0 (Lops, de Gemmis and
//! Semeraro 2011). An item that nobody has rated yet is served like any other.

use super::allowed::{LARGEST, within};
use super::neighbours::{self, By, Level, Neighbours, Options};
use super::ratings::Ratings;
use super::similarity::Measure;
use crate::base::Trouble;

/// Most numbers in a table of features, and in the table of all pairs.
const MOST_NUMBERS: usize = 50_000_000;

/// Items as neighbours by their features: `features` has a row for each item. `most` is the largest neighbourhood.
///
/// ```
/// use emporium::analytics::recommend::{Rating, Ratings, Recommender, content};
/// // Nobody rated item 2, which is like item 0 and unlike item 1.
/// let log = [(0, 0, 5.0), (0, 1, 2.0)].map(|(user, item, rating)| Rating { user, item, rating });
/// let ratings = Ratings::new(1, 3, (1.0, 5.0), &log)?;
/// let fitted = content::fit(&ratings, &[1.0, 0.0, 0.0, 1.0, 2.0, 0.0], None)?;
/// assert_eq!(fitted.predict(0, 2).rating, 5.0);
/// # Ok::<(), emporium::base::Trouble>(())
/// ```
pub fn fit(ratings: &Ratings, features: &[f64], most: Option<u32>) -> Result<Neighbours, Trouble> {
    let matrix = cosines(features, ratings.items() as usize)?;
    let options = Options { most, ..Options::of(By::Item, Measure::Cosine, Level::UserMean) };
    neighbours::fit_given(ratings, options, matrix)
}

/// The cosines of all pairs of rows, row after row: Σxy / √(Σx²·Σy²), and 0 with a row of zeros, itself included.
///
/// ```
/// use emporium::analytics::recommend::content::cosines;
/// let cosines = cosines(&[3.0, 4.0, 4.0, 3.0], 2)?;
/// assert!((cosines[1] - 24.0 / 25.0).abs() < 1e-15 && (cosines[0] - 1.0).abs() < 1e-15);
/// # Ok::<(), emporium::base::Trouble>(())
/// ```
pub fn cosines(table: &[f64], rows: usize) -> Result<Vec<f64>, Trouble> {
    let numbers = usize::max(table.len(), rows.saturating_mul(rows));
    within("numbers in the table", numbers as f64, 0.0, MOST_NUMBERS as f64)?;
    let columns = table.len() / usize::max(1, rows);
    within("numbers in the table", table.len() as f64, (rows * columns) as f64, (rows * columns) as f64)?;
    for (place, &value) in table.iter().enumerate() {
        if value.is_nan() || value.abs() > LARGEST {
            within(&format!("number {place} of the table"), value, -LARGEST, LARGEST)?;
        }
    }
    let row = |x: usize| &table[x * columns..(x + 1) * columns];
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>();
    let norms: Vec<f64> = (0..rows).map(|x| f64::sqrt(dot(row(x), row(x)))).collect();
    let mut matrix = vec![0.0; rows * rows];
    for x in 0..rows {
        for y in x..rows {
            let scale = norms[x] * norms[y];
            let cosine = if scale > 0.0 { dot(row(x), row(y)) / scale } else { 0.0 };
            matrix[x * rows + y] = cosine;
            matrix[y * rows + x] = cosine;
        }
    }
    Ok(matrix)
}

#[cfg(test)]
mod tests {
    use super::super::ratings::example;
    use super::super::recommender::Recommender;
    use super::*;

    #[test]
    fn tables_of_another_size_and_numbers_that_are_none_are_refused() {
        let message = |table: &[f64]| fit(&example(), table, None).expect_err("must be refused").en;
        assert!(message(&[1.0; 7]).starts_with("numbers in the table is 7:"));
        assert!(message(&[1.0, 2.0, f64::NAN, 1.0]).starts_with("number 2 of the table is NaN:"));
        assert!(cosines(&[], 1_000_000).is_err());
    }

    #[test]
    fn features_alone_decide_who_is_near() -> Result<(), Trouble> {
        let fitted = fit(&example(), &[1.0, 0.0, 1.0, 0.2, 0.0, 1.0, 0.2, 1.0], Some(1))?;
        // User 4 gave items 1, 2 and 3 a 1, a 5 and a 4; item 0 is most like item 1.
        let explained = fitted.explain(&fitted.user(4), 0);
        assert_eq!((explained.parts.len(), explained.estimate.rating), (1, 1.0));
        Ok(())
    }
}
