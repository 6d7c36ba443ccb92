//! The one product that forward and backward are made of, and its helpers.
//!
//! C = A·B + bias, where C and B have padded rows and A may be read across or down. Tiles of 4 × 8 results stay in
//! registers while the sum runs over the inner dimension: eight independent sums are enough to keep both arithmetic
//! units busy, and sixteen registers hold them with what they are made from. Every result begins with its bias and adds
//! its terms in order, in every shape of tile, so that the shape changes no bit.

// Indices in the innermost loop are not checked one by one: `product` checks the largest of each before it begins.
#![allow(unsafe_code)]

use super::lanes::{F32x4, LANES};
use super::{WIDTH, padded};

/// A matrix that is read number by number: the one at (row, column) is at row · `down` + column · `across`.
#[derive(Clone, Copy)]
pub struct Factor<'a> {
    pub values: &'a [f32],
    pub down: usize,
    pub across: usize,
}

impl Factor<'_> {
    /// Rows of a padded matrix as they are.
    pub fn rows(values: &[f32], columns: usize) -> Factor<'_> {
        Factor { values, down: padded(columns), across: 1 }
    }

    /// A padded matrix turned on its side: its columns are read as rows.
    pub fn columns(values: &[f32], columns: usize) -> Factor<'_> {
        Factor { values, down: 1, across: padded(columns) }
    }
}

/// How large a product is; `width` is the padded number of its columns.
#[derive(Clone, Copy)]
pub struct Size {
    pub rows: usize,
    pub inner: usize,
    pub width: usize,
}

/// c = a·b + bias. An empty bias is zero.
pub fn product(size: Size, a: Factor<'_>, b: &[f32], bias: &[f32], c: &mut [f32]) {
    let Size { rows, inner, width } = size;
    if rows == 0 || inner == 0 {
        return;
    }
    assert!(width.is_multiple_of(WIDTH) && (bias.is_empty() || bias.len() == width));
    // What the tiles rely on.
    assert!(b.len() >= inner * width && c.len() >= rows * width);
    assert!(a.values.len() > (rows - 1) * a.down + (inner - 1) * a.across);
    for column in (0..width).step_by(WIDTH) {
        let start = match bias {
            [] => Eight(F32x4::zero(), F32x4::zero()),
            _ => Eight(F32x4::load(bias, column), F32x4::load(bias, column + LANES)),
        };
        let whole = rows - rows % 4;
        for row in (0..whole).step_by(4) {
            // SAFETY: row + 3 < rows, column + 8 <= width, and the assertions above.
            unsafe { four_rows(size, a, b, start, c, row, column) };
        }
        for row in whole..rows {
            // SAFETY: as before.
            unsafe { one_row(size, a, b, start, c, row, column) };
        }
    }
}

/// Eight neighbours of a row.
#[derive(Clone, Copy)]
struct Eight(F32x4, F32x4);

impl Eight {
    /// SAFETY: there must be eight numbers from `at` on.
    #[inline(always)]
    unsafe fn load(from: &[f32], at: usize) -> Eight {
        debug_assert!(at + WIDTH <= from.len());
        // SAFETY: the caller's promise; an array of f32 needs no more alignment than an f32.
        let [low, high] = unsafe { &*from.as_ptr().add(at).cast::<[[f32; LANES]; 2]>() };
        Eight(F32x4::from_array(low), F32x4::from_array(high))
    }

    /// SAFETY: there must be eight numbers from `at` on.
    #[inline(always)]
    unsafe fn store(self, to: &mut [f32], at: usize) {
        debug_assert!(at + WIDTH <= to.len());
        // SAFETY: the caller's promise.
        let [low, high] = unsafe { &mut *to.as_mut_ptr().add(at).cast::<[[f32; LANES]; 2]>() };
        self.0.write(low);
        self.1.write(high);
    }

    /// This and `x` times `b`.
    #[inline(always)]
    fn and_times(self, x: f32, b: Eight) -> Eight {
        let x = F32x4::splat(x);
        Eight(self.0 + x * b.0, self.1 + x * b.1)
    }
}

/// SAFETY: `product` says what must hold.
unsafe fn four_rows(size: Size, a: Factor<'_>, b: &[f32], start: Eight, c: &mut [f32], row: usize, column: usize) {
    let (mut r0, mut r1, mut r2, mut r3) = (start, start, start, start);
    let (mut at, mut from) = (row * a.down, column);
    // SAFETY: at stays below inner · across + row · down, from below inner · width.
    unsafe {
        for _ in 0..size.inner {
            let line = Eight::load(b, from);
            r0 = r0.and_times(*a.values.get_unchecked(at), line);
            r1 = r1.and_times(*a.values.get_unchecked(at + a.down), line);
            r2 = r2.and_times(*a.values.get_unchecked(at + 2 * a.down), line);
            r3 = r3.and_times(*a.values.get_unchecked(at + 3 * a.down), line);
            at += a.across;
            from += size.width;
        }
        let to = row * size.width + column;
        r0.store(c, to);
        r1.store(c, to + size.width);
        r2.store(c, to + 2 * size.width);
        r3.store(c, to + 3 * size.width);
    }
}

/// SAFETY: `product` says what must hold.
unsafe fn one_row(size: Size, a: Factor<'_>, b: &[f32], start: Eight, c: &mut [f32], row: usize, column: usize) {
    let mut sum = start;
    let (mut at, mut from) = (row * a.down, column);
    // SAFETY: as in `four_rows`.
    unsafe {
        for _ in 0..size.inner {
            sum = sum.and_times(*a.values.get_unchecked(at), Eight::load(b, from));
            at += a.across;
            from += size.width;
        }
        sum.store(c, row * size.width + column);
    }
}

/// The sums of the columns of a matrix of padded rows, from the first row to the last.
pub fn column_sums(values: &[f32], width: usize, sums: &mut [f32]) {
    for column in (0..width).step_by(LANES) {
        let rows = values.chunks_exact(width);
        rows.fold(F32x4::zero(), |sum, row| sum + F32x4::load(row, column)).store(sums, column);
    }
}

/// Turns a matrix of `rows` × `columns`, both sides padded, on its side.
pub fn transpose(values: &[f32], rows: usize, columns: usize, turned: &mut [f32]) {
    let (from, to) = (padded(columns), padded(rows));
    for (column, line) in turned.chunks_exact_mut(to).take(columns).enumerate() {
        for (row, x) in line[..rows].iter_mut().enumerate() {
            *x = values[row * from + column];
        }
        line[rows..].fill(0.0);
    }
}
