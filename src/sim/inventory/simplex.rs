//! The states of stock with orders on their way: points of a simplex, numbered so that the last order placed
//! runs through neighbouring numbers.

/// The points of whole numbers ≥ 0 with a sum of at most `span`, in lexicographic order.
pub struct Simplex {
    pub coordinates: usize,
    pub span: usize,
    pub size: usize,
    /// `points[n][m]`: how many points n coordinates with a sum of at most m have.
    points: Vec<Vec<usize>>,
}

impl Simplex {
    pub fn new(coordinates: usize, span: usize) -> Simplex {
        let mut points = vec![vec![1; span + 1]];
        for n in 0..coordinates {
            let mut sum = 0usize;
            let row = points[n].iter().map(|&p| {
                sum = sum.saturating_add(p);
                sum
            });
            let row = row.collect();
            points.push(row);
        }
        Simplex { coordinates, span, size: points[coordinates][span], points }
    }

    /// C(span + n, n), or the largest number where that does not fit.
    pub fn count_points(coordinates: usize, span: usize) -> usize {
        let product = (1..=coordinates).fold(1.0, |product, i| product * (span + i) as f64 / i as f64);
        if product < 1e15 { f64::round(product) as usize } else { usize::MAX }
    }

    #[inline]
    pub fn rank(&self, point: &[usize]) -> usize {
        self.rank_shifted(point[0], &point[1..])
    }

    /// The number of the point (first, rest…); coordinates that are left out are 0.
    #[inline]
    pub fn rank_shifted(&self, first: usize, rest: &[usize]) -> usize {
        let row = &self.points[self.coordinates];
        let mut left = self.span - first;
        let mut rank = row[self.span] - row[left];
        for (row, &v) in self.points[..self.coordinates].iter().rev().zip(rest) {
            rank += row[left] - row[left - v];
            left -= v;
        }
        rank
    }

    pub fn point(&self, mut rank: usize) -> Vec<usize> {
        let mut left = self.span;
        (0..self.coordinates)
            .map(|i| {
                let row = &self.points[self.coordinates - i];
                // The largest v with row[left] − row[left − v] ≤ rank.
                let v = (0..=left).rev().find(|&v| row[left] - row[left - v] <= rank).unwrap_or(0);
                rank -= row[left] - row[left - v];
                left -= v;
                v
            })
            .collect()
    }

    /// Visits every point in order.
    pub fn each(&self, mut visit: impl FnMut(usize, &[usize])) {
        let mut point = vec![0; self.coordinates];
        let mut sum = 0;
        for rank in 0..self.size {
            visit(rank, &point);
            // The last coordinate counts up; where there is no room the one before it does.
            for i in (0..self.coordinates).rev() {
                if sum < self.span {
                    point[i] += 1;
                    sum += 1;
                    break;
                }
                sum -= point[i];
                point[i] = 0;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Simplex;

    #[test]
    fn points_are_numbered_in_order_and_back() {
        for (n, span) in [(1, 9), (2, 7), (3, 6), (4, 5)] {
            let shape = Simplex::new(n, span);
            assert_eq!(shape.size, Simplex::count_points(n, span));
            let mut seen = 0;
            shape.each(|rank, point| {
                assert_eq!((rank, shape.rank(point)), (seen, seen));
                assert_eq!(shape.point(rank), point);
                seen += 1;
            });
            assert_eq!(seen, shape.size);
        }
    }
}
