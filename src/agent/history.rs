//! How a learner's numbers went, update by update, in a fixed room: when it is full, every two rows become their mean.
//!
//! What is learned does not hang on it, and it is no part of what is saved.

use super::picture::{Kind, Picture};
use crate::base::Text;

/// Rows that it has room for.
const ROWS: usize = 128;

pub struct History {
    names: &'static [Text],
    /// Row after row a mean for each name. There is room for all from the beginning: learning asks for none.
    means: Vec<f64>,
    /// Of the row that is under way.
    sums: Vec<f64>,
    begun: u64,
    /// Updates that a row is the mean of.
    stride: u64,
}

impl History {
    pub fn new(names: &'static [Text]) -> History {
        let (means, sums) = (Vec::with_capacity(ROWS * names.len()), vec![0.0; names.len()]);
        History { names, means, sums, begun: 0, stride: 1 }
    }

    /// An update came to these numbers, in the order of the names.
    pub fn note(&mut self, numbers: &[f32]) {
        self.sums.iter_mut().zip(numbers).for_each(|(sum, x)| *sum += f64::from(*x));
        self.begun += 1;
        if self.begun < self.stride {
            return;
        }
        for sum in &mut self.sums {
            self.means.push(*sum / self.begun as f64);
            *sum = 0.0;
        }
        self.begun = 0;
        if self.means.len() == ROWS * self.names.len() {
            self.halve();
        }
    }

    fn halve(&mut self) {
        let (n, half) = (self.names.len(), self.means.len() / 2);
        for at in 0..half {
            let (row, name) = (2 * (at / n), at % n);
            self.means[at] = 0.5 * (self.means[row * n + name] + self.means[(row + 1) * n + name]);
        }
        self.means.truncate(half);
        self.stride *= 2;
    }

    pub fn clear(&mut self) {
        self.means.clear();
        self.sums.fill(0.0);
        (self.begun, self.stride) = (0, 1);
    }

    /// How one of the numbers went: a point is the mean of as many updates as lie between two.
    pub fn picture(&self, name: usize) -> Picture {
        let title = self.names[name];
        let mut plot = Picture::plot(Kind::Curves, title, Text::new("updates", "更新次数"), title, &[title]);
        for (row, means) in self.means.chunks_exact(self.names.len()).enumerate() {
            let x = (row as u64 + 1) * self.stride;
            plot.point(0, x as f64, [means[name], f64::NAN, f64::NAN]);
        }
        plot
    }
}

#[cfg(test)]
mod tests {
    use super::super::picture::POINT;
    use super::*;

    const NAMES: &[Text] = &[Text::new("a", "a"), Text::new("b", "b")];

    fn points(history: &History, name: usize) -> Vec<(f64, f64)> {
        history.picture(name).values.chunks_exact(POINT).map(|p| (p[1], p[2])).collect()
    }

    #[test]
    fn every_update_is_in_a_mean() {
        let mut history = History::new(NAMES);
        assert!(points(&history, 0).is_empty());
        let n = 1_024;
        for i in 0..n {
            history.note(&[i as f32, -1.0]);
        }
        let (a, b) = (points(&history, 0), points(&history, 1));
        assert!(a.len() < ROWS && a.len() >= ROWS / 2 - 1, "{}", a.len());
        let stride = n as f64 / a.len() as f64;
        for (row, (x, mean)) in a.iter().enumerate() {
            assert_eq!(*x, (row + 1) as f64 * stride, "a row ends at its last update");
            // The mean of the whole numbers from `row·stride` on.
            assert_eq!(*mean, row as f64 * stride + (stride - 1.0) / 2.0);
        }
        assert!(b.iter().all(|(_, mean)| *mean == -1.0));
        history.clear();
        history.note(&[3.0, 4.0]);
        assert_eq!((points(&history, 0), points(&history, 1)), (vec![(1.0, 3.0)], vec![(1.0, 4.0)]));
    }

    #[test]
    fn it_asks_for_no_more_room() {
        let mut history = History::new(NAMES);
        let room = history.means.capacity();
        (0..10_000).for_each(|i| history.note(&[i as f32, 0.0]));
        assert_eq!(history.means.capacity(), room);
    }
}
