//! Elements: how every component here draws.
//!
//! An [`El`] is an element of the page, made at once. What follows the state
//! is an effect of Leptos's reactive graph, which runs again when something it
//! read changes. Nothing here is generic over what is drawn, so that all
//! elements share one copy of the code; `docs/adr/0003-elements-without-types.md` has the
//! measurements.

use std::cell::Cell;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Element, Event, HtmlElement, Node};

/// An element of the page.
pub struct El(Element);

/// An element with this tag.
#[inline(never)]
pub fn el(tag: &'static str) -> El {
    #[expect(clippy::expect_used, reason = "only a name that is none is refused")]
    El(document().create_element(tag).expect("the name of an element"))
}

/// An element of a drawing, with this tag.
#[inline(never)]
pub fn svg(tag: &'static str) -> El {
    const NAMESPACE: &str = "http://www.w3.org/2000/svg";
    #[expect(clippy::expect_used, reason = "only a name that is none is refused")]
    El(document().create_element_ns(Some(NAMESPACE), tag).expect("the name of an element"))
}

/// A button that does something.
pub fn button(text: &str, listener: impl FnMut(Event) + 'static) -> El {
    plain_button(text, Box::new(listener))
}

#[inline(never)]
fn plain_button(text: &str, listener: Box<dyn FnMut(Event)>) -> El {
    el("button").attr("type", "button").text(text).boxed_on("click", listener)
}

/// Reaches outside of the drawing when something it reads changes, after what
/// is drawn has changed: at first, when all that is drawn now is in the page.
pub fn effect(run: impl Fn() + 'static) {
    boxed_effect(Box::new(run));
}

#[inline(never)]
fn boxed_effect(run: Box<dyn Fn()>) {
    let first = Trigger::new();
    let is_drawn = Cell::new(false);
    follow(Box::new(move || {
        first.track();
        if is_drawn.replace(true) {
            run();
        }
    }));
    spawn_local(async move { first.notify() });
}

/// Runs now, and again when something it reads changes, for as long as the
/// part of the page lives in which this was called.
#[inline(never)]
fn follow(mut run: Box<dyn FnMut()>) {
    StoredValue::new(RenderEffect::new(move |_: Option<()>| run()));
}

impl El {
    /// Puts the element at the end of the page.
    pub fn mount(self) {
        if let Some(body) = document().body() {
            append(&body, &self.0);
        }
    }

    /// Sets an attribute.
    #[inline(never)]
    pub fn attr(self, name: &'static str, value: &str) -> El {
        set_attribute(&self.0, name, Some(value));
        self
    }

    /// Sets an attribute, or leaves it out.
    pub fn maybe_attr(self, name: &'static str, value: Option<String>) -> El {
        set_attribute(&self.0, name, value.as_deref());
        self
    }

    /// Sets an attribute that follows what it reads; `None` removes it.
    pub fn bind(self, name: &'static str, read: impl Fn() -> Option<String> + 'static) -> El {
        self.boxed_bind(name, Box::new(read))
    }

    /// Sets an attribute that is there, without a value, only at times.
    pub fn flag(self, name: &'static str, read: impl Fn() -> bool + 'static) -> El {
        self.bind(name, move || read().then(String::new))
    }

    /// Sets a property of the element's own style. The content security policy
    /// allows this, and no `style` attribute.
    #[inline(never)]
    pub fn style(self, name: &'static str, value: &str) -> El {
        set_style(&self.0, name, value);
        self
    }

    /// Sets a property of the element's own style that follows what it reads.
    pub fn bind_style(self, name: &'static str, read: impl Fn() -> String + 'static) -> El {
        self.boxed_bind_style(name, Box::new(read))
    }

    /// Sets a field's value, which follows what it reads. A value that is
    /// there already is left alone, and with it the caret.
    pub fn bind_value(self, read: impl Fn() -> String + 'static) -> El {
        self.boxed_bind_value(Box::new(read))
    }

    /// Listens to an event.
    pub fn on(self, event: &'static str, listener: impl FnMut(Event) + 'static) -> El {
        self.boxed_on(event, Box::new(listener))
    }

    /// Adds a text.
    #[inline(never)]
    pub fn text(self, text: &str) -> El {
        append(&self.0, &document().create_text_node(text));
        self
    }

    /// Adds a text that follows what it reads.
    pub fn bind_text(self, read: impl Fn() -> String + 'static) -> El {
        self.boxed_bind_text(Box::new(read))
    }

    /// Adds an element.
    #[inline(never)]
    pub fn child(self, child: El) -> El {
        append(&self.0, &child.0);
        self
    }

    /// Adds elements.
    pub fn children(mut self, children: impl IntoIterator<Item = El>) -> El {
        for child in children {
            self = self.child(child);
        }
        self
    }

    /// Adds a part that is drawn anew when something it reads changes.
    pub fn part(self, draw: impl Fn() -> Vec<El> + 'static) -> El {
        self.boxed_part(Box::new(move || nodes(draw())))
    }

    /// Adds parts, each of which is drawn anew by itself; how many there are
    /// follows what is read.
    pub fn parts<P: Fn() -> Vec<El> + 'static>(self, draw: impl Fn() -> Vec<P> + 'static) -> El {
        self.boxed_part(Box::new(move || {
            let group: Node = document().create_document_fragment().into();
            for part in draw() {
                redraw_in(&group, Box::new(move || nodes(part())));
            }
            vec![group]
        }))
    }

    /// Adds a part of elements and plain texts.
    pub fn pieces(self, draw: impl Fn() -> Vec<Piece> + 'static) -> El {
        self.boxed_part(Box::new(move || draw().into_iter().map(|piece| piece.0).collect()))
    }

    #[inline(never)]
    fn boxed_bind(self, name: &'static str, read: Box<dyn Fn() -> Option<String>>) -> El {
        let element = self.0.clone();
        follow(Box::new(move || set_attribute(&element, name, read().as_deref())));
        self
    }

    #[inline(never)]
    fn boxed_bind_style(self, name: &'static str, read: Box<dyn Fn() -> String>) -> El {
        let element = self.0.clone();
        follow(Box::new(move || set_style(&element, name, &read())));
        self
    }

    #[inline(never)]
    fn boxed_bind_value(self, read: Box<dyn Fn() -> String>) -> El {
        let element = self.0.clone();
        follow(Box::new(move || {
            let (name, value) = (JsValue::from("value"), JsValue::from(read()));
            if js_sys::Reflect::get(&element, &name).ok().as_ref() != Some(&value) {
                // Only what is no field refuses.
                let _refused = js_sys::Reflect::set(&element, &name, &value);
            }
        }));
        self
    }

    #[inline(never)]
    fn boxed_bind_text(self, read: Box<dyn Fn() -> String>) -> El {
        let text = document().create_text_node("");
        append(&self.0, &text);
        follow(Box::new(move || text.set_data(&read())));
        self
    }

    #[inline(never)]
    fn boxed_part(self, draw: Draw) -> El {
        redraw_in(&self.0, draw);
        self
    }

    #[inline(never)]
    fn boxed_on(self, event: &'static str, listener: Box<dyn FnMut(Event)>) -> El {
        let listener = Closure::<dyn FnMut(Event)>::wrap(listener).into_js_value();
        // Only a target that is none can refuse.
        let _refused = self.0.add_event_listener_with_callback(event, listener.unchecked_ref());
        self
    }
}

/// An element, or a plain text.
pub struct Piece(Node);

impl From<El> for Piece {
    fn from(el: El) -> Piece {
        Piece(el.0.into())
    }
}

impl From<&str> for Piece {
    fn from(text: &str) -> Piece {
        Piece(document().create_text_node(text).into())
    }
}

#[inline(never)]
fn nodes(elements: Vec<El>) -> Vec<Node> {
    elements.into_iter().map(|el| el.0.into()).collect()
}

/// What draws a part.
type Draw = Box<dyn Fn() -> Vec<Node>>;

/// Adds a part that is drawn anew when something it reads changes. It lies
/// between two comments, so that parts can stand side by side.
#[inline(never)]
fn redraw_in(parent: &Node, draw: Draw) {
    let [start, end] = [(); 2].map(|()| document().create_comment(""));
    append(parent, &start);
    append(parent, &end);
    follow(Box::new(move || {
        let nodes = draw();
        let Some(parent) = end.parent_node() else {
            return;
        };
        let is_new = start.next_sibling().is_some_and(|next| next == **end);
        let focused = if is_new { None } else { focused_after(&start, &parent) };
        while let Some(old) = start.next_sibling().filter(|old| *old != **end) {
            // It was just found there.
            let _refused = parent.remove_child(&old);
        }
        for node in &nodes {
            // A new node can be put anywhere.
            let _refused = parent.insert_before(node, Some(&end));
        }
        if let Some(focused) = focused {
            refocus(&start, &parent, &focused);
        }
    }));
}

/// Where the focus was in a part: the element, how many nodes after the
/// part's beginning it was, and how many children deep at each level.
struct Focused {
    node: Node,
    path: Vec<u32>,
}

/// The focus, if it is in `parent` and after `start`.
fn focused_after(start: &Node, parent: &Node) -> Option<Focused> {
    let focused: Node = document().active_element()?.into();
    if focused == *parent || !parent.contains(Some(&focused)) {
        return None;
    }
    let mut path = Vec::new();
    let mut node = focused.clone();
    loop {
        let mut first = node.clone();
        let mut n_before = 0;
        while let Some(before) = first.previous_sibling().filter(|before| before != start) {
            first = before;
            n_before += 1;
        }
        path.push(n_before);
        let above = node.parent_node()?;
        if above == *parent {
            // Without a node before the first, the part begins later.
            first.previous_sibling()?;
            return Some(Focused { node: focused, path });
        }
        node = above;
    }
}

/// Gives the focus to what now stands where it was, if it went with the old.
fn refocus(start: &Node, parent: &Node, focused: &Focused) {
    if parent.contains(Some(&focused.node)) {
        return;
    }
    let mut levels = focused.path.iter().rev();
    let mut node = levels.next().and_then(|&n| nth_after(start.next_sibling(), n));
    for &n in levels {
        node = node.and_then(|node| nth_after(node.first_child(), n));
    }
    if let Some(element) = node.and_then(|node| node.dyn_into::<HtmlElement>().ok()) {
        // What can't take the focus leaves it where it is.
        let _refused = element.focus();
    }
}

fn nth_after(mut node: Option<Node>, n: u32) -> Option<Node> {
    for _ in 0..n {
        node = node?.next_sibling();
    }
    node
}

fn append(parent: &Node, child: &Node) {
    // A new node can be put anywhere.
    let _refused = parent.append_child(child);
}

fn set_attribute(element: &Element, name: &str, value: Option<&str>) {
    // The names are ours, and good.
    let _refused = match value {
        Some(value) => element.set_attribute(name, value),
        None => element.remove_attribute(name),
    };
}

fn set_style(element: &Element, name: &str, value: &str) {
    let element: &HtmlElement = element.unchecked_ref();
    // What is no value is left out.
    let _refused = element.style().set_property(name, value);
}
