//! Scales: the range that the heights take, and round numbers to mark it with.

use super::{Plot, Point};

/// Round numbers along an axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Ticks {
    pub values: Vec<f64>,
    /// How many digits after the point tell them apart.
    pub decimals: usize,
}

/// At most `most` round numbers (1, 2 or 5 times a power of ten apart) from `low` to `high`.
pub fn ticks(low: f64, high: f64, most: usize) -> Ticks {
    let width = high - low;
    if !(width.is_finite() && width > 0.0) {
        return Ticks { values: Vec::new(), decimals: 0 };
    }
    let (mut unit, mut power) = power_below(width / most.max(1) as f64);
    // Nine candidates span three powers of ten, and the step that fits is within the first two.
    for i in 0..9 {
        if i > 0 && i % 3 == 0 {
            (unit, power) = (unit * 10.0, power + 1);
        }
        let step = [1.0, 2.0, 5.0][i % 3] * unit;
        let (first, last) = (libm::ceil(low / step), libm::floor(high / step));
        if last - first < most as f64 {
            let count = f64::max(last - first + 1.0, 0.0) as usize;
            // Adding 0 turns −0 into 0.
            let values = (0..count).map(|i| (first + i as f64) * step + 0.0).collect();
            return Ticks { values, decimals: i32::max(-power, 0) as usize };
        }
    }
    Ticks { values: Vec::new(), decimals: 0 }
}

/// The largest power of ten that is not above `x`, and its exponent.
fn power_below(x: f64) -> (f64, i32) {
    let (mut unit, mut power) = (1.0, 0);
    while unit * 10.0 <= x {
        (unit, power) = (unit * 10.0, power + 1);
    }
    while unit > x && power > -300 {
        // Dividing one by a whole power is exact where dividing again and again is not.
        power -= 1;
        unit = 1.0 / (0..-power).fold(1.0, |all, _| all * 10.0);
    }
    (unit, power)
}

/// The range of the heights with a little air; something sensible where there is nothing yet. Curves stretch it,
/// and bands only at their ends and by little: a wide band is cut off. What was measured before the first step of
/// learning does not stretch it either: such a curve comes in from beyond the edge.
pub fn heights(plot: &Plot) -> (f64, f64) {
    let (low, high) = [0.0, f64::NEG_INFINITY]
        .map(|beyond| range(plot, beyond))
        .into_iter()
        .find(|(low, high)| low <= high)
        .unwrap_or((0.0, 1.0));
    let air = f64::max((high - low) * 0.06, f64::max(f64::abs(high) * 1e-3, 1e-9));
    (low - air, high + air)
}

/// How many digits after the point a reading of the heights is worth: one more than the ticks have.
pub fn decimals(plot: &Plot) -> usize {
    let (low, high) = heights(plot);
    ticks(low, high, 8).decimals + 1
}

/// Bands, what is drawn beside the curves, and named levels stretch the range by at most these shares of what the
/// curves take.
const ROOM_FOR_BANDS: f64 = 0.25;
const ROOM_FOR_BESIDE: f64 = 0.5;
const ROOM_FOR_LEVELS: f64 = 3.0;

fn range(plot: &Plot, beyond: f64) -> (f64, f64) {
    let counts = |p: &&Point| p.x > beyond;
    let curves = |beside: bool| plot.series.iter().filter(move |s| s.beside == beside);
    let means = |beside: bool| spanned(curves(beside).flat_map(|s| &s.points).filter(counts).map(|p| p.mean));
    let (low, high) = means(false);
    let ends = curves(false).filter_map(|s| s.points.last()).filter(counts);
    let bands = spanned(ends.flat_map(|p| [p.low, p.high]));
    let levels = spanned(plot.levels.iter().filter(|level| level.everywhere).map(|level| level.y));
    // A single level curve takes no range, and what is around it is all there is to see.
    let room = |share: f64| if low < high { share * (high - low) } else { f64::INFINITY };
    let around = [(bands, ROOM_FOR_BANDS), (means(true), ROOM_FOR_BESIDE), (levels, ROOM_FOR_LEVELS)];
    around.into_iter().fold((low, high), |(least, most), (range, share)| {
        let most_room = room(share);
        (f64::min(least, f64::max(range.0, low - most_room)), f64::max(most, f64::min(range.1, high + most_room)))
    })
}

fn spanned(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values
        .filter(|y| y.is_finite())
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), y| (f64::min(low, y), f64::max(high, y)))
}
