//! What a second sending does, state by state and insistence by insistence.

use super::super::tests::{invitations, new, sent};
use super::*;
use crate::domain::role::Role;
use crate::error::Code;

const NOW: Instant = Instant::from_ms(1_795_000_000_000);

fn address() -> Email {
    new().address
}

fn plan_for(grant: Option<GrantState>, latest: Option<&Invitation>, asked: &Asked, policy: &Policy) -> Result<Plan> {
    let grant = grant.map(|state| HeldGrant { state, terms: new().terms });
    let address = address();
    plan(
        &PriorInvitation { client: ClientId::new(100_001), address: &address, grant, latest, declines: 0 },
        asked,
        policy,
        NOW,
    )
}

fn chase(after: Span, max_sends: Option<u32>) -> Policy {
    Policy { unanswered: ResendPolicy::AfterInterval { after, max_sends }, ..Policy::BULK }
}

fn word(plan: Plan) -> &'static str {
    match plan {
        Plan::Send { close: None, .. } => "send",
        Plan::Send { close: Some(_), .. } => "close+send",
        Plan::Resend(_) => "resend",
        Plan::HasAccess => "has_access",
        Plan::Pending { .. } => "pending",
        Plan::Skip(Skip::SentOften(_) | Skip::MailedOften(_)) => "often",
        Plan::Skip(_) => "skip",
    }
}

/// The latest invitation (rows) × how much the sender insists (columns), for a person who is not in.
const TABLE: &str = "
            named       bulk        --resend  --resend-after  --again
none        send        send        send      send            send
pending     pending     pending     resend    pending         pending
overdue     close+send  close+send  resend    resend          close+send
expired     send        send        resend    resend          send
accepted    send        skip        send      skip            send
declined    send        skip        send      skip            send
cancelled   send        skip        send      skip            send
superseded  send        skip        send      skip            send
";

#[test]
fn second_sending_follows_the_table() {
    let policies = [
        Policy::NAMED,
        Policy::BULK,
        Policy { unanswered: ResendPolicy::Resend, ..Policy::NAMED },
        chase(Span::WEEK, Some(3)),
        Policy { again: Again::ALL, ..Policy::BULK },
    ];
    let asked = Asked { role: Some(Role::Manager), ..Asked::default() };
    for row in TABLE.lines().skip(2) {
        let mut cells = row.split_whitespace();
        let name = cells.next().unwrap();
        let stored = invitations(NOW);
        let latest = stored.iter().find(|(other, _)| *other == name).map(|(_, invitation)| invitation);
        assert_eq!(latest.is_none(), name == "none");
        // Anyone who had accepted, or got in by another way, and is not in now, was taken out.
        let grant = if ["accepted", "superseded"].contains(&name) { GrantState::Ended } else { GrantState::Prepared };
        let cells: Vec<_> = cells.collect();
        assert_eq!(cells.len(), policies.len(), "{name}");
        for (at, (policy, expected)) in policies.iter().zip(cells).enumerate() {
            let found = plan_for(Some(grant), latest, &asked, policy).unwrap();
            assert_eq!(word(found), expected, "{name}, column {}", at + 1);
        }
    }
}

#[test]
fn member_or_invited_person_is_left_alone() {
    let nothing = Asked::default();
    let open = sent(NOW - Span::DAY);
    assert_eq!(plan_for(Some(GrantState::Active), None, &nothing, &Policy::NAMED), Ok(Plan::HasAccess));
    assert_eq!(
        plan_for(Some(GrantState::Prepared), Some(&open), &nothing, &Policy::NAMED),
        Ok(Plan::Pending { id: open.id, expires_at: open.expires_at })
    );
}

#[test]
fn other_terms_conflict_by_name() {
    let open = sent(NOW - Span::DAY);
    let otherwise = Asked { role: Some(Role::Admin), ..Asked::default() };
    for (grant, latest) in [
        (Some(GrantState::Active), None),
        (Some(GrantState::Prepared), None),
        (Some(GrantState::Prepared), Some(&open)),
    ] {
        let error = plan_for(grant, latest, &otherwise, &Policy::NAMED).unwrap_err();
        assert_eq!(error.code(), Code::Conflict);
        assert!(error.message().contains("role is \"manager\", not \"admin\""), "{error}");
        assert!(error.hints()[0].remedy().is_some(), "{:?}", error.hints());
    }
}

#[test]
fn prepared_offer_is_sent_else_role_needed() {
    let prepared = plan_for(Some(GrantState::Prepared), None, &Asked::default(), &Policy::NAMED);
    assert_eq!(prepared, Ok(Plan::Send { terms: new().terms, close: None }));
    let unknown = plan_for(None, None, &Asked::default(), &Policy::NAMED).unwrap_err();
    assert_eq!(unknown.code(), Code::Usage);
    assert!(unknown.hints()[0].contains("<role>"));
    let guest = Asked { role: Some(Role::Guest), ..Asked::default() };
    let terms = Terms { role: Role::Guest, permissions: Role::Guest.default_permissions(), until: None };
    assert_eq!(plan_for(None, None, &guest, &Policy::NAMED), Ok(Plan::Send { terms, close: None }));
    let above = Asked { permissions: Some(Role::Admin.most()), ..guest };
    assert_eq!(plan_for(None, None, &above, &Policy::NAMED).unwrap_err().code(), Code::Usage);
}

#[test]
fn removed_person_needs_an_explicit_word() {
    let asked = Asked { role: Some(Role::Manager), ..Asked::default() };
    let named = |removed| Policy { again: Again { removed, ..Again::ALL }, ..chase(Span::WEEK, Some(9)) };
    for (name, latest) in invitations(NOW).iter().filter(|(name, _)| *name != "pending") {
        let plan = |policy: &Policy| plan_for(Some(GrantState::Ended), Some(latest), &asked, policy).unwrap();
        assert_eq!(plan(&named(false)), Plan::Skip(Skip::Removed), "{name}");
        assert!(matches!(plan(&named(true)), Plan::Send { .. }), "{name}: an ended grant is not woken up");
    }
}

#[test]
fn chasing_waits_and_stops_at_its_limit() {
    let nothing = Asked::default();
    let at = |sent_at: Instant, send_count| Invitation { send_count, ..sent(sent_at) };
    let (week, just_under) = (NOW - Span::WEEK, NOW - Span::from_ms(Span::WEEK.ms() - 1));
    for (latest, max_sends, expected) in [
        (at(just_under, 1), None, "pending"),
        (at(week, 1), None, "resend"),
        (at(week, 2), Some(3), "resend"),
        (at(week, 3), Some(3), "pending"),
        (at(week, 300), None, "resend"),
        (at(NOW - Span::days(30), 2), Some(3), "resend"),
        (at(NOW - Span::days(30), 3), Some(3), "often"),
    ] {
        let plan = plan_for(Some(GrantState::Prepared), Some(&latest), &nothing, &chase(Span::WEEK, max_sends));
        assert_eq!(plan.map(word), Ok(expected), "{} {max_sends:?}", latest.send_count);
    }
}

#[test]
fn ended_access_is_extended_not_sent() {
    let terms = Terms { until: Some(NOW), ..new().terms };
    let (address, grant) = (address(), Some(HeldGrant { state: GrantState::Active, terms }));
    let found = PriorInvitation { client: ClientId::new(100_001), address: &address, grant, latest: None, declines: 0 };
    let error = plan(&found, &Asked::default(), &Policy::BULK, NOW).unwrap_err();
    assert_eq!(error.code(), Code::Conflict);
    assert!(error.hints()[0].contains("user edit"), "{:?}", error.hints());
}

#[test]
fn expired_with_other_terms_is_replaced() {
    let old = sent(NOW - Span::days(30));
    let guest = Asked { role: Some(Role::Guest), ..Asked::default() };
    let found = plan_for(None, Some(&old), &guest, &chase(Span::WEEK, Some(3))).unwrap();
    assert_eq!(word(found), "close+send");
}

#[test]
fn again_takes_its_words_only() {
    let hold = DeclinedOften::Hold;
    assert_eq!(Again::parse("declined, removed"), Ok((Again { cancelled: false, ..Again::ALL }, hold)));
    assert_eq!(Again::parse("declined,cancelled,removed"), Ok((Again::ALL, hold)));
    let often = (Again { declined: true, ..Again::NONE }, DeclinedOften::AskAgain);
    assert_eq!(Again::parse("declined-often"), Ok(often));
    assert_eq!(Again::parse("declined-often,declined"), Ok(often));
    for bad in ["", "Declined", "all", "declined,"] {
        assert_eq!(Again::parse(bad).unwrap_err().code(), Code::Usage, "{bad:?}");
    }
}

#[test]
fn third_time_needs_a_confirmation() {
    let address = Email::parse("jim@bigshoes.example").unwrap();
    let guest = Terms { role: Role::Guest, permissions: Role::Guest.default_permissions(), until: None };
    let grant = Some(HeldGrant { state: GrantState::Prepared, terms: guest });
    let of = |declines, declined_often| {
        let found =
            PriorInvitation { client: ClientId::new(100_001), address: &address, grant, latest: None, declines };
        plan(&found, &Asked::default(), &Policy { declined_often, ..Policy::NAMED }, NOW)
    };
    assert!(matches!(of(1, DeclinedOften::Refuse), Ok(Plan::Send { .. })));
    let error = of(2, DeclinedOften::Refuse).unwrap_err();
    assert_eq!(error.code(), Code::Conflict);
    assert!(error.message().contains("has declined twice within 30 days"), "{error}");
    assert!(of(3, DeclinedOften::Refuse).unwrap_err().message().contains("3 times"));
    let held = of(2, DeclinedOften::Hold).unwrap_err();
    assert_eq!((held.code(), held.message()), (Code::Unconfirmed, error.message()));
    assert!(matches!(of(3, DeclinedOften::AskAgain), Ok(Plan::Send { .. })));
}

#[test]
fn expired_with_former_terms_is_not_resent() {
    let terms = Terms { role: Role::Guest, permissions: Role::Guest.default_permissions(), until: None };
    let (address, grant) = (address(), Some(HeldGrant { state: GrantState::Prepared, terms }));
    let (_, latest) = invitations(NOW).swap_remove(1);
    for policy in [Policy { unanswered: ResendPolicy::Resend, ..Policy::NAMED }, chase(Span::WEEK, Some(3))] {
        let found = PriorInvitation {
            client: ClientId::new(100_001),
            address: &address,
            grant,
            latest: Some(&latest),
            declines: 0,
        };
        let planned = plan(&found, &Asked::default(), &policy, NOW);
        assert_eq!(planned, Ok(Plan::Send { terms, close: Some(latest.id) }));
    }
}
