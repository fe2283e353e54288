//! The other ways into a client that are open, in the words of a mail.

use crate::domain::time::Zone;
use crate::mail::body::Still;
use crate::ops::reach::still::StillEnters;

pub(super) fn in_words(ways: &[StillEnters], zone: &Zone) -> Vec<Still> {
    let words = |way: &StillEnters| Still {
        who: way.person.email.as_str().into(),
        by: zone.in_words(&way.by()).into(),
        command: way.command().into(),
    };
    ways.iter().map(words).collect()
}
