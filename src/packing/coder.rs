//! Arithmetic coding (Witten, Neal & Cleary 1987) of bits whose chances the model foretells.

use super::model::{Model, Tables};
use super::reader::Reader;

/// The interval that is left, as its first and last number.
struct Interval {
    first: u32,
    last: u32,
}

impl Interval {
    const WHOLE: Interval = Interval { first: 0, last: u32::MAX };

    /// The last number that stands for a one of this chance in 4096ths.
    #[inline(always)]
    fn border(&self, chance: u32) -> u32 {
        self.first + ((u64::from(self.last - self.first) * u64::from(chance)) >> 12) as u32
    }

    #[inline(always)]
    fn narrow(&mut self, border: u32, bit: u32) {
        if bit == 1 { self.last = border } else { self.first = border + 1 }
    }

    /// Whether the first byte is settled.
    #[inline(always)]
    fn is_settled(&self) -> bool {
        (self.first ^ self.last) >> 24 == 0
    }

    #[inline(always)]
    fn shift(&mut self) {
        (self.first, self.last) = (self.first << 8, self.last << 8 | 255);
    }
}

/// Unpacks a part into `bytes`, all of them. `in_code` is how many bytes of code were to come where it begins.
pub fn unpack(packed: &[u8], in_code: u32, bytes: &mut [u8], tables: Tables<'_>) {
    let mut model = Model::new(tables, Reader::new(in_code));
    let mut rest = packed.iter().copied();
    let mut interval = Interval::WHOLE;
    let mut read = 0u32;
    (0..4).for_each(|_| read = read << 8 | u32::from(rest.next().unwrap_or(0)));
    for n in 0..bytes.len() {
        let byte = loop {
            let border = interval.border(model.foretell(&bytes[..n]));
            let bit = u32::from(read <= border);
            interval.narrow(border, bit);
            while interval.is_settled() {
                interval.shift();
                read = read << 8 | u32::from(rest.next().unwrap_or(0));
            }
            model.learn(bit);
            if let Some(byte) = model.byte() {
                break byte;
            }
        };
        bytes[n] = byte;
        model.next(&bytes[..=n]);
    }
}

/// A part of a module, packed.
#[cfg(not(target_arch = "wasm32"))]
pub struct Part {
    pub packed: Vec<u8>,
    pub bytes: u32,
    pub in_code: u32,
}

/// Packs a part; what it comes to is what [`unpack`] makes again.
#[cfg(not(target_arch = "wasm32"))]
pub fn pack(bytes: &[u8], in_code: u32, tables: Tables<'_>) -> Part {
    let mut model = Model::new(tables, Reader::new(in_code));
    let mut interval = Interval::WHOLE;
    let mut packed = Vec::new();
    for (n, byte) in bytes.iter().enumerate() {
        for i in (0..8).rev() {
            let bit = u32::from(byte >> i & 1);
            let border = interval.border(model.foretell(&bytes[..n]));
            interval.narrow(border, bit);
            while interval.is_settled() {
                packed.push((interval.last >> 24) as u8);
                interval.shift();
            }
            model.learn(bit);
        }
        model.next(&bytes[..=n]);
    }
    // The first bytes of any number within the interval; what is not there is read as noughts.
    packed.extend_from_slice(&interval.last.to_be_bytes());
    Part { packed, bytes: bytes.len() as u32, in_code }
}

/// Where a module may be cut into so many parts of about the same length, with the bytes of code to come at each cut:
/// at functions, for there a reader knows where it is.
#[cfg(not(target_arch = "wasm32"))]
pub fn parts(module: &[u8], wanted: usize) -> Vec<(usize, u32)> {
    let mut reader = Reader::new(0);
    let mut cuts = vec![(0, 0)];
    for (i, byte) in module.iter().enumerate() {
        if i * wanted >= cuts.len() * module.len()
            && let Some(in_code) = reader.before_a_function()
        {
            cuts.push((i, in_code));
        }
        reader.read(*byte);
    }
    cuts
}
