//! The file of a network learner: its steps, its scale of rewards and its networks, little-endian.

use super::RewardScale;
use crate::agent::known_steps;
use crate::base::Trouble;
use crate::nn::{Network, is_sound};
use crate::trouble;

#[derive(Default)]
pub struct Writer(Vec<u8>);

impl Writer {
    pub fn new(steps: u64, scale: &RewardScale) -> Writer {
        let mut file = steps.to_le_bytes().to_vec();
        scale.state().iter().for_each(|x| file.extend(x.to_le_bytes()));
        Writer(file)
    }

    pub fn network(mut self, network: &Network) -> Writer {
        network.save(&mut self.0);
        self
    }

    pub fn done(self) -> Vec<u8> {
        self.0
    }
}

/// What a file holds, before any of it is taken over.
pub struct Reader<'a> {
    pub steps: u64,
    pub scale: [f64; 4],
    rest: &'a [u8],
}

/// No network that learned comes near it: what it sees and says is scaled to about one.
const MOST_WEIGHT: f32 = 1e6;

const HEAD: usize = 8 + 4 * 8;

impl<'a> Reader<'a> {
    /// The file of somebody with these networks.
    pub fn new(saved: &'a [u8], networks: &[&Network]) -> Result<Reader<'a>, Trouble> {
        let (n, wanted) =
            (saved.len(), HEAD + networks.iter().map(|network| 4 * network.places().count()).sum::<usize>());
        if n != wanted {
            return Err(trouble!(
                "what was saved has {n} bytes, but this network's has {wanted}",
                "存档有 {n} 字节，但这个网络应有 {wanted} 字节"
            ));
        }
        let (words, _) = saved[..HEAD].as_chunks::<8>();
        let scale = [1, 2, 3, 4].map(|i: usize| f64::from_le_bytes(words[i]));
        if !scale.iter().all(|x| x.is_finite()) || scale[0] < 0.0 || scale[3] < 0.0 {
            return Err(not_finite());
        }
        Ok(Reader { steps: known_steps(u64::from_le_bytes(words[0]))?, scale, rest: &saved[HEAD..] })
    }

    /// The next of the networks, with what was saved of it.
    pub fn network(&mut self, network: &Network) -> Result<Network, Trouble> {
        let (own, rest) = self.rest.split_at(4 * network.places().count());
        self.rest = rest;
        let mut loaded = network.clone();
        if !loaded.load(own) {
            return Err(not_finite());
        }
        if !is_sound(loaded.weights(), MOST_WEIGHT) {
            return Err(trouble!(
                "what was saved has a weight beyond {MOST_WEIGHT}: the network had run away",
                "存档中有超过 {MOST_WEIGHT} 的权重：网络已发散"
            ));
        }
        Ok(loaded)
    }
}

fn not_finite() -> Trouble {
    trouble!("what was saved has a number that is not finite", "存档中有非有限的数")
}
