//! The rule as a table, and what must hold of it whatever the facts.

use proptest::prelude::*;

use super::*;
use crate::domain::grant::GrantState;
use crate::domain::id::{LinkId, PartnerId};
use crate::domain::terms::Terms;
use crate::domain::time::Span;

const NOW: Instant = Instant::from_ms(1_795_000_000_000);
const LINK: Permissions = Permissions::of(&[Permission::Invoices, Permission::Settings]);
const DEDICATED: UserId = UserId::new(8);

/// The facts of one line of the table, in words.
fn facts(words: &str) -> AccessFacts {
    let has = |word: &str| words.split_whitespace().any(|w| w == word);
    let until = |over: &str| has(over).then_some(NOW);
    let grant = |role: Role, over: &str| GrantFacts {
        terms: Terms { role, permissions: role.default_permissions(), until: until(over) },
        state: GrantState::Active,
        rests_on: Footing::Itself,
    };
    let link = |status: &str| LinkFacts {
        id: LinkId::new(17),
        origin: if has("by-client") { Origin::Client } else { Origin::Partner },
        status: LinkStatus::ALL.into_iter().find(|s| s.name() == status).unwrap(),
        permissions: LINK,
        until: until("link-over"),
        auto_extend: None,
    };
    let stored_link = || ["linked", "approved", "pending", "unlinked"].into_iter().find(|s| has(s)).map(link);
    let own = ["guest", "admin", "owner"].into_iter().find(|role| has(role)).map(|role| {
        let mut own = grant(Role::parse(role).unwrap(), "own-over");
        own.state = [("prepared", GrantState::Prepared), ("ended", GrantState::Ended)]
            .into_iter()
            .find(|(word, _)| has(word))
            .map_or(GrantState::Active, |(_, state)| state);
        own.rests_on = if has("for-partner") { Footing::Link(stored_link()) } else { Footing::Itself };
        own
    });
    let dedicated = DedicatedFacts {
        user: DEDICATED,
        user_active: !has("dedicated-inactive"),
        grant: grant(Role::Admin, "dedicated-over"),
    };
    let partner = PartnerFacts {
        partner: PartnerId::new(3),
        partner_active: !has("partner-closed"),
        until: until("seat-over"),
        link: stored_link(),
        coverage: [("assigned", Coverage::Assigned), ("unassigned", Coverage::NotAssigned)]
            .into_iter()
            .find(|(word, _)| has(word))
            .map_or(Coverage::All, |(_, coverage)| coverage),
        dedicated: has("dedicated").then_some(dedicated),
        restriction: if has("restricted") { Restriction::NoSettings } else { Restriction::None },
    };
    AccessFacts {
        login: [("inactive", LoginFacts::Inactive), ("invited", LoginFacts::Prepared), ("unborn", LoginFacts::Unborn)]
            .into_iter()
            .find(|(word, _)| has(word))
            .map_or(LoginFacts::Active, |(_, login)| login),
        client: [("closed", ClientFacts::Closed), ("future", ClientFacts::Unborn)]
            .into_iter()
            .find(|(word, _)| has(word))
            .map_or(ClientFacts::Open, |(_, client)| client),
        own_grant: own,
        partner: has("partner").then_some(partner),
    }
}

/// Facts | whether and by which rule | role, login, permissions where one gets in.
const TABLE: &[(&str, &str, &str)] = &[
    ("nobody", "no own_grant", ""),
    ("guest", "yes own_grant", "guest: profile"),
    ("partner owner restricted", "yes own_grant", "owner: all"),
    ("admin inactive", "no user_active", ""),
    ("admin invited", "no user_active", ""),
    ("unborn", "no user_active", ""),
    ("admin closed", "no client_open", ""),
    ("future", "no client_open", ""),
    ("admin prepared", "no own_grant", ""),
    ("admin ended", "no own_grant", ""),
    ("admin own-over", "no own_term", ""),
    ("admin for-partner linked", "yes own_grant", "admin: all but users"),
    ("admin for-partner", "no own_link", ""),
    ("admin for-partner approved", "no own_link", ""),
    ("admin for-partner unlinked", "no own_link", ""),
    ("admin for-partner linked link-over", "no own_link", ""),
    ("partner", "no link", ""),
    ("partner pending", "no link", ""),
    ("partner approved", "no link", ""),
    ("partner unlinked", "no link", ""),
    ("partner linked", "yes link", "-: invoices settings"),
    ("partner linked assigned", "yes link", "-: invoices settings"),
    ("partner linked unassigned", "no scope", ""),
    ("partner linked restricted", "yes link", "-: invoices"),
    ("partner linked partner-closed", "no partner_active", ""),
    ("partner linked seat-over", "no partner_user", ""),
    ("partner linked link-over", "no link", ""),
    ("partner linked inactive", "no user_active", ""),
    ("partner linked closed", "no client_open", ""),
    ("partner linked by-client", "no dedicated_user", ""),
    ("partner linked by-client dedicated", "yes dedicated_user", "admin as usr_8: all but users"),
    ("partner linked by-client dedicated restricted", "yes dedicated_user", "admin as usr_8: all but users settings"),
    ("partner linked by-client dedicated dedicated-inactive", "no dedicated_user", ""),
    ("partner linked by-client dedicated dedicated-over", "no dedicated_user", ""),
    ("partner linked by-client dedicated unassigned", "no scope", ""),
    ("partner linked dedicated", "yes link", "-: invoices settings"),
    ("partner linked guest", "yes own_grant", "guest: profile invoices settings"),
    ("partner linked guest restricted", "yes own_grant", "guest: profile invoices"),
    ("partner linked guest ended", "yes link", "-: invoices settings"),
    ("partner guest own-over", "no own_term", ""),
];

fn in_words(verdict: &Verdict) -> String {
    let Some(source) = verdict.source() else { return String::new() };
    let role = source.role.map_or("-", Role::name);
    let login = if let Enters::As(user) = source.enters { format!(" as {user}") } else { String::new() };
    let permissions = match verdict.permissions() {
        Permissions::ALL => "all".to_owned(),
        Permissions::PARTNER_MOST => "all but users".to_owned(),
        set if set == Permissions::PARTNER_MOST.without(Permission::Settings) => "all but users settings".to_owned(),
        set => set.to_text(),
    };
    format!("{role}{login}: {permissions}")
}

#[test]
fn access_follows_the_rule_table() {
    for (words, decided, gives) in TABLE {
        let verdict = effective(&facts(words), NOW);
        let allowed = if verdict.allowed() { "yes" } else { "no" };
        assert_eq!(format!("{allowed} {}", verdict.decided_by), *decided, "{words}: {:#?}", verdict.rules);
        assert_eq!(in_words(&verdict), *gives, "{words}");
    }
}

#[test]
fn each_rule_appears_once_in_order() {
    for (words, ..) in TABLE {
        let verdict = effective(&facts(words), NOW);
        let names: Vec<_> = verdict.rules.iter().map(|rule| rule.name).collect();
        assert_eq!(
            names,
            [
                "user_active",
                "client_open",
                "own_grant",
                "own_term",
                "own_link",
                "partner_user",
                "partner_active",
                "link",
                "scope",
                "dedicated_user",
                "restricted",
            ],
            "{words}"
        );
        let deciding = verdict.rules.iter().find(|rule| rule.name == verdict.decided_by).unwrap();
        assert_eq!(deciding.outcome == Outcome::No, !verdict.allowed(), "{words}: {deciding:?}");
    }
}

#[test]
fn term_is_weakest_part_of_strongest_way() {
    let mut both = facts("partner linked guest");
    let (soon, late) = (NOW + Span::DAY, NOW + Span::WEEK);
    assert_eq!(effective(&both, NOW).until(), None);
    let partner = both.partner.as_mut().unwrap();
    partner.until = Some(late);
    partner.link.as_mut().unwrap().until = Some(soon);
    assert_eq!(effective(&both, NOW).partner.unwrap().until, Some(soon));
    assert_eq!(effective(&both, NOW).until(), None);
    both.own_grant.as_mut().unwrap().terms.until = Some(late);
    assert_eq!(effective(&both, NOW).until(), Some(late));
    both.own_grant = None;
    assert_eq!(effective(&both, NOW).until(), Some(soon));
    assert!(effective(&both, soon - Span::from_ms(1)).allowed());
    assert!(!effective(&both, soon).allowed());
}

prop_compose! {
    fn any_terms()(role in 0..5_usize, bits in 0..1_u16 << 15, until in any_until()) -> Terms {
        let permissions = Permission::ALL.into_iter().filter(|p| bits >> (*p as u8) & 1 == 1).collect();
        Terms { role: Role::ALL[role], permissions, until }
    }
}

prop_compose! {
    fn any_link()(status in 0..7_usize, client: bool, terms in any_terms()) -> LinkFacts {
        LinkFacts {
            id: LinkId::new(17),
            origin: if client { Origin::Client } else { Origin::Partner },
            // Half of them linked, or hardly anyone would get in.
            status: if status < 3 { LinkStatus::Linked } else { LinkStatus::ALL[status] },
            permissions: terms.permissions,
            until: terms.until,
            auto_extend: None,
        }
    }
}

prop_compose! {
    fn any_grant()(
        terms in any_terms(),
        state in 0..4_usize,
        dedicated in prop::option::of(prop::option::of(any_link())),
    ) -> GrantFacts {
        let state = GrantState::ALL.get(state).copied().unwrap_or(GrantState::Active);
        GrantFacts { terms, state, rests_on: dedicated.map_or(Footing::Itself, Footing::Link) }
    }
}

prop_compose! {
    fn any_partner()(
        partner_active in prop::bool::weighted(0.8),
        until in any_until(),
        link in prop::option::weighted(0.8, any_link()),
        coverage in prop::sample::select(vec![Coverage::All, Coverage::Assigned, Coverage::NotAssigned]),
        dedicated in prop::option::of((any_grant(), any::<bool>())),
        restricted: bool,
    ) -> PartnerFacts {
        PartnerFacts {
            partner: PartnerId::new(3),
            partner_active,
            until,
            link,
            coverage,
            dedicated: dedicated.map(|(grant, user_active)| DedicatedFacts { user: DEDICATED, user_active, grant }),
            restriction: if restricted { Restriction::NoSettings } else { Restriction::None },
        }
    }
}

prop_compose! {
    fn any_facts()(
        login in prop::sample::select(vec![LoginFacts::Active, LoginFacts::Active, LoginFacts::Active, LoginFacts::Prepared]),
        client in prop::sample::select(vec![ClientFacts::Open, ClientFacts::Open, ClientFacts::Open, ClientFacts::Closed]),
        own_grant in prop::option::of(any_grant()),
        partner in prop::option::of(any_partner()),
    ) -> AccessFacts {
        AccessFacts { login, client, own_grant, partner }
    }
}

fn any_until() -> impl Strategy<Value = Option<Instant>> {
    prop::option::of((-2..=2_i64).prop_map(|ms| Instant::from_ms(NOW.ms() + ms)))
}

/// All that any stored record would give, if everything else said yes.
fn union_of_sources(facts: &AccessFacts) -> Permissions {
    let own = facts.own_grant.iter().map(|grant| grant.terms.permissions);
    let link = facts.partner.iter().filter_map(|partner| partner.link.as_ref()).map(|link| link.permissions);
    let dedicated = facts.partner.iter().filter_map(|partner| partner.dedicated.as_ref());
    own.chain(link)
        .chain(dedicated.map(|dedicated| dedicated.grant.terms.permissions))
        .fold(Permissions::EMPTY, Permissions::union)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn restriction_narrows_only_partner_access(facts in any_facts()) {
        let with = |restriction| {
            let partner = facts.partner.clone().map(|partner| PartnerFacts { restriction, ..partner });
            effective(&AccessFacts { partner, ..facts.clone() }, NOW)
        };
        let (bound, free) = (with(Restriction::NoSettings), with(Restriction::None));
        prop_assert_eq!(bound.own, free.own);
        prop_assert!(bound.partner.is_none_or(|way| !way.permissions.contains(Permission::Settings)));
    }

    #[test]
    fn partners_never_administer_users(facts in any_facts()) {
        let verdict = effective(&facts, NOW);
        let for_partner = facts.own_grant.as_ref().is_some_and(GrantFacts::is_for_partner);
        let ways = verdict.own.filter(|_| for_partner).into_iter().chain(verdict.partner);
        for way in ways {
            prop_assert!(!way.permissions.contains(Permission::Users));
        }
    }

    #[test]
    fn permissions_never_exceed_the_union(facts in any_facts()) {
        prop_assert!(effective(&facts, NOW).permissions().is_subset_of(union_of_sources(&facts)));
    }

    #[test]
    fn dead_login_or_closed_client_bars_access(facts in any_facts()) {
        for login in [LoginFacts::Prepared, LoginFacts::Inactive, LoginFacts::Unborn] {
            let facts = AccessFacts { login, ..facts.clone() };
            prop_assert!(!effective(&facts, NOW).allowed());
        }
        for client in [ClientFacts::Closed, ClientFacts::Unborn] {
            let facts = AccessFacts { client, ..facts.clone() };
            prop_assert!(!effective(&facts, NOW).allowed());
        }
    }

    #[test]
    fn what_is_over_gives_nothing(facts in any_facts()) {
        let verdict = effective(&facts, NOW);
        prop_assert!(verdict.until().is_none_or(|until| NOW < until));
        let over = |until: Option<Instant>| until.is_some_and(|until| until <= NOW);
        if facts.own_grant.as_ref().is_some_and(|grant| over(grant.terms.until)) {
            prop_assert_eq!(verdict.own, None);
        }
        if facts.partner.as_ref().is_some_and(|p| over(p.until) || p.link.as_ref().is_some_and(|l| over(l.until))) {
            prop_assert_eq!(verdict.partner, None);
        }
    }

    #[test]
    fn access_holds_exactly_up_to_its_end(facts in any_facts()) {
        if let Some(until) = effective(&facts, NOW).until() {
            prop_assert!(effective(&facts, until - Span::from_ms(1)).allowed());
            prop_assert!(!effective(&facts, until).allowed());
        }
    }

    #[test]
    fn answer_is_constant_between_two_ends(facts in any_facts()) {
        let mut ends: Vec<Instant> = facts.ends().collect();
        ends.sort_unstable();
        for at in (-3..=3).map(|ms| Instant::from_ms(NOW.ms() + ms)) {
            let before = at - Span::from_ms(1);
            if !ends.contains(&at) {
                let (then, now) = (effective(&facts, before), effective(&facts, at));
                prop_assert_eq!((then.own, then.partner), (now.own, now.partner));
            }
        }
    }
}
