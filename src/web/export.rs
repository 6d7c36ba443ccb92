//! Files that the visitor takes away: a chart as PNG, SVG or CSV, and bytes.

use super::canvas::Canvas;
use crate::chart::{Chart, Numbers, Rgb, Surface, Type};
use js_sys::{Array, Uint8Array};
use plotters_backend::text_anchor::Pos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, FontFamily, FontStyle, FontTransform,
};
use plotters_svg::SVGBackend;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use web_sys::{Blob, BlobPropertyBag, HtmlCanvasElement, Url};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum File {
    Png,
    Svg,
    Csv,
}

impl File {
    pub const ALL: [File; 3] = [File::Png, File::Svg, File::Csv];

    pub fn id(self) -> &'static str {
        match self {
            File::Png => "png",
            File::Svg => "svg",
            File::Csv => "csv",
        }
    }
}

/// Hands the chart on this canvas over as a file.
pub fn save(file: File, element: &HtmlCanvasElement, chart: &Chart, numbers: &dyn Numbers, name: &str) -> Option<()> {
    let name = format!("{name}.{}", file.id());
    match file {
        // The mark at the beginning is what spreadsheets know UTF-8 by.
        File::Csv => offer(&text_blob(&format!("\u{feff}{}", chart.csv()), "text/csv")?, &name),
        File::Svg => offer(&text_blob(&svg(element, chart, numbers)?, "image/svg+xml")?, &name),
        File::Png => png(element, chart, numbers, name),
    }
}

/// The same picture on the theme's paper, at the screen's density.
fn png(element: &HtmlCanvasElement, chart: &Chart, numbers: &dyn Numbers, name: String) -> Option<()> {
    let copy = element.clone_node().ok()?.dyn_into::<HtmlCanvasElement>().ok()?;
    let mut canvas = Canvas::new(&copy, Canvas::size_of(element)?)?;
    paper(&mut canvas, Canvas::paper(element));
    chart.draw(&mut canvas, &Canvas::look(element)?, numbers);
    let done = Closure::once_into_js(move |blob: Option<Blob>| {
        if let Some(blob) = blob {
            offer(&blob, &name);
        }
    });
    copy.to_blob(done.unchecked_ref()).ok()
}

fn svg(element: &HtmlCanvasElement, chart: &Chart, numbers: &dyn Numbers) -> Option<String> {
    let (canvas, look) = (Canvas::again(element)?, Canvas::look(element)?);
    let (width, height) = canvas.size();
    let mut text = String::new();
    {
        let mut sheet = Sheet { svg: SVGBackend::with_string(&mut text, (width, height)), canvas: &canvas };
        paper(&mut sheet, Canvas::paper(element));
        chart.draw(&mut sheet, &look, numbers);
    }
    // The backend counts finer than pixels: the picture is as large as on the page all the same.
    let pixels = |units: u32| f64::from(units) / look.unit;
    let fine = format!("width=\"{width}\" height=\"{height}\"");
    Some(text.replacen(&fine, &format!("width=\"{}\" height=\"{}\"", pixels(width), pixels(height)), 1))
}

fn paper(surface: &mut dyn Surface, rgb: Rgb) {
    let (width, height) = surface.size();
    let corners = [(0, 0), (width as i32, 0), (width as i32, height as i32), (0, height as i32)];
    surface.polygon(&corners, BackendColor { alpha: 1.0, rgb });
}

/// Hands bytes over as a file.
pub fn save_bytes(bytes: &[u8], name: &str) -> Option<()> {
    let parts = Array::of1(&Uint8Array::from(bytes));
    offer(&Blob::new_with_u8_array_sequence(&parts).ok()?, name)
}

fn text_blob(text: &str, kind: &str) -> Option<Blob> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &options).ok()
}

#[wasm_bindgen]
extern "C" {
    type Anchor;

    #[wasm_bindgen(method, setter)]
    fn set_href(this: &Anchor, address: &str);

    #[wasm_bindgen(method, setter)]
    fn set_download(this: &Anchor, name: &str);

    #[wasm_bindgen(method)]
    fn click(this: &Anchor);
}

fn offer(blob: &Blob, name: &str) -> Option<()> {
    let address = Url::create_object_url_with_blob(blob).ok()?;
    let anchor: Anchor = web_sys::window()?.document()?.create_element("a").ok()?.unchecked_into();
    anchor.set_href(&address);
    anchor.set_download(name);
    anchor.click();
    // The browser has taken hold of the file with the click.
    Url::revoke_object_url(&address).ok()
}

/// Plotters' SVG backend, whose text is measured by the canvas: the module carries no fonts.
struct Sheet<'a> {
    svg: SVGBackend<'a>,
    canvas: &'a Canvas,
}

// The backend writes into a text in memory, which never fails.
impl Surface for Sheet<'_> {
    fn size(&self) -> (u32, u32) {
        self.svg.get_size()
    }

    fn path(&mut self, places: &[BackendCoord], color: BackendColor, width: u32) {
        let _ = self.svg.draw_path(places.iter().copied(), &Stroke { color, width });
    }

    fn polygon(&mut self, places: &[BackendCoord], color: BackendColor) {
        let _ = self.svg.fill_polygon(places.iter().copied(), &Stroke { color, width: 1 });
    }

    fn text(&mut self, text: &str, set: Type<'_>, at: BackendCoord) {
        let _ = self.svg.draw_text(text, &Words(set), at);
    }

    fn measure(&self, text: &str, set: Type<'_>) -> u32 {
        self.canvas.measure(text, set)
    }
}

struct Stroke {
    color: BackendColor,
    width: u32,
}

impl BackendStyle for Stroke {
    fn color(&self) -> BackendColor {
        self.color
    }

    fn stroke_width(&self) -> u32 {
        self.width
    }
}

struct Words<'a>(Type<'a>);

impl BackendTextStyle for Words<'_> {
    type FontError = std::convert::Infallible;

    fn color(&self) -> BackendColor {
        self.0.color
    }

    fn size(&self) -> f64 {
        self.0.size
    }

    fn transform(&self) -> FontTransform {
        FontTransform::None
    }

    fn style(&self) -> FontStyle {
        FontStyle::Normal
    }

    fn anchor(&self) -> Pos {
        self.0.anchor
    }

    fn family(&self) -> FontFamily<'_> {
        FontFamily::Name(self.0.family)
    }

    fn layout_box(&self, _: &str) -> Result<((i32, i32), (i32, i32)), Self::FontError> {
        Ok(((0, 0), (0, 0)))
    }

    fn draw<E, DrawFunc: FnMut(i32, i32, BackendColor) -> Result<(), E>>(
        &self,
        _: &str,
        _: BackendCoord,
        _: DrawFunc,
    ) -> Result<Result<(), E>, Self::FontError> {
        Ok(Ok(()))
    }
}
