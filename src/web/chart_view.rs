//! The chart on the page: a canvas that is drawn again when its data, its size or the theme changes; what it says at
//! a place, by pointer, finger or arrow keys; its numbers as a table, and its files.

mod reading;

use super::canvas::Canvas;
use super::export::{File, save};
use super::markup::{Element, el};
use super::numbers::Formats;
use super::stopwatch;
use super::texts::Lang;
use super::theme::Watch;
use crate::chart::{Chart, Look, Placed, Surface};
use reading::{Reads, Spot};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::HtmlCanvasElement;
use yew::prelude::*;
use yew::virtual_dom::ListenerKind;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub chart: Rc<Chart>,
    pub formats: Rc<Formats>,
    pub lang: Lang,
    /// What the chart is, for who does not see it.
    pub description: AttrValue,
    /// How many seeds stand behind a curve, in words.
    pub caption: AttrValue,
    /// What its files are called, without the ending.
    pub name: AttrValue,
    /// What is being waited for, while there is nothing to see.
    pub waiting: AttrValue,
}

pub enum Msg {
    /// The size or the theme has changed.
    Redraw,
    /// A pointer is at this place of the window.
    Point(f64, f64),
    /// To a point so far across and up.
    Step(isize, isize),
    Leave,
    Table,
    Save(File),
}

pub struct ChartView {
    canvas: NodeRef,
    /// What the canvas takes of the page and how it looks, as long as neither changes: asking the browser makes it
    /// lay out the whole page.
    known: RefCell<Option<(Look, (f64, f64))>>,
    watch: Option<Watch>,
    /// Where the curves were drawn last, and how large the sheet is.
    placed: Cell<Option<(Placed, (u32, u32))>>,
    /// The place that is read.
    at: Option<Spot>,
    table: bool,
}

/// A chart that is nothing but its numbers.
pub fn table(chart: &Chart, formats: &Formats, lang: Lang) -> Element {
    Reads { chart, formats, texts: lang.texts() }.table(MOST_ROWS)
}

/// Rows of the table on the page; the file has them all.
const MOST_ROWS: usize = 50;

#[wasm_bindgen]
extern "C" {
    type Event;

    #[wasm_bindgen(method, getter, js_name = clientX)]
    fn client_x(this: &Event) -> f64;

    #[wasm_bindgen(method, getter, js_name = clientY)]
    fn client_y(this: &Event) -> f64;

    #[wasm_bindgen(method, getter, js_name = pointerType)]
    fn pointer_type(this: &Event) -> String;

    #[wasm_bindgen(method, getter)]
    fn key(this: &Event) -> String;
}

impl Component for ChartView {
    type Message = Msg;
    type Properties = Props;

    fn create(_: &Context<ChartView>) -> ChartView {
        ChartView {
            canvas: NodeRef::default(),
            known: RefCell::default(),
            watch: None,
            placed: Cell::new(None),
            at: None,
            table: false,
        }
    }

    fn update(&mut self, ctx: &Context<ChartView>, msg: Msg) -> bool {
        let props = ctx.props();
        stopwatch::begin();
        match msg {
            Msg::Redraw => {
                self.known.take();
                self.draw(props);
                return self.at.is_some();
            }
            Msg::Point(x, y) => self.at = self.spot_at(props, x, y),
            Msg::Step(across, up) => self.at = reading::step(&props.chart, self.at, across, up),
            Msg::Leave => self.at = None,
            Msg::Table => self.table = !self.table,
            Msg::Save(file) => {
                if let Some(element) = self.canvas.cast::<HtmlCanvasElement>() {
                    save(file, &element, &props.chart, &*props.formats, &props.name);
                }
                return false;
            }
        }
        true
    }

    fn changed(&mut self, ctx: &Context<ChartView>, old: &Props) -> bool {
        // Other curves: what stood there says nothing any more.
        if !ctx.props().chart.has_axes_of(&old.chart) {
            self.at = None;
        }
        true
    }

    fn view(&self, ctx: &Context<ChartView>) -> Html {
        let props = ctx.props();
        let figure = el("figure", "chart").with("data-points", props.chart.points().to_string());
        let figure = figure.add(self.sheet(ctx)).add(self.foot(ctx));
        let table = if self.table { self.reads(props).table(MOST_ROWS) } else { el("div", "").with("hidden", "") };
        figure.add(table).into()
    }

    fn rendered(&mut self, ctx: &Context<ChartView>, first: bool) {
        stopwatch::begin();
        if first {
            // It calls at once, when the browser has laid out the page by itself.
            let link = ctx.link().clone();
            self.watch = Watch::start(&self.canvas, move || link.send_message(Msg::Redraw));
        } else {
            self.draw(ctx.props());
        }
    }
}

impl ChartView {
    fn draw(&self, props: &Props) -> Option<()> {
        let element = self.canvas.cast::<HtmlCanvasElement>()?;
        let mut known = self.known.borrow_mut();
        if known.is_none() {
            *known = Some((Canvas::look(&element)?, Canvas::size_of(&element)?));
        }
        let (look, size) = known.as_ref()?;
        let mut canvas = Canvas::new(&element, *size)?;
        let placed = props.chart.draw(&mut canvas, look, &*props.formats);
        self.placed.set(placed.map(|placed| (placed, canvas.size())));
        Some(())
    }

    /// The spot that is read at a place of the window.
    fn spot_at(&self, props: &Props, x: f64, y: f64) -> Option<Spot> {
        let element = self.canvas.cast::<HtmlCanvasElement>()?;
        let (placed, (width, _)) = self.placed.get()?;
        let around = element.get_bounding_client_rect();
        let units = f64::from(width) / around.width();
        reading::spot(&props.chart, &placed, (x - around.left()) * units, (y - around.top()) * units)
    }

    fn reads<'a>(&self, props: &'a Props) -> Reads<'a> {
        Reads { chart: &props.chart, formats: &props.formats, texts: props.lang.texts() }
    }

    /// The canvas with what is read from it. It is a slider to keyboards and screen readers: a place along the
    /// curves, and in words what stands there.
    fn sheet(&self, ctx: &Context<ChartView>) -> Element {
        let (props, link) = (ctx.props(), ctx.link());
        let canvas = el("canvas", "").node(&self.canvas).with("aria-hidden", "true");
        let (pointing, leaving, keying) = (link.clone(), link.clone(), link.clone());
        let point = Rc::new(move |event: web_sys::Event| {
            let event = event.unchecked_into::<Event>();
            pointing.send_message(Msg::Point(event.client_x(), event.client_y()));
        });
        let key = Rc::new(move |event: web_sys::Event| {
            if let Some(msg) = asked_by(&event.clone().unchecked_into::<Event>().key()) {
                event.prevent_default();
                keying.send_message(msg);
            }
        });
        // A finger leaves as soon as it is lifted, and what it has tapped is still to be read.
        let leave = Rc::new(move |event: web_sys::Event| {
            if event.unchecked_into::<Event>().pointer_type() != "touch" {
                leaving.send_message(Msg::Leave);
            }
        });
        let reads = self.reads(props);
        let said = self.at.map_or_else(String::new, |spot| reads.sentence(spot));
        let (now, last) = reading::counted(&props.chart, self.at);
        let sheet = el("div", "plot")
            .with("role", "slider")
            .with("tabindex", "0")
            .with("aria-label", props.description.clone())
            .with("aria-valuemin", "0")
            .with("aria-valuemax", last.to_string())
            .with("aria-valuenow", now.to_string())
            .with("aria-valuetext", said)
            .on(ListenerKind::onpointermove, point.clone())
            .on(ListenerKind::onpointerdown, point)
            .on(ListenerKind::onpointerleave, leave)
            .on(ListenerKind::onkeydown, key)
            .add(canvas)
            .add(el("p", "waiting").text(if props.chart.points() == 0 {
                props.waiting.clone()
            } else {
                AttrValue::default()
            }));
        // The canvas stays the same element, whether something is read or not: its neighbours are always there.
        match (self.at, self.placed.get()) {
            (Some(spot), Some((placed, size))) => {
                sheet.add(reads.overlay(spot, &placed, size)).add(reads.card(spot, &placed))
            }
            _ => sheet.add(el("svg", "overlay").with("hidden", "")).add(el("div", "").with("hidden", "")),
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
        let table =
            button(texts.numbers, texts.numbers_help, |_| Msg::Table, File::Csv).is("aria-expanded", self.table);
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
        "ArrowLeft" => Msg::Step(-1, 0),
        "ArrowRight" => Msg::Step(1, 0),
        "ArrowDown" => Msg::Step(0, -1),
        "ArrowUp" => Msg::Step(0, 1),
        "PageDown" => Msg::Step(-10, 0),
        "PageUp" => Msg::Step(10, 0),
        "Home" => Msg::Step(isize::MIN / 2, 0),
        "End" => Msg::Step(isize::MAX / 2, 0),
        "Escape" => Msg::Leave,
        _ => return None,
    })
}
