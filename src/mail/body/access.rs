//! Mails about the end of an access: the reminder before it, and the news of it.

use serde::{Deserialize, Serialize};

use super::{Access, Client};
use crate::mail::text::Line;

/// To an owner: someone's access, or a partner's link, ends soon.
#[derive(Debug, Clone, Serialize)]
pub struct AccessExpiring {
    pub client: Client,
    #[serde(flatten)]
    pub who: Who,
    /// What they may do, and until when, in plain words with zone.
    pub access: Access,
    pub given_by: Line,
    /// The command with which support lets it go on.
    pub command: Line,
    /// By which other ways the person, or people of the partner, enter after that.
    pub still: Vec<Still>,
}

/// Someone's access, or a partner's link, has ended. Why is not shown: what staff notes for the audit is not meant for the
/// reader.
#[derive(Debug, Clone, Serialize)]
pub struct AccessEnded {
    pub client: Client,
    #[serde(flatten)]
    pub who: Who,
    pub reader: Reader,
    /// What they could do. It ends never again: `until` is empty.
    pub access: Access,
    /// When it ended, in plain words with zone.
    pub at: Line,
    /// Who ended it: a person's name, or the address; none where its term was over.
    pub ended_by: Option<Line>,
    /// Whether that is someone of the support desk.
    pub by_support: bool,
    /// By which other ways the person, or people of the partner, still enter.
    pub still: Vec<Still>,
}

/// Whose access ends.
#[derive(Debug, Clone, Serialize)]
#[serde(into = "WhoNames")]
pub enum Who {
    /// A person: their name, maybe empty, and their address.
    Person { name: Line, email: Line },
    /// A partner, by its link.
    Partner(Line),
}

/// The same for a template: `who` is always there, and one of the others.
#[derive(Serialize)]
struct WhoNames {
    who: Line,
    email: Option<Line>,
    partner: Option<Line>,
}

impl From<Who> for WhoNames {
    fn from(who: Who) -> Self {
        match who {
            Who::Person { name, email } => {
                let who = if name.as_str().is_empty() { email.clone() } else { name };
                Self { who, email: Some(email), partner: None }
            }
            Who::Partner(name) => Self { who: name.clone(), email: None, partner: Some(name) },
        }
    }
}

/// Another way that is still open.
#[derive(Debug, Clone, Serialize)]
pub struct Still {
    /// The address of the person.
    pub who: Line,
    /// The way, with what it gives.
    pub by: Line,
    /// The command by which support closes it.
    pub command: Line,
}

/// On which side of the access the reader is, in templates and in stored facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reader {
    /// The person whose access it was.
    Person,
    /// Someone of the partner whose link it was.
    Partner,
    /// Who owns or administers the client.
    Office,
}
