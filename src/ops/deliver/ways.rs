//! The other ways into a client that are open, in the words of a mail.

use crate::domain::time::Zone;
use crate::mail::body;
use crate::ops::reach::still::StillEnters;

/// Other ways in that are open, in the words of a mail.
pub(super) struct Ways(Vec<(String, String, String)>);

impl Ways {
    pub(super) fn of(ways: &[StillEnters], zone: &Zone) -> Self {
        let words = |way: &StillEnters| (way.person.email.to_string(), zone.localised(&way.by()), way.command());
        Self(ways.iter().map(words).collect())
    }

    pub(super) fn shown(&self) -> Vec<body::Still<'_>> {
        self.0.iter().map(|(who, by, command)| body::Still { who, by, command }).collect()
    }
}
