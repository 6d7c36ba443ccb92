//! Four numbers in an SSE2 register.

// The one reason for `unsafe` here: an intrinsic may be called only where its instructions exist. SSE2 is part of
// x86-64 itself, so every call below is sound; loads and stores go through arrays of the very size.
#![allow(unsafe_code)]

use core::arch::x86_64::*;

/// Four lanes of 32 bits.
#[derive(Clone, Copy, Debug)]
#[repr(transparent)]
pub struct F32x4(__m128);

/// Lane by lane, by one instruction.
macro_rules! lanewise {
    ($($name:ident $instruction:ident)+) => {
        $(#[inline(always)]
        pub fn $name(self, other: F32x4) -> F32x4 {
            // SAFETY: x86-64 has SSE2.
            F32x4(unsafe { $instruction(self.0, other.0) })
        })+
    };
}

impl F32x4 {
    // `min` and `max` give their second operand where one is NaN or both are zero.
    lanewise! {
        plus _mm_add_ps
        minus _mm_sub_ps
        times _mm_mul_ps
        over _mm_div_ps
        min _mm_min_ps
        max _mm_max_ps
        less _mm_cmplt_ps
        and _mm_and_ps
        and_not _mm_andnot_ps
        or _mm_or_ps
        xor _mm_xor_ps
    }

    #[inline(always)]
    pub fn splat(x: f32) -> F32x4 {
        // SAFETY: x86-64 has SSE2.
        F32x4(unsafe { _mm_set1_ps(x) })
    }

    #[inline(always)]
    pub fn from_array(four: &[f32; 4]) -> F32x4 {
        // SAFETY: the array has the four numbers that are read, and any alignment will do.
        F32x4(unsafe { _mm_loadu_ps(four.as_ptr()) })
    }

    #[inline(always)]
    pub fn to_array(self) -> [f32; 4] {
        // SAFETY: both are four numbers in the same order.
        unsafe { std::mem::transmute(self.0) }
    }

    #[inline(always)]
    pub fn write(self, to: &mut [f32; 4]) {
        // SAFETY: the array has room for the four numbers, and any alignment will do.
        unsafe { _mm_storeu_ps(to.as_mut_ptr(), self.0) };
    }

    #[inline(always)]
    pub fn sqrt(self) -> F32x4 {
        // SAFETY: x86-64 has SSE2.
        F32x4(unsafe { _mm_sqrt_ps(self.0) })
    }

    #[inline(always)]
    pub fn bits_plus(self, other: F32x4) -> F32x4 {
        // SAFETY: x86-64 has SSE2.
        F32x4(unsafe { _mm_castsi128_ps(_mm_add_epi32(_mm_castps_si128(self.0), _mm_castps_si128(other.0))) })
    }

    #[inline(always)]
    pub fn bits_to_exponent(self) -> F32x4 {
        // SAFETY: x86-64 has SSE2.
        F32x4(unsafe { _mm_castsi128_ps(_mm_slli_epi32::<23>(_mm_castps_si128(self.0))) })
    }

    #[inline(always)]
    pub fn exponent_to_bits(self) -> F32x4 {
        // SAFETY: x86-64 has SSE2.
        F32x4(unsafe { _mm_castsi128_ps(_mm_srli_epi32::<23>(_mm_castps_si128(self.0))) })
    }
}
