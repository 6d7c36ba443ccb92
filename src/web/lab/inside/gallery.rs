//! Pictures of a mind: one at a time, chosen from what the contestant has to show.

use super::select;
use crate::agent::picture::{BEST, FITTED, Kind, POINT, Picture};
use crate::base::text::Words;
use crate::chart::heat::Layer;
use crate::chart::{Chart, Heat, Pen, Plot, Point, Series};
use crate::run::inside::Gallery;
use crate::web::chart_view::{ChartView, table};
use crate::web::lab::Lab;
use crate::web::markup::{Element, el};
use crate::web::numbers::Formats;
use crate::web::texts::Lang;
use std::rc::Rc;
use yew::prelude::*;

pub fn gallery(lab: &Lab, gallery: Option<&Gallery>, formats: &Rc<Formats>, lang: Lang) -> Element {
    let place = el("div", "mind");
    let Some(Gallery { titles, picture }) = gallery.filter(|gallery| !gallery.titles.is_empty()) else {
        return place;
    };
    let texts = lang.texts();
    let (shown, options) =
        (usize::min(lab.screen.picture, titles.len() - 1), titles.iter().map(|title| lang.words(title)));
    let select = select(lab, "picture", texts.picture, options.collect(), shown, |screen, at| screen.picture = at);
    let place = place.add(el("div", "watched").add(el("h3", "").text(texts.mind)).add(select));
    let chart = Rc::new(match picture.kind {
        Kind::Curves | Kind::Fit => Chart::Curves(plot(picture, lang)),
        _ => Chart::Map(heat(picture, lang)),
    });
    if picture.kind == Kind::Table {
        return place.add(table(&chart, formats, lang));
    }
    let keys = if let Chart::Curves(plot) = &*chart { keys(plot) } else { el("p", "keys") };
    let said = said(picture, formats, lang);
    let description = [&lang.words(&picture.title), texts.colon, &said].concat();
    let formats = formats.clone();
    let chart = html! {
        <ChartView {chart} {formats} {lang} {description} caption={said} name="emporium-mind" waiting={texts.no_picture} />
    };
    place.add(keys).add(chart)
}

/// Small numbers have digits that matter.
const DIGITS: usize = 3;

/// The main numbers in words: the least and the most of a grid, the last point of curves, what stands out of a fit.
fn said(picture: &Picture, formats: &Formats, lang: Lang) -> String {
    let (texts, number) = (lang.texts(), |x: f64| formats.fixed(x, DIGITS));
    if let Kind::Curves | Kind::Fit = picture.kind {
        let Some(&[line, x, y, ..]) = picture.values.chunks_exact(POINT).last() else { return String::new() };
        let line = name(&picture.rows, line as usize, lang);
        let (across, up) = (lang.words(&picture.across), lang.words(&picture.down));
        return [&line, texts.colon, &across, " ", &formats.exact(x), texts.comma, &up, " ", &number(y)].concat();
    }
    let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
    for x in picture.values.iter().filter(|x| x.is_finite()) {
        (least, most) = (f64::min(least, *x), f64::max(most, *x));
    }
    [texts.least, &number(least), texts.most, &number(most)].concat()
}

/// What somebody of a row or a column is called; after the last name they are counted.
fn name(names: &[Words], at: usize, lang: Lang) -> String {
    names.get(at).map_or_else(|| (at + 1 - names.len()).to_string(), |name| lang.words(name))
}

fn largest(values: &[f64]) -> f64 {
    values.iter().fold(0.0, |most, x| f64::max(most, f64::abs(*x)))
}

/// A grid as a map.
fn heat(picture: &Picture, lang: Lang) -> Heat {
    let width = usize::max(picture.width as usize, 1);
    let lines = picture.values.len() / width;
    // What is drawn begins at the bottom, a table at the top.
    let line = |at: usize| if picture.kind == Kind::Table { at } else { lines - 1 - at };
    let mut heat = Heat {
        across: lang.words(&picture.across),
        down: lang.words(&picture.down),
        bars: picture.kind == Kind::Bars,
        fine: true,
        ..Heat::default()
    };
    (0..lines).for_each(|at| heat.rows.push(name(&picture.rows, line(at), lang)));
    let (all, mut values) = (largest(&picture.values), Vec::new());
    for column in 0..width {
        heat.columns.push(name(&picture.columns, column, lang));
        for at in 0..lines {
            let row = &picture.values[line(at) * width..][..width];
            // Bars are compared along their row, shades everywhere.
            let of = if heat.bars { largest(row) } else { all };
            values.push(row[column]);
            heat.shade.push(if of > 0.0 { row[column] / of } else { row[column] });
        }
    }
    heat.layers.push(Layer { name: lang.words(&picture.title), values });
    heat
}

fn plot(picture: &Picture, lang: Lang) -> Plot {
    let fit = picture.kind == Kind::Fit;
    let mut series: Vec<Series> = Vec::new();
    for name in &picture.rows {
        // What was observed, the curve through it, and what stands out: what there is one line of is a curve.
        let (pen, dots) = match series.len() {
            line if !fit || line == FITTED => (Pen::solid(0), 0.0),
            BEST => (Pen::OPTIMUM, 5.0),
            _ => (Pen::CHANCE, 3.0),
        };
        series.push(Series { label: lang.words(name), pen, dots, ..Series::default() });
    }
    let (mut begin, mut end) = (f64::INFINITY, f64::NEG_INFINITY);
    for point in picture.values.chunks_exact(POINT) {
        let &[line, x, mean, low, high] = point else { continue };
        (begin, end) = (f64::min(begin, x), f64::max(end, x));
        if let Some(series) = series.get_mut(line as usize) {
            series.points.push(Point { x, mean, low, high });
        }
    }
    // Dots at the ends are seen whole.
    let air = if fit { 0.02 * (end - begin) } else { 0.0 };
    (begin, end) = (begin - air, end + air);
    // Where there is nothing yet there is an axis all the same.
    if begin.is_nan() || begin >= end {
        (begin, end) = (0.0, f64::max(end, 1.0));
    }
    let (title, across) = (lang.words(&picture.down), lang.words(&picture.across));
    Plot { title, across, begin, end, bare: true, series, ..Plot::default() }
}

/// What is what in a plot of several lines, in the order of [`Kind::Fit`].
fn keys(plot: &Plot) -> Element {
    let mut keys = el("p", "keys");
    if plot.series.len() > 1 {
        for (series, class) in plot.series.iter().zip(["observed", "fitted", "best"]) {
            keys = keys.add(el("span", class).text(series.label.clone()));
        }
    }
    keys
}
