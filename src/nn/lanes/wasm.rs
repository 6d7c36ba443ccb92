//! Four numbers in a vector of the browser's.

// Loads and stores go through arrays of the very size; everything else is safe where the module is built with
// simd128.
#![allow(unsafe_code)]

use core::arch::wasm32::*;

/// Four lanes of 32 bits.
#[derive(Clone, Copy, Debug)]
#[repr(transparent)]
pub struct F32x4(v128);

/// Lane by lane, by one instruction.
macro_rules! lanewise {
    ($($name:ident $instruction:ident)+) => {
        $(#[inline(always)]
        pub fn $name(self, other: F32x4) -> F32x4 {
            F32x4($instruction(self.0, other.0))
        })+
    };
}

impl F32x4 {
    lanewise! {
        plus f32x4_add
        minus f32x4_sub
        times f32x4_mul
        over f32x4_div
        less f32x4_lt
        and v128_and
        or v128_or
        xor v128_xor
        bits_plus i32x4_add
    }

    /// `f32x4_pmin(a, b)` is "b where b < a, else a": with the operands exchanged it is the definition of `plain`.
    #[inline(always)]
    pub fn min(self, other: F32x4) -> F32x4 {
        F32x4(f32x4_pmin(other.0, self.0))
    }

    #[inline(always)]
    pub fn max(self, other: F32x4) -> F32x4 {
        F32x4(f32x4_pmax(other.0, self.0))
    }

    #[inline(always)]
    pub fn and_not(self, other: F32x4) -> F32x4 {
        F32x4(v128_andnot(other.0, self.0))
    }

    #[inline(always)]
    pub fn splat(x: f32) -> F32x4 {
        F32x4(f32x4_splat(x))
    }

    #[inline(always)]
    pub fn from_array(four: &[f32; 4]) -> F32x4 {
        // SAFETY: the array has the four numbers that are read, and any alignment will do.
        F32x4(unsafe { v128_load(four.as_ptr().cast()) })
    }

    #[inline(always)]
    pub fn to_array(self) -> [f32; 4] {
        // SAFETY: both are four numbers in the same order.
        unsafe { std::mem::transmute(self.0) }
    }

    #[inline(always)]
    pub fn write(self, to: &mut [f32; 4]) {
        // SAFETY: the array has room for the four numbers, and any alignment will do.
        unsafe { v128_store(to.as_mut_ptr().cast(), self.0) };
    }

    #[inline(always)]
    pub fn sqrt(self) -> F32x4 {
        F32x4(f32x4_sqrt(self.0))
    }

    #[inline(always)]
    pub fn bits_to_exponent(self) -> F32x4 {
        F32x4(i32x4_shl(self.0, 23))
    }

    #[inline(always)]
    pub fn exponent_to_bits(self) -> F32x4 {
        F32x4(u32x4_shr(self.0, 23))
    }
}
