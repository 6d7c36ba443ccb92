//! What the next byte of a module is, and in which surroundings it stands (WebAssembly core specification 2.0, chapter 5).
//! It understands just enough for that; a module that it misunderstands is packed worse, not wrongly.

use super::model::CONTEXTS;

/// What the next byte belongs to. The order matters: from `Rest` on one is within a section, from `Groups` on within a
/// function, from `Operation` on within its instructions.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd)]
enum At {
    Preamble,
    Section,
    Length,
    Rest,
    Functions,
    Size,
    Groups,
    Locals,
    Type,
    Operation,
    Number,
    Bytes,
}

/// The sections' number for code.
const CODE: u8 = 10;

#[derive(Clone)]
pub struct Reader {
    at: At,
    section: u8,
    position: u32,
    /// Bytes that are left of the section and of the function.
    in_section: u32,
    in_function: u32,
    /// A number that is being read, seven bits a byte, and how many bytes of it have been.
    value: u32,
    byte: u32,
    /// Groups of local variables to come.
    groups: u32,
    operation: u32,
    /// What follows the operation still: numbers, then plain bytes.
    numbers: u32,
    bytes: u32,
    nth: u32,
    /// The last eight operations, the newest in the lowest byte.
    past: u64,
}

impl Reader {
    /// At the start of a module, or, within its code, at a function with so many bytes of the section to come.
    pub const fn new(in_code: u32) -> Reader {
        let (at, section) = if in_code > 0 { (At::Size, CODE) } else { (At::Preamble, 0) };
        Reader {
            at,
            section,
            position: 0,
            in_section: in_code,
            in_function: 0,
            value: 0,
            byte: 0,
            groups: 0,
            operation: 0,
            numbers: 0,
            bytes: 0,
            nth: 0,
            past: 0,
        }
    }

    /// The bytes of code to come where a function begins, so that another reader can begin there.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn before_a_function(&self) -> Option<u32> {
        (self.at == At::Size && self.byte == 0 && self.in_section > 0).then_some(self.in_section)
    }

    pub fn read(&mut self, byte: u8) {
        self.position += 1;
        if self.at >= At::Rest {
            self.in_section = self.in_section.wrapping_sub(1);
        }
        if self.at >= At::Groups {
            self.in_function = self.in_function.wrapping_sub(1);
        }
        match self.at {
            At::Preamble if self.position == 8 => self.at = At::Section,
            At::Preamble | At::Rest => {}
            At::Section => {
                self.section = byte;
                self.at = At::Length;
            }
            At::Type => {
                self.groups = self.groups.wrapping_sub(1);
                self.at = if self.groups > 0 { At::Locals } else { At::Operation };
            }
            At::Operation => self.operation(byte),
            At::Bytes => {
                self.byte += 1;
                self.follow(0, self.bytes - 1);
            }
            _ => {
                if let Some(value) = self.number(byte) {
                    self.counted(value);
                }
            }
        }
        if self.at >= At::Groups && self.in_function == 0 {
            (self.at, self.byte, self.value) = (At::Size, 0, 0);
        }
        if self.at >= At::Rest && self.in_section == 0 {
            (self.at, self.byte, self.value) = (At::Section, 0, 0);
        }
    }

    /// The next byte of a number; the number, if it was the last one.
    fn number(&mut self, byte: u8) -> Option<u32> {
        let shift = 7 * self.byte;
        if shift < 32 {
            self.value |= u32::from(byte & 127) << shift;
        }
        self.byte += 1;
        if byte >= 128 {
            return None;
        }
        let value = self.value;
        (self.byte, self.value) = (0, 0);
        Some(value)
    }

    /// A number is complete.
    fn counted(&mut self, value: u32) {
        match self.at {
            At::Length => {
                self.in_section = value;
                self.at = if self.section == CODE { At::Functions } else { At::Rest };
            }
            At::Functions => self.at = At::Size,
            At::Size => {
                self.in_function = value;
                self.at = At::Groups;
            }
            At::Groups => {
                (self.groups, self.past) = (value, 0);
                self.at = if value > 0 { At::Locals } else { At::Operation };
            }
            At::Locals => self.at = At::Type,
            _ => self.argument(value),
        }
    }

    fn operation(&mut self, byte: u8) {
        self.operation = u32::from(byte);
        self.past = self.past << 8 | u64::from(byte);
        self.nth = 0;
        let (numbers, bytes) = match byte {
            // Blocks, branches, calls, variables, memory's size, integers, references, and operations of two bytes.
            0x02..=0x04 | 0x0c..=0x0e | 0x10 | 0x20..=0x26 | 0x3f..=0x42 | 0xd0 | 0xd2 | 0xfc | 0xfd => (1, 0),
            // Calls through tables, typed selections, loads and stores.
            0x11 | 0x1c | 0x28..=0x3e => (2, 0),
            0x43 => (0, 4),
            0x44 => (0, 8),
            _ => (0, 0),
        };
        self.follow(numbers, bytes);
    }

    /// A number that belongs to an operation is complete.
    fn argument(&mut self, value: u32) {
        match self.operation {
            // A branch table: so many targets, and one more.
            0x0e if self.nth == 0 => {
                self.nth = 1;
                self.follow(value.wrapping_add(1), 0);
                return;
            }
            0xfc | 0xfd if self.nth == 0 => {
                self.past = self.past << 8 | u64::from(value & 255);
                let (numbers, bytes) = second_byte(self.operation, value);
                self.operation = self.operation << 8 | value & 255;
                self.follow(numbers, bytes);
                return;
            }
            _ => {}
        }
        self.nth += 1;
        self.follow(self.numbers.wrapping_sub(1), self.bytes);
    }

    fn follow(&mut self, numbers: u32, bytes: u32) {
        (self.numbers, self.bytes) = (numbers, bytes);
        self.at = match (numbers, bytes) {
            (0, 0) => At::Operation,
            (0, _) => At::Bytes,
            _ => At::Number,
        };
        if self.at == At::Operation {
            self.byte = 0;
        }
    }

    /// What the next byte is, as a number below 32.
    #[inline(always)]
    pub fn kind(&self) -> u32 {
        match self.at {
            At::Operation => 1,
            At::Number => match self.operation {
                0x20..=0x22 => self.operation - 0x1e,
                0x28..=0x3e if self.nth == 0 => 5,
                0x28..=0x3e => 6,
                0x41 => 7,
                0x10 => 8,
                0x0c | 0x0d => 9,
                0x02..=0x04 => 10,
                _ => 11,
            },
            At::Bytes => 12,
            At::Rest if self.section < 13 => 13 + u32::from(self.section),
            _ => 0,
        }
    }

    /// An operation, a number after one, or anything else.
    #[inline(always)]
    pub fn phase(&self) -> usize {
        match self.at {
            At::Operation => 1,
            At::Number => 2,
            _ => 0,
        }
    }

    /// The surroundings by each of which the next byte is foretold.
    #[inline(always)]
    pub fn contexts(&self, before: &[u8]) -> [u64; CONTEXTS] {
        let back = |n: usize| before.len().checked_sub(n).map_or(0, |i| u64::from(before[i]));
        let one = back(1);
        let two = one | back(2) << 8;
        if self.at < At::Operation {
            return self.among_data(before, one, two);
        }
        let place = u64::from(self.kind() | self.byte << 6);
        let (operation, so_far) = match (self.at, self.byte) {
            (At::Operation, _) => (0, 0),
            (_, 0) => (u64::from(self.operation), 0),
            (_, 1) => (u64::from(self.operation), one),
            _ => (u64::from(self.operation), two),
        };
        let past = |n: u32| self.past & ((1 << (8 * n)) - 1);
        [
            place | operation << 20,
            one | place << 20,
            two | place << 20,
            past(2) | place << 32 | so_far << 44,
            past(4) | place << 32 | so_far << 44,
        ]
    }

    /// Texts and tables: the last bytes, and the word.
    fn among_data(&self, before: &[u8], one: u64, two: u64) -> [u64; CONTEXTS] {
        let back = |n: usize| before.len().checked_sub(n).map_or(0, |i| u64::from(before[i]));
        let three = two | back(3) << 16;
        let four = three | back(4) << 24;
        let letters = before.iter().rev().take(12).take_while(|b| b.is_ascii_alphabetic());
        let word = letters.fold(0u64, |word, b| word.wrapping_mul(0x2f0b_4c47).wrapping_add(u64::from(b | 32)));
        let section = u64::from(self.section) << 56;
        [section | one, section | two, section | three, section ^ four, section ^ word << 8]
    }
}

/// What follows an operation of two bytes: numbers, and plain bytes.
fn second_byte(first: u32, second: u32) -> (u32, u32) {
    match (first, second) {
        // Copying and filling memories and tables.
        (0xfc, 8 | 10 | 12 | 14) => (2, 0),
        (0xfc, 9 | 11 | 13 | 15..=17) => (1, 0),
        // Vectors: loads and stores, constants and shuffles, single lanes, loads and stores of these.
        (0xfd, 0..=11 | 92 | 93) => (2, 0),
        (0xfd, 12 | 13) => (0, 16),
        (0xfd, 21..=34) => (0, 1),
        (0xfd, 84..=91) => (2, 1),
        _ => (0, 0),
    }
}
