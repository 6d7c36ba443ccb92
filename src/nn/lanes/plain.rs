//! Four numbers one after the other: what the SIMD types must agree with, and what stands in where there is none.

/// Four lanes of 32 bits.
#[derive(Clone, Copy, Debug)]
pub struct F32x4([f32; 4]);

impl F32x4 {
    #[inline(always)]
    pub fn splat(x: f32) -> F32x4 {
        F32x4([x; 4])
    }

    #[inline(always)]
    pub fn from_array(four: &[f32; 4]) -> F32x4 {
        F32x4(*four)
    }

    #[inline(always)]
    pub fn to_array(self) -> [f32; 4] {
        self.0
    }

    #[inline(always)]
    pub fn write(self, to: &mut [f32; 4]) {
        *to = self.0;
    }

    #[inline(always)]
    fn with(self, other: F32x4, f: impl Fn(f32, f32) -> f32) -> F32x4 {
        F32x4(std::array::from_fn(|i| f(self.0[i], other.0[i])))
    }

    #[inline(always)]
    fn bits(self, other: F32x4, f: impl Fn(u32, u32) -> u32) -> F32x4 {
        self.with(other, |a, b| f32::from_bits(f(a.to_bits(), b.to_bits())))
    }

    #[inline(always)]
    pub fn plus(self, other: F32x4) -> F32x4 {
        self.with(other, |a, b| a + b)
    }

    #[inline(always)]
    pub fn minus(self, other: F32x4) -> F32x4 {
        self.with(other, |a, b| a - b)
    }

    #[inline(always)]
    pub fn times(self, other: F32x4) -> F32x4 {
        self.with(other, |a, b| a * b)
    }

    #[inline(always)]
    pub fn over(self, other: F32x4) -> F32x4 {
        self.with(other, |a, b| a / b)
    }

    #[inline(always)]
    pub fn sqrt(self) -> F32x4 {
        self.with(self, |a, _| a.sqrt())
    }

    /// The smaller lane; `other`'s where one of the two is NaN or both are zero.
    #[inline(always)]
    pub fn min(self, other: F32x4) -> F32x4 {
        self.with(other, |a, b| if a < b { a } else { b })
    }

    /// The larger lane; `other`'s where one of the two is NaN or both are zero.
    #[inline(always)]
    pub fn max(self, other: F32x4) -> F32x4 {
        self.with(other, |a, b| if a > b { a } else { b })
    }

    /// A mask of the lanes that are less than the other's.
    #[inline(always)]
    pub fn less(self, other: F32x4) -> F32x4 {
        self.with(other, |a, b| f32::from_bits(if a < b { u32::MAX } else { 0 }))
    }

    #[inline(always)]
    pub fn and(self, other: F32x4) -> F32x4 {
        self.bits(other, |a, b| a & b)
    }

    /// The other's bits where this one's are not set.
    #[inline(always)]
    pub fn and_not(self, other: F32x4) -> F32x4 {
        self.bits(other, |a, b| !a & b)
    }

    #[inline(always)]
    pub fn or(self, other: F32x4) -> F32x4 {
        self.bits(other, |a, b| a | b)
    }

    #[inline(always)]
    pub fn xor(self, other: F32x4) -> F32x4 {
        self.bits(other, |a, b| a ^ b)
    }

    /// The sum of the bit patterns as whole numbers.
    #[inline(always)]
    pub fn bits_plus(self, other: F32x4) -> F32x4 {
        self.bits(other, u32::wrapping_add)
    }

    /// The lowest nine bits moved to where the exponent is.
    #[inline(always)]
    pub fn bits_to_exponent(self) -> F32x4 {
        self.bits(self, |a, _| a << 23)
    }

    /// The exponent's bits, and the sign's, moved to the lowest place.
    #[inline(always)]
    pub fn exponent_to_bits(self) -> F32x4 {
        self.bits(self, |a, _| a >> 23)
    }
}
