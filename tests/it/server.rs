//! A database on a PostgreSQL server: making it, working in it, and what is refused.

use std::os::unix::fs::PermissionsExt as _;

use crate::support::World;

/// A desk on a server, with the story.
fn desk() -> World {
    let mut world = World::empty();
    world.on_server().run("init --label training").ok().says("Made the database [DIR]/desk.db (training).");
    world.run("partner add \"Jim's Web\" --slug jims-web").ok();
    world.run("client add 'Big Shoes Inc.' --slug big-shoes --owner jim@bigshoes.example").ok();
    world
}

#[test]
fn desk_on_a_server_is_made_once_and_worked_in() {
    let mut world = desk();
    assert_eq!(world.run("init --json").ok().json()["result"], "unchanged");
    world.run("invite send jim@bigshoes.example -c big-shoes -r owner").ok();
    let code = world.code_for("jim@bigshoes.example");
    world.write_private("password", "correct horse battery staple\n");
    world.stdin(&*code).run("invite accept --code-stdin --password-file password").ok();
    world.run("client show big-shoes").ok().prints("jim@bigshoes.example");
    world.run("audit verify").ok();
    world.run("doctor").ok();
    world.run("client edit big-shoes --plan pro").ok();
    world.run("undo -c big-shoes").ok();
    world.run("mail list --json").ok();
    world.run("client list --csv --output clients.csv").ok();
    assert_eq!(world.sql("SELECT client_slug, activation FROM client_list"), ["big-shoes|active"]);
}

/// The actor is who the server knows, whatever the account of the process says.
#[test]
fn actor_is_the_role_in_which_the_server_lets_one_in() {
    let mut world = desk();
    world.account("ravi").run("client list").fails(1).says("ravi is not registered as staff");
    world.account("jane").run("staff add ravi --name Ravi").ok();
    world.run("staff add nemo --name Nemo").fails(2).says("the database server has no role \"nemo\"");
    world.account("ravi").run("client edit big-shoes --plan pro").ok();
    let address = world.location().to_string();
    assert_eq!(world.sql("SELECT actor FROM audit ORDER BY id DESC LIMIT 1"), ["ravi"]);
    // As someone else one works only if the server lets one in as that.
    world.run(&format!("whoami --db {}", address.replace("//", "//jane@"))).ok().prints("jane");
}

#[test]
fn address_that_is_wrong_or_not_safe_is_a_usage_error() {
    let mut world = desk();
    for (address, why) in [
        ("postgresql://jim:hidden@db.example/desk", "has a password in it"),
        ("postgresql://db.example/desk?password=hidden", "has a password in it"),
        ("postgresql://db.example/desk?sslmode=disable", "asks for sslmode=disable to another machine"),
        ("postgresql://db.example", "names no database"),
    ] {
        for command in ["client list", "init", "mail deliver"] {
            world.run(&format!("--db {address} {command}")).fails(2).says(why).says_not("hidden");
            world.var("PARTNERCTL_DB", address).run(command).fails(2).says(why).says_not("hidden");
            world.no_var("PARTNERCTL_DB");
        }
    }
    world.run("--db postgresql:///desk?host=/none/such client list").fails(1).says("cannot reach the database server");
}

#[test]
fn what_is_about_files_is_refused_and_says_so() {
    let mut world = desk();
    for command in ["db backup copy.db", "db restore copy.db"] {
        let run = world.run(command).fails(2);
        run.says("[DIR]/desk.db is on a server, and this is about a database file")
            .says("such as pg_dump and pg_restore");
    }
    assert!(!world.path("copy.db").exists());
}

#[test]
fn state_of_the_server_is_shown_and_checked() {
    let mut world = desk();
    let status = world.run("db status --json").ok().json();
    assert_eq!(
        (&status["label"], &status["key"], &status["clients"]),
        (&"training".into(), &"private".into(), &1.into())
    );
    assert!(status["bytes"].as_u64().unwrap() > 1_000_000 && status["mode"].is_null() && status["pages"].is_null());
    world.run("db check").ok().says("The database is sound.");
    assert_eq!(world.server_psql("DROP INDEX mail_due; ALTER TABLE mail DISABLE TRIGGER mail_guard_update"), "");
    world.run("db check").fails(1).prints("the index mail_due is missing");
    world
        .run("client edit big-shoes --plan pro")
        .fails(1)
        .says("the trigger mail_guard_update is missing or does not run");
}

/// On a second host the key comes from the first: another one would make codes that no one accepts.
#[test]
fn second_host_needs_the_key_of_the_first() {
    let mut world = desk();
    let second = world.path("second.db").display().to_string();
    world.var("PARTNERCTL_FILES", &second);
    world.run("client list").ok();
    world.run("init").fails(1).says("this host has no key for this database").says("copy the key file from the host");
    world.run("invite send jim@bigshoes.example -c big-shoes -r owner").fails(1);
    std::fs::copy(world.path("desk.db.key"), world.path("second.db.key")).unwrap();
    assert_eq!(world.run("init --json").ok().json()["result"], "unchanged");
    world.write("other.key", "x");
    world.run("invite send jim@bigshoes.example -c big-shoes -r owner").ok();
    let mode = std::fs::metadata(world.path("second.db.key")).unwrap().permissions().mode();
    assert_eq!(mode & 0o077, 0);
}
