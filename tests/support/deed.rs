//! What a session is told to do: a command, or a plan that is carried out on
//! the spot.

use verbatim::model::timestamp::Timestamp;
use verbatim::session::{Command, Outcome, Plan, Session};

#[derive(Clone, Debug)]
pub enum Deed {
    Command(Command),
    Plan(Plan),
}

impl From<Command> for Deed {
    fn from(command: Command) -> Deed {
        Deed::Command(command)
    }
}

impl From<Plan> for Deed {
    fn from(plan: Plan) -> Deed {
        Deed::Plan(plan)
    }
}

pub fn carry_out(session: &mut Session, deed: impl Into<Deed>, now: Timestamp) -> Outcome {
    match deed.into() {
        Deed::Command(command) => session.dispatch(command, now),
        Deed::Plan(plan) => session.plan(plan, now),
    }
}
