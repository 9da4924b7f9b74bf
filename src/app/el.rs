//! Elements without their types: how every component here draws.
//!
//! Leptos gives every element, attribute and closure of a view a type of its
//! own, and each type its own copy of the code that builds and updates it:
//! about two kilobytes an element in the WASM that every visitor loads. An
//! [`El`] is drawn by the same Leptos, with its types erased, so that all
//! share one copy. `docs/adr/0003-erased-views.md` has the measurements.

use std::sync::Arc;

use leptos::attr::any_attribute::{AnyAttribute, IntoAnyAttribute as _};
use leptos::attr::custom::custom_attribute;
use leptos::ev::Custom;
use leptos::html::custom;
use leptos::prelude::*;
use leptos::tachys::html::event::on;
use leptos::tachys::html::property::prop;
use leptos::tachys::html::style::style;
use web_sys::Event;

/// An element to be.
///
/// Boxed, and its functions kept whole, so that adding to it costs whoever
/// does it a call and nothing else.
pub struct El(Box<Parts>);

struct Parts {
    tag: &'static str,
    attributes: Vec<AnyAttribute>,
    children: Vec<AnyView>,
}

/// An element with this tag.
#[inline(never)]
pub fn el(tag: &'static str) -> El {
    El(Box::new(Parts { tag, attributes: Vec::new(), children: Vec::new() }))
}

/// A button that does something.
pub fn button(text: &str, listener: impl FnMut(Event) + 'static) -> El {
    plain_button(text, Box::new(listener))
}

#[inline(never)]
fn plain_button(text: &str, listener: Box<dyn FnMut(Event)>) -> El {
    el("button").attr("type", "button").text(text).boxed_on("click", listener)
}

/// A part of the page that is drawn anew when something it reads changes.
pub fn part(draw: impl Fn() -> Vec<El> + Send + Sync + 'static) -> AnyView {
    views(move || draw().into_iter().map(El::view).collect())
}

/// A part of whatever Leptos draws, drawn anew when something it reads
/// changes.
pub fn views(draw: impl Fn() -> Vec<AnyView> + Send + Sync + 'static) -> AnyView {
    boxed_views(Box::new(draw))
}

#[inline(never)]
fn boxed_views(draw: Read<Vec<AnyView>>) -> AnyView {
    (move || draw()).into_any()
}

/// Reaches outside of Leptos when something it reads changes.
pub fn effect(run: impl Fn() + 'static) {
    boxed_effect(Box::new(run));
}

#[inline(never)]
fn boxed_effect(run: Box<dyn Fn()>) {
    Effect::new(move |_| run());
}

impl El {
    /// Sets an attribute.
    #[inline(never)]
    pub fn attr(self, name: &'static str, value: &str) -> El {
        self.maybe_attr(name, Some(value.to_owned()))
    }

    /// Sets an attribute, or leaves it out.
    #[inline(never)]
    pub fn maybe_attr(self, name: &'static str, value: Option<String>) -> El {
        self.with(custom_attribute(name, value).into_any_attr())
    }

    /// Sets an attribute that follows what it reads; `None` removes it.
    pub fn bind(
        self,
        name: &'static str,
        read: impl Fn() -> Option<String> + Send + Sync + 'static,
    ) -> El {
        self.boxed_bind(name, Box::new(read))
    }

    /// Sets an attribute that is there, without a value, only at times.
    pub fn flag(self, name: &'static str, read: impl Fn() -> bool + Send + Sync + 'static) -> El {
        self.bind(name, move || read().then(String::new))
    }

    /// Sets a property of the element's own style. The content security policy
    /// allows this, and no `style` attribute.
    #[inline(never)]
    pub fn style(self, name: &'static str, value: &str) -> El {
        let value = value.to_owned();
        self.bind_style(name, move || value.clone())
    }

    /// Sets a property of the element's own style that follows what it reads.
    pub fn bind_style(
        self,
        name: &'static str,
        read: impl Fn() -> String + Send + Sync + 'static,
    ) -> El {
        self.boxed_bind_style(name, Box::new(read))
    }

    /// Sets a field's value, which follows what it reads.
    pub fn bind_value(self, read: impl Fn() -> String + Send + Sync + 'static) -> El {
        let read = shared(Box::new(read));
        self.with(prop("value", move || read()).into_any_attr())
    }

    /// Listens to an event.
    pub fn on(self, event: &'static str, listener: impl FnMut(Event) + 'static) -> El {
        self.boxed_on(event, Box::new(listener))
    }

    /// Adds a text.
    #[inline(never)]
    pub fn text(self, text: &str) -> El {
        self.any(text.to_owned().into_any())
    }

    /// Adds a text that follows what it reads.
    pub fn bind_text(self, read: impl Fn() -> String + Send + Sync + 'static) -> El {
        self.boxed_bind_text(Box::new(read))
    }

    /// Adds an element.
    #[inline(never)]
    pub fn child(self, child: El) -> El {
        self.any(child.view())
    }

    /// Adds elements.
    pub fn children(mut self, children: impl IntoIterator<Item = El>) -> El {
        for child in children {
            self = self.child(child);
        }
        self
    }

    /// Adds anything that Leptos draws.
    #[inline(never)]
    pub fn any(mut self, view: AnyView) -> El {
        self.0.children.push(view);
        self
    }

    /// Adds a part that is drawn anew when something it reads changes.
    pub fn part(self, draw: impl Fn() -> Vec<El> + Send + Sync + 'static) -> El {
        self.any(part(draw))
    }

    /// The element as Leptos draws it.
    #[inline(never)]
    pub fn view(self) -> AnyView {
        let Parts { tag, attributes, children } = *self.0;
        custom(tag).add_any_attr(attributes).child(children).into_any()
    }

    #[inline(never)]
    fn with(mut self, attribute: AnyAttribute) -> El {
        self.0.attributes.push(attribute);
        self
    }

    #[inline(never)]
    fn boxed_bind(self, name: &'static str, read: Read<Option<String>>) -> El {
        let read: Shared<Option<String>> = Arc::from(read);
        self.with(custom_attribute(name, move || read()).into_any_attr())
    }

    #[inline(never)]
    fn boxed_bind_style(self, name: &'static str, read: Read<String>) -> El {
        let read = shared(read);
        self.with(style((name, move || read())).into_any_attr())
    }

    #[inline(never)]
    fn boxed_bind_text(self, read: Read<String>) -> El {
        self.any((move || read()).into_any())
    }

    #[inline(never)]
    fn boxed_on(self, event: &'static str, listener: Box<dyn FnMut(Event)>) -> El {
        self.with(on(Custom::<Event>::new(event), listener).into_any_attr())
    }
}

/// Something read again and again.
type Read<T> = Box<dyn Fn() -> T + Send + Sync>;

/// The same, for what Leptos clones.
type Shared<T> = Arc<dyn Fn() -> T + Send + Sync>;

fn shared(read: Read<String>) -> Shared<String> {
    Arc::from(read)
}
