//! Elements put together by calls: `el("p", "note").text("…")`.
//!
//! Instead of `html!`, which lays out each element anew where it stands: about 320 bytes of code for each
//! (measured), where a call is a quarter of that. Components still come by the macro.

use std::cell::RefCell;
use std::rc::Rc;
use yew::prelude::*;
use yew::virtual_dom::{AttributeOrProperty, Attributes, Key, VList, VTag, VText};

/// An element on its way into the page.
pub struct Element(Box<Parts>);

struct Parts {
    name: &'static str,
    node: Option<NodeRef>,
    key: Option<Key>,
    names: Vec<&'static str>,
    values: Vec<Option<AttributeOrProperty>>,
    children: Vec<Html>,
    control: control::Control,
}

/// A new element; an empty class is none.
#[inline(never)]
pub fn el(name: &'static str, class: &'static str) -> Element {
    let (names, values) = (Vec::new(), Vec::new());
    let element = Element(Box::new(Parts {
        name,
        node: None,
        key: None,
        names,
        values,
        children: Vec::new(),
        control: control::Control::default(),
    }));
    if class.is_empty() { element } else { element.put("class", class.into()) }
}

impl Element {
    #[inline(never)]
    fn put(mut self, name: &'static str, value: AttrValue) -> Element {
        self.0.names.push(name);
        self.0.values.push(Some(AttributeOrProperty::Attribute(value)));
        self
    }

    #[inline(never)]
    fn push(mut self, child: Html) -> Element {
        self.0.children.push(child);
        self
    }

    /// Sets an attribute.
    pub fn with(self, name: &'static str, value: impl Into<AttrValue>) -> Element {
        self.put(name, value.into())
    }

    /// Sets attributes that are numbers.
    #[inline(never)]
    pub fn at(self, numbers: &[(&'static str, f64)]) -> Element {
        numbers.iter().fold(self, |element, (name, x)| element.put(name, x.to_string().into()))
    }

    /// Sets an attribute that is true or false.
    #[inline(never)]
    pub fn is(self, name: &'static str, on: bool) -> Element {
        self.put(name, if on { "true" } else { "false" }.into())
    }

    /// Tells it from its neighbours when their order changes.
    pub fn key(mut self, key: impl Into<Key>) -> Element {
        self.0.key = Some(key.into());
        self
    }

    pub fn node(mut self, node: &NodeRef) -> Element {
        self.0.node = Some(node.clone());
        self
    }

    pub fn text(self, text: impl Into<AttrValue>) -> Element {
        self.push(VText::new(text).into())
    }

    pub fn add(self, child: impl Into<Html>) -> Element {
        self.push(child.into())
    }

    pub fn all(self, children: impl IntoIterator<Item = Element>) -> Element {
        children.into_iter().fold(self, Element::add)
    }
}

impl From<Element> for Html {
    #[inline(never)]
    fn from(element: Element) -> Html {
        let parts = *element.0;
        let mut tag = VTag::new(parts.name);
        tag.set_attributes(Attributes::Dynamic { keys: known(&parts.names), values: parts.values.into() });
        if let Some(node) = parts.node {
            tag.node_ref = node;
        }
        tag.key = parts.key;
        parts.control.apply(&mut tag);
        if let Some(children) = tag.children_mut() {
            *children = VList::with_children(parts.children, None).into();
        }
        Html::VTag(Rc::new(tag))
    }
}

/// What a control has beside its attributes: a value of its own, and somebody who listens.
mod control {
    use super::{AttributeOrProperty, Element};
    use std::rc::Rc;
    use wasm_bindgen::JsValue;
    use yew::AttrValue;
    use yew::virtual_dom::{Listener, ListenerKind, VTag};

    #[derive(Default)]
    pub struct Control {
        value: Option<AttrValue>,
        checked: Option<bool>,
        listeners: Vec<Option<Rc<dyn Listener>>>,
    }

    impl Control {
        pub fn apply(self, tag: &mut VTag) {
            if let Some(value) = self.value {
                tag.set_value(Some(value));
            }
            if let Some(checked) = self.checked {
                tag.set_checked(checked);
            }
            if !self.listeners.is_empty() {
                tag.set_listeners(self.listeners.into());
            }
        }
    }

    /// Somebody who listens to one kind of event.
    struct Hears {
        kind: ListenerKind,
        call: Rc<dyn Fn(web_sys::Event)>,
    }

    impl Listener for Hears {
        // Copied by hand: Yew's kinds are a hundred, and what copies any of them is as long.
        fn kind(&self) -> ListenerKind {
            match self.kind {
                ListenerKind::onclick => ListenerKind::onclick,
                ListenerKind::oninput => ListenerKind::oninput,
                ListenerKind::onkeydown => ListenerKind::onkeydown,
                ListenerKind::onpointerdown => ListenerKind::onpointerdown,
                ListenerKind::onpointerleave => ListenerKind::onpointerleave,
                ListenerKind::onpointermove => ListenerKind::onpointermove,
                _ => ListenerKind::onchange,
            }
        }

        fn handle(&self, event: web_sys::Event) {
            (self.call)(event);
        }

        fn passive(&self) -> bool {
            // Keys may be kept from scrolling the page.
            !matches!(self.kind, ListenerKind::onkeydown)
        }
    }

    impl Element {
        /// What stands in a control, whatever was typed there since.
        pub fn value(mut self, value: impl Into<AttrValue>) -> Element {
            self.0.control.value = Some(value.into());
            self
        }

        pub fn checked(mut self, checked: bool) -> Element {
            self.0.control.checked = Some(checked);
            self
        }

        /// Sets a property, which a browser tells apart from the attribute of the same name.
        pub fn property(mut self, name: &'static str, value: bool) -> Element {
            self.0.names.push(name);
            self.0.values.push(Some(AttributeOrProperty::Property(JsValue::from_bool(value))));
            self
        }

        pub fn on(mut self, kind: ListenerKind, call: Rc<dyn Fn(web_sys::Event)>) -> Element {
            self.0.control.listeners.push(Some(Rc::new(Hears { kind, call })));
            self
        }
    }
}

/// The list of names as Yew wants it: one that lives for ever, and the same one each time, by which it sees that
/// only values can have changed. There are as many as kinds of elements in the program.
fn known(names: &[&'static str]) -> &'static [&'static str] {
    thread_local! {
        static KNOWN: RefCell<Vec<&'static [&'static str]>> = const { RefCell::new(Vec::new()) };
    }
    KNOWN.with_borrow_mut(|known| {
        if let Some(list) = known.iter().find(|list| **list == names) {
            return *list;
        }
        let list: &'static [&'static str] = Box::leak(names.into());
        known.push(list);
        list
    })
}
