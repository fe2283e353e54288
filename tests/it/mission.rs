//! Stories of the mission that go across several commands: another person works in my account, and what the office
//! exports of its clients.

use std::sync::LazyLock;

use partnerctl::domain::time::Span;

use crate::invite::accept;
use crate::support::{Frozen, World};

const JIM: &str = "--as jim@bigshoes.example -m phone";
const TIA: &str = "--as tia@teahouse.example -m phone";

/// big-shoes is jim's and tea-house is tia's.
fn two_accounts() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = World::with_story();
        world.run("invite send --owners -c big-shoes").ok();
        accept(&mut world, "jim@bigshoes.example");
        world.run("invite send --owners -c tea-house").ok();
        accept(&mut world, "tia@teahouse.example");
        world.freeze()
    });
    FROZEN.thaw()
}

fn accounts(world: &mut World, line: &str) -> Vec<String> {
    let rows = world.run(&format!("access list {line} --csv")).ok().csv();
    rows.iter().map(|row| format!("{} {} {}", row["client_slug"], row["role"], row["permissions"])).collect()
}

/// S1.1, S1.2: another person signs in with their own login and manages my account.
/// S1.3, S1.4: all of it from one's own account.
/// S1.5: one list shows every account, one's own among them.
/// S1.7, S1.12: anyone who is invited sees it in their own area and accepts there.
#[test]
fn another_person_manages_my_account() {
    let mut world = two_accounts();
    let password = world.sql("SELECT hash FROM credential WHERE login_id = 2");
    let invite = "invite send tia@teahouse.example -c big-shoes -r manager --permissions invoices,users";
    world.run(&format!("{invite} {JIM}")).fails(2).says("the role manager cannot have users");
    let invite = "invite send tia@teahouse.example -c big-shoes -r manager --permissions invoices,quotes";
    world.run(&format!("{invite} {JIM}")).ok();
    assert_eq!(accounts(&mut world, "--user tia@teahouse.example --as tia@teahouse.example").len(), 1);
    let asked = world.run("invite list --user tia@teahouse.example --state pending --csv --as tia@teahouse.example");
    let asked = asked.ok().csv();
    assert_eq!((asked.len(), asked[0]["client_slug"].as_str()), (1, "big-shoes"));
    world.run(&format!("invite accept {} -c big-shoes {TIA}", asked[0]["invitation_id"])).ok();
    assert_eq!(world.sql("SELECT hash FROM credential WHERE login_id = 2"), password, "their own login, as it was");
    let both = accounts(&mut world, "--user tia@teahouse.example --as tia@teahouse.example");
    assert_eq!(both.len(), 2, "{both:?}");
    assert_eq!(both[0], "big-shoes manager invoices quotes");
    assert!(both[1].starts_with("tea-house owner "));
    world.run("client show big-shoes --as tia@teahouse.example").ok();
    // It is one-way: jim sees nothing of tia's account.
    world.run("client show tea-house --as jim@bigshoes.example").fails(3);
}

/// S1.6, S1.15, S1.16: permissions are changed and access is taken away, by the owner, at once.
#[test]
fn owner_grants_and_takes_back() {
    let mut world = two_accounts();
    world.run(&format!("invite send tia@teahouse.example -c big-shoes -r manager {JIM}")).ok();
    accept(&mut world, "tia@teahouse.example");
    let may = "access check tia@teahouse.example -c big-shoes -q --permission";
    world.run(&format!("{may} tickets")).ok();
    world.run(&format!("user edit tia@teahouse.example -c big-shoes --permissions invoices {JIM}")).ok();
    world.run(&format!("{may} tickets")).fails(5);
    world.run(&format!("{may} invoices")).ok();
    world.run(&format!("user remove tia@teahouse.example -c big-shoes --confirm big-shoes {JIM}")).ok();
    world.run(&format!("{may} invoices")).fails(5);
    assert_eq!(accounts(&mut world, "--user tia@teahouse.example --as tia@teahouse.example").len(), 1);
}

/// S2.21, S2.22: activation, last login, plan and assigned staff of each client, as CSV.
#[test]
fn desk_exports_the_progress_of_clients() {
    let mut world = two_accounts();
    world.run("client edit big-shoes --plan pro --staff me").ok();
    world.run("client edit tea-house --plan starter").ok();
    world.run("client add 'New Firm' --owner new@firm.example").ok();
    world.run("client add 'Old Firm' --owner old@firm-old.example").ok();
    world.run("invite send --owners -c old-firm").ok();
    world.pass(Span::days(31));
    let run = world.run("client list --csv --columns client_slug,activation,last_login_at,plan,staff").ok();
    assert_eq!(
        run.out.lines().collect::<Vec<_>>(),
        [
            "client_slug,activation,last_login_at,plan,staff",
            "big-shoes,active,2026-11-21T09:00:06.000Z,pro,jane",
            "tea-house,active,2026-11-21T09:00:08.000Z,starter,",
            "new-firm,not_invited,,,",
            "old-firm,expired,,,",
        ]
    );
}
