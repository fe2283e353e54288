//! What a question about one client or one person costs follows its answer, not the database: the same number of
//! steps of the database engine with few clients and with many.

use crate::domain::actor::{Actor, StaffMember, StaffRights};
use crate::domain::authority::Sight;
use crate::domain::email::Email;
use crate::domain::id::{ClientId, LinkId, PartnerId, StaffId, UserId};
use crate::domain::link::{ExtensionState, LINK_DEFAULT, Link, LinkAnswer, Origin, State};
use crate::domain::login::{LoginState, Mailbox, PasswordDuty};
use crate::domain::outcome::Outcome;
use crate::domain::partner::Reaches;
use crate::domain::role::Role;
use crate::domain::slug::Slug;
use crate::domain::terms::Terms;
use crate::domain::time::{Instant, Span};
use crate::ops::reach::Moment;
use crate::store::audit::{self, AuditEntry};
use crate::store::engine::steps;
use crate::store::grant::{self, NewGrant};
use crate::store::login::{self, NewLogin, SeatRow};
use crate::store::{End, Store, Tx, client, link, partner};

use super::list::{Extent, Filter, Range, When, list};
use super::verdict;

const BEGIN: Instant = Instant::from_ms(1_795_251_600_000);
const WEB: PartnerId = PartnerId::new(1);
/// A user of Web, who reaches every client.
const RAVI: UserId = UserId::new(1);
/// The client asked about, and its owner.
const CLIENT: ClientId = ClientId::new(100_007);

/// So many clients, each with an owner of its own and a link with Web, and each changed once since.
fn store(folder: &std::path::Path, clients: i64) -> Store {
    let mut store = Store::create(&folder.join(format!("{clients}.db"))).unwrap();
    store
        .write(|tx| {
            tx.allow(&[]);
            partner::insert(tx, &Slug::stored("web".to_owned()), "web", "Web", None, BEGIN, 1)?;
            let ravi = person(tx, "ravi@web.example", 1);
            assert_eq!(ravi, RAVI);
            let membership = SeatRow {
                user: RAVI,
                partner: WEB,
                scope: Reaches::All,
                restricted: false,
                until: None,
                created_at: BEGIN,
                ended: false,
                version: 1,
            };
            login::insert_seat(tx, &membership, 1)?;
            write_down(tx, 1);
            for n in 1..=clients {
                open(tx, n);
            }
            Ok(((), End::Commit))
        })
        .unwrap();
    store
}

fn person(tx: &Tx<'_>, address: &str, audit: i64) -> UserId {
    let new = NewLogin {
        email: &Email::parse(address).unwrap(),
        first_name: "",
        last_name: "",
        state: LoginState::Active,
        duty: PasswordDuty::None,
        mailbox: Mailbox::Yes,
        language: None,
    };
    login::insert(tx, &new, BEGIN, audit).unwrap()
}

/// Opens the n-th client with two audit rows, the second of which changes what the owner's grant and the link give.
fn open(tx: &Tx<'_>, n: i64) {
    let (first, second, id) = (2 * n, 2 * n + 1, ClientId::new(100_000 + n));
    tx.allow(&[id]);
    let slug = Slug::stored(format!("client-{n}"));
    let new = client::NewClient {
        id,
        slug: &slug,
        slug_fold: slug.as_str(),
        name: "Client",
        domain: None,
        account_number: None,
        plan: None,
        staff: None,
        language: None,
    };
    client::insert(tx, &new, BEGIN, first).unwrap();
    let user = person(tx, &format!("owner@client{n}.example"), first);
    let terms = Terms { role: Role::Admin, permissions: LINK_DEFAULT, until: None };
    let new = NewGrant { client: id, user, terms, for_partner: None, granted_by: "jane" };
    let given = grant::prepare(tx, &new, BEGIN, first).unwrap();
    grant::activate(tx, given, &terms, BEGIN, first).unwrap();
    let answer = LinkAnswer { at: BEGIN, by: "jane".to_owned() };
    let linked = Link {
        id: LinkId::new(n),
        client: id,
        partner: WEB,
        origin: Origin::Partner,
        requested_at: BEGIN,
        requested_by: "ravi".to_owned(),
        sent_at: BEGIN,
        send_count: 1,
        expires_at: BEGIN,
        asked_permissions: LINK_DEFAULT,
        permissions: LINK_DEFAULT,
        term: None,
        until: None,
        auto_extend: None,
        message: None,
        state: State::Linked { answer, at: BEGIN, extension: ExtensionState::None },
        deleted_at: None,
    };
    link::insert(tx, &linked, first).unwrap();
    write_down(tx, first);
    let less = Terms { permissions: Role::Guest.default_permissions(), ..terms };
    grant::set_terms(tx, given, &less, second).unwrap();
    link::update(tx, &linked, second).unwrap();
    write_down(tx, second);
}

fn write_down(tx: &Tx<'_>, number: i64) {
    let entry = AuditEntry {
        actor: "jane",
        acting_as: None,
        action: "test.step",
        entity: None,
        outcome: Outcome::Done,
        error_code: None,
        reason: None,
        details: "{}",
        clients: &[],
        users: &[],
    };
    let head = audit::head(tx).unwrap();
    assert_eq!(audit::append(tx, &head, at(number), &entry).unwrap().number, number);
}

/// Each audit row has a second of its own.
fn at(audit: i64) -> Instant {
    Instant::from_ms(BEGIN.ms() + audit * 1000)
}

/// What each question costs: its name, its steps, the rows of its answer.
fn costs(store: &mut Store, clients: i64) -> Vec<(&'static str, i64, usize)> {
    let now = at(2 * clients + 2);
    // Just after the client was opened, before it was changed.
    let then = at(2 * 7);
    let staff = StaffMember {
        id: StaffId::new(1),
        os_user: "jane".to_owned(),
        name: "Jane".to_owned(),
        rights: StaffRights::Full,
    };
    let jane = Actor::Staff(staff);
    let owner = UserId::new(8);
    store
        .read(|tx| {
            let mut costs = Vec::new();
            for (name, user, instant) in [
                ("check, own grant", owner, now),
                ("check, link", RAVI, now),
                ("why as of, own grant", owner, then),
                ("why as of, link", RAVI, then),
            ] {
                let (answer, steps) = steps(|| {
                    let (person, place) = (login::by_id(tx, user)?.unwrap(), client::by_id(tx, CLIENT)?.unwrap());
                    verdict(tx, &person, &place, Moment::of(tx, instant, now)?, Sight::Record)
                });
                assert!(answer?.allowed(), "{name}");
                costs.push((name, steps, 1));
            }
            let range = |from, until| Range::of(tx, from, until, now).map(When::During);
            for (name, extent, when) in [
                ("list, one client", Extent::Client(CLIENT), When::At(Moment::present(now))),
                ("list, one person", Extent::User(owner), When::At(Moment::present(now))),
                ("list as of, one client", Extent::Client(CLIENT), When::At(Moment::of(tx, then, now)?)),
                ("list as of, one person", Extent::User(owner), When::At(Moment::of(tx, then, now)?)),
                ("list during, one client", Extent::Client(CLIENT), range(then, then + Span::DAY)?),
                ("list during, one person", Extent::User(owner), range(then, then + Span::DAY)?),
            ] {
                let mut rows = 0;
                let (done, steps) = steps(|| {
                    list(tx, &jane, extent, when, Filter::default(), |_| {
                        rows += 1;
                        Ok(())
                    })
                });
                done?;
                costs.push((name, steps, rows));
            }
            Ok(costs)
        })
        .unwrap()
}

#[test]
fn question_costs_the_same_with_many_clients() {
    let folder = tempfile::tempdir().unwrap();
    let (few, many) = (20, 3_000);
    let few = costs(&mut store(folder.path(), few), few);
    let many = costs(&mut store(folder.path(), many), many);
    assert_eq!(few, many);
    for (name, steps, rows) in many {
        assert!(rows > 0 && steps > 0 && steps < 2_100, "{name}: {steps} steps for {rows} rows");
    }
}
