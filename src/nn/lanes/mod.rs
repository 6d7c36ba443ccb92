//! Four numbers at once: 128 bits of SIMD, with the same bits on every machine.
//!
//! [`F32x4`] is SSE2 on x86-64 (every such processor has it), simd128 in the browser, and [`plain::F32x4`] elsewhere.
//! All three round each multiplication and each addition by itself, as IEEE 754 says: nothing is fused, nothing is
//! reordered, and a test holds them to each other bit for bit. Only the payload of a NaN may differ, and no
//! fingerprint sees that.
//!
//! A mask is an [`F32x4`] whose lanes are all ones or all zeros, as comparisons give it. The few bit operations are
//! what the elementary functions need to take a number's exponent apart.

pub mod plain;
#[cfg(target_arch = "x86_64")]
#[path = "sse.rs"]
mod simd;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[path = "wasm.rs"]
mod simd;

#[cfg(not(any(target_arch = "x86_64", all(target_arch = "wasm32", target_feature = "simd128"))))]
pub use plain::F32x4;
#[cfg(any(target_arch = "x86_64", all(target_arch = "wasm32", target_feature = "simd128")))]
pub use simd::F32x4;

use std::ops::{Add, Div, Mul, Neg, Sub};

/// Numbers in one [`F32x4`].
pub const LANES: usize = 4;

impl Add for F32x4 {
    type Output = F32x4;
    #[inline(always)]
    fn add(self, other: F32x4) -> F32x4 {
        self.plus(other)
    }
}

impl Sub for F32x4 {
    type Output = F32x4;
    #[inline(always)]
    fn sub(self, other: F32x4) -> F32x4 {
        self.minus(other)
    }
}

impl Mul for F32x4 {
    type Output = F32x4;
    #[inline(always)]
    fn mul(self, other: F32x4) -> F32x4 {
        self.times(other)
    }
}

impl Div for F32x4 {
    type Output = F32x4;
    #[inline(always)]
    fn div(self, other: F32x4) -> F32x4 {
        self.over(other)
    }
}

impl Neg for F32x4 {
    type Output = F32x4;
    #[inline(always)]
    fn neg(self) -> F32x4 {
        self.xor(F32x4::splat(-0.0))
    }
}

impl F32x4 {
    #[inline(always)]
    pub fn zero() -> F32x4 {
        F32x4::splat(0.0)
    }

    /// Four numbers from `at` on.
    #[inline(always)]
    pub fn load(from: &[f32], at: usize) -> F32x4 {
        let four: &[f32; LANES] = from[at..at + LANES].try_into().unwrap();
        F32x4::from_array(four)
    }

    #[inline(always)]
    pub fn store(self, to: &mut [f32], at: usize) {
        self.write((&mut to[at..at + LANES]).try_into().unwrap());
    }

    /// As many of the four as there is room for: so that the ends of rows, too, are computed by the one algorithm
    /// there is.
    #[inline]
    pub fn store_some(self, to: &mut [f32]) {
        to.iter_mut().zip(self.to_array()).for_each(|(x, lane)| *x = lane);
    }

    #[inline(always)]
    pub fn abs(self) -> F32x4 {
        self.and(F32x4::splat(f32::from_bits(0x7fff_ffff)))
    }

    /// The lanes of `yes` where the mask is set, else those of `no`.
    #[inline(always)]
    pub fn select(self, yes: F32x4, no: F32x4) -> F32x4 {
        self.and(yes).or(self.and_not(no))
    }

    /// The four lanes' sum, in the order ((0 + 1) + 2) + 3.
    #[inline]
    pub fn sum(self) -> f32 {
        let [a, b, c, d] = self.to_array();
        a + b + c + d
    }
}
