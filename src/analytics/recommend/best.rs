//! The best few of many, best first: neighbours, and items for a list.
//!
//! One heap for both, for a library's sort would weigh more on the page than all of this.

/// Something with a score; among equals the earlier place wins, as it does where a stable sort is cut off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scored {
    pub score: f64,
    pub place: u32,
}

impl Scored {
    fn worse_than(&self, other: &Scored) -> bool {
        self.score < other.score || (self.score == other.score && self.place > other.place)
    }
}

/// Keeps the `most` best, in order. Scores must be numbers; those that are not end up anywhere.
pub fn keep_best(all: &mut Vec<Scored>, most: usize) {
    let kept = usize::min(most, all.len());
    if kept == 0 {
        return all.clear();
    }
    // A heap whose root is the worst of the kept ones.
    for root in (0..kept / 2).rev() {
        sift(&mut all[..kept], root);
    }
    for at in kept..all.len() {
        if all[0].worse_than(&all[at]) {
            all[0] = all[at];
            sift(&mut all[..kept], 0);
        }
    }
    all.truncate(kept);
    for end in (1..kept).rev() {
        all.swap(0, end);
        sift(&mut all[..end], 0);
    }
}

/// Keeps the same ones in no order, in a fraction of the time: counts how many scores fall into each of a few bins,
/// and looks closely only at the bin that the cut goes through.
pub fn keep_best_unordered(all: &mut Vec<Scored>, most: usize) {
    const BINS: usize = 64;
    if all.len() <= most {
        return;
    }
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for scored in all.iter() {
        low = if scored.score < low { scored.score } else { low };
        high = if scored.score > high { scored.score } else { high };
    }
    // Where all are equal the bins are all the first.
    let scale = if high > low { (BINS - 1) as f64 / (high - low) } else { 0.0 };
    // By way of i32, which processors turn floats into at once; into usize they do not.
    let bin = |scored: &Scored| ((high - scored.score) * scale) as i32 as usize % BINS;
    let mut counts = [0usize; BINS];
    all.iter().for_each(|scored| counts[bin(scored)] += 1);
    let (mut above, mut cut) = (0, 0);
    while above + counts[cut] < most {
        above += counts[cut];
        cut += 1;
    }
    let mut edge: Vec<Scored> = Vec::with_capacity(counts[cut]);
    let mut kept = 0;
    for at in 0..all.len() {
        let scored = all[at];
        let of = bin(&scored);
        all[kept] = scored;
        kept += usize::from(of < cut);
        if of == cut {
            edge.push(scored);
        }
    }
    keep_best(&mut edge, most - above);
    all.truncate(kept);
    all.extend_from_slice(&edge);
}

fn sift(heap: &mut [Scored], mut at: usize) {
    loop {
        let mut worst = at;
        for child in [2 * at + 1, 2 * at + 2] {
            if child < heap.len() && heap[child].worse_than(&heap[worst]) {
                worst = child;
            }
        }
        if worst == at {
            return;
        }
        heap.swap(at, worst);
        at = worst;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Rng;

    #[test]
    fn the_best_are_those_of_a_stable_sort() {
        let mut rng = Rng::new(1, "best");
        for round in 0..300 {
            let n = rng.below(40);
            let all: Vec<Scored> = (0..n).map(|place| Scored { score: rng.below(9) as f64, place }).collect();
            let most = (round % 45) as usize;
            let mut sorted = all.clone();
            sorted.sort_by(|a, b| b.score.total_cmp(&a.score));
            sorted.truncate(most);
            let mut best = all.clone();
            keep_best(&mut best, most);
            assert_eq!(best, sorted);
            let mut unordered = all;
            keep_best_unordered(&mut unordered, most);
            unordered.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.place.cmp(&b.place)));
            assert_eq!(unordered, sorted);
        }
    }
}
