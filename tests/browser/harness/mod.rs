//! What every scenario stands on: browsers that start and end reliably, an
//! origin of its own, and a page that is used as a person uses it.
//!
//! Everything waits for conditions, nothing for time.

pub mod axe;
pub mod cursor;
pub mod display;
pub mod engines;
pub mod focus;
pub mod hands;
pub mod kept;
pub mod native;
pub mod page;
pub mod phone;
pub mod process;
pub mod reach;
pub mod runner;
pub mod server;
pub mod session;
pub mod stage;
pub mod traffic;
pub mod wait;

/// Why a scenario did not get through.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// What a scenario ends with.
pub type Outcome = Result<(), Failure>;
