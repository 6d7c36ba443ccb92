//! The chart on the page: a canvas that is drawn again when its data, its size or the theme changes; what it says at
//! a place, by pointer, finger or arrow keys; its numbers as a table, and its files.

mod reading;

use super::canvas::Canvas;
use super::export::{File, save};
use super::markup::{Element, el};
use super::numbers::Formats;
use super::texts::Lang;
use super::theme::Watch;
use crate::chart::{self, Placed, Plot, Surface};
use reading::{Reads, card, overlay, sentence};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::HtmlCanvasElement;
use yew::prelude::*;
use yew::virtual_dom::ListenerKind;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub plot: Plot,
    pub formats: Rc<Formats>,
    pub lang: Lang,
    /// What the chart is, for who does not see it.
    pub description: AttrValue,
    /// How many seeds stand behind a curve, in words.
    pub caption: AttrValue,
    /// What its files are called, without the ending.
    pub name: AttrValue,
}

pub enum Msg {
    /// The size or the theme has changed.
    Redraw,
    /// A pointer is at this place across the window.
    Point(f64),
    /// To the point before or after, or to the first or the last.
    Step(isize),
    Leave,
    Table,
    Save(File),
}

pub struct ChartView {
    canvas: NodeRef,
    watch: Option<Watch>,
    /// Where the curves were drawn last, and how large the sheet is.
    placed: Cell<Option<(Placed, (u32, u32))>>,
    /// The place that is read.
    at: Option<f64>,
    table: bool,
}

/// Rows of the table on the page; the file has them all.
const MOST_ROWS: usize = 50;

#[wasm_bindgen]
extern "C" {
    type Event;

    #[wasm_bindgen(method, getter, js_name = clientX)]
    fn client_x(this: &Event) -> f64;

    #[wasm_bindgen(method, getter)]
    fn key(this: &Event) -> String;
}

impl Component for ChartView {
    type Message = Msg;
    type Properties = Props;

    fn create(_: &Context<ChartView>) -> ChartView {
        ChartView { canvas: NodeRef::default(), watch: None, placed: Cell::new(None), at: None, table: false }
    }

    fn update(&mut self, ctx: &Context<ChartView>, msg: Msg) -> bool {
        let props = ctx.props();
        match msg {
            Msg::Redraw => {
                self.draw(props);
                return self.at.is_some();
            }
            Msg::Point(x) => self.at = self.number_at(x).and_then(|x| props.plot.read(x)).map(|r| r.x),
            Msg::Step(by) => self.at = self.step(&props.plot, by),
            Msg::Leave => self.at = None,
            Msg::Table => self.table = !self.table,
            Msg::Save(file) => {
                if let Some(element) = self.canvas.cast::<HtmlCanvasElement>() {
                    save(file, &element, &props.plot, &*props.formats, &props.name);
                }
                return false;
            }
        }
        true
    }

    fn changed(&mut self, ctx: &Context<ChartView>, old: &Props) -> bool {
        // Other curves: what stood there says nothing any more.
        if ctx.props().plot.title != old.plot.title || ctx.props().plot.across != old.plot.across {
            self.at = None;
        }
        true
    }

    fn view(&self, ctx: &Context<ChartView>) -> Html {
        let props = ctx.props();
        let figure = el("figure", "chart").with("data-points", props.plot.points().to_string());
        let figure = figure.add(self.sheet(ctx)).add(self.foot(ctx));
        if self.table { figure.add(reading::table(&self.reads(props), MOST_ROWS)).into() } else { figure.into() }
    }

    fn rendered(&mut self, ctx: &Context<ChartView>, first: bool) {
        if first {
            let link = ctx.link().clone();
            self.watch = Watch::start(&self.canvas, move || link.send_message(Msg::Redraw));
        }
        self.draw(ctx.props());
    }
}

impl ChartView {
    fn draw(&self, props: &Props) -> Option<()> {
        let element = self.canvas.cast::<HtmlCanvasElement>()?;
        let (mut canvas, look) = (Canvas::new(&element)?, Canvas::look(&element)?);
        let placed = chart::draw(&mut canvas, &props.plot, &look, &*props.formats);
        self.placed.set(placed.map(|placed| (placed, canvas.size())));
        Some(())
    }

    /// The number of the axis at a place across the window.
    fn number_at(&self, client_x: f64) -> Option<f64> {
        let element = self.canvas.cast::<HtmlCanvasElement>()?;
        let (placed, (width, _)) = self.placed.get()?;
        let around = element.get_bounding_client_rect();
        Some(placed.number_at((client_x - around.left()) * f64::from(width) / around.width()))
    }

    fn step(&self, plot: &Plot, by: isize) -> Option<f64> {
        let places = plot.places();
        let last = places.len().checked_sub(1)?;
        let here = self.at.and_then(|x| places.iter().position(|&place| place >= x));
        let to = match here {
            None => last,
            Some(here) => here.saturating_add_signed(by).min(last),
        };
        Some(places[to])
    }

    fn reads<'a>(&self, props: &'a Props) -> Reads<'a> {
        Reads { plot: &props.plot, formats: &props.formats, texts: props.lang.texts() }
    }

    /// The canvas with what is read from it. It is a slider to keyboards and screen readers: a place along the
    /// curves, and in words what stands there.
    fn sheet(&self, ctx: &Context<ChartView>) -> Element {
        let (props, link) = (ctx.props(), ctx.link());
        let canvas = el("canvas", "").node(&self.canvas).with("aria-hidden", "true");
        let (pointing, leaving, keying) = (link.clone(), link.clone(), link.clone());
        let point = Rc::new(move |event: web_sys::Event| {
            pointing.send_message(Msg::Point(event.unchecked_into::<Event>().client_x()));
        });
        let key = Rc::new(move |event: web_sys::Event| {
            if let Some(msg) = asked_by(&event.clone().unchecked_into::<Event>().key()) {
                event.prevent_default();
                keying.send_message(msg);
            }
        });
        let reads = self.reads(props);
        let reading = self.at.and_then(|x| props.plot.read(x));
        let said = reading.as_ref().map_or_else(String::new, |r| sentence(&reads, r));
        let places = props.plot.places();
        let now = reading.as_ref().and_then(|r| places.iter().position(|&x| x >= r.x)).unwrap_or(0);
        let sheet = el("div", "plot")
            .with("role", "slider")
            .with("tabindex", "0")
            .with("aria-label", props.description.clone())
            .with("aria-valuemin", "0")
            .with("aria-valuemax", places.len().saturating_sub(1).to_string())
            .with("aria-valuenow", now.to_string())
            .with("aria-valuetext", said)
            .on(ListenerKind::onpointermove, point.clone())
            .on(ListenerKind::onpointerdown, point)
            .on(ListenerKind::onpointerleave, Rc::new(move |_| leaving.send_message(Msg::Leave)))
            .on(ListenerKind::onkeydown, key)
            .add(canvas);
        match (reading, self.placed.get()) {
            (Some(reading), Some(placed)) => {
                sheet.add(overlay(&reads, &reading, placed)).add(card(&reads, &reading, placed.0))
            }
            _ => sheet,
        }
    }

    /// What stands behind the curves, and the ways to their numbers.
    fn foot(&self, ctx: &Context<ChartView>) -> Element {
        let (props, link) = (ctx.props(), ctx.link());
        let button = |text: &'static str, label: &'static str, msg: fn(File) -> Msg, file: File| {
            let link = link.clone();
            el("button", "quiet")
                .with("type", "button")
                .with("title", label)
                .text(text)
                .on(ListenerKind::onclick, Rc::new(move |_| link.send_message(msg(file))))
        };
        let texts = props.lang.texts();
        let table = button(texts.numbers, texts.numbers_help, |_| Msg::Table, File::Csv)
            .with("aria-expanded", self.table.to_string());
        let files = File::ALL.into_iter().map(|file| {
            let text = match file {
                File::Png => "PNG",
                File::Svg => "SVG",
                File::Csv => "CSV",
            };
            button(text, texts.save_chart, Msg::Save, file).with("data-file", file.id())
        });
        el("figcaption", "")
            .add(el("span", "").text(props.caption.clone()))
            .add(el("span", "files").add(table).all(files))
    }
}

fn asked_by(key: &str) -> Option<Msg> {
    Some(match key {
        "ArrowLeft" | "ArrowDown" => Msg::Step(-1),
        "ArrowRight" | "ArrowUp" => Msg::Step(1),
        "PageDown" => Msg::Step(-10),
        "PageUp" => Msg::Step(10),
        "Home" => Msg::Step(isize::MIN),
        "End" => Msg::Step(isize::MAX),
        "Escape" => Msg::Leave,
        _ => return None,
    })
}
