//! The table of results: the chart's last numbers, exactly, for everyone.

use super::experiment::{Row, View};
use super::numbers::Formats;
use super::texts::Texts;
use crate::chart::pens::{DASH, Ink, Pen};
use yew::prelude::*;

pub fn table(view: &View, texts: &Texts, formats: &Formats) -> Html {
    let seeds = if view.seeds == 1 { texts.one_seed.to_string() } else { format!("{}{}", view.seeds, texts.seeds) };
    let about_score = match &view.no_score {
        Some(why) => format!("{}{why}", texts.no_score),
        None => texts.score_means.to_string(),
    };
    html! {
        <section class="results" aria-label={texts.results}>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{ texts.contestant }</th>
                        <th scope="col" class="number" colspan="2">{ &view.measure }</th>
                        <th scope="col" class="number">{ texts.score }</th>
                    </tr>
                </thead>
                <tbody>{ for view.rows.iter().map(|row| line(row, formats)) }</tbody>
            </table>
            <p class="note">{ format!("{seeds} {about_score}") }</p>
        </section>
    }
}

fn line(row: &Row, formats: &Formats) -> Html {
    let number = |x: Option<f64>| x.map_or_else(|| "–".to_string(), |x| formats.fixed(x, 2));
    // What does not learn comes to the same in every seed.
    let half = row.half.filter(|&h| h > 0.0).map_or_else(String::new, |h| format!("±\u{202f}{}", formats.fixed(h, 2)));
    let fingerprints: Vec<&str> = row.runs.iter().map(|(_, print)| print.as_str()).collect();
    html! {
        <tr key={row.face.key.clone()} data-contestant={row.face.key.clone()}
            data-fingerprints={fingerprints.join(" ")}>
            <th scope="row">
                <div class="face">
                    { swatch(&row.face.pen) }
                    <span>{ &row.face.label }<small>{ row.face.knows }</small></span>
                </div>
            </th>
            <td class="number">{ number(row.mean) }</td>
            <td class="number half">{ half }</td>
            <td class="number">{ number(row.score) }</td>
        </tr>
    }
}

/// A short stroke of a contestant's pen.
fn swatch(pen: &Pen) -> Html {
    let color = match (pen.ink, pen.ink.hue()) {
        (_, Some((r, g, b))) => format!("rgb({r},{g},{b})"),
        (Ink::Faint, _) => "var(--faint)".to_string(),
        _ => "currentColor".to_string(),
    };
    let dashes = pen.dashed.then(|| format!("{} {}", DASH.0, DASH.1));
    html! {
        <svg class="swatch" viewBox="0 0 25 10" shape-rendering="crispEdges" aria-hidden="true">
            <line x1="0" y1="5" x2="25" y2="5" stroke={color} stroke-width={pen.width.to_string()}
                stroke-dasharray={dashes} />
        </svg>
    }
}
