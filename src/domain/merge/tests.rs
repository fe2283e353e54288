//! Each rule cell by cell, and by random pairs that no way into the client that stays is a new one.

use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::*;
use crate::domain::association::Tab;
use crate::domain::client::ClientState;
use crate::domain::email::Email;
use crate::domain::grant::GrantState;
use crate::domain::id::GrantId;
use crate::domain::invitation::{Kind, State as InvitationState};
use crate::domain::link::{ExtensionState, LinkAnswer, SetUp, State};
use crate::domain::permission::Permission;
use crate::domain::role::Role;
use crate::domain::slug::Slug;
use crate::domain::terms::Terms;

const NOW: Instant = Instant::from_ms(1_795_251_600_000);
const DOUBLE: ClientId = ClientId::new(100_002);
const STAYS: ClientId = ClientId::new(100_001);
const JIM: UserId = UserId::new(1);
const PAT: UserId = UserId::new(2);
const DEDICATED: UserId = UserId::new(9);
const WEB: PartnerId = PartnerId::new(1);

fn belongings(id: ClientId, slug: &str) -> Belongings {
    let client = ClientRow {
        id,
        slug: Slug::stored(slug.to_owned()),
        name: slug.to_owned(),
        domain: None,
        account_number: None,
        plan: None,
        staff: None,
        state: ClientState::Active,
        activated_at: Some(NOW),
        closed_at: None,
        created_at: NOW,
        merged_into: None,
        language: None,
        version: 1,
    };
    let (grants, links, invitations, assigned) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    Belongings {
        client,
        grants,
        links,
        invitations,
        assigned,
        out: BTreeSet::new(),
        declined: BTreeMap::new(),
        refused: BTreeSet::new(),
        associations: Vec::new(),
        fields: Vec::new(),
        staff: None,
    }
}

fn pair() -> Pair {
    let (from, into) = (belongings(DOUBLE, "double"), belongings(STAYS, "stays"));
    Pair { from, into, members: Vec::new(), set_up: SetUp::AtOnce, domain_of: None }
}

fn grant(client: ClientId, user: UserId, role: Role) -> GrantRow {
    GrantRow {
        id: GrantId::new(client.get() * 100 + user.get()),
        client,
        user,
        terms: Terms { role, permissions: role.default_permissions(), until: None },
        state: GrantState::Active,
        active_at: Some(NOW),
        ended: None,
        for_partner: None,
        granted_by: "jane".to_owned(),
        created_at: NOW,
        version: 1,
    }
}

fn link(client: ClientId, permissions: Permissions) -> Link {
    Link {
        id: LinkId::new(client.get()),
        client,
        partner: WEB,
        origin: Origin::Partner,
        requested_at: NOW,
        requested_by: "jane".to_owned(),
        sent_at: NOW,
        send_count: 1,
        expires_at: NOW + Span::WEEK,
        asked_permissions: permissions,
        permissions,
        term: None,
        until: None,
        auto_extend: None,
        message: None,
        state: State::Linked {
            answer: LinkAnswer { at: NOW, by: "jim".to_owned() },
            at: NOW,
            extension: ExtensionState::None,
        },
        deleted_at: None,
    }
}

fn invitation(grant: &GrantRow) -> Invitation {
    Invitation {
        id: InvitationId::new(grant.id.get()),
        client: grant.client,
        user: grant.user,
        grant: grant.id,
        address: Email::stored("jim@bigshoes.example".to_owned(), "jim@bigshoes.example".to_owned()),
        terms: grant.terms,
        kind: Kind::Activation,
        form: None,
        message: None,
        language: None,
        sent_at: NOW,
        send_count: 1,
        expires_at: NOW + Span::WEEK,
        invited_by: "jane".to_owned(),
        replaces: None,
        state: InvitationState::Pending,
    }
}

fn few() -> Permissions {
    Permissions::of(&[Permission::Invoices])
}

fn fate_of(pair: &Pair, user: UserId, choice: Option<Side>) -> Fate {
    let named = choice.map(|side| (Subject::Person(user), side)).into_iter().collect();
    let plan = MergePlan::of(pair, &Choices { named, others: None }, NOW);
    plan.people.iter().find(|person| person.user == user).map_or(Fate::Ends, |person| person.fate)
}

fn fate_of_partner(pair: &Pair, choice: Option<Side>) -> Fate {
    let named = choice.map(|side| (Subject::Partner(WEB), side)).into_iter().collect();
    let plan = MergePlan::of(pair, &Choices { named, others: None }, NOW);
    plan.partners[0].fate
}

#[test]
fn equal_access_combines_other_access_moves() {
    let mut pair = pair();
    pair.from.grants = vec![grant(DOUBLE, JIM, Role::Manager)];
    assert_eq!(fate_of(&pair, JIM, None), Fate::Moves);
    pair.into.grants = vec![grant(STAYS, JIM, Role::Manager)];
    assert_eq!(fate_of(&pair, JIM, None), Fate::Combined);
    pair.from.grants.clear();
    assert_eq!(fate_of(&pair, JIM, None), Fate::Stays);
}

/// Whatever differs is decided by someone, also where it is a term, a state or for whom the user was made.
#[test]
fn different_access_waits_for_a_decision() {
    type Change = fn(&mut GrantRow);
    let changes: [Change; 5] = [
        |grant| grant.terms.role = Role::Admin,
        |grant| grant.terms.permissions = few(),
        |grant| grant.terms.until = Some(NOW + Span::DAY),
        |grant| grant.state = GrantState::Prepared,
        |grant| grant.terms.role = Role::Guest,
    ];
    for (at, change) in changes.iter().enumerate() {
        for of_double in [false, true] {
            let mut pair = pair();
            pair.from.grants = vec![grant(DOUBLE, JIM, Role::Manager)];
            pair.into.grants = vec![grant(STAYS, JIM, Role::Manager)];
            change(if of_double { &mut pair.from.grants[0] } else { &mut pair.into.grants[0] });
            assert_eq!(fate_of(&pair, JIM, None), Fate::Undecided, "{at}");
            assert_eq!(fate_of(&pair, JIM, Some(Side::From)), Fate::Replaced, "{at}");
            assert_eq!(fate_of(&pair, JIM, Some(Side::Into)), Fate::Kept, "{at}");
        }
    }
}

#[test]
fn ended_access_decides_nothing() {
    let mut pair = pair();
    pair.from.grants = vec![grant(DOUBLE, JIM, Role::Owner)];
    pair.from.grants[0].terms.until = Some(NOW);
    assert_eq!(MergePlan::of(&pair, &Choices::default(), NOW).people, []);
    pair.into.grants = vec![grant(STAYS, JIM, Role::Guest)];
    assert_eq!(fate_of(&pair, JIM, None), Fate::Stays);
}

#[test]
fn equal_links_combine_other_links_move() {
    let mut pair = pair();
    pair.from.links = vec![link(DOUBLE, few())];
    assert_eq!(fate_of_partner(&pair, None), Fate::Moves);
    pair.into.links = vec![link(STAYS, few())];
    assert_eq!(fate_of_partner(&pair, None), Fate::Combined);
    pair.into.links = vec![link(STAYS, Permissions::PARTNER_MOST)];
    assert_eq!(fate_of_partner(&pair, None), Fate::Undecided);
    assert_eq!(fate_of_partner(&pair, Some(Side::From)), Fate::Replaced);
    assert_eq!(fate_of_partner(&pair, Some(Side::Into)), Fate::Kept);
}

/// What is asked or was denied of a link that another program sets up again would end: someone says so.
#[test]
fn request_for_more_that_would_end_waits_for_a_decision() {
    let asked =
        Extension { at: NOW, by: "pat".to_owned(), permissions: Permissions::PARTNER_MOST, until: None, message: None };
    let states = [ExtensionState::None, ExtensionState::Asked(Box::new(asked)), ExtensionState::Denied { at: NOW }];
    for (at, extension) in states.into_iter().enumerate() {
        for set_up in [SetUp::AtOnce, SetUp::ByProgram] {
            let mut pair = Pair { set_up, ..pair() };
            pair.from.links = vec![link(DOUBLE, few())];
            if let State::Linked { extension: held, .. } = &mut pair.from.links[0].state {
                *held = extension.clone();
            }
            let is_lost = at > 0 && set_up == SetUp::ByProgram;
            assert_eq!(fate_of_partner(&pair, None), if is_lost { Fate::Undecided } else { Fate::Moves });
            let carried = pair.from.links[0].clone().carried(LinkId::new(7), STAYS, set_up, NOW);
            match &carried.state {
                State::Linked { extension: held, .. } => assert_eq!(*held, extension, "{set_up:?}"),
                state => assert!(matches!(state, State::Approved { .. }) && set_up == SetUp::ByProgram),
            }
        }
    }
}

/// An invitation that the person declined in the client that stays is not sent there again of itself.
#[test]
fn invitation_that_was_declined_waits_for_a_decision() {
    for prepared in [false, true] {
        let mut pair = pair();
        pair.from.grants = vec![GrantRow { state: GrantState::Prepared, ..grant(DOUBLE, JIM, Role::Guest) }];
        if prepared {
            pair.into.grants = vec![GrantRow { state: GrantState::Prepared, ..grant(STAYS, JIM, Role::Guest) }];
        }
        let without = fate_of(&pair, JIM, None);
        assert_eq!(without, if prepared { Fate::Combined } else { Fate::Moves });
        pair.into.declined = BTreeMap::from([(JIM, InvitationId::new(5))]);
        assert_eq!(fate_of(&pair, JIM, None), without, "no one is mailed");
        pair.from.invitations = vec![invitation(&pair.from.grants[0])];
        assert_eq!(fate_of(&pair, JIM, None), Fate::Undecided);
        assert_eq!(fate_of(&pair, JIM, Some(Side::From)), Fate::Replaced);
        assert_eq!(fate_of(&pair, JIM, Some(Side::Into)), Fate::Kept);
    }
}

/// A user that one client made for a partner is not let in by the link that the other has.
#[test]
fn link_admits_no_foreign_dedicated_user() {
    for of_double in [false, true] {
        let mut pair = pair();
        let (with_link, with_user) =
            if of_double { (&mut pair.into, &mut pair.from) } else { (&mut pair.from, &mut pair.into) };
        with_link.links = vec![link(with_link.client.id, few())];
        let made = GrantRow { for_partner: Some(WEB), ..grant(with_user.client.id, DEDICATED, Role::Admin) };
        with_user.grants = vec![made];
        assert_eq!(fate_of_partner(&pair, None), Fate::Undecided);
        let side = if of_double { Side::Into } else { Side::From };
        let named = vec![(Subject::Partner(WEB), side)];
        let plan = MergePlan::of(&pair, &Choices { named, others: None }, NOW);
        assert_eq!(plan.people[0].survivor(), None, "the link was named, and the user ends");
    }
}

/// Nor is a user to whom one client is assigned.
#[test]
fn link_takes_no_foreign_assignment() {
    let mut pair = pair();
    pair.from.links = vec![link(DOUBLE, few())];
    pair.into.assigned = vec![(PAT, WEB)];
    assert_eq!(fate_of_partner(&pair, None), Fate::Undecided);
    pair.from.links.clear();
    pair.from.assigned = vec![(JIM, WEB)];
    assert_eq!(fate_of_partner(&pair, None), Fate::Combined, "no one is let in by either");
}

#[test]
fn access_and_foreign_link_need_a_decision() {
    let mut pair = pair();
    pair.members = vec![Member { user: PAT, partner: WEB, scope: Reaches::All }];
    pair.from.grants = vec![grant(DOUBLE, PAT, Role::Guest)];
    pair.into.links = vec![link(STAYS, few())];
    assert_eq!(fate_of(&pair, PAT, None), Fate::Undecided);
    assert_eq!(fate_of(&pair, PAT, Some(Side::From)), Fate::Moves, "the client of their own access was named");
    assert_eq!(fate_of(&pair, PAT, Some(Side::Into)), Fate::Ends, "only the link remains");
    pair.members[0].scope = Reaches::Assigned;
    assert_eq!(fate_of(&pair, PAT, None), Fate::Moves, "the link does not let them in");
    pair.from.links = vec![link(DOUBLE, few())];
    pair.members[0].scope = Reaches::All;
    assert_eq!(fate_of(&pair, PAT, None), Fate::Moves, "the double gave both");
}

#[test]
fn facts_fill_gaps_or_need_a_decision() {
    let mut pair = pair();
    pair.from.client.plan = Some("pro".to_owned());
    pair.from.client.domain = Some("double.example".to_owned());
    pair.from.fields = vec![("floor".to_owned(), "1".to_owned()), ("region".to_owned(), "north".to_owned())];
    pair.into.fields = vec![("floor".to_owned(), "1".to_owned()), ("region".to_owned(), "south".to_owned())];
    pair.domain_of = Some(ClientId::new(100_003));
    let plan = MergePlan::of(&pair, &Choices::default(), NOW);
    let fates: Vec<_> = plan.facts.iter().map(|fact| (fact.field.name().into_owned(), fact.fate)).collect();
    let expected = [
        ("domain", Fate::Ends),
        ("field.floor", Fate::Combined),
        ("field.region", Fate::Undecided),
        ("plan", Fate::Moves),
    ];
    assert_eq!(fates, expected.map(|(name, fate)| (name.to_owned(), fate)));
    assert_eq!(plan.undecided(), [Subject::Fact(Field::Own("region".to_owned()))]);
}

#[test]
fn remaining_client_keeps_its_tab() {
    let mut pair = pair();
    let row = |client, tab| AssociationRow { client, partner: WEB, tab, at: NOW, by: "jane".to_owned() };
    pair.from.associations = vec![row(DOUBLE, Tab::Trial)];
    let fate = |pair: &Pair| MergePlan::of(pair, &Choices::default(), NOW).associations[0].fate;
    assert_eq!(fate(&pair), Fate::Moves);
    pair.into.associations = vec![row(STAYS, Tab::Free)];
    assert_eq!(fate(&pair), Fate::Combined);
}

#[test]
fn one_client_decides_everything_else() {
    let mut pair = pair();
    for user in [JIM, PAT] {
        pair.from.grants.push(grant(DOUBLE, user, Role::Manager));
        pair.into.grants.push(grant(STAYS, user, Role::Guest));
    }
    let choices = Choices { named: vec![(Subject::Person(PAT), Side::From)], others: Some(Side::Into) };
    let plan = MergePlan::of(&pair, &choices, NOW);
    assert_eq!(plan.people.iter().map(|person| person.fate).collect::<Vec<_>>(), [Fate::Kept, Fate::Replaced]);
    assert!(plan.undecided().is_empty() && plan.decides(&Subject::Person(JIM)));
    assert!(!plan.decides(&Subject::Partner(WEB)));
}

/// What a client gives: to each person by their own access, and by the link of the partner.
fn given(belongings: &Belongings, members: &[Member]) -> Vec<(UserId, Option<Terms>, Option<Permissions>)> {
    let link = belongings.links.iter().find(|link| link.is_open(NOW));
    let mut users: BTreeSet<UserId> = belongings.grants.iter().map(|grant| grant.user).collect();
    users.extend(members.iter().map(|member| member.user));
    let one = |user: UserId| {
        let own = belongings.grants.iter().find(|grant| grant.user == user && grant.lasts(NOW));
        let own = own.filter(|grant| grant.for_partner.is_none() || link.is_some()).map(|grant| grant.terms);
        let member = members.iter().find(|member| member.user == user);
        let covered =
            member.filter(|member| member.scope == Reaches::All || belongings.assigned.contains(&(user, WEB)));
        (user, own, covered.and(link).map(|link| link.permissions))
    };
    users.into_iter().map(one).collect()
}

fn random_belongings(id: ClientId, slug: &'static str) -> impl Strategy<Value = Belongings> {
    let role = select(&[Role::Admin, Role::Manager, Role::Guest][..]);
    let until = select(vec![None, Some(NOW), Some(NOW + Span::DAY)]);
    let users = subsequence(vec![JIM, PAT, UserId::new(3)], 0..=3);
    let grants = (users, proptest::collection::vec((role, until), 3));
    let links = select(vec![None, Some(few()), Some(Permissions::PARTNER_MOST)]);
    (grants, links, subsequence(vec![JIM, PAT], 0..=2), any::<bool>()).prop_map(
        move |(grants, linked, assigned, made)| {
            let mut found = belongings(id, slug);
            for (user, (role, until)) in grants.0.into_iter().zip(grants.1) {
                let mut grant = grant(id, user, role);
                grant.terms.until = until;
                found.grants.push(grant);
            }
            if made {
                found.grants.push(GrantRow { for_partner: Some(WEB), ..grant(id, DEDICATED, Role::Admin) });
            }
            found.links = linked.map(|permissions| link(id, permissions)).into_iter().collect();
            found.assigned = assigned.into_iter().map(|user| (user, WEB)).collect();
            found
        },
    )
}

/// The client that stays, as the plan makes it.
fn merged(plan: &MergePlan) -> Belongings {
    let mut after = belongings(STAYS, "stays");
    after.grants = plan.people.iter().filter_map(|person| person.survivor().cloned()).collect();
    for held in &plan.partners {
        let (from, into) = (&held.from, &held.into);
        let (link, assigned) = match held.fate {
            Fate::Moves | Fate::Replaced => (&from.link, from.assigned.clone()),
            Fate::Combined => (&into.link, from.assigned.union(&into.assigned).copied().collect()),
            _ => (&into.link, into.assigned.clone()),
        };
        after.links.extend(link.clone());
        after.assigned.extend(assigned.into_iter().map(|user| (user, held.partner)));
    }
    after
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Whatever someone decides: each way is one that one of the two gave, on the same terms; and two of them come together
    /// only where one of the two gave both, or someone named the client of the person's own access.
    #[test]
    fn merged_client_gains_no_new_way_in(
        from in random_belongings(DOUBLE, "double"),
        into in random_belongings(STAYS, "stays"),
        scopes in proptest::collection::vec(select(&[Reaches::All, Reaches::Assigned][..]), 2),
        others in select(&[Side::From, Side::Into][..]),
    ) {
        let members: Vec<Member> =
            [JIM, PAT].into_iter().zip(scopes).map(|(user, scope)| Member { user, partner: WEB, scope }).collect();
        let pair = Pair { from, into, members: members.clone(), set_up: SetUp::AtOnce, domain_of: None };
        let plan = MergePlan::of(&pair, &Choices { named: Vec::new(), others: Some(others) }, NOW);
        prop_assert_eq!(plan.undecided(), []);
        let before = [given(&pair.from, &members), given(&pair.into, &members)];
        let of = |user, side: &[(UserId, Option<Terms>, Option<Permissions>)]| {
            side.iter().find(|(known, ..)| *known == user).map_or((None, None), |(_, own, link)| (*own, *link))
        };
        for (user, own, link) in given(&merged(&plan), &members) {
            let sides = before.each_ref().map(|side| of(user, side));
            prop_assert!(own.is_none() || sides.iter().any(|(was, _)| *was == own), "{user}: {own:?} {sides:?}");
            prop_assert!(link.is_none() || sides.iter().any(|(_, was)| *was == link), "{user}: {link:?} {sides:?}");
            if own.is_some() && link.is_some() && !sides.contains(&(own, link)) {
                let plan = plan.people.iter().find(|person| person.user == user).unwrap();
                prop_assert!(plan.also_by.is_some(), "{user}: {own:?} {link:?} {sides:?}");
            }
        }
    }
}
