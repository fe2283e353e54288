//! The finer points one by one; the table of all commands is in `matrix`.

mod matrix;

use super::*;
use crate::domain::actor::{PartnerSeat, Restriction, Scope};
use crate::domain::authority::Verb;
use crate::domain::id::{ClientId, StaffId, UserId};
use crate::domain::link::LINK_DEFAULT;
use crate::domain::permission::Permission;
use crate::error::Code;

const OURS: PartnerId = PartnerId::new(3);
const THEIRS: PartnerId = PartnerId::new(4);
const ALL_CLIENTS: Reach = Reach { scope: Scope::All, restriction: Restriction::None };

fn staff(rights: StaffRights) -> StaffMember {
    StaffMember { id: StaffId::new(1), os_user: "ada".to_owned(), name: "Ada".to_owned(), rights }
}

fn as_user(kind: UserKind) -> Actor {
    let user = UserActor { id: UserId::new(5), email: "jane@shoes.example".to_owned(), kind };
    Actor::OnBehalf { staff: staff(StaffRights::Full), user }
}

fn membership(reach: Reach) -> PartnerSeat {
    PartnerSeat { partner: OURS, reach, until: None }
}

fn partner_user() -> Actor {
    as_user(UserKind::Partner(membership(ALL_CLIENTS)))
}

fn with_role(role: Role) -> Relation {
    holding(role, role.default_permissions(), None)
}

fn holding(role: Role, permissions: Permissions, until: Option<Instant>) -> Relation {
    let terms = Terms { role, permissions, until };
    Relation { own: Some(Holding { terms, held_for: HeldFor::PersonConcerned }), ..Relation::default() }
}

fn covered() -> Relation {
    Relation { own: None, covers: Some(LINK_DEFAULT), dealings: Dealings::Some }
}

fn code(result: Result<()>) -> Option<Code> {
    result.err().map(|error| error.code())
}

#[test]
fn admin_never_touches_owner_or_higher_role() {
    for own in Role::ALL {
        for other in Role::ALL {
            let (actor, relation) = (as_user(UserKind::Client), with_role(own));
            for verb in [Verb::UserAdd, Verb::UserEdit, Verb::UserRemove, Verb::InviteSend, Verb::InviteCancel] {
                let allowed = matches!((own, other), (Role::Owner, _)) || (own == Role::Admin && other != Role::Owner);
                let result = decide(&actor, verb, &Target::member(relation, Concerns::Others, other));
                assert_eq!(code(result), if allowed { None } else { Some(Code::Denied) }, "{own} {verb} {other}");
            }
        }
    }
    let error = decide(
        &as_user(UserKind::Client),
        Verb::UserEdit,
        &Target::member(with_role(Role::Admin), Concerns::Own, Role::Owner),
    );
    assert_eq!(
        error.unwrap_err().message(),
        "jane@shoes.example may not `user edit`: the role owner is above their own, admin"
    );
}

#[test]
fn admin_without_users_administers_no_one() {
    let permissions = Permissions::ALL.without(Permission::Users);
    let relation = holding(Role::Admin, permissions, None);
    let actor = as_user(UserKind::Client);
    assert_eq!(code(decide(&actor, Verb::LinkDeny, &Target::link(relation, OURS))), None);
    assert_eq!(code(decide(&actor, Verb::UserList, &Target::client(relation))), None);
    let guest = Target::member(relation, Concerns::Others, Role::Guest);
    assert_eq!(code(decide(&actor, Verb::UserAdd, &guest)), Some(Code::Denied));
}

#[test]
fn grants_stay_within_own_permissions() {
    let has = Permissions::of(&[Permission::Users, Permission::Invoices]);
    let relation = holding(Role::Admin, has, None);
    let actor = as_user(UserKind::Client);
    let member = Target::member(relation, Concerns::Others, Role::Manager);
    let link = Target::link(relation, OURS);
    for bits in 0..1_u16 << 15 {
        let gives: Permissions = Permission::ALL.into_iter().filter(|p| bits >> (*p as u8) & 1 == 1).collect();
        let within = gives.is_subset_of(has);
        assert_eq!(decide(&actor, Verb::InviteSend, &member.giving(gives)).is_ok(), within, "{gives}");
        assert_eq!(decide(&actor, Verb::LinkApprove, &link.giving(gives)).is_ok(), within, "{gives}");
    }
    let error = decide(&actor, Verb::UserAdd, &member.giving(has.with(Permission::Tickets))).unwrap_err();
    assert_eq!(
        error.message(),
        "jane@shoes.example may not `user add`: they do not have tickets themselves; they can give invoices, users"
    );
}

#[test]
fn partner_user_manages_only_narrower_reach() {
    let some = |ids: &[i64]| Scope::Clients(ids.iter().copied().map(ClientId::new).collect());
    let scoped = Reach { scope: some(&[1, 2]), restriction: Restriction::NoSettings };
    let actor = as_user(UserKind::Partner(membership(scoped.clone())));
    let verbs = [
        Verb::PartnerAddUser,
        Verb::PartnerEditUser,
        Verb::PartnerAssignClients,
        Verb::PartnerUnassignClients,
        Verb::PartnerOffboardUser,
        Verb::UserResetPassword,
    ];
    for (scope, restriction, allowed) in [
        (some(&[1]), Restriction::NoSettings, true),
        (some(&[1, 2]), Restriction::NoSettings, true),
        (some(&[]), Restriction::NoSettings, true),
        (some(&[1, 3]), Restriction::NoSettings, false),
        (some(&[1]), Restriction::None, false),
        (Scope::All, Restriction::NoSettings, false),
    ] {
        let reach = Reach { scope, restriction };
        for verb in verbs {
            let result = decide(&actor, verb, &Target::partner_user(OURS, Concerns::Others, &reach));
            assert_eq!(code(result), if allowed { None } else { Some(Code::Denied) }, "{verb} {reach:?}");
        }
    }
    for verb in verbs.into_iter().filter(|verb| *verb != Verb::UserResetPassword) {
        let error = decide(&actor, verb, &Target::partner_user(OURS, Concerns::Own, &scoped)).unwrap_err();
        assert!(error.message().ends_with("no one does that to themselves"), "{error}");
    }
}

#[test]
fn only_partner_and_support_add_users() {
    let target = Target::partner_user(OURS, Concerns::Others, &ALL_CLIENTS);
    let error = decide(&as_user(UserKind::Client), Verb::PartnerAddUser, &target).unwrap_err();
    assert_eq!(error.code(), Code::Denied);
    assert_eq!(error.hints(), ["support may do it without <as>"]);
    assert_eq!(code(decide(&partner_user(), Verb::PartnerAddUser, &target)), None);
    let elsewhere = as_user(UserKind::Both(PartnerSeat { partner: THEIRS, reach: ALL_CLIENTS, until: None }));
    assert_eq!(code(decide(&elsewhere, Verb::PartnerAddUser, &target)), Some(Code::NotFound));
}

#[test]
fn rights_of_partner_and_client_are_separate() {
    let both = as_user(UserKind::Both(membership(ALL_CLIENTS)));
    let guest = |relation| Target::member(relation, Concerns::Others, Role::Guest);
    assert_eq!(code(decide(&both, Verb::UserAdd, &guest(with_role(Role::Owner)))), None);
    assert_eq!(code(decide(&both, Verb::UserAdd, &guest(covered()))), Some(Code::Denied));
    assert_eq!(code(decide(&both, Verb::LinkCancel, &Target::link(covered(), OURS))), None);
    assert_eq!(code(decide(&both, Verb::LinkCancel, &Target::link(with_role(Role::Owner), OURS))), Some(Code::Denied));
}

#[test]
fn partner_never_answers_for_its_client() {
    let all = Relation { covers: Some(Permissions::ALL), ..covered() };
    for verb in [Verb::LinkCreate, Verb::LinkApprove, Verb::LinkDeny] {
        assert_eq!(code(decide(&partner_user(), verb, &Target::link(all, OURS))), Some(Code::Denied));
    }
    let guest = Target::member(all, Concerns::Others, Role::Guest);
    assert_eq!(code(decide(&partner_user(), Verb::UserAdd, &guest)), Some(Code::Denied));
}

#[test]
fn users_by_link_are_shown_not_changed() {
    let all = Relation { covers: Some(Permissions::ALL), ..covered() };
    assert_eq!(code(decide(&partner_user(), Verb::UserList, &Target::client(all))), None);
    assert_eq!(code(decide(&partner_user(), Verb::InviteList, &Target::client(all))), None);
    assert_eq!(code(decide(&partner_user(), Verb::UserList, &Target::client(covered()))), Some(Code::Denied));
}

#[test]
fn asked_client_is_known_but_not_entered() {
    let asked = Relation { dealings: Dealings::Some, ..Relation::default() };
    assert_eq!(code(decide(&partner_user(), Verb::LinkCancel, &Target::link(asked, OURS))), None);
    assert_eq!(code(decide(&partner_user(), Verb::ClientShow, &Target::client(asked))), Some(Code::Denied));
    assert_eq!(code(decide(&partner_user(), Verb::LinkCancel, &Target::link(asked, THEIRS))), Some(Code::Denied));
}

#[test]
fn request_shows_identity_link_the_record() {
    let sight = |dealings| Relation { dealings, ..Relation::default() }.sight();
    assert_eq!(sight(Dealings::None), Sight::Nothing);
    assert_eq!(sight(Dealings::Some), Sight::Identity);
    assert_eq!(sight(Dealings::Linked), Sight::Record);
    assert_eq!(with_role(Role::Guest).sight(), Sight::Record);
}

#[test]
fn answer_for_another_needs_the_code() {
    let actor = Actor::Staff(staff(StaffRights::Full));
    for verb in [Verb::InviteAccept, Verb::InviteDecline] {
        assert_eq!(code(decide(&actor, verb, &Target::login(Concerns::Others))), Some(Code::Denied));
        assert_eq!(code(decide(&actor, verb, &Target::login(Concerns::Others).with_code())), None);
    }
    let link = Target::link(Relation::default(), OURS);
    assert!(decide(&actor, Verb::LinkApprove, &link).unwrap_err().hints()[0].contains("<as EMAIL reason TEXT>"));
    assert_eq!(code(decide(&actor, Verb::LinkApprove, &link.with_code())), None);
    assert_eq!(code(decide(&actor, Verb::LinkCreate, &link.with_code())), Some(Code::Denied));
    let reader = Actor::Staff(staff(StaffRights::ReadOnly));
    assert_eq!(code(decide(&reader, Verb::LinkApprove, &link.with_code())), Some(Code::Denied));
}

#[test]
fn inactive_person_accepts_own_invitation() {
    let actor = as_user(UserKind::Invited);
    for verb in Verb::ALL {
        let allowed = decide(&actor, *verb, &Target::login(Concerns::Own)).is_ok();
        assert_eq!(allowed, *verb == Verb::InviteAccept, "{verb}");
    }
    assert_eq!(code(decide(&actor, Verb::InviteAccept, &Target::login(Concerns::Others))), Some(Code::Denied));
}

#[test]
fn read_only_staff_never_acts_for_others() {
    let user = UserActor { id: UserId::new(5), email: "jane@shoes.example".to_owned(), kind: UserKind::Client };
    let actor = Actor::OnBehalf { staff: staff(StaffRights::ReadOnly), user };
    let relation = with_role(Role::Owner);
    let mut changes = 0;
    for verb in Verb::ALL.iter().filter(|verb| verb.nature() == Nature::Change) {
        assert_eq!(code(kind_allows(&actor, *verb)), Some(Code::Denied), "{verb}");
        changes += 1;
    }
    assert!(changes > 40, "{changes}");
    assert_eq!(code(decide(&actor, Verb::UserList, &Target::client(relation))), None);
}

#[test]
fn own_invitations_and_accounts_are_visible() {
    for actor in [as_user(UserKind::Client), partner_user()] {
        for verb in [Verb::InviteList, Verb::InviteShow, Verb::AccessList, Verb::UserShow] {
            assert_eq!(code(decide(&actor, verb, &Target::login(Concerns::Own))), None, "{verb}");
            assert_eq!(code(decide(&actor, verb, &Target::login(Concerns::Others))), Some(Code::Denied), "{verb}");
        }
    }
}

#[test]
fn changes_on_behalf_need_a_reason() {
    let actor = as_user(UserKind::Client);
    for empty in [None, Some(""), Some(" \n")] {
        assert_eq!(code(check_reason(&actor, Verb::UserAdd, empty)), Some(Code::Usage), "{empty:?}");
        assert_eq!(code(check_reason(&actor, Verb::UserList, empty)), None);
        assert_eq!(code(check_reason(&Actor::Staff(staff(StaffRights::Full)), Verb::UserAdd, empty)), None);
    }
    assert_eq!(code(check_reason(&actor, Verb::UserAdd, Some("asked by phone"))), None);
}

/// Each set that someone may have, against each set that is one permission off and some that are not: what is given
/// must lie within what one has. The role is an admin's, so that its bounds never speak.
#[test]
fn all_32768_sets_give_what_lies_within() {
    let set = |bits: u32| Permission::ALL.into_iter().filter(|p| bits >> (*p as u8) & 1 == 1).collect::<Permissions>();
    let actor = as_user(UserKind::Client);
    for bits in 0..1_u32 << 15 {
        let has = set(bits);
        let relation = holding(Role::Admin, has, None);
        let one_off = |bit: u32| bits ^ (1 << bit);
        for given in [bits, one_off(bits % 15), one_off(bits / 15 % 15), bits.wrapping_mul(40_503) >> 3, !bits] {
            let given = set(given);
            let within = given.minus(has).is_empty();
            let link = decide(&actor, Verb::LinkApprove, &Target::link(relation, OURS).giving(given));
            assert_eq!(link.is_ok(), within, "{has} gives {given}");
            let member = Target::member(relation, Concerns::Others, Role::Admin).giving(given);
            let user = decide(&actor, Verb::UserAdd, &member);
            assert_eq!(user.is_ok(), within && has.contains(Permission::Users), "{has} gives {given}");
        }
    }
}

/// The rule "No one grants more than they have" holds for the end as well, on every path that gives.
#[test]
fn no_one_gives_a_later_end_than_their_own() {
    let end = Instant::from_ms(1_795_000_000_000);
    let later = Instant::from_ms(end.ms() + 1);
    let actor = as_user(UserKind::Client);
    for role in [Role::Owner, Role::Admin] {
        for (own, given, allowed) in [
            (Some(end), Some(end), true),
            (Some(end), Some(later), false),
            (Some(end), None, false),
            (None, Some(later), true),
            (None, None, true),
        ] {
            let relation = holding(role, Permissions::ALL, own);
            for verb in [Verb::UserAdd, Verb::UserEdit, Verb::InviteSend, Verb::InviteBulk, Verb::InviteResend] {
                for whose in [Concerns::Own, Concerns::Others] {
                    let target = Target::member(relation, whose, Role::Guest).lasting(given);
                    assert_eq!(decide(&actor, verb, &target).is_ok(), allowed, "{verb} {whose:?} {own:?} {given:?}");
                }
            }
            for verb in [Verb::LinkCreate, Verb::LinkApprove] {
                let target = Target::link(relation, OURS).lasting(given);
                assert_eq!(decide(&actor, verb, &target).is_ok(), allowed, "{verb} {own:?} {given:?}");
            }
        }
    }
    let taking = Target::member(holding(Role::Admin, Permissions::ALL, Some(end)), Concerns::Others, Role::Guest);
    assert_eq!(code(decide(&actor, Verb::UserRemove, &taking)), None);
}

#[test]
fn colleague_gives_no_later_end() {
    let end = Instant::from_ms(1_795_000_000_000);
    let actor = as_user(UserKind::Partner(PartnerSeat { until: Some(end), ..membership(ALL_CLIENTS) }));
    let target = Target::partner_user(OURS, Concerns::Others, &ALL_CLIENTS);
    for verb in [Verb::PartnerAddUser, Verb::PartnerEditUser, Verb::PartnerAssignClients, Verb::UserResetPassword] {
        assert_eq!(code(decide(&actor, verb, &target.lasting(Some(end)))), None, "{verb}");
        assert_eq!(code(decide(&actor, verb, &target.lasting(None))), Some(Code::Denied), "{verb}");
        assert_eq!(code(decide(&partner_user(), verb, &target.lasting(None))), None, "{verb}");
    }
}

#[test]
fn dedicated_user_reads_and_answers_nothing() {
    let actor = as_user(UserKind::Client);
    let terms = Terms { role: Role::Admin, permissions: Permissions::PARTNER_MOST, until: None };
    let relation = Relation { own: Some(Holding { terms, held_for: HeldFor::Partner }), ..Relation::default() };
    for verb in [Verb::LinkCreate, Verb::LinkApprove, Verb::LinkDeny, Verb::LinkRemove] {
        assert_eq!(code(decide(&actor, verb, &Target::link(relation, OURS))), Some(Code::Denied), "{verb}");
    }
    for whose in [Concerns::Own, Concerns::Others] {
        let guest = Target::member(relation, whose, Role::Guest);
        assert_eq!(code(decide(&actor, Verb::UserEdit, &guest)), Some(Code::Denied));
    }
    assert_eq!(code(decide(&actor, Verb::UserList, &Target::client(relation))), None);
}

#[test]
fn visitor_has_nothing_without_proof() {
    let visitor = Actor::Visitor;
    for verb in Verb::ALL {
        assert_eq!(decide(&visitor, *verb, &Target::NOTHING).unwrap_err().code(), Code::Denied, "{verb}");
        assert_eq!(decide_in(&visitor, *verb, Relation::default()).unwrap_err().code(), Code::Denied, "{verb}");
    }
    assert_eq!(support_only(&visitor, Flag::AllowSimilar, "it is").unwrap_err().code(), Code::Denied);
    assert!(decide(&visitor, Verb::InviteAccept, &Target::NOTHING.with_code()).is_ok());
    assert!(decide(&visitor, Verb::InviteSend, &Target::NOTHING.with_code()).is_err());
}
