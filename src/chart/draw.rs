//! The drawing itself: hairlines, ticks, bands, curves, labels, in this order.

use super::labels::{broken, spread};
use super::pens::{DASH, Ink, Pen};
use super::scale::{heights, ticks};
use super::strokes::{Place, clip, dashes, thin};
use super::surface::{Backend, Surface};
use super::{Level, Look, Numbers, Plot, Rgb, Series};
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters_backend::BackendColor;
use std::convert::Infallible;

/// Sizes in pixels of the page.
pub(super) const TEXT: f64 = 13.0;
const LINE: f64 = 16.0;
/// So much is between the labels of two curves.
const LABELS_APART: f64 = 3.0;
pub(super) const TOP: f64 = 36.0;
pub(super) const BOTTOM: f64 = 46.0;
/// Between the curve's end and its label lies a stroke of its pen.
const STROKE: (f64, f64) = (6.0, 24.0);
const LABEL_GAP: f64 = 6.0;
/// Labels may take this share of the width in one line, and this where they are broken into two.
const ONE_LINE: f64 = 0.2;
const TWO_LINES: f64 = 0.34;
/// Narrower than this a label says nothing.
const LEAST_LABEL: f64 = 48.0;
/// Ticks are at least so far apart.
const TICK_UP: f64 = 56.0;
const TICK_ACROSS: f64 = 110.0;
const BAND: f64 = 0.18;
/// On dark paper a band shines through less.
const BAND_LIFTED: f64 = 0.35;
/// How much of a single run, and of what stands beside a curve, shines through.
const RUN: f64 = 0.3;
const BESIDE: f64 = 0.75;

pub(super) type Outcome<T = ()> = Result<T, DrawingAreaErrorKind<Infallible>>;

/// Where the curves lie on the backend, in its units, and the numbers at the edges.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    pub left: f64,
    pub right: f64,
    pub top: f64,
    pub bottom: f64,
    pub begin: f64,
    pub end: f64,
    pub low: f64,
    pub high: f64,
}

impl Placed {
    /// The number at a place across.
    pub fn number_at(&self, x: f64) -> f64 {
        self.begin + (self.end - self.begin) * (x - self.left) / (self.right - self.left)
    }

    /// The number at a place up.
    pub fn height_at(&self, y: f64) -> f64 {
        self.low + (self.high - self.low) * (self.bottom - y) / (self.bottom - self.top)
    }

    pub fn x(&self, x: f64) -> f64 {
        self.left + (self.right - self.left) * (x - self.begin) / (self.end - self.begin)
    }

    pub fn y(&self, y: f64) -> f64 {
        self.bottom - (self.bottom - self.top) * (y - self.low) / (self.high - self.low)
    }
}

/// A chart on its way to a backend.
pub(super) struct Sheet<'a> {
    area: DrawingArea<Backend<'a>, plotters::coord::Shift>,
    pub look: &'a Look,
}

/// Draws the whole chart, and says where the curves lie where there is room for any. The surface is taken as clear.
pub fn draw(surface: &mut dyn Surface, plot: &Plot, look: &Look, numbers: &dyn Numbers) -> Option<Placed> {
    // A surface cannot fail, so that nothing is lost here.
    draw_all(surface, plot, look, numbers).unwrap_or_default()
}

fn draw_all(surface: &mut dyn Surface, plot: &Plot, look: &Look, numbers: &dyn Numbers) -> Outcome<Option<Placed>> {
    let sheet = Sheet::new(surface, look);
    let (low, high) = heights(plot);
    let (width, height) = sheet.size();
    let (top, bottom) = (sheet.units(TOP), height - sheet.units(BOTTOM));
    let marks = ticks(low, high, usize::max(((bottom - top) / sheet.units(TICK_UP)) as usize, 2));
    let words: Vec<String> = marks.values.iter().map(|&y| numbers.up(y, marks.decimals)).collect();
    let left = sheet.widest(&words)? + sheet.units(10.0);
    let labels = sheet.labels(plot, width)?;
    let room = labels.as_ref().map_or(sheet.units(4.0), |l| l.width + sheet.units(STROKE.1 + LABEL_GAP));
    let frame = Placed { left, right: width - room, top, bottom, begin: plot.begin, end: plot.end, low, high };
    if frame.right <= frame.left || frame.bottom <= frame.top || plot.end <= plot.begin || plot.end.is_nan() {
        return sheet.area.present().map(|()| None);
    }
    sheet.titles(&plot.title, &plot.across, frame.right)?;
    sheet.ticks_across(&frame, numbers)?;
    if plot.points() == 0 {
        // Ticks up would promise heights that nobody knows yet; what is across is known.
        let y = sheet.sharp(frame.bottom);
        sheet.line(&[(frame.left, y), (frame.right, y)], look.line, 1.0)?;
        return sheet.area.present().map(|()| None);
    }
    sheet.ticks_up(&frame, &marks.values, &words)?;
    for series in &plot.series {
        sheet.band(&frame, series)?;
    }
    for level in &plot.levels {
        sheet.level(&frame, level)?;
    }
    for series in &plot.series {
        for run in &series.runs {
            sheet.curve(&frame, run.iter().copied(), Pen { width: 1.0, ..series.pen }, RUN)?;
        }
    }
    for beside in [true, false] {
        for series in plot.series.iter().filter(|s| s.beside == beside) {
            let places = series.points.iter().map(|p| (p.x, p.mean));
            if series.dots > 0.0 {
                places.into_iter().try_for_each(|place| sheet.dot(&frame, place, series))?;
            } else {
                sheet.curve(&frame, places, series.pen, if beside { BESIDE } else { 1.0 })?;
            }
        }
    }
    if let Some(labels) = labels {
        sheet.write_labels(&frame, plot, &labels)?;
    }
    sheet.area.present().map(|()| Some(frame))
}

/// The lines of all labels and the width that they take.
struct Labels {
    lines: Vec<Vec<String>>,
    width: f64,
}

impl<'a> Sheet<'a> {
    pub fn new(surface: &'a mut dyn Surface, look: &'a Look) -> Sheet<'a> {
        Sheet { area: Backend(surface).into_drawing_area(), look }
    }

    pub fn size(&self) -> (f64, f64) {
        let (width, height) = self.area.dim_in_pixel();
        (f64::from(width), f64::from(height))
    }

    /// A filled rectangle between two corners, through which what is below may shine.
    pub fn filled(&self, from: Place, to: Place, (r, g, b): Rgb, seen: f64) -> Outcome {
        let around = [from, (to.0, from.1), to, (from.0, to.1)].iter().map(rounded).collect::<Vec<_>>();
        self.area.draw(&Polygon::new(around, RGBColor(r, g, b).mix(seen).filled()))
    }

    pub fn units(&self, pixels: f64) -> f64 {
        pixels * self.look.unit
    }

    /// Hairlines look sharp where they fill a row of pixels instead of half of two.
    fn sharp(&self, place: f64) -> f64 {
        (libm::floor(place / self.look.unit) + 0.5) * self.look.unit
    }

    pub fn color(&self, ink: Ink) -> Rgb {
        let word = if ink == Ink::Text { self.look.ink } else { self.look.faint };
        ink.hue().map_or(word, |hue| self.look.lifted(hue))
    }

    fn text_style(&self, ink: Ink, anchor: Pos) -> TextStyle<'_> {
        let font = FontDesc::new(FontFamily::Name(&self.look.family), self.units(TEXT), FontStyle::Normal);
        TextStyle { font, color: BackendColor { alpha: 1.0, rgb: self.color(ink) }, pos: anchor }
    }

    pub fn write(&self, text: &str, ink: Ink, anchor: (HPos, VPos), at: Place) -> Outcome {
        let style = self.text_style(ink, Pos::new(anchor.0, anchor.1));
        self.area.draw_text(text, &style, rounded(&at))
    }

    pub fn widest(&self, texts: &[String]) -> Outcome<f64> {
        let style = self.text_style(Ink::Text, Pos::new(HPos::Left, VPos::Center));
        let mut widest: f64 = 0.0;
        for text in texts {
            widest = f64::max(widest, self.area.estimate_text_size(text, &style)?.0 as f64);
        }
        Ok(widest)
    }

    fn line(&self, line: &[Place], color: Rgb, pixels: f64) -> Outcome {
        self.faint_line(line, color, pixels, 1.0)
    }

    fn faint_line(&self, line: &[Place], color: Rgb, pixels: f64, shine: f64) -> Outcome {
        let (r, g, b) = color;
        let style = RGBColor(r, g, b).mix(shine).stroke_width(f64::max(libm::round(self.units(pixels)), 1.0) as u32);
        self.area.draw(&PathElement::new(line.iter().map(rounded).collect::<Vec<_>>(), style))
    }

    fn stroke(&self, line: &[Place], pen: &Pen, shine: f64) -> Outcome {
        let color = self.color(pen.ink);
        if !pen.dashed {
            return self.faint_line(line, color, pen.width, shine);
        }
        dashes(line, self.units(DASH.0), self.units(DASH.1))
            .iter()
            .try_for_each(|dash| self.faint_line(dash, color, pen.width, shine))
    }

    /// What the heights are at the top, and what the widths are below the last tick.
    pub fn titles(&self, title: &str, across: &str, right: f64) -> Outcome {
        let (width, height) = self.size();
        self.write(title, Ink::Faint, (HPos::Left, VPos::Top), (0.0, 0.0))?;
        self.write(across, Ink::Faint, (HPos::Right, VPos::Bottom), (f64::min(right, width), height))
    }

    fn ticks_up(&self, frame: &Placed, values: &[f64], words: &[String]) -> Outcome {
        for (&value, word) in values.iter().zip(words) {
            let y = self.sharp(frame.y(value));
            self.line(&[(frame.left, y), (frame.right, y)], self.look.line, 1.0)?;
            self.write(word, Ink::Faint, (HPos::Right, VPos::Center), (frame.left - self.units(8.0), y))?;
        }
        Ok(())
    }

    fn ticks_across(&self, frame: &Placed, numbers: &dyn Numbers) -> Outcome {
        let most = f64::max((frame.right - frame.left) / self.units(TICK_ACROSS), 2.0) as usize;
        let y = frame.bottom + self.units(5.0);
        for value in ticks(frame.begin, frame.end, most + 1).values {
            let x = self.sharp(frame.x(value));
            self.line(&[(x, frame.bottom), (x, y)], self.look.line, 1.0)?;
            let at_end = value >= frame.begin + (frame.end - frame.begin) * 0.97;
            let anchor = if at_end { HPos::Right } else { HPos::Center };
            let shift = if at_end { self.units(2.0) } else { 0.0 };
            self.write(&numbers.across(value), Ink::Faint, (anchor, VPos::Top), (x + shift, y + self.units(3.0)))?;
        }
        Ok(())
    }

    fn band(&self, frame: &Placed, series: &Series) -> Outcome {
        let edge = |pick: fn(&super::Point) -> f64| {
            let inside = series.points.iter().filter(|p| p.low.is_finite() && p.high.is_finite());
            let height = |p| frame.y(pick(p)).clamp(frame.top, frame.bottom);
            let places: Vec<Place> = inside.map(|p| (frame.x(p.x), height(p))).collect();
            thin(&places, self.look.unit)
        };
        let (upper, lower) = (edge(|p| p.high), edge(|p| p.low));
        if upper.len() < 2 {
            return Ok(());
        }
        let around: Vec<(i32, i32)> = upper.iter().chain(lower.iter().rev()).map(rounded).collect();
        let (r, g, b) = self.color(series.pen.ink);
        self.area.draw(&Polygon::new(around, RGBColor(r, g, b).mix(BAND + BAND_LIFTED * self.look.lift).filled()))
    }

    fn curve(&self, frame: &Placed, points: impl Iterator<Item = Place>, pen: Pen, shine: f64) -> Outcome {
        let places: Vec<Place> = points.filter(|p| p.1.is_finite()).map(|p| (frame.x(p.0), frame.y(p.1))).collect();
        let line = thin(&places, self.look.unit);
        clip(&line, frame.top, frame.bottom).iter().try_for_each(|piece| self.stroke(piece, &pen, shine))
    }

    /// A dot of eight corners, which is round at this size.
    fn dot(&self, frame: &Placed, (x, y): Place, series: &Series) -> Outcome {
        let (x, y, far) = (frame.x(x), frame.y(y), self.units(series.dots));
        let near = far * 0.414;
        let around = [(far, near), (near, far), (-near, far), (-far, near)];
        let half = around.iter().map(|(dx, dy)| (x + dx, y + dy));
        let other = around.iter().map(|(dx, dy)| (x - dx, y - dy));
        let corners: Vec<(i32, i32)> = half.chain(other).map(|place| rounded(&place)).collect();
        let (r, g, b) = self.color(series.pen.ink);
        self.area.draw(&Polygon::new(corners, RGBColor(r, g, b).filled()))
    }

    /// A line from edge to edge; one beyond the edges has only its name there.
    fn level(&self, frame: &Placed, level: &Level) -> Outcome {
        if !level.everywhere || level.y < frame.low || level.y > frame.high {
            return Ok(());
        }
        let y = self.sharp(frame.y(level.y));
        self.stroke(&[(frame.left, y), (frame.right, y)], &level.pen, 1.0)
    }

    /// The labels in one line or in two, cut where they would take too much of a narrow screen; none where there is
    /// room for a letter or two only.
    fn labels(&self, plot: &Plot, width: f64) -> Outcome<Option<Labels>> {
        let mut lines: Vec<Vec<String>> = plot.ends().map(|(label, _, _)| vec![label.to_string()]).collect();
        for label in &mut lines {
            if self.widest(label)? > ONE_LINE * width {
                *label = broken(&label[0]);
            }
            for line in label {
                *line = self.cut(line, TWO_LINES * width)?;
            }
        }
        let fits = !plot.bare && !lines.is_empty() && TWO_LINES * width >= self.units(LEAST_LABEL);
        Ok(if fits { Some(Labels { width: self.widest(&lines.concat())?, lines }) } else { None })
    }

    /// A text that is wider than this is cut, and says so by an ellipsis.
    pub fn cut(&self, whole: &str, width: f64) -> Outcome<String> {
        let (mut kept, mut text) = (whole.chars().count(), whole.to_string());
        while kept > 0 && self.widest(std::slice::from_ref(&text))? > width {
            kept -= 1;
            text = whole.chars().take(kept).collect::<String>().trim_end().to_string() + "…";
        }
        Ok(text)
    }

    fn write_labels(&self, frame: &Placed, plot: &Plot, labels: &Labels) -> Outcome {
        let ended: Vec<(Pen, &Vec<String>, f64)> = plot
            .ends()
            .zip(&labels.lines)
            .filter_map(|((_, pen, y), lines)| Some((pen, lines, frame.y(y?).clamp(frame.top, frame.bottom))))
            .collect();
        let line = self.units(LINE);
        let wanted: Vec<(f64, f64)> =
            ended.iter().map(|(_, lines, y)| (*y, lines.len() as f64 * line + self.units(LABELS_APART))).collect();
        let (above, below) = (frame.top - line, frame.bottom + line);
        for ((pen, lines, y), middle) in ended.iter().zip(spread(&wanted, above, below)) {
            let bent = [(frame.right + self.units(STROKE.0), *y), (frame.right + self.units(STROKE.0 + 6.0), middle)];
            let end = (frame.right + self.units(STROKE.1), middle);
            self.stroke(&[bent[0], bent[1], end], pen, 1.0)?;
            let first = middle - line * (lines.len() as f64 - 1.0) / 2.0;
            for (i, text) in lines.iter().enumerate() {
                let at = (end.0 + self.units(LABEL_GAP), first + i as f64 * line);
                self.write(text, Ink::Text, (HPos::Left, VPos::Center), at)?;
            }
        }
        Ok(())
    }
}

/// The backend counts in whole units.
fn rounded(place: &Place) -> (i32, i32) {
    (libm::round(place.0) as i32, libm::round(place.1) as i32)
}
