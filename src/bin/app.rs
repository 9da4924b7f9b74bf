//! Mounts the page.

/// Smaller than the allocator of the standard library, and part of every first
/// visit.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

#[cfg(target_arch = "wasm32")]
fn main() {
    verbatim::dom::crash::log_panics();
    verbatim::app::mount();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("this program is the page; build it with `cargo xtask build`");
}
