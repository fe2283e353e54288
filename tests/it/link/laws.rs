//! What holds whatever is done with links, in whatever order and however long one waits in between.

use partnerctl::domain::time::Span;
use proptest::prelude::*;

use super::everything;
use crate::support::World;

/// A step: which command, on which link or pair, how many hours later.
type Step = (u8, usize, usize, u16);

const CLIENTS: [&str; 2] = ["big-shoes", "tea-house"];
const OWNERS: [&str; 2] = ["jim@bigshoes.example", "tia@teahouse.example"];
const PARTNERS: [&str; 2] = ["jims-web", "other-web"];

/// A world with two clients and two partners.
fn start() -> World {
    let mut world = World::with_story();
    world.run("partner add 'Other Web' --slug other-web").ok();
    world
}

/// Carries out a step; whether it said that it was refused.
fn carry_out(world: &mut World, (what, link, place, _): Step) -> (String, u8) {
    let (client, partner) = (CLIENTS[place % 2], PARTNERS[link % 2]);
    let id = format!("lnk_{}", link + 1);
    let line = match what {
        0 | 1 => format!("link request -p {partner} --target {client}"),
        2 | 3 => {
            let asked = world.sql("SELECT count(*) FROM mail WHERE kind = 'link_request' AND recipient LIKE 'jim%'");
            let address = if asked[0] == "0" || place % 2 == 1 { OWNERS[1] } else { OWNERS[0] };
            if world
                .sql(&format!("SELECT id FROM mail WHERE kind = 'link_request' AND recipient = '{address}'"))
                .is_empty()
            {
                return (String::new(), 0);
            }
            world.stdin(newest_code(world, address));
            format!("link {} --code-stdin", if what == 2 { "approve" } else { "deny" })
        }
        4 => format!("link resend {id} -c {client}"),
        5 => format!("link cancel {id} -c {client}"),
        6 => format!("link delete {id} -c {client}"),
        9 => format!("link edit {id} -c {client} --permissions invoices"),
        10 => format!("link extend {id} -c {client} --permissions quotes"),
        11 => format!("link edit {id} -c {client} --for 5d --auto-extend 30d --as {} -m phone", OWNERS[place % 2]),
        12 => "mail deliver".to_owned(),
        7 => format!("link remove {id} -c {client} --confirm {client}"),
        _ => format!("link process {id} -c {client}"),
    };
    let run = world.run(&line);
    (run.to_string(), run.code)
}

/// The code in the newest request that was mailed to an address.
fn newest_code(world: &World, address: &str) -> String {
    let mails = world.mails();
    let mail =
        mails.iter().rev().find(|mail| mail.contains(&format!("To: {address}")) && mail.contains("pcl_")).unwrap();
    mail.split_whitespace().find(|word| word.starts_with("pcl_")).unwrap().to_owned()
}

fn none(world: &World, query: &str) -> Result<(), TestCaseError> {
    let rows = world.sql(query);
    prop_assert!(rows.is_empty(), "{query}: {rows:?}");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 5, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_walk_keeps_the_laws(
        steps in prop::collection::vec((0_u8..13, 0_usize..4, 0_usize..2, 0_u16..100), 1..16),
    ) {
        let mut world = start();
        for step in steps {
            world.pass(Span::hours(step.3.into()));
            let before = everything(&world);
            let (shown, exit) = carry_out(&mut world, step);
            prop_assert!([0, 3, 4, 5, 6, 13].contains(&exit), "{}", shown);
            prop_assert!(exit == 0 || everything(&world) == before, "refused, and yet something moved: {}", shown);
            none(&world, "SELECT partner_id, client_id FROM link WHERE state IN ('pending', 'approved', 'linked')
                GROUP BY partner_id, client_id HAVING count(*) > 1")?;
            none(&world, "SELECT k.id FROM code AS c JOIN link_recipient AS r ON r.id = c.record_id AND c.kind = 'link'
                JOIN link AS k ON k.id = r.link_id WHERE c.state = 'live' AND k.state <> 'pending' AND k.extension_at IS NULL")?;
            none(&world, "SELECT id FROM link WHERE deleted_at IS NOT NULL AND state IN ('pending', 'approved', 'linked')")?;
            none(&world, "SELECT k.id FROM link AS k WHERE k.since_audit NOT IN (SELECT audit_id FROM audit_client AS a WHERE a.client_id = k.client_id)")?;
        }
    }
}
