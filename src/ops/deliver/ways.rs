//! The other ways into a client that are open, in the words of a mail.

use crate::language::Locale;
use crate::mail::body::Still;
use crate::ops::reach::still::StillEnters;

pub(super) fn in_words(ways: &[StillEnters], locale: &Locale<'_>) -> Vec<Still> {
    let words = |way: &StillEnters| Still {
        who: way.person.email.as_str().into(),
        by: way.by_in(locale).into(),
        command: way.command().into(),
    };
    ways.iter().map(words).collect()
}
