//! Eight numbers of sixteen bits at once: by vectors in the browser, one by one where the module is packed. Both come to
//! the same number, or what was packed would not come out again.

pub const LANES: usize = 8;
pub type Lanes = [i16; LANES];

/// The sum of the products.
#[cfg(target_arch = "wasm32")]
#[inline(always)]
pub fn dot(a: &Lanes, b: &Lanes) -> i32 {
    use core::arch::wasm32::*;
    // Both are sixteen bytes, and loads need no alignment.
    let (a, b) = unsafe { (v128_load(a.as_ptr().cast()), v128_load(b.as_ptr().cast())) };
    let pairs = i32x4_dot_i16x8(a, b);
    let fours = i32x4_add(pairs, i32x4_shuffle::<2, 3, 0, 1>(pairs, pairs));
    i32x4_extract_lane::<0>(fours).wrapping_add(i32x4_extract_lane::<1>(fours))
}

#[cfg(not(target_arch = "wasm32"))]
pub fn dot(a: &Lanes, b: &Lanes) -> i32 {
    a.iter().zip(b).fold(0i32, |sum, (a, b)| sum.wrapping_add(i32::from(*a) * i32::from(*b)))
}

/// Adds to each its number times `by` in 65536ths, to the nearest.
#[cfg(target_arch = "wasm32")]
#[inline(always)]
pub fn add(to: &mut Lanes, numbers: &Lanes, by: i16) {
    use core::arch::wasm32::*;
    let (old, numbers) = unsafe { (v128_load(to.as_ptr().cast()), v128_load(numbers.as_ptr().cast())) };
    let (by, half) = (i16x8_splat(by), i32x4_splat(1 << 15));
    let low = i32x4_shr(i32x4_add(i32x4_extmul_low_i16x8(numbers, by), half), 16);
    let high = i32x4_shr(i32x4_add(i32x4_extmul_high_i16x8(numbers, by), half), 16);
    let new = i16x8_add_sat(old, i16x8_narrow_i32x4(low, high));
    unsafe { v128_store(to.as_mut_ptr().cast(), new) };
}

#[cfg(not(target_arch = "wasm32"))]
pub fn add(to: &mut Lanes, numbers: &Lanes, by: i16) {
    for (to, number) in to.iter_mut().zip(numbers) {
        *to = to.saturating_add(((i32::from(*number) * i32::from(by) + (1 << 15)) >> 16) as i16);
    }
}
