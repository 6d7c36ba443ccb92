//! How likely the next bit is a one: context mixing (Mahoney 2005, Adaptive weighing of context models for lossless data
//! compression). Each of a handful of surroundings has its own chance for every bit of a byte; one opinion more is what
//! followed the last time that the last bytes were the same; two small mixers weigh them all in the logistic domain, and
//! a table corrects what the mixers are wrong about on the whole. Whole numbers only, so that both sides reckon alike.

use super::lanes::{LANES, Lanes, add, dot};
use super::reader::Reader;

/// Two more (the last six operations, the operation's last numbers) would save 700 bytes and take a quarter longer.
pub const CONTEXTS: usize = 5;
/// A slot has the chances of half a byte after one of the surroundings; surroundings of the same hash share theirs. Twice
/// as many would save 2,500 bytes and take longer, for they would not lie near the processor.
const SLOTS: usize = 1 << 14;
const SLOT: usize = 16;
/// Places where the last bytes were these, and how many bytes at least are the same.
const PLACES: usize = 1 << 14;
const SHORTEST: usize = 4;
/// Matches that are longer are trusted as these are.
const LONGEST: usize = 63;
/// Steps of the correction between the most unlikely and the most likely.
const STEPS: usize = 33;
const PHASES: usize = 3;
/// A chance of one half, seen never: twelve bits, and how often in four.
const HALF: u16 = 0x8000;
const OFTEN: u16 = 10;
/// A weight of one, and how fast the mixers learn: errors in 4096ths times this are whole numbers of sixteen bits.
const ONE: u32 = 14;
const RATE: i32 = 8;

/// The big tables, which the caller keeps.
pub struct Tables<'a> {
    pub chances: &'a mut [u16; CONTEXTS * SLOTS * SLOT],
    pub places: &'a mut [u32; PLACES],
}

impl Tables<'_> {
    pub const CHANCES: usize = CONTEXTS * SLOTS * SLOT;
    pub const PLACES: usize = PLACES;
}

pub struct Model<'a> {
    tables: Tables<'a>,
    reader: Reader,
    /// The bits of the byte so far with a one before them, and how many they are.
    part: u32,
    bit: u32,
    hashes: [u32; CONTEXTS],
    slots: [usize; CONTEXTS],
    /// What the surroundings know of the bit, and what each of them says, the match after them: the logarithm of the odds
    /// in 256ths.
    known: [u16; CONTEXTS],
    opinions: Lanes,
    /// One mixer by what the byte is and its bit, one by the bits so far.
    weights: [Lanes; 256 + 32 * 8],
    mixers: [usize; 2],
    mixed: [i32; 2],
    /// Where the bytes before were the same, for how long, and what was right how often.
    from: usize,
    same: usize,
    guess: Option<u32>,
    trust: [u16; LONGEST + 1],
    corrections: [u16; PHASES * 256 * STEPS],
    corrected: usize,
    /// The logarithm of the odds for each chance, the chance for each of these, and the share that the n-th sight of a bit
    /// moves a chance, in 65536ths.
    odds: [i16; 4096],
    chances: [i16; 4096],
    shares: [i32; 16],
}

impl<'a> Model<'a> {
    pub fn new(tables: Tables<'a>, reader: Reader) -> Model<'a> {
        tables.chances.fill(HALF);
        tables.places.fill(0);
        let mut model = Model {
            tables,
            reader,
            part: 1,
            bit: 0,
            hashes: [0; CONTEXTS],
            slots: [0; CONTEXTS],
            known: [HALF; CONTEXTS],
            opinions: [0; LANES],
            weights: [[1 << (ONE - 2); LANES]; 256 + 32 * 8],
            mixers: [0; 2],
            mixed: [0; 2],
            from: 0,
            same: 0,
            guess: None,
            trust: [0xc000; LONGEST + 1],
            corrections: [0; PHASES * 256 * STEPS],
            corrected: 0,
            odds: [0; 4096],
            chances: [0; 4096],
            shares: [0; 16],
        };
        model.fill();
        model.look(&[]);
        model
    }

    fn fill(&mut self) {
        let mut from = 0;
        for x in -2047..=2047 {
            self.chances[(x + 2048) as usize] = chance(x) as i16;
            let to = chance(x) as usize + 1;
            while from < to {
                self.odds[from] = x as i16;
                from += 1;
            }
        }
        self.odds[from..].fill(2047);
        for (n, share) in self.shares.iter_mut().enumerate() {
            *share = 655_360 / (n as i32 * 5 + 12);
        }
        for (i, correction) in self.corrections.iter_mut().enumerate() {
            *correction = (chance((i % STEPS) as i32 * 128 - 2048) * 16) as u16;
        }
    }

    /// The chance of a one in 4096ths, after these bytes.
    #[inline(always)]
    pub fn foretell(&mut self, before: &[u8]) -> u32 {
        if self.bit & 3 == 0 {
            self.open_slots();
        }
        let place = self.in_slot();
        for i in 0..CONTEXTS {
            self.known[i] = self.tables.chances[self.slots[i] + place];
            self.opinions[i] = self.odds_of(self.known[i]);
        }
        self.opinions[CONTEXTS] = self.match_says(before);
        self.mixers = [256 + (self.reader.kind() * 8 + self.bit) as usize, self.part as usize];
        for (mixed, mixer) in self.mixed.iter_mut().zip(self.mixers) {
            *mixed = (dot(&self.weights[mixer], &self.opinions) >> ONE).clamp(-2047, 2047);
        }
        let both = (self.mixed[0] + self.mixed[1]) >> 1;
        let (step, beyond) = (((both + 2048) >> 7) as usize, (both + 2048) & 127);
        let row = (self.reader.phase() * 256 + self.part as usize) * STEPS + step;
        self.corrected = row + usize::from(beyond >= 64);
        let (low, high) = (i32::from(self.corrections[row]), i32::from(self.corrections[row + 1]));
        let correction = (low * (128 - beyond) + high * beyond) >> 11;
        ((self.chance(both) + correction + 1) >> 1).clamp(1, 4095) as u32
    }

    /// The bit has come; `before` are the bytes before its own.
    #[inline(always)]
    pub fn learn(&mut self, bit: u32) {
        let truth = if bit == 1 { u16::MAX } else { 0 };
        for (mixer, mixed) in self.mixers.into_iter().zip(self.mixed) {
            let error = ((bit * 4095) as i32 - self.chance(mixed)) * RATE;
            add(&mut self.weights[mixer], &self.opinions, error as i16);
        }
        slowly(&mut self.corrections[self.corrected], truth);
        if let Some(guess) = self.guess {
            slowly(&mut self.trust[usize::min(self.same, LONGEST)], if guess == bit { u16::MAX } else { 0 });
            self.same = if guess == bit { self.same } else { 0 };
        }
        let place = self.in_slot();
        for (slot, known) in self.slots.into_iter().zip(self.known) {
            let (seen, chance) = (known & 15, i32::from(known >> 4));
            let chance = chance + ((((bit * 4095) as i32 - chance) * self.shares[seen as usize]) >> 16);
            self.tables.chances[slot + place] = (chance as u16) << 4 | u16::min(seen + 1, OFTEN);
        }
        self.part = self.part << 1 | bit;
        self.bit += 1;
    }

    /// The byte, if all its bits have come.
    #[inline(always)]
    pub fn byte(&self) -> Option<u8> {
        (self.bit == 8).then_some(self.part as u8)
    }

    /// Goes on to the next byte; `before` ends with the one that has come.
    pub fn next(&mut self, before: &[u8]) {
        if let Some(byte) = self.byte() {
            self.reader.read(byte);
        }
        (self.part, self.bit) = (1, 0);
        if self.same > 0 {
            self.same += 1;
            self.from += 1;
        }
        self.look(before);
    }

    /// What the surroundings of the next byte are, and where the last bytes stood before.
    fn look(&mut self, before: &[u8]) {
        for (i, (hash, context)) in self.hashes.iter_mut().zip(self.reader.contexts(before)).enumerate() {
            let mixed = (context ^ (i as u64 + 1) << 59).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            *hash = ((mixed ^ mixed >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 32) as u32;
        }
        let n = before.len();
        let Some(last) = n.checked_sub(SHORTEST).map(|start| &before[start..]) else { return };
        let hash = last.iter().fold(0u32, |hash, b| hash.wrapping_mul(0x2f0b_4c47).wrapping_add(u32::from(*b) + 1));
        let place = (hash.wrapping_mul(0x9e37_79b1) >> 18) as usize % PLACES;
        if self.same == 0 {
            let from = self.tables.places[place] as usize;
            let pairs = before[..from].iter().rev().zip(before.iter().rev());
            let same = pairs.take(32).take_while(|(a, b)| a == b).count();
            if same >= SHORTEST {
                (self.same, self.from) = (same, from);
            }
        }
        self.tables.places[place] = n as u32;
    }

    fn open_slots(&mut self) {
        let half = if self.bit == 0 { 0 } else { self.part };
        for (i, (slot, hash)) in self.slots.iter_mut().zip(self.hashes).enumerate() {
            let hash = hash.wrapping_add(half.wrapping_mul(0x9e37_79b1));
            let hash = (hash ^ hash >> 15).wrapping_mul(0x85eb_ca6b);
            *slot = (i * SLOTS + (hash >> 8) as usize % SLOTS) * SLOT;
        }
    }

    /// The bits of this half of the byte, with a one before them.
    #[inline(always)]
    fn in_slot(&self) -> usize {
        let bits = self.bit & 3;
        (self.part & ((1 << bits) - 1) | 1 << bits) as usize
    }

    #[inline(always)]
    fn odds_of(&self, known: u16) -> i16 {
        self.odds[(known >> 4) as usize]
    }

    /// The chance of these odds, between −2047 and 2047.
    #[inline(always)]
    fn chance(&self, odds: i32) -> i32 {
        i32::from(self.chances[(odds + 2048) as usize % 4096])
    }

    #[inline(always)]
    fn match_says(&mut self, before: &[u8]) -> i16 {
        self.guess = None;
        if self.same == 0 {
            return 0;
        }
        let followed = u32::from(before[self.from]) | 256;
        if followed >> (8 - self.bit) != self.part {
            self.same = 0;
            return 0;
        }
        let guess = followed >> (7 - self.bit) & 1;
        self.guess = Some(guess);
        let odds = self.odds_of(self.trust[usize::min(self.same, LONGEST)]);
        if guess == 1 { odds } else { -odds }
    }
}

/// Moves a number by a 64th of what it is away.
fn slowly(number: &mut u16, towards: u16) {
    *number = (i32::from(*number) + ((i32::from(towards) - i32::from(*number)) >> 6)) as u16;
}

/// The chance of these odds by reckoning, 4096/(1 + exp(−x/256)), by straight lines between points 128 apart.
fn chance(x: i32) -> i32 {
    const AT: [i32; STEPS] = [
        1, 2, 3, 6, 10, 16, 27, 45, 73, 120, 194, 310, 488, 747, 1101, 1546, 2047, 2549, 2994, 3348, 3607, 3785, 3901,
        3975, 4022, 4050, 4068, 4079, 4085, 4089, 4092, 4093, 4094,
    ];
    let x = x.clamp(-2047, 2047) + 2048;
    let (step, beyond) = ((x >> 7) as usize, x & 127);
    (AT[step] * (128 - beyond) + AT[step + 1] * beyond + 64) >> 7
}
