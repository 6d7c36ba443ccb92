//! Arithmetic coding (Witten, Neal & Cleary 1987) of bits whose chances the model foretells.

use super::model::{Model, Tables};
use super::reader::Reader;

/// The bytes of a piece: a millisecond's work before the browser has made it quick.
const PIECE: usize = 512;

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

/// The unpacking of a part, which goes on piece by piece: a browser makes a function quick while it is called again, not
/// while it runs.
pub struct Unpacking<'a> {
    model: Model<'a>,
    interval: Interval,
    read: u32,
    rest: core::slice::Iter<'a, u8>,
    bytes: &'a mut [u8],
    done: usize,
}

impl<'a> Unpacking<'a> {
    /// Of a part that comes to all of `bytes`. `in_code` is how many bytes of code were to come where it begins.
    pub fn new(packed: &'a [u8], in_code: u32, bytes: &'a mut [u8], tables: Tables<'a>) -> Unpacking<'a> {
        let model = Model::new(tables, Reader::new(in_code));
        let mut unpacking =
            Unpacking { model, interval: Interval::WHOLE, read: 0, rest: packed.iter(), bytes, done: 0 };
        (0..4).for_each(|_| unpacking.read_byte());
        unpacking
    }

    /// Unpacks a piece more; whether there is more to come.
    #[inline(never)]
    pub fn go_on(&mut self) -> bool {
        let until = usize::min(self.done + PIECE, self.bytes.len());
        while self.done < until {
            let byte = loop {
                let border = self.interval.border(self.model.foretell(&self.bytes[..self.done]));
                let bit = u32::from(self.read <= border);
                self.interval.narrow(border, bit);
                while self.interval.is_settled() {
                    self.interval.shift();
                    self.read_byte();
                }
                self.model.learn(bit);
                if let Some(byte) = self.model.byte() {
                    break byte;
                }
            };
            self.bytes[self.done] = byte;
            self.done += 1;
            self.model.next(&self.bytes[..self.done]);
        }
        self.done < self.bytes.len()
    }

    #[inline(always)]
    fn read_byte(&mut self) {
        self.read = self.read << 8 | u32::from(self.rest.next().copied().unwrap_or(0));
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
