//! What a seat sees and what it may do: named dimensions, labelled choices, boxes.

use super::text::Text;

/// One number of an observation or of a box action.
#[derive(Clone, Debug, PartialEq)]
pub struct Dimension {
    pub id: String,
    pub label: Text,
    pub low: f64,
    pub high: f64,
    /// How many steps a table cuts the range into; whole numbers from `low` to `high` have one level each.
    pub levels: u32,
    /// Whether tables tell its levels apart; what is only for networks is one level to them.
    pub tables: bool,
}

impl Dimension {
    /// A whole number, with a level of its own for each value.
    pub fn whole(id: impl Into<String>, label: Text, low: i32, high: i32) -> Dimension {
        Dimension {
            id: id.into(),
            label,
            low: low as f64,
            high: high as f64,
            levels: (high - low) as u32 + 1,
            tables: true,
        }
    }

    pub fn real(id: impl Into<String>, label: Text, low: f64, high: f64, levels: u32) -> Dimension {
        Dimension { id: id.into(), label, low, high, levels, tables: true }
    }

    /// The same, seen by networks alone: a table with a row for each of its levels would never be filled.
    pub fn for_networks(self) -> Dimension {
        Dimension { tables: false, ..self }
    }

    /// How many levels a table tells apart.
    pub fn cells(&self) -> u32 {
        if self.tables { self.levels } else { 1 }
    }

    /// How a table cuts its values into levels.
    pub fn scale(&self) -> Scale {
        let last = self.cells().saturating_sub(1) as i32;
        let per_unit = if last > 0 { last as f64 / (self.high - self.low) } else { 0.0 };
        Scale { low: self.low, per_unit, last }
    }

    /// The value in the middle of a level.
    pub fn value(&self, level: u32) -> f64 {
        if self.levels < 2 {
            return self.low;
        }
        self.low + (self.high - self.low) * level as f64 / (self.levels - 1) as f64
    }
}

/// Levels that are evenly spread over a range: divided once, used at every look into a table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    low: f64,
    per_unit: f64,
    last: i32,
}

impl Scale {
    /// The level in which a value lies; values outside lie in the outermost ones.
    #[inline]
    pub fn level(&self, x: f64) -> usize {
        let level = (x - self.low) * self.per_unit + 0.5;
        // A signed cast is the quick one in browsers.
        (level as i32).clamp(0, self.last) as usize
    }

    /// How many there are.
    #[inline]
    pub fn levels(&self) -> usize {
        self.last as usize + 1
    }
}

/// What a seat may do.
#[derive(Clone, Debug, PartialEq)]
pub enum Actions {
    /// One of these.
    Choices(Vec<String>),
    /// A number in each dimension.
    Box(Vec<Dimension>),
}

impl Actions {
    /// The number of choices, or none for a box.
    pub fn choices(&self) -> Option<usize> {
        match self {
            Actions::Choices(labels) => Some(labels.len()),
            Actions::Box(_) => None,
        }
    }

    /// A buffer that fits every action.
    pub fn buffer(&self) -> Action {
        match self {
            Actions::Choices(_) => Action { choice: 0, values: Vec::new() },
            Actions::Box(dimensions) => Action { choice: 0, values: dimensions.iter().map(|d| d.low).collect() },
        }
    }
}

/// An action, in a buffer that is used again and again: an index, or the numbers of a box.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Action {
    pub choice: usize,
    pub values: Vec<f64>,
}

impl Action {
    pub fn choice(choice: usize) -> Action {
        Action { choice, values: Vec::new() }
    }

    /// Copies without giving up the buffer.
    #[inline]
    pub fn copy_from(&mut self, other: &Action) {
        self.choice = other.choice;
        self.values.clear();
        self.values.extend_from_slice(&other.values);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_have_a_level_each() {
        let d = Dimension::whole("stock", Text::new("stock", "库存"), -3, 40);
        for x in -3..=40 {
            assert_eq!(d.scale().level(x as f64), (x + 3) as usize);
            assert_eq!(d.value(d.scale().level(x as f64) as u32), x as f64);
        }
        assert_eq!((d.scale().level(-99.0), d.scale().level(1e9), d.scale().level(f64::NAN)), (0, 43, 0));
    }

    #[test]
    fn a_single_level_holds_everything() {
        let d = Dimension::real("x", Text::new("x", "x"), 2.0, 2.0, 1);
        assert_eq!((d.scale().level(5.0), d.value(0)), (0, 2.0));
    }

    #[test]
    fn what_is_for_networks_is_one_level_to_tables() {
        let d = Dimension::whole("x", Text::new("x", "x"), 0, 9).for_networks();
        assert_eq!((d.levels, d.cells(), d.scale().level(9.0), d.value(9)), (10, 1, 0, 9.0));
    }
}
