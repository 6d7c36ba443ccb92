//! What a network sees of an observation: each number between −1 and 1 by the spec's bounds.
//!
//! A dimension of one level is a name and no quantity (a visitor's number in a log, say) and is left out.

use crate::base::Dimension;

#[derive(Clone, Debug)]
pub struct Inputs {
    /// The number of the observation, what is subtracted from it, and what it is then multiplied by.
    parts: Vec<(usize, f64, f64)>,
}

impl Inputs {
    pub fn new(observation: &[Dimension]) -> Inputs {
        let part = |(i, d): (usize, &Dimension)| {
            let half = 0.5 * (d.high - d.low);
            (d.levels > 1 && half > 0.0).then(|| (i, d.low + half, 1.0 / half))
        };
        Inputs { parts: observation.iter().enumerate().filter_map(part).collect() }
    }

    /// One more than the numbers that are seen: the last one is always one, so that a world without anything to see
    /// has a network too.
    pub fn len(&self) -> usize {
        self.parts.len() + 1
    }

    pub fn write(&self, observation: &[f64], inputs: &mut [f32]) {
        for (input, (i, middle, per)) in inputs.iter_mut().zip(&self.parts) {
            *input = ((observation[*i] - middle) * per) as f32;
        }
        inputs[self.parts.len()] = 1.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Text;

    #[test]
    fn bounds_become_minus_one_and_one_and_names_are_left_out() {
        let text = Text::new("x", "x");
        let name = Dimension::real("name", text, 0.0, 300.0, 1);
        let inputs = Inputs::new(&[Dimension::whole("a", text, 0, 10), name, Dimension::real("b", text, -2.0, 6.0, 5)]);
        let mut seen = vec![0.0; inputs.len()];
        inputs.write(&[10.0, 123.0, -2.0], &mut seen);
        assert_eq!(seen, [1.0, -1.0, 1.0]);
        inputs.write(&[5.0, 0.0, 4.0], &mut seen);
        assert_eq!(seen, [0.0, 0.5, 1.0]);
    }
}
