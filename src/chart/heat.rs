//! A map: a cell for each pair of numbers, stronger in colour where there is more.

use super::draw::{BOTTOM, Outcome, Placed, Sheet, TEXT, TOP};
use super::pens::Ink;
use super::{Look, Surface};
use plotters::style::text_anchor::{HPos, VPos};

/// A map as plain data. Cells stand column by column, each from its lowest row up.
#[derive(Clone, Debug, Default)]
pub struct Heat {
    pub title: String,
    /// What else was observed, and stays the same all over the map, in words.
    pub held: String,
    /// What the columns are, and what the rows are.
    pub across: String,
    pub down: String,
    pub columns: Vec<String>,
    pub rows: Vec<String>,
    /// From 0 to 1, below 0 down to −1 in the other colour; NaN where a cell is blank.
    pub shade: Vec<f64>,
    /// Whether a cell has a bar as high as its shade says, instead of the shade.
    pub bars: bool,
    /// Whether its numbers are small, so that more of their digits matter.
    pub fine: bool,
    /// The cells that stand out: what is chosen there.
    pub marked: Vec<bool>,
    /// What is known of each cell, by name; the first one is what is shaded.
    pub layers: Vec<Layer>,
}

#[derive(Clone, Debug)]
pub struct Layer {
    pub name: String,
    pub values: Vec<f64>,
}

impl PartialEq for Layer {
    fn eq(&self, other: &Layer) -> bool {
        self.name == other.name && super::drawn_alike(&self.values, &other.values)
    }
}

/// The shades follow from the layers, of which the first is shaded.
impl PartialEq for Heat {
    fn eq(&self, other: &Heat) -> bool {
        [&self.title, &self.across, &self.down, &self.held] == [&other.title, &other.across, &other.down, &other.held]
            && (&self.columns, &self.rows) == (&other.columns, &other.rows)
            && (&self.marked, &self.layers) == (&other.marked, &other.layers)
    }
}

impl Heat {
    pub fn cell(&self, column: usize, row: usize) -> usize {
        column * self.rows.len() + row
    }

    /// The column and the row at a place on the sheet.
    pub fn spot(&self, placed: &Placed, x: f64, y: f64) -> Option<(usize, usize)> {
        let (column, row) = (placed.number_at(x), placed.height_at(y));
        let inside = (0.0..placed.end).contains(&column) && (0.0..placed.high).contains(&row);
        inside.then_some((column as usize, row as usize))
    }

    /// Everything as comma-separated values: a line for each cell.
    pub fn csv(&self) -> String {
        let mut text = [self.across.as_str(), &self.down].map(super::read::quoted).join(",");
        for layer in &self.layers {
            text.push(',');
            text.push_str(&super::read::quoted(&layer.name));
        }
        for (i, column) in self.columns.iter().enumerate() {
            for (j, row) in self.rows.iter().enumerate() {
                text.push('\n');
                text.push_str(&[column.as_str(), row].map(super::read::quoted).join(","));
                for layer in &self.layers {
                    super::read::push_number(&mut text, layer.values.get(self.cell(i, j)).copied().unwrap_or(f64::NAN));
                }
            }
        }
        text.push('\n');
        text
    }
}

/// Labels along the axes are at least so far apart, in pixels.
const APART: (f64, f64) = (34.0, 18.0);
/// So much is at least between two of them.
const BETWEEN: f64 = 8.0;
const FAINTEST: f64 = 0.06;
/// The colour of numbers below 0.
const BELOW: Ink = Ink::Hue(1);
/// Names of rows take at most this share of the width.
const MOST_NAME: f64 = 0.4;
/// A bar of nothing is a line.
const LEAST_BAR: f64 = 0.02;

/// Draws the map, and says where its cells lie.
pub fn draw(surface: &mut dyn Surface, heat: &Heat, look: &Look) -> Option<Placed> {
    draw_all(surface, heat, look).unwrap_or_default()
}

fn draw_all(surface: &mut dyn Surface, heat: &Heat, look: &Look) -> Outcome<Option<Placed>> {
    let sheet = Sheet::new(surface, look);
    let (width, height) = sheet.size();
    let mut names = Vec::new();
    for name in &heat.rows {
        names.push(sheet.cut(name, MOST_NAME * width)?);
    }
    let left = sheet.widest(&names)? + sheet.units(8.0);
    let (columns, rows) = (heat.columns.len() as f64, heat.rows.len() as f64);
    let (top, bottom) = (sheet.units(TOP), height - sheet.units(BOTTOM));
    let placed = Placed { left, right: width, top, bottom, begin: 0.0, end: columns, low: 0.0, high: rows };
    sheet.titles(&heat.title, &heat.across, width)?;
    if placed.right <= placed.left || placed.bottom <= placed.top || columns == 0.0 || rows == 0.0 {
        return Ok(None);
    }
    for column in 0..heat.columns.len() {
        for row in 0..heat.rows.len() {
            cell(&sheet, heat, &placed, column, row)?;
        }
    }
    names_of(&sheet, heat, &names, &placed)?;
    Ok(Some(placed))
}

fn cell(sheet: &Sheet<'_>, heat: &Heat, placed: &Placed, column: usize, row: usize) -> Outcome {
    let at = heat.cell(column, row);
    let corner = |dx: f64, dy: f64| (placed.x(column as f64 + dx), placed.y(row as f64 + dy));
    let shade = heat.shade.get(at).copied().unwrap_or(f64::NAN);
    if shade.is_finite() {
        let hue = if shade < 0.0 { sheet.color(BELOW) } else { sheet.look.accent };
        let size = f64::min(f64::abs(shade), 1.0);
        let seen = if heat.bars { 1.0 } else { FAINTEST + (1.0 - FAINTEST) * size };
        let (from, to) = if heat.bars { bar(heat, row, shade) } else { (0.0, 1.0) };
        sheet.filled(corner(0.0, from), corner(1.0, to), hue, seen)?;
    }
    if heat.marked.get(at) == Some(&true) {
        let (middle, half) = (corner(0.5, 0.5), sheet.units(2.5));
        let ends = ((middle.0 - half, middle.1 + half), (middle.0 + half, middle.1 - half));
        sheet.filled(ends.0, ends.1, sheet.look.ink, 1.0)?;
    }
    Ok(())
}

/// Where a bar begins and ends within its row, which is 1 high: it stands on the ground, or where the row has numbers
/// below 0 on its middle.
fn bar(heat: &Heat, row: usize, shade: f64) -> (f64, f64) {
    let below = (0..heat.columns.len()).any(|column| heat.shade.get(heat.cell(column, row)).is_some_and(|x| *x < 0.0));
    let (ground, most) = if below { (0.5, 0.45) } else { (0.0, 0.9) };
    let tall = f64::max(f64::abs(shade) * most, LEAST_BAR);
    if shade < 0.0 { (ground - tall, ground) } else { (ground, ground + tall) }
}

fn names_of(sheet: &Sheet<'_>, heat: &Heat, rows: &[String], placed: &Placed) -> Outcome {
    let stride = |n: usize, room: f64, apart: f64| {
        let most = f64::max(room / sheet.units(apart), 1.0) as usize;
        [1, 2, 5, 10, 20, 50, 100, 200, 500].into_iter().find(|s| n.div_ceil(*s) <= most).unwrap_or(1_000)
    };
    let apart = f64::max(APART.0, sheet.widest(&heat.columns)? / sheet.units(1.0) + BETWEEN);
    let every = stride(heat.columns.len(), placed.right - placed.left, apart);
    for (i, name) in heat.columns.iter().enumerate().step_by(every) {
        let (middle, below) = (placed.x(i as f64 + 0.5), placed.bottom + sheet.units(6.0));
        let half = sheet.widest(std::slice::from_ref(name))? / 2.0;
        // The last one would be cut off at the sheet's edge.
        let at = (f64::min(middle, placed.right - half), below);
        sheet.write(name, Ink::Faint, (HPos::Center, VPos::Top), at)?;
    }
    let every = stride(heat.rows.len(), placed.bottom - placed.top, APART.1);
    for (j, name) in rows.iter().enumerate().step_by(every) {
        let at = (placed.left - sheet.units(6.0), placed.y(j as f64 + 0.5));
        sheet.write(name, Ink::Faint, (HPos::Right, VPos::Center), at)?;
    }
    sheet.write(&heat.down, Ink::Faint, (HPos::Left, VPos::Bottom), (0.0, placed.top - sheet.units(TEXT / 6.0)))
}
