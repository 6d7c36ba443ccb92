//! The fingerprint: a 64-bit hash over numbers that is the same on every machine.

use super::rng::mix;

/// Hashes a sequence of numbers in order; NaN has one form, and so has zero.
#[derive(Clone, Debug)]
pub struct Fingerprint {
    state: u64,
    length: u64,
}

impl Default for Fingerprint {
    fn default() -> Fingerprint {
        Fingerprint { state: 0x656d_706f_7269_756d, length: 0 }
    }
}

impl Fingerprint {
    pub fn add(&mut self, bits: u64) {
        self.length += 1;
        self.state = mix(self.state.rotate_left(23) ^ mix(bits ^ self.length));
    }

    pub fn add_number(&mut self, x: f64) {
        let canonical = if x.is_nan() { 0x7ff8_0000_0000_0000 } else { (x + 0.0).to_bits() };
        self.add(canonical);
    }

    pub fn add_text(&mut self, text: &str) {
        self.add(text.len() as u64);
        for byte in text.bytes() {
            self.add(byte as u64);
        }
    }

    pub fn value(&self) -> u64 {
        mix(self.state ^ self.length)
    }

    /// Sixteen hexadecimal digits, as the page and the command line show it.
    pub fn hex(value: u64) -> String {
        format!("{value:016x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(numbers: &[f64]) -> u64 {
        let mut f = Fingerprint::default();
        numbers.iter().for_each(|&x| f.add_number(x));
        f.value()
    }

    #[test]
    fn every_bit_and_the_order_matter() {
        assert_ne!(of(&[1.0, 2.0]), of(&[2.0, 1.0]));
        assert_ne!(of(&[1.0]), of(&[1.0 + f64::EPSILON]));
        assert_ne!(of(&[0.0]), of(&[0.0, 0.0]));
    }

    #[test]
    fn nan_and_zero_have_one_form() {
        assert_eq!(of(&[f64::NAN]), of(&[-f64::NAN]));
        assert_eq!(of(&[f64::NAN]), of(&[f64::from_bits(0x7ff8_0000_dead_beef)]));
        assert_eq!(of(&[0.0]), of(&[-0.0]));
    }
}
