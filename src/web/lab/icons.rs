//! The bar's signs, drawn as paths in a square of 18.

use crate::web::markup::{Element, el};

pub const RUN: &str = "M4 2.5v13l11-6.5z";
pub const PAUSE: &str = "M4 3h3.5v12H4zM10.5 3H14v12h-3.5z";
pub const DECISION: &str = "M3 3v12l8.5-6zM13 3h2.5v12H13z";
pub const EPISODE: &str = "M1 3v12l6.5-6zM7.5 3v12L14 9zM14.5 3H17v12h-2.5z";
pub const AGAIN: &str = "M9 3V0L4.5 4 9 8V5a4.5 4.5 0 1 1-4.5 4.5h-2A6.5 6.5 0 1 0 9 3z";
pub const SEEDS: &str = "M1 1h16v16H1zM4 4h3v3H4zM7.5 7.5h3v3h-3zM11 11h3v3h-3z";

pub fn icon(path: &'static str) -> Element {
    el("svg", "icon")
        .with("viewBox", "0 0 18 18")
        .with("aria-hidden", "true")
        .add(el("path", "").with("fill-rule", "evenodd").with("d", path))
}
