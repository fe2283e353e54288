//! Words that are the same in every database.

use std::fmt::Display;

use super::answer::Candidate;
use crate::app::settings::{self, KNOWN};
use crate::commands::client::IMPORTED;
use crate::commands::invite::INVITED;
use crate::domain::association::Tab;
use crate::domain::audit_event::action_words;
use crate::domain::client::ClientState;
use crate::domain::invitation::{Again, InvitationStatus};
use crate::domain::language::Language;
use crate::domain::link::LinkStatus;
use crate::domain::mail::MailState;
use crate::domain::notice::{self, Timing};
use crate::domain::overrides::Rule;
use crate::domain::permission::Permission;
use crate::domain::role::Role;
use crate::domain::session::SessionState;
use crate::domain::status::{Activation, MemberState};
use crate::domain::time::Zone;
use crate::domain::tls::Tls;
use crate::ops::client::PricePlan;

fn words<T: Display>(all: &[T]) -> Vec<Candidate> {
    all.iter().map(|word| Candidate::new(word.to_string(), "")).collect()
}

pub(super) fn roles() -> Vec<Candidate> {
    words(&Role::ALL)
}

pub(super) fn permissions() -> Vec<Candidate> {
    Permission::ALL.iter().map(|one| Candidate::new(one.name(), one.description())).collect()
}

pub(super) fn permissions_or_all() -> Vec<Candidate> {
    [vec![Candidate::new("all", "every one")], permissions()].concat()
}

pub(super) fn activations() -> Vec<Candidate> {
    words(&Activation::ALL)
}

pub(super) fn client_states() -> Vec<Candidate> {
    words(&ClientState::ALL)
}

pub(super) fn user_states() -> Vec<Candidate> {
    words(&MemberState::ALL)
}

pub(super) fn invitation_states() -> Vec<Candidate> {
    words(&InvitationStatus::ALL)
}

pub(super) fn link_states() -> Vec<Candidate> {
    words(&LinkStatus::ALL)
}

pub(super) fn mail_states() -> Vec<Candidate> {
    words(&MailState::ALL)
}

pub(super) fn session_states() -> Vec<Candidate> {
    words(&SessionState::ALL)
}

pub(super) fn asked_again() -> Vec<Candidate> {
    words(&Again::WORDS)
}

pub(super) fn plans() -> Vec<Candidate> {
    words(&PricePlan::ALL)
}

pub(super) fn languages() -> Vec<Candidate> {
    Language::ALL.iter().map(|one| Candidate::new(one.name(), one.english_name())).collect()
}

pub(super) fn tabs() -> Vec<Candidate> {
    words(&Tab::ALL)
}

pub(super) fn rules() -> Vec<Candidate> {
    words(&Rule::ALL)
}

pub(super) fn transports() -> Vec<Candidate> {
    words(&settings::TRANSPORTS)
}

/// What the audit calls what is done.
pub(super) fn actions() -> Vec<Candidate> {
    words(&action_words())
}

pub(super) fn imported_columns() -> Vec<Candidate> {
    words(IMPORTED)
}

pub(super) fn invited_columns() -> Vec<Candidate> {
    words(&INVITED)
}

/// The settings; a family, such as `form.`, is followed by a name.
pub(super) fn settings() -> Vec<Candidate> {
    let mut settings = Vec::new();
    for known in KNOWN {
        match known.key {
            notice::PREFIX => settings.extend(notice::keys().map(|key| Candidate::new(key, ""))),
            key => settings.push(Candidate::new(key, known.meaning)),
        }
    }
    settings
}

/// The values of a setting that takes one of a few.
pub(super) fn setting_values(key: &str) -> Vec<Candidate> {
    match key {
        "mail.transport" => transports(),
        "mail.smtp.tls" => words(&Tls::ALL),
        key if notice::is_key(key) => words(&Timing::ALL),
        settings::LANGUAGE => languages(),
        settings::TIME_ZONE => Zone::names().map(|name| Candidate::new(name, "")).collect(),
        key => {
            let default = KNOWN.iter().find(|known| known.key == key).and_then(|known| known.default);
            default.map(|value| Candidate::new(value, "the default")).into_iter().collect()
        }
    }
}
