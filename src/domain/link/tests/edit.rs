//! A link that is changed in place: what it becomes, and what of that only the client gives.

use super::*;
use crate::domain::terms::ends_later;

fn linked(origin: Origin, permissions: Permissions, until: Option<Instant>) -> Link {
    let link = links().into_iter().find(|(name, _)| *name == "linked").unwrap().1;
    Link { origin, permissions, until, ..link }
}

fn set(bits: u16) -> Permissions {
    let all = Permission::ALL.into_iter().filter(|permission| bits >> (*permission as u8) & 1 == 1);
    all.collect::<Permissions>().intersection(LINK_MOST)
}

fn after(days: Option<i64>) -> Option<Instant> {
    days.map(|days| NOW + Span::days(days))
}

fn term_edit() -> impl Strategy<Value = TermEdit> {
    prop_oneof![
        Just(TermEdit::Keep),
        Just(TermEdit::NoEnd),
        (1..700_i64).prop_map(|days| TermEdit::Until(NOW + Span::days(days))),
    ]
}

#[test]
fn edit_keeps_what_is_not_said() {
    let link = linked(Origin::Partner, LINK_DEFAULT, after(Some(90)));
    let few = Permissions::of(&[Permission::Invoices]);
    let narrow = LinkEdit { permissions: Some(few), ..LinkEdit::default() };
    let narrowed = link.clone().edit(NOW, &narrow).unwrap().into_record();
    assert_eq!((narrowed.permissions, narrowed.until), (few, link.until));
    assert!(narrowed.clone().edit(NOW, &narrow).unwrap().event().is_none(), "the same again");
    let endless = narrowed.edit(NOW, &LinkEdit { until: TermEdit::NoEnd, ..LinkEdit::default() });
    let endless = endless.unwrap().into_record();
    assert_eq!((endless.permissions, endless.until), (few, None));
    assert_eq!((endless.id, endless.origin, &endless.state), (link.id, link.origin, &link.state));
}

#[test]
fn edit_gives_no_more_than_a_link_can() {
    let link = linked(Origin::Partner, LINK_DEFAULT, None);
    let code = |edit: LinkEdit| link.clone().edit(NOW, &edit).unwrap_err().code();
    assert_eq!(code(LinkEdit { permissions: Some(Permissions::ALL), ..LinkEdit::default() }), Code::Usage);
    for until in [NOW, NOW + TERM_MOST + Span::from_ms(1)] {
        assert_eq!(code(LinkEdit { until: TermEdit::Until(until), ..LinkEdit::default() }), Code::Usage);
    }
}

#[test]
fn client_link_has_no_permissions_to_edit() {
    let link = linked(Origin::Client, LINK_DEFAULT, None);
    let error = link.clone().edit(NOW, &LinkEdit { permissions: Some(LINK_DEFAULT), ..LinkEdit::default() });
    let error = error.unwrap_err();
    assert_eq!(error.code(), Code::Conflict);
    assert!(error.hints()[0].contains("user edit EMAIL C100001-9"), "{:?}", error.hints());
    let shorter = LinkEdit { until: TermEdit::Until(NOW + TERM), ..LinkEdit::default() };
    let shorter = link.clone().edit(NOW, &shorter).unwrap().into_record();
    assert_eq!((shorter.until, shorter.origin), (Some(NOW + TERM), Origin::Client));
    let widening = Widening::between(&shorter, &link).unwrap();
    assert!(widening.is_longer() && widening.permissions.is_empty());
}

#[test]
fn link_is_created_again_only_as_it_is() {
    let creation = Creation {
        client: ClientId::new(100_001),
        partner: PartnerId::new(3),
        by: "usr_2".to_owned(),
        until: Some(NOW + TERM),
    };
    let link = Link::create(LinkId::new(18), creation.clone(), NOW).unwrap().0.processed(NOW).unwrap().into_record();
    let shorter = LinkEdit { until: TermEdit::Until(NOW + Span::DAY), ..LinkEdit::default() };
    let shorter = link.edit(NOW, &shorter).unwrap().into_record();
    let error = shorter.meet_creation(&creation, NOW).unwrap_err();
    assert_eq!(error.code(), Code::Conflict);
}

proptest! {
    /// An edit asks for the yes of the client exactly if someone can do something at some time that they could not do.
    #[test]
    fn widening_is_what_was_not_given_before(
        has in 0..1_u16 << 15,
        days in proptest::option::of(1..700_i64),
        gets in proptest::option::of(0..1_u16 << 15),
        until in term_edit(),
    ) {
        let before = linked(Origin::Partner, set(has), after(days));
        let edit = LinkEdit { permissions: gets.map(set), until, ..LinkEdit::default() };
        let after = before.clone().edit(NOW, &edit).unwrap().into_record();
        let moments = [NOW, NOW + Span::days(1), NOW + Span::days(350), NOW + Span::days(699)];
        let moments = moments.into_iter().chain(before.until).chain(after.until.map(|until| until - Span::from_ms(1)));
        let gained = moments.fold(Permissions::EMPTY, |gained, at| {
            let gives = |link: &Link| if link.in_force(at) { link.permissions } else { Permissions::EMPTY };
            gained.union(gives(&after).minus(gives(&before)))
        });
        match Widening::between(&before, &after) {
            Some(widening) => {
                prop_assert!(gained.is_subset_of(widening.permissions));
                prop_assert!(!gained.is_empty() || widening.is_longer() && after.permissions.is_empty());
                prop_assert_eq!(widening.until, after.until);
            }
            None => prop_assert!(gained.is_empty() && !ends_later(after.until, before.until)),
        }
    }
}
