//! No one grants more than they have (docs/reference.md#rules): a scoped or restricted partner user tries to widen their own reach by
//! every command there is, by way of themselves and of others, and is refused each time; nothing is changed by it.

use std::sync::LazyLock;

use partnerctl::commands::NOUNS;
use partnerctl::domain::actor::{
    Actor, PartnerSeat, Reach, Restriction, Scope, StaffMember, StaffRights, UserActor, UserKind,
};
use partnerctl::domain::authority::{Nature, Verb, kind_allows};
use partnerctl::domain::id::{PartnerId, StaffId, UserId};
use partnerctl::error::Code;

use super::{add, enters, facts, join, linked};
use crate::support::{Frozen, World};

/// For whom a line would widen something.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whom {
    /// Anyone who is kept to chosen clients.
    Scoped,
    /// Anyone who is kept from settings.
    Restricted,
    /// Both.
    Any,
}

use Whom::{Any, Restricted, Scoped};

/// Each command that a partner user has at all, with what they could try by it. `{me}` is the attacker, `{id}` their id,
/// `{peer}` a colleague with the same reach, made for the purpose; ann reaches all; big-shoes is in everyone's reach,
/// tea-house not in that of the scoped ones.
const ATTACKS: &[(Verb, &[(Whom, &str)])] = &[
    (
        Verb::PartnerAddUser,
        &[
            (Any, "partner add-user {me} -p jims-web --first-name M --last-name E --generate-password"),
            (Any, "partner add-user {ME} -p jims-web --first-name M --last-name E --generate-password"),
            (
                Any,
                "partner add-user {peer} -p jims-web --first-name P --last-name Q --generate-password --until 2027-01-01",
            ),
            (
                Any,
                "partner add-user jim@bigshoes.example -p jims-web --first-name J --last-name S --generate-password --clients big-shoes --restricted",
            ),
            (
                Any,
                "partner add-user x@jimsweb.example -p others --first-name X --last-name Y --generate-password --no-clients --restricted",
            ),
            (
                Scoped,
                "partner add-user x@jimsweb.example -p jims-web --first-name X --last-name Y --generate-password --restricted",
            ),
            (
                Scoped,
                "partner add-user x@jimsweb.example -p jims-web --first-name X --last-name Y --generate-password --restricted --clients tea-house",
            ),
            (
                Scoped,
                "partner add-user x@jimsweb.example -p jims-web --first-name X --last-name Y --generate-password --restricted --clients big-shoes,C100002-4",
            ),
            (
                Restricted,
                "partner add-user x@jimsweb.example -p jims-web --first-name X --last-name Y --generate-password --clients big-shoes",
            ),
            (
                Restricted,
                "partner add-user x@jimsweb.example -p jims-web --first-name X --last-name Y --generate-password --no-clients",
            ),
        ],
    ),
    (
        Verb::PartnerEditUser,
        &[
            (Any, "partner edit-user {me} -p jims-web --scope all"),
            (Any, "partner edit-user {id} -p jims-web --scope all"),
            (Any, "partner edit-user {ME} -p jims-web --no-restricted"),
            (Any, "partner edit-user {me} -p jims-web --no-restricted --clients big-shoes"),
            (Any, "partner edit-user {me} -p jims-web --no-until"),
            (Any, "partner edit-user ann@jimsweb.example -p jims-web --restricted --clients big-shoes"),
            (Scoped, "partner edit-user {me} -p jims-web --clients big-shoes,tea-house"),
            (Scoped, "partner edit-user {peer} -p jims-web --scope all"),
            (Scoped, "partner edit-user {peer} -p jims-web --clients tea-house"),
            (Restricted, "partner edit-user {peer} -p jims-web --no-restricted"),
        ],
    ),
    (
        Verb::PartnerAssignClients,
        &[
            (Any, "partner assign-clients {me} -p jims-web --clients big-shoes"),
            (Any, "partner assign-clients {id} -p jims-web --clients tea-house"),
            (Scoped, "partner assign-clients {peer} -p jims-web --clients tea-house"),
            (Scoped, "partner assign-clients {peer} -p jims-web --clients big-shoes,C100002-4"),
        ],
    ),
    (
        Verb::PartnerUnassignClients,
        &[
            (Any, "partner unassign-clients {me} -p jims-web --clients big-shoes"),
            (Scoped, "partner unassign-clients ann@jimsweb.example -p jims-web --clients tea-house"),
        ],
    ),
    (
        Verb::PartnerOffboardUser,
        &[
            (Any, "partner offboard-user ann@jimsweb.example --to {me} --confirm ann@jimsweb.example:2"),
            (Any, "partner offboard-user {me} --to {peer} --confirm {me}:1"),
            (Any, "partner offboard-user {me} --confirm {me}:2"),
        ],
    ),
    // To leave, to be switched off or to have another address widens nothing; of others it is refused.
    (Verb::UserLeave, &[(Any, "user leave ann@jimsweb.example -c big-shoes --confirm big-shoes")]),
    (Verb::UserRename, &[(Any, "user rename ann@jimsweb.example x@jimsweb.example")]),
    (Verb::UserDeactivate, &[(Any, "user deactivate ann@jimsweb.example --confirm ann@jimsweb.example")]),
    (Verb::UserActivate, &[(Any, "user activate ann@jimsweb.example")]),
    (Verb::UserSetPassword, &[(Any, "user set-password ann@jimsweb.example --password-file password")]),
    (
        Verb::UserResetPassword,
        &[
            (Any, "user reset-password ann@jimsweb.example --generate-password"),
            (Any, "user reset-password ann@jimsweb.example"),
            (Any, "user reset-password jim@bigshoes.example --generate-password"),
        ],
    ),
    // Anyone of the client stops its recovery, and no one else.
    (Verb::ClientStopRecovery, &[(Any, "client stop-recovery big-shoes"), (Any, "client stop-recovery tea-house")]),
    (Verb::InviteAccept, &[(Any, "invite accept {invitation} -c tea-house")]),
    (Verb::InviteDecline, &[(Any, "invite decline {invitation} -c tea-house")]),
    // To ask a client is every user's right; what comes of it is in the test below.
    (
        Verb::LinkRequest,
        &[
            (Any, "link request -p others --target big-shoes"),
            (Any, "link request -p jims-web --target tea-house"),
            (Any, "link request -p jims-web --target big-shoes --permissions users"),
        ],
    ),
    // What they may do with a link in their reach is to give up; see the tests of `link edit`.
    (
        Verb::LinkEdit,
        &[
            (Scoped, "link edit lnk_2 -c tea-house --for 30d"),
            (Any, "link edit lnk_1 -c big-shoes --no-until --permissions users"),
            (Any, "link edit lnk_1 -c big-shoes --for 30d --auto-extend 6mo"),
        ],
    ),
    (
        Verb::LinkExtend,
        &[
            (Scoped, "link extend lnk_2 -c tea-house --for 90d"),
            (Any, "link extend lnk_1 -c big-shoes --permissions users"),
        ],
    ),
    (Verb::LinkResend, &[(Scoped, "link resend lnk_2 -c tea-house")]),
    (Verb::LinkCancel, &[(Scoped, "link cancel lnk_2 -c tea-house")]),
    (Verb::LinkDelete, &[(Scoped, "link delete lnk_2 -c tea-house")]),
    (Verb::LinkRemove, &[(Scoped, "link remove lnk_2 -c tea-house --confirm tea-house")]),
    (Verb::SessionOpen, &[(Scoped, "session open -c tea-house")]),
    // It ends one's own session, and no one else's.
    (Verb::SessionClose, &[]),
];

/// Scoped sam, restricted rex, both: bo; each with a peer of the same reach.
const ATTACKERS: [(&str, &str, bool, bool); 3] = [
    ("sam", "--clients big-shoes", true, false),
    ("rex", "--restricted", false, true),
    ("bo", "--clients big-shoes --restricted", true, true),
];

fn world() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = linked();
        world.run("partner add Others --slug others").ok();
        for (name, reach, ..) in ATTACKERS {
            add(&mut world, name, reach);
            add(&mut world, &format!("{name}-peer"), reach);
        }
        world.run("invite send tea@teahouse.example -c tea-house -r admin").ok();
        world.freeze()
    });
    FROZEN.thaw()
}

/// Whom the partner users of this test are, as the table of rights sees them.
fn actor() -> Actor {
    let staff = StaffMember {
        id: StaffId::new(1),
        os_user: "jane".to_owned(),
        name: "Jane".to_owned(),
        rights: StaffRights::Full,
    };
    let reach = Reach { scope: Scope::Clients([].into()), restriction: Restriction::NoSettings };
    let kind = UserKind::Partner(PartnerSeat { partner: PartnerId::new(1), reach, until: None });
    Actor::OnBehalf { staff, user: UserActor { id: UserId::new(9), email: "sam@jimsweb.example".to_owned(), kind } }
}

/// A command that is added later is in the table, or is none that a partner user ever has.
#[test]
fn every_change_of_partner_users_is_tried() {
    for verb in Verb::ALL.iter().copied().filter(|verb| verb.nature() == Nature::Change) {
        let has = kind_allows(&actor(), verb).is_ok() && verb.name() != "init" && verb.name() != "demo";
        assert_eq!(has, ATTACKS.iter().any(|(known, _)| *known == verb), "{verb}");
        if !has && verb.name() != "init" {
            assert_eq!(kind_allows(&actor(), verb).unwrap_err().code(), Code::Denied, "{verb}");
        }
    }
}

#[test]
fn no_command_widens_ones_own_reach() {
    let mut world = world();
    let built = |verb: Verb| {
        NOUNS.iter().any(|noun| noun.verbs.iter().any(|entry| format!("{} {}", noun.name, entry.name) == verb.name()))
    };
    let invitation = world.sql("SELECT 'inv_' || max(id) FROM invitation").remove(0);
    let before = facts(&world);
    let mut tried = 0;
    for (name, _, scoped, restricted) in ATTACKERS {
        let me = format!("{name}@jimsweb.example");
        let id = world.sql(&format!("SELECT 'usr_' || id FROM login WHERE email_key = '{me}'")).remove(0);
        for (verb, lines) in ATTACKS.iter().filter(|(verb, _)| built(*verb)) {
            for (whom, line) in *lines {
                if *whom == Scoped && !scoped || *whom == Restricted && !restricted {
                    continue;
                }
                let line = line
                    .replace("{me}", &me)
                    .replace("{ME}", &me.to_uppercase())
                    .replace("{id}", &id)
                    .replace("{peer}", &format!("{name}-peer@jimsweb.example"))
                    .replace("{invitation}", &invitation);
                let run = world.run(&format!("{line} --as {me} -m 'a little more'"));
                assert_ne!(run.code, 70, "{verb}: {run}");
                let unchanged = facts(&world) == before;
                assert!(unchanged, "{verb} changed something: {run}");
                // A line that could not mean anything would prove nothing.
                let refused = matches!(run.code, 3..=5) || run.code == 2 && line.contains("--permissions users");
                assert!(refused || run.code == 0 && run.err.contains("already"), "{verb} was not refused: {run}");
                tried += 1;
            }
        }
        assert!(enters(&mut world, &me, "big-shoes", "profile"));
        assert_eq!(enters(&mut world, &me, "tea-house", "profile"), !scoped, "{name}");
        assert_eq!(enters(&mut world, &me, "big-shoes", "settings"), !restricted, "{name}");
    }
    assert!(tried > 70, "{tried}");
}

/// What a partner user asks for, a client answers; it does not reach anyone who is kept to chosen clients.
#[test]
fn requested_link_is_outside_their_scope() {
    let mut world = world();
    world.run("client add 'Hat Shop' --slug hat-shop --owner hattie@hatshop.example").ok();
    join(&mut world, "hattie@hatshop.example", "hat-shop", "owner");
    let link = world.run("link request -p jims-web --target hat-shop --as bo@jimsweb.example -m more").ok().id();
    world.run(&format!("link approve {link} -c hat-shop --as hattie@hatshop.example -m yes")).ok();
    assert!(enters(&mut world, "ann@jimsweb.example", "hat-shop", "settings"));
    assert!(enters(&mut world, "rex@jimsweb.example", "hat-shop", "profile"));
    assert!(!enters(&mut world, "rex@jimsweb.example", "hat-shop", "settings"));
    for who in ["sam", "bo"] {
        assert!(!enters(&mut world, &format!("{who}@jimsweb.example"), "hat-shop", "profile"));
    }
}

/// What a client gives to a person is whole, however restricted the partner has them; what the partner reaches is not.
#[test]
fn restricted_owner_has_what_the_client_gave() {
    let mut world = world();
    let rex = "rex@jimsweb.example";
    join(&mut world, rex, "big-shoes", "owner");
    assert!(enters(&mut world, rex, "big-shoes", "users"));
    assert!(enters(&mut world, rex, "big-shoes", "settings"));
    assert!(!enters(&mut world, rex, "tea-house", "settings"));
    join(&mut world, "max@bigshoes.example", "big-shoes", "manager");
    let before = facts(&world);
    for line in
        ["user edit max@bigshoes.example -c big-shoes -r admin", "invite send x@else.example -c big-shoes -r owner"]
    {
        world.run(&format!("{line} --as {rex} -m more -n")).ok();
    }
    world.run(&format!("partner edit-user {rex} -p jims-web --no-restricted --as {rex} -m more")).fails(5);
    assert_eq!(facts(&world), before);
    // The partner changes what it lends to the person, and nothing of what they have elsewhere.
    let by = "--as ann@jimsweb.example -m x";
    for names in ["--first-name Support", "--last-name Desk", "--first-name A --last-name B --no-restricted"] {
        world
            .run(&format!("partner edit-user {rex} -p jims-web {names} {by}"))
            .fails(5)
            .says("may not change its name");
    }
    world.run(&format!("partner edit-user {rex} -p jims-web --no-restricted {by}")).ok();
    world.run(&format!("partner edit-user {rex} -p jims-web --restricted {by}")).ok();
    assert!(enters(&mut world, rex, "big-shoes", "settings"));
    world.run(&format!("partner edit-user {rex} -p jims-web --first-name Rex")).ok();
}

/// A term is part of what one has: no colleague with a longer one is made of it.
#[test]
fn no_one_gives_a_longer_term_than_their_own() {
    let mut world = linked();
    add(&mut world, "due", "--until 2026-12-31");
    add(&mut world, "peer", "--until 2026-12-31");
    let new = "partner add-user x@jimsweb.example -p jims-web --first-name X --last-name Y --generate-password";
    let edit = "partner edit-user peer@jimsweb.example -p jims-web";
    let by = "--as due@jimsweb.example -m more";
    for line in
        [new.to_owned(), format!("{new} --until 2027-01-01"), format!("{edit} --no-until"), format!("{edit} --for 90d")]
    {
        world.run(&format!("{line} {by}")).fails(5).says("no one gives access that ends later");
    }
    world.run(&format!("{new} --until 2026-12-31 {by}")).ok();
    world.run(&format!("{edit} --until 2026-11-30 {by}")).ok();
    world.run(&format!("{edit} --last-name Q {by}")).ok();
    // What lasts is not widened either: that would give for longer than they have.
    add(&mut world, "perm", "--clients tea-house --restricted");
    for line in [
        "partner edit-user perm@jimsweb.example -p jims-web --scope all",
        "partner edit-user perm@jimsweb.example -p jims-web --no-restricted",
        "partner assign-clients perm@jimsweb.example -p jims-web --clients big-shoes",
    ] {
        world.run(&format!("{line} {by}")).fails(5).says("no one gives access that ends later");
    }
    world.run(&format!("partner unassign-clients perm@jimsweb.example -p jims-web --clients tea-house {by}")).ok();
}
