//! What becomes of a curve before it is drawn: thinned to what a screen can show, and cut into dashes.

/// A place on the backend, in its units.
pub type Place = (f64, f64);

/// Keeps of each column of `column` units the first, the lowest, the highest and the last place: a line through
/// them looks the same, and long curves cost no more than short ones.
pub fn thin(places: &[Place], column: f64) -> Vec<Place> {
    let mut kept = Vec::with_capacity(usize::min(places.len(), 4096));
    let mut rest = places;
    while let Some(first) = rest.first() {
        let index = libm::floor(first.0 / column);
        let n = rest.iter().take_while(|p| libm::floor(p.0 / column) == index).count();
        let (inside, after) = rest.split_at(usize::max(n, 1));
        if inside.len() <= 2 {
            kept.extend_from_slice(inside);
        } else {
            kept.extend(ends_and_extremes(inside));
        }
        rest = after;
    }
    kept
}

fn ends_and_extremes(inside: &[Place]) -> impl Iterator<Item = Place> {
    let mut lowest = 0;
    let mut highest = 0;
    for (i, place) in inside.iter().enumerate() {
        if place.1 < inside[lowest].1 {
            lowest = i;
        }
        if place.1 > inside[highest].1 {
            highest = i;
        }
    }
    let mut wanted = vec![0, lowest, highest, inside.len() - 1];
    wanted.sort_unstable();
    wanted.dedup();
    wanted.into_iter().map(|i| inside[i])
}

/// The pieces of a line that lie between `top` and `bottom`.
pub fn clip(line: &[Place], top: f64, bottom: f64) -> Vec<Vec<Place>> {
    let mut pieces: Vec<Vec<Place>> = Vec::new();
    for pair in line.windows(2) {
        let Some((from, to)) = clip_one(pair[0], pair[1], top, bottom) else { continue };
        match pieces.last_mut().filter(|piece| piece.last() == Some(&from)) {
            Some(piece) => piece.push(to),
            None => pieces.push(vec![from, to]),
        }
    }
    pieces
}

fn clip_one(from: Place, to: Place, top: f64, bottom: f64) -> Option<(Place, Place)> {
    if f64::max(from.1, to.1) < top || f64::min(from.1, to.1) > bottom {
        return None;
    }
    let inside = |p: Place, other: Place| {
        let y = p.1.clamp(top, bottom);
        if y == p.1 { p } else { (p.0 + (other.0 - p.0) * (y - p.1) / (other.1 - p.1), y) }
    };
    Some((inside(from, to), inside(to, from)))
}

/// Cuts a line into dashes of length `on` with gaps of `off`.
pub fn dashes(line: &[Place], on: f64, off: f64) -> Vec<Vec<Place>> {
    let mut all = Vec::new();
    let mut dash: Vec<Place> = line.first().copied().into_iter().collect();
    let (mut drawing, mut left) = (true, on);
    for pair in line.windows(2) {
        let (mut from, to) = (pair[0], pair[1]);
        loop {
            let (across, down) = (to.0 - from.0, to.1 - from.1);
            let length = f64::sqrt(across * across + down * down);
            if length <= left || length.is_nan() {
                left -= f64::max(length, 0.0);
                break;
            }
            let share = left / length;
            from = (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share);
            if drawing {
                dash.push(from);
                all.push(std::mem::take(&mut dash));
            } else {
                dash = vec![from];
            }
            drawing = !drawing;
            left = if drawing { on } else { off };
        }
        if drawing {
            dash.push(to);
        }
    }
    if dash.len() > 1 {
        all.push(dash);
    }
    all
}
