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
            let mut best = all;
            keep_best(&mut best, most);
            assert_eq!(best, sorted);
        }
    }
}
