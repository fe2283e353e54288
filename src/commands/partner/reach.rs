//! How far a user of a partner reaches, in words.

use crate::commands::counted::counted;
use crate::ops::partner_user::extent::{Clients, Extent, Later};
use crate::term::Tense;

/// `Reaches 3 clients now (a, b, c) and every client linked later.`
pub(super) fn reaches(extent: &Extent, tense: Tense) -> String {
    let reaches = tense.pick("Reaches", "Would reach");
    match extent.later {
        Later::Reached => format!("{reaches} {} and every client linked later.", named(&extent.reaches, " now")),
        Later::Chosen(0) => format!("{reaches} no client."),
        Later::Chosen(chosen) => {
            format!("{reaches} {}, of {chosen} chosen.", named(&extent.reaches, " now"))
        }
    }
}

/// What a change gives and takes; nothing of both where it does neither.
pub(super) fn moves(extent: &Extent, tense: Tense) -> impl Iterator<Item = String> {
    let gained = (extent.gained.count > 0).then(|| {
        let reached = tense.pick("Reached from now on", "Would be reached from then on");
        format!("{reached}: {}.", named(&extent.gained, ""))
    });
    let lost = (extent.lost.count > 0).then(|| {
        let lost = tense.pick("No longer reached", "Would no longer be reached");
        format!("{lost}: {}.", named(&extent.lost, ""))
    });
    gained.into_iter().chain(lost)
}

fn named(clients: &Clients, when: &str) -> String {
    if clients.count == 0 {
        return format!("no client{when}");
    }
    let more = clients.count - clients.first.len();
    let mut names: Vec<String> = clients.first.iter().map(ToString::to_string).collect();
    names.extend((more > 0).then(|| format!("and {more} more")));
    format!("{}{when} ({})", counted(clients.count, "client"), names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::slug::Slug;

    fn clients(count: usize) -> Clients {
        let slugs = ["ann", "bob", "cat", "dog", "eel"];
        let first = slugs.iter().take(count).map(|slug| Slug::stored((*slug).to_owned())).collect();
        Clients { count, first }
    }

    #[test]
    fn all_and_later_clients_are_named() {
        let extent = Extent { reaches: clients(3), ..Extent::default() };
        assert_eq!(
            reaches(&extent, Tense::Done),
            "Reaches 3 clients now (ann, bob, cat) and every client linked later."
        );
        let none = Extent::default();
        assert_eq!(reaches(&none, Tense::Done), "Reaches no client now and every client linked later.");
    }

    #[test]
    fn chosen_clients_are_counted_apart() {
        let extent = Extent { reaches: clients(1), later: Later::Chosen(2), ..Extent::default() };
        assert_eq!(reaches(&extent, Tense::Done), "Reaches 1 client now (ann), of 2 chosen.");
        assert_eq!(reaches(&Extent { later: Later::Chosen(0), ..extent }, Tense::Would), "Would reach no client.");
    }

    #[test]
    fn gains_and_losses_list_up_to_five() {
        let extent = Extent { gained: clients(1), lost: clients(7), ..Extent::default() };
        assert_eq!(
            moves(&extent, Tense::Done).collect::<Vec<_>>(),
            [
                "Reached from now on: 1 client (ann).",
                "No longer reached: 7 clients (ann, bob, cat, dog, eel, and 2 more)."
            ]
        );
    }
}
