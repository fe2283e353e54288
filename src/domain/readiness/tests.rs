//! The rule in every combination of facts, held against the rule that really lets people in.

use super::super::access::{
    AccessFacts, ClientFacts, Coverage, Footing, GrantFacts, LoginFacts, PartnerFacts, effective,
};
use super::super::actor::Restriction;
use super::super::grant::GrantState;
use super::super::id::{PartnerId, UserId};
use super::super::permission::Permissions;
use super::super::role::Role;
use super::super::terms::Terms;
use super::super::time::Span;
use super::*;
use crate::error::hint;

const NOW: Instant = Instant::from_ms(1_795_000_000_000);
const NAMES: Names<'_> = Names {
    client: "big-shoes",
    partner: "jims-web",
    owner: Some("jim@bigshoes.example"),
    login: Some("big-shoes@jims-web.invalid"),
};

/// Not begun, over, and lasting.
const TERMS: [Option<Instant>; 3] = [None, Some(NOW), Some(Instant::from_ms(NOW.ms() + 1))];

fn links() -> Vec<Option<LinkFacts>> {
    let mut all = vec![None];
    for origin in Origin::ALL {
        for status in LinkStatus::ALL {
            for until in TERMS {
                let permissions = Permissions::ALL;
                all.push(Some(LinkFacts { id: LinkId::new(7), origin, status, permissions, until, auto_extend: None }));
            }
        }
    }
    all
}

fn dedicated() -> Vec<Option<DedicatedFacts>> {
    let mut all = vec![None];
    for role in [Role::Admin, Role::Supervisor] {
        for (state, user_active) in
            [GrantState::Active, GrantState::Ended].into_iter().zip([true, true]).chain([(GrantState::Active, false)])
        {
            for until in TERMS {
                let terms = Terms { role, permissions: role.default_permissions(), until };
                let grant = GrantFacts { terms, state, rests_on: Footing::Itself };
                all.push(Some(DedicatedFacts { user: UserId::new(8), user_active, grant }));
            }
        }
    }
    all
}

fn every_case() -> impl Iterator<Item = ReadinessFacts> {
    links().into_iter().flat_map(|link| {
        dedicated().into_iter().flat_map(move |dedicated| {
            let link = link.clone();
            (0..8_u8).map(move |bits| ReadinessFacts {
                client_open: bits & 1 == 0,
                partner_active: bits & 2 == 0,
                associated: bits & 4 == 0,
                link: link.clone(),
                lapsed: None,
                dedicated: dedicated.clone(),
                owner: Owner::IsIn,
            })
        })
    })
}

/// S0.17
#[test]
fn ready_means_a_partner_user_can_enter() {
    let mut ready = 0;
    for facts in every_case() {
        let person = PartnerFacts {
            partner: PartnerId::new(3),
            partner_active: facts.partner_active,
            until: None,
            link: facts.link.clone(),
            coverage: Coverage::All,
            dedicated: facts.dedicated.clone(),
            restriction: Restriction::None,
        };
        let access = AccessFacts {
            login: LoginFacts::Active,
            client: if facts.client_open { ClientFacts::Open } else { ClientFacts::Closed },
            own_grant: None,
            partner: Some(person),
        };
        let steps = missing(&facts, NOW);
        assert_eq!(steps.is_empty(), effective(&access, NOW).allowed(), "{facts:?} {steps:?}");
        ready += usize::from(steps.is_empty());
    }
    assert!(ready > 20, "{ready}");
}

/// S0.21
#[test]
fn every_gap_names_a_person_and_a_command() {
    for facts in every_case() {
        for step in missing(&facts, NOW) {
            let command = step.command(&NAMES);
            assert_eq!(command.is_none(), step == Missing::Partner, "{step:?}");
            if let Some(command) = command {
                let command = hint![command].outline();
                assert!(command.contains("big-shoes"), "{command}");
                assert_eq!(command.contains("as jim@"), step.who() == Who::Client, "{command}");
            }
        }
    }
}

fn codes(facts: &ReadinessFacts) -> Vec<(&'static str, &'static str)> {
    missing(facts, NOW).into_iter().map(|step| (step.code(), step.who().name())).collect()
}

fn nothing_yet() -> ReadinessFacts {
    ReadinessFacts {
        client_open: true,
        partner_active: true,
        associated: false,
        link: None,
        lapsed: None,
        dedicated: None,
        owner: Owner::IsIn,
    }
}

/// S0.11, S0.14, S0.15
#[test]
fn conditions_are_listed_in_order() {
    let facts = nothing_yet();
    let all = [("association", "support"), ("dedicated_user", "client"), ("link", "client")];
    assert_eq!(codes(&facts), all);
    assert_eq!(codes(&ReadinessFacts { associated: true, ..facts.clone() }), all[1..]);
    let invitation = InvitationId::new(3);
    for (owner, who) in [
        (Owner::NotAsked, "support"),
        (Owner::Asked(invitation), "client"),
        (Owner::AskedInVain(invitation), "support"),
        (Owner::Former, "support"),
        (Owner::Nobody, "support"),
    ] {
        let found = codes(&ReadinessFacts { owner, ..facts.clone() });
        assert_eq!(found, [all[0], ("owner", who), all[1], all[2]], "someone must be there to act");
    }
    assert_eq!(codes(&ReadinessFacts { client_open: false, ..facts.clone() }), [("client_closed", "support")]);
    assert_eq!(
        codes(&ReadinessFacts { partner_active: false, client_open: false, ..facts }),
        [("partner_closed", "support")]
    );
}

#[test]
fn partner_request_needs_only_an_answer() {
    let link = |status, until| {
        Some(LinkFacts {
            id: LinkId::new(7),
            origin: Origin::Partner,
            status,
            permissions: Permissions::ALL,
            until,
            auto_extend: None,
        })
    };
    let of = |link| codes(&ReadinessFacts { link, ..nothing_yet() });
    assert_eq!(of(link(LinkStatus::Pending, None)), [("link_answer", "client")]);
    assert_eq!(of(link(LinkStatus::Approved, None)), [("link_set_up", "support")]);
    assert_eq!(of(link(LinkStatus::Linked, Some(NOW + Span::DAY))), []);
    let lapsed = ReadinessFacts { lapsed: Some(LinkId::new(7)), ..nothing_yet() };
    assert_eq!(codes(&lapsed), [("association", "support"), ("link_request", "partner")]);
    let over = of(link(LinkStatus::Linked, Some(NOW)));
    assert_eq!(over, [("association", "support"), ("dedicated_user", "client"), ("link", "client")]);
}
