//! No one gives more than they have: anyone who has H gives P exactly if P lies within H and within the role's most, on
//! each of the five paths by which permissions are given: invitation, bulk, `user add`, `user edit`, link approval.

use std::collections::BTreeSet;

use partnerctl::domain::actor::{Actor, StaffMember, StaffRights, UserActor, UserKind};
use partnerctl::domain::authority::Verb;
use partnerctl::domain::email::Email;
use partnerctl::domain::id::{LinkId, StaffId, UserId};
use partnerctl::domain::invitation::{Again, Policy};
use partnerctl::domain::link::{Approval, LINK_MOST};
use partnerctl::domain::permission::{Permission, Permissions};
use partnerctl::domain::reference::{ClientRef, Forms, UserRef};
use partnerctl::domain::role::Role;
use partnerctl::domain::terms::{Asked, TermEdit};
use partnerctl::domain::time::Span;
use partnerctl::error::{Code, Result};
use partnerctl::ops::concerned::Concerned;
use partnerctl::ops::resolve::{self, ClientSeen};
use partnerctl::ops::unit_of_work::{Bounds, Change, KeyStore, Mode, UnitOfWork};
use partnerctl::ops::user::{AddUser, Edit, NameEdit};
use partnerctl::ops::{invite, link, user};
use partnerctl::store::{Store, database_info};

use crate::support::{Seeded, World};

const REASON: &str = "asked by phone";

/// Ann administers big-shoes with permissions that change; Max is its manager; Jim's Web asks for all that a link may
/// have.
struct Bench {
    world: World,
    store: Store,
    info: database_info::DatabaseInfo,
    key_store: KeyStore,
    ann: Actor,
    seen: ClientSeen,
}

fn bulk() -> Bench {
    let mut world = World::with_story();
    world.write_private("password", "plover sandbar wicket 29 umbra\n");
    for (address, role) in [("jim", "owner"), ("ann", "admin"), ("max", "manager")] {
        world.run(&format!("invite send {address}@bigshoes.example -c big-shoes -r {role}")).ok();
        let code = world.code_for(&format!("{address}@bigshoes.example"));
        world.stdin(code).run("invite accept --code-stdin --password-file password").ok();
    }
    world.run("link request -p jims-web --target big-shoes").ok();
    let id = world.sql("SELECT id FROM login WHERE email_key = 'ann@bigshoes.example'")[0].parse().unwrap();
    let staff = StaffMember {
        id: StaffId::new(1),
        os_user: "jane".to_owned(),
        name: world.sql("SELECT name FROM staff")[0].clone(),
        rights: StaffRights::Full,
    };
    let user = UserActor { id: UserId::new(id), email: "ann@bigshoes.example".to_owned(), kind: UserKind::Client };
    let ann = Actor::OnBehalf { staff, user };
    let mut store = Store::as_it_is(&world.database()).unwrap();
    let info = store.read(database_info::get).unwrap();
    let reference = ClientRef::parse("big-shoes", Forms::Exact).unwrap();
    let seen = store.read(|tx| resolve::client(tx, &ann, &reference, "--client", world.now())).unwrap();
    let key_store = KeyStore::new(world.path("desk.db.key"));
    Bench { world, store, info, key_store, ann, seen }
}

impl Bench {
    /// From now on Ann has these.
    fn has(&self, set: Permissions) {
        self.world.tamper(&format!(
            "UPDATE access_grant SET permissions = '{set}' WHERE login_id = (SELECT id FROM login WHERE email_key = 'ann@bigshoes.example')"
        ));
    }

    /// What a dry run comes to.
    fn tries<T>(
        &mut self,
        verb: Verb,
        work: impl FnOnce(&mut Change<'_>, &ClientSeen) -> Result<T>,
    ) -> Result<(), Code> {
        let mut desk = UnitOfWork {
            store: &mut self.store,
            info: &self.info,
            key_store: &self.key_store,
            entropy: &mut Seeded::new(1),
            actor: &self.ann,
            runs_as: None,
            reason: Some(REASON),
            now: self.world.now() + Span::MINUTE,
            mode: Mode::DryRun,
            bounds: Bounds::Named(BTreeSet::from([self.seen.row.id])),
        };
        desk.change(verb, |change| work(change, &self.seen)).map(drop).map_err(|error| error.code())
    }

    /// Whether Ann may give `set` in this role, path by path but for bulk.
    fn gives(&mut self, set: Permissions, role: Role) -> [(&'static str, Result<(), Code>); 4] {
        let newcomer = Email::parse("new@bigshoes.example").unwrap();
        let asked = Asked { role: Some(role), permissions: Some(set), until: None };
        let person = |address: &str| UserRef::parse(address).unwrap();
        let ask = invite::Ask {
            language: None,
            message: None,
            name: None,
            asked,
            form: None,
            life: None,
            replaces: None,
            policy: Policy { again: Again::NONE, ..Policy::NAMED },
            by: None,
            mail: partnerctl::domain::mail::Required::No,
        };
        [
            (
                "invite send",
                self.tries(Verb::InviteSend, |change, seen| {
                    let client = change.client(seen)?;
                    invite::send(change, &client, &newcomer, &ask)
                }),
            ),
            (
                "user add",
                self.tries(Verb::UserAdd, |change, seen| {
                    let wanted = AddUser {
                        language: None,
                        form: None,
                        person: person("new@bigshoes.example"),
                        names: None,
                        role,
                        permissions: Some(set),
                        until: None,
                    };
                    user::add(change, seen, &wanted)
                }),
            ),
            (
                "user edit",
                self.tries(Verb::UserEdit, |change, seen| {
                    let edit = Edit {
                        role: Some(role),
                        permissions: Some(set),
                        until: TermEdit::Keep,
                        names: NameEdit::default(),
                        overrule: None,
                        invitations: invite::AfterSender::Withdraw,
                    };
                    user::edit(change, seen, &person("max@bigshoes.example"), &edit, &Concerned::default())
                }),
            ),
            (
                "link approve",
                self.tries(Verb::LinkApprove, |change, seen| {
                    let less = Approval { permissions: Some(set), ..Approval::default() };
                    link::answer::approve(change, seen, LinkId::new(1), link::answer::By::Behalf, less, None)
                }),
            ),
        ]
    }

    /// The same for many sets in one table: the error code of each row, empty where it goes.
    fn gives_in_bulk(&mut self, sets: &[Permissions]) -> Vec<String> {
        let rows = sets.iter().enumerate();
        let rows = rows.map(|(n, set)| format!("big-shoes,new{n}@bigshoes.example,admin,{set}\n"));
        self.world.write("table.csv", format!("client_slug,email,role,permissions\n{}", rows.collect::<String>()));
        let run = self.world.run(&format!("invite bulk table.csv -n --csv --as ann@bigshoes.example -m '{REASON}'"));
        assert!([0, 5, 7].contains(&run.code), "{run}");
        let codes: Vec<String> = run.csv().into_iter().map(|row| row["error_code"].clone()).collect();
        assert_eq!(codes.len(), sets.len(), "{run}");
        codes
    }
}

/// Each of `given` by someone who has `has`; how many went and how many did not.
fn must_keep_the_rule(bulk: &mut Bench, has: Permissions, given: &[(Permissions, Role)]) -> (usize, usize) {
    bulk.has(has);
    let administers = has.contains(Permission::Users);
    let mut counts = (0, 0);
    let mut count = |goes: bool| if goes { counts.0 += 1 } else { counts.1 += 1 };
    for (set, role) in given {
        for (path, result) in bulk.gives(*set, *role) {
            let (may_at_all, most) =
                if path == "link approve" { (true, LINK_MOST) } else { (administers, role.most()) };
            let within = set.is_subset_of(most);
            let goes = may_at_all && set.is_subset_of(has) && within;
            let shown = format!("{path}: anyone who has {has} gives {set} as {role}: {result:?}");
            match result {
                Ok(()) => assert!(goes, "{shown}"),
                Err(Code::Usage) => assert!(!goes && !within, "{shown}"),
                Err(Code::Denied) => assert!(!goes && (!may_at_all || !set.is_subset_of(has)), "{shown}"),
                Err(other) => panic!("{other:?} {shown}"),
            }
            count(goes);
        }
    }
    let sets: Vec<Permissions> = given.iter().map(|(set, _)| *set).collect();
    if administers {
        for (set, code) in sets.iter().zip(bulk.gives_in_bulk(&sets)) {
            let goes = set.is_subset_of(has);
            assert_eq!(code, if goes { "" } else { "denied" }, "invite bulk: anyone who has {has} gives {set}");
            count(goes);
        }
    }
    counts
}

/// Numbers that look random and are the same each time (SplitMix64).
fn numbers() -> impl FnMut() -> u64 {
    let mut state = 20_261_121_u64;
    move || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

/// The set with these of the 15 bits.
fn set(bits: u64) -> Permissions {
    Permission::ALL.into_iter().filter(|permission| bits >> (*permission as u8) & 1 == 1).collect()
}

const ROLES: [Role; 4] = [Role::Admin, Role::Supervisor, Role::Manager, Role::Guest];

#[test]
fn two_thousand_random_pairs_on_five_paths() {
    let mut bulk = bulk();
    let mut number = numbers();
    let (mut went, mut refused) = (0, 0);
    for _ in 0..50 {
        // Mostly someone who has much and may administer users; what is given has few, many, or some of theirs.
        let much = set(number() | number());
        let has = if number().is_multiple_of(8) { much } else { much.with(Permission::Users) };
        let given: Vec<_> = (0..40)
            .map(|n| {
                let wanted = set(if n % 3 == 0 { number() & number() & number() } else { number() });
                let some = if n % 2 == 0 { has.minus(has.minus(wanted)) } else { wanted };
                let some = if some.is_empty() { Permissions::of(&[Permission::Profile]) } else { some };
                (some, ROLES[usize::try_from(number() % 4).unwrap()])
            })
            .collect();
        let counts = must_keep_the_rule(&mut bulk, has, &given);
        went += counts.0;
        refused += counts.1;
    }
    // Neither answer comes by itself.
    assert!(went > 1_000 && refused > 4_000, "{went} {refused}");
}

/// One permission more than one has is too much, whichever it is; one less is not.
#[test]
fn every_difference_of_one_bit_on_five_paths() {
    let mut bulk = bulk();
    let mut number = numbers();
    let (mut went, mut refused) = (0, 0);
    for base in [Permissions::ALL, set(number()), set(number() & number()), Permissions::of(&[Permission::Profile])] {
        let base = base.with(Permission::Users).with(Permission::Orders);
        for permission in Permission::ALL {
            let (less, more) = (base.without(permission), base.with(permission));
            let give = [less, more].map(|set| (set, Role::Admin));
            let linked = give.map(|(set, role)| (set.without(Permission::Users), role));
            for has in [less, more] {
                let counts = must_keep_the_rule(&mut bulk, has, &[give, linked].concat());
                went += counts.0;
                refused += counts.1;
            }
        }
    }
    assert!(went > 600 && refused > 300, "{went} {refused}");
}

/// The login that a client made for the partner comes in with the link: only as it was shown before.
#[test]
fn what_was_not_shown_is_not_let_in() {
    let mut bulk = bulk();
    let approve = |bulk: &mut Bench| {
        bulk.tries(Verb::LinkApprove, |change, seen| {
            link::answer::approve(change, seen, LinkId::new(1), link::answer::By::Behalf, Approval::default(), None)
        })
    };
    assert_eq!(approve(&mut bulk), Ok(()));
    bulk.world.run("user add -c big-shoes -r supervisor --for-partner jims-web").ok();
    assert_eq!(approve(&mut bulk), Err(Code::Conflict));
}
