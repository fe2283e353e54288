//! `staff`: the operating-system accounts that may use the tool.

use insta::assert_snapshot;

use crate::support::World;

#[test]
fn staff_is_listed_in_every_format() {
    let mut world = World::new();
    assert_snapshot!(world.run("staff list"), @"
    $ partnerctl staff list
    staff_id  os_user  name  rights  service  created_at
    ───────────────────────────────────────────────────────────────
    stf_1     jane     jane  full    no       21 Nov 2026 09:00 UTC
    --- exit 0
    ");
    world.run("staff add ravi --name Ravi").ok();
    world.run("staff add auditor --name Auditors --read-only").ok();
    assert_snapshot!(world.run("staff list"), @"
    $ partnerctl staff list
    staff_id  os_user  name      rights     service  created_at
    ──────────────────────────────────────────────────────────────────────
    stf_1     jane     jane      full       no       21 Nov 2026 09:00 UTC
    stf_2     ravi     Ravi      full       no       21 Nov 2026 09:00 UTC
    stf_3     auditor  Auditors  read_only  no       21 Nov 2026 09:00 UTC
    --- exit 0
    ");
    assert_snapshot!(world.run("staff list --json"), @r#"
    $ partnerctl staff list --json
    [
    {"staff_id":"stf_1","os_user":"jane","name":"jane","rights":"full","service":false,"created_at":"2026-11-21T09:00:01.000Z"},
    {"staff_id":"stf_2","os_user":"ravi","name":"Ravi","rights":"full","service":false,"created_at":"2026-11-21T09:00:03.000Z"},
    {"staff_id":"stf_3","os_user":"auditor","name":"Auditors","rights":"read_only","service":false,"created_at":"2026-11-21T09:00:04.000Z"}
    ]
    --- exit 0
    "#);
    assert_snapshot!(world.run("staff list --csv"), @"
    $ partnerctl staff list --csv
    staff_id,os_user,name,rights,service,created_at
    stf_1,jane,jane,full,false,2026-11-21T09:00:01.000Z
    stf_2,ravi,Ravi,full,false,2026-11-21T09:00:03.000Z
    stf_3,auditor,Auditors,read_only,false,2026-11-21T09:00:04.000Z
    --- exit 0
    ");
    assert_snapshot!(world.run("staff list --format ndjson --columns os_user,rights --sort -os_user"), @r#"
    $ partnerctl staff list --format ndjson --columns os_user,rights --sort -os_user
    {"os_user":"ravi","rights":"full"}
    {"os_user":"jane","rights":"full"}
    {"os_user":"auditor","rights":"read_only"}
    --- exit 0
    "#);
}

#[test]
fn account_is_registered_once() {
    let mut world = World::new();
    assert_snapshot!(world.run("staff add ravi --name Ravi"), @"
    $ partnerctl staff add ravi --name Ravi
    stf_2
    --- stderr
    Ravi (ravi) is staff.
    --- exit 0
    ");
    assert_eq!(world.run("staff add ravi --name Ravi --json").json()["result"], "unchanged");
    assert_snapshot!(world.run("staff add ravi --name 'Ravi R' --read-only"), @r#"
    $ partnerctl staff add ravi --name Ravi R --read-only
    --- stderr
    error: ravi is staff already: name "Ravi", not "Ravi R"; rights "full", not "read_only"
    hint: change it with `partnerctl staff edit ravi`
    --- exit 4
    "#);
    world.run("staff add nemo --name Nemo").fails(2).says("this system has no account \"nemo\"");
}

#[test]
fn name_rights_and_kind_change() {
    let mut world = World::new();
    world.run("staff add ravi --name Ravi").ok();
    assert_snapshot!(world.run("staff edit ravi --read-only --name 'Ravi R'"), @"
    $ partnerctl staff edit ravi --read-only --name Ravi R
    stf_2
    --- stderr
    Ravi R (ravi) is staff with read-only rights.
    --- exit 0
    ");
    assert_snapshot!(world.run("staff edit ravi --read-only --json"), @r#"
    $ partnerctl staff edit ravi --read-only --json
    {
      "staff_id": "stf_2",
      "os_user": "ravi",
      "name": "Ravi R",
      "rights": "read_only",
      "result": "unchanged"
    }
    --- exit 0
    "#);
    world.run("staff edit ravi").fails(2).says("nothing is to be changed");
    world.run("staff edit ravii --full").fails(3).says("there is ravi");
    world.run("staff edit ravi --full --read-only").fails(2);
    world.account("ravi").run("staff edit ravi --full").fails(5).says("read-only staff");
    assert_eq!(
        world.sql("SELECT details FROM audit WHERE action = 'staff.edit' AND outcome = 'done'"),
        [r#"{"os_user":"ravi","name":"Ravi R","name_before":"Ravi","rights":"read_only","rights_before":"full"}"#]
    );
}

/// docs/reference.md#data: the last staff cannot be removed.
#[test]
fn last_person_with_full_rights_stays() {
    let mut world = World::new();
    world.run("staff add auditor --name Auditors --read-only").ok();
    assert_snapshot!(world.run("staff remove jane"), @"
    $ partnerctl staff remove jane
    --- stderr
    error: jane is the last person with full rights among the staff
    hint: register a colleague first with `partnerctl staff add OSUSER --name NAME`
    --- exit 4
    ");
    for edit in ["--read-only", "--service"] {
        world.run(&format!("staff edit jane {edit}")).fails(4).says("the last person with full rights");
    }
    world.run("staff edit jane --name 'Jane Roe'").ok();
    world.run("staff add ravi --name Ravi").ok();
    world.run("staff remove jane").ok();
    world.run("staff list").fails(1).says("jane is not registered as staff");
    world.account("ravi").run("staff remove ravi").fails(4);
}

#[test]
fn removed_account_may_be_registered_again() {
    let mut world = World::new();
    world.run("staff add ravi --name Ravi").ok();
    world.run("client add 'Big Shoes' --owner jim@bigshoes.example --staff ravi").ok();
    assert_snapshot!(world.run("staff remove ravi"), @"
    $ partnerctl staff remove ravi
    stf_2
    --- stderr
    Ravi (ravi) is no longer staff.
    hint: clients that still name ravi as in charge: 1
    hint: hand them over with `partnerctl client edit CLIENT --staff OSUSER`
    --- exit 0
    ");
    assert_eq!(world.run("staff remove ravi --json").json()["result"], "unchanged");
    world.account("ravi").run("client list").fails(1).says("ravi is not registered as staff");
    world.account("jane").run("staff add ravi --name Ravi --read-only").ok();
    world.account("ravi").run("client list").ok();
    world.account("jane").run("staff remove nemo").fails(3);
    assert_eq!(
        world.sql("SELECT os_user, state FROM staff ORDER BY id"),
        ["jane|active", "ravi|removed", "ravi|active"]
    );
}
