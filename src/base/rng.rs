//! Seeded randomness: worlds whose draws are keyed, and running streams for the agents.
//!
//! The world's randomness is keyed by (seed, episode, period, purpose) and never a running stream, so
//! that two action sequences meet the same exogenous draws. Training, evaluation and parameter search
//! are keyed apart. The generator of the agents is written down by name (xoshiro256++), because
//! "the standard generator" differs between versions and machines.

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng as _, SeedableRng};

/// A bijective mixer of 64 bits (Stafford's variant 13 of the MurmurHash3 finaliser, as in SplitMix64).
#[inline]
pub const fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// The odd constant of SplitMix64: multiples of it are spread evenly over the 64 bits.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// Joins a key with one more number into a new key.
#[inline]
pub const fn join(key: u64, number: u64) -> u64 {
    mix(key ^ mix(number.wrapping_add(GOLDEN)))
}

/// The upper 53 bits as a number in [0, 1).
#[inline]
pub fn unit(bits: u64) -> f64 {
    (bits >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
}

/// A family of episodes that share a seed and a use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct World {
    key: u64,
}

impl World {
    /// The worlds in which a contestant with this seed learns.
    pub const fn training(seed: u64) -> World {
        World { key: join(0x7472_6169_6e00, seed) }
    }

    /// The worlds in which everybody is measured: the same for all contestants and all seeds.
    pub const fn evaluation() -> World {
        World { key: join(0x6576_616c_7561_7465, 0) }
    }

    /// The worlds in which parameters are searched, so that nothing is ever tuned on the evaluation.
    pub const fn search(seed: u64) -> World {
        World { key: join(0x7365_6172_6368, seed) }
    }

    pub const fn episode(&self, episode: u64) -> Episode {
        Episode { key: join(self.key, episode) }
    }
}

/// One episode of a world: every draw is a function of its period and its purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Episode {
    key: u64,
}

impl Episode {
    /// 64 random bits. `purpose` tells apart the draws of one period (demand, choice, weather …).
    #[inline]
    pub const fn bits(&self, period: u64, purpose: u32) -> u64 {
        let place = period.wrapping_mul(GOLDEN) ^ (purpose as u64).wrapping_mul(0xd6e8_feb8_6659_fd93);
        mix(mix(self.key ^ place).wrapping_add(self.key))
    }

    /// A number in [0, 1).
    #[inline]
    pub fn uniform(&self, period: u64, purpose: u32) -> f64 {
        unit(self.bits(period, purpose))
    }
}

/// A running stream for an agent's own decisions.
#[derive(Clone, Debug)]
pub struct Rng {
    stream: Xoshiro256PlusPlus,
}

impl Rng {
    /// `purpose` tells apart the streams of one seed: exploration, evaluation, initial weights …
    pub fn new(seed: u64, purpose: &str) -> Rng {
        let key = purpose.bytes().fold(join(0, seed), |key, byte| join(key, byte as u64));
        Rng { stream: Xoshiro256PlusPlus::seed_from_u64(key) }
    }

    #[inline]
    pub fn bits(&mut self) -> u64 {
        self.stream.next_u64()
    }

    /// A number in [0, 1).
    #[inline]
    pub fn uniform(&mut self) -> f64 {
        unit(self.bits())
    }

    /// A whole number below `n`, each equally likely (Lemire 2019); `n` must not be zero.
    #[inline]
    pub fn below(&mut self, n: u32) -> u32 {
        debug_assert!(n > 0, "there is no number below zero to draw");
        loop {
            let product = (self.bits() >> 32) * n as u64;
            let low = product as u32;
            if low >= n || low >= n.wrapping_neg() % n {
                return (product >> 32) as u32;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keyed_draws_depend_on_every_part_of_the_key() {
        let base = World::training(1).episode(2).bits(3, 4);
        assert_eq!(base, World::training(1).episode(2).bits(3, 4));
        for other in [
            World::training(2).episode(2).bits(3, 4),
            World::training(1).episode(3).bits(3, 4),
            World::training(1).episode(2).bits(4, 4),
            World::training(1).episode(2).bits(3, 5),
            World::search(1).episode(2).bits(3, 4),
            World::evaluation().episode(2).bits(3, 4),
        ] {
            assert_ne!(base, other);
        }
    }

    #[test]
    fn keyed_draws_are_uniform_over_periods_and_episodes() {
        let world = World::training(7);
        let mut cells = [[0u32; 16]; 2];
        for i in 0..64_000u64 {
            cells[0][(world.episode(0).uniform(i, 0) * 16.0) as usize] += 1;
            cells[1][(world.episode(i).uniform(5, 1) * 16.0) as usize] += 1;
        }
        for row in cells {
            // Chi-square with 15 degrees of freedom: beyond 37.7 once in a thousand.
            let chi: f64 = row.iter().map(|&n| (n as f64 - 4000.0) * (n as f64 - 4000.0) / 4000.0).sum();
            assert!(chi < 37.7, "chi-square {chi}");
        }
    }

    #[test]
    fn whole_numbers_are_even() {
        let mut rng = Rng::new(3, "test");
        let mut cells = [0u32; 7];
        for _ in 0..70_000 {
            cells[rng.below(7) as usize] += 1;
        }
        assert!(cells.iter().all(|&n| (9_600..10_400).contains(&n)), "{cells:?}");
    }

    #[test]
    fn the_stream_is_the_same_for_ever() {
        // Links stay valid only as long as these bits do.
        let mut rng = Rng::new(1, "explore");
        let first = rng.bits();
        assert_eq!(first, 0x752c_85bd_8b8c_0ac0);
        assert_ne!(first, Rng::new(1, "evaluate").bits());
    }
}
