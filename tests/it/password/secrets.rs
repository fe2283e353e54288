//! No password and no code is anywhere but where it must (docs/reference.md#data).

use std::path::Path;

use partnerctl::app::env::Entropy;
use partnerctl::domain::password::{Password, Strength};
use partnerctl::domain::time::Span;
use partnerctl::error::Result;
use partnerctl::ops::password::hash;

use super::{JIM, NEW, OLD, set, with_ann};
use crate::support::{Run, World};

/// A hash of [`OLD`] as an older program may have made it.
pub fn weak_hash_of_old() -> String {
    struct Same;
    impl Entropy for Same {
        fn fill(&mut self, bytes: &mut [u8]) -> Result<()> {
            bytes.fill(7);
            Ok(())
        }
    }
    let weak = Strength { memory: 8, passes: 1 };
    hash(&Password::presented(OLD), weak, &mut Same).unwrap().as_str().to_owned()
}

/// A session of `user` in `client`, as `session open` leaves it.
pub fn open_session(world: &World, user: i64, client: i64) {
    let now = world.now().ms();
    let (expires, code) = (now + 28_800_000, now + 60_000);
    world.tamper(&format!(
        "INSERT INTO session (id, client_id, login_id, entered_as, grant_id, opened_at, used_at, expires_at, code_expires_at, state)
         SELECT (SELECT coalesce(max(s.id), 0) + 1 FROM session AS s), {client}, {user}, {user}, id, {now}, {now}, {expires}, {code}, 'open' FROM access_grant WHERE client_id = {client} AND login_id = {user}"
    ));
}

/// What was printed; the line itself holds what the test put there.
fn hear(said: &mut String, run: &Run) {
    said.push_str(&run.out);
    said.push_str(&run.err);
}

/// Every file next to the database but the mails themselves, as bytes.
fn files(folder: &Path, found: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_none_or(|ending| ending != "eml") {
            found.push((path.display().to_string(), std::fs::read(&path).unwrap()));
        }
    }
}

#[test]
fn no_password_or_code_is_in_any_file() {
    let (mut world, temporary) = with_ann();
    let ann = "ann@jimsweb.example";
    let mut said = String::new();
    let mut codes = vec![world.code_for(JIM)];
    let wrong = "kestrel orchard 55 velvet";
    hear(&mut said, &set(&mut world, ann, &temporary, NEW).ok());
    hear(&mut said, &set(&mut world, ann, wrong, OLD).fails(5));
    hear(&mut said, &set(&mut world, ann, wrong, OLD).fails(5));
    hear(&mut said, &set(&mut world, ann, wrong, OLD).fails(4));
    world.pass(Span::minutes(1));
    for round in 0..2 {
        hear(&mut said, &world.pass(Span::minutes(1)).run(&format!("user reset-password {JIM}")).ok());
        codes.push(world.code_for(JIM));
        let line = "user set-password jim@bigshoes.example --code-stdin --json";
        if round == 1 {
            let old = codes[1].clone();
            hear(&mut said, &world.stdin(format!("{old}\n{NEW}\n")).run(line).fails(6));
            hear(&mut said, &world.stdin(format!("{}\n{NEW}\n", codes[2])).run(line).ok());
            hear(&mut said, &world.stdin(format!("{}\n{NEW}\n", codes[2])).run(line).fails(4));
        }
    }
    // A code in the wrong place, where it is recorded.
    hear(&mut said, &world.run(&format!("user set-password {}", codes[2])).fails(2));
    world.pass(Span::minutes(1));
    hear(&mut said, &world.run(&format!("user reset-password {JIM} -m 'code was {}'", codes[2])).ok());
    let last = world.code_for(JIM);
    codes.push(last);
    let made_up = world.run(&format!("user reset-password {ann} --generate-password --json")).ok();
    let made_up = made_up.json()["temporary_password"].as_str().unwrap().to_owned();
    for line in
        ["audit list --json", "mail list -A --json", "client log big-shoes", "mail show msg_3", "access list -A --csv"]
    {
        hear(&mut said, &world.run(line).ok());
    }
    world.run("db backup copy.db").ok();
    std::fs::remove_file(world.path("old")).unwrap();
    std::fs::remove_file(world.path("new")).unwrap();

    let mut found = vec![("what was printed".to_owned(), said.into_bytes())];
    files(world.path("").as_path(), &mut found);
    assert!(found.iter().any(|(name, _)| name.ends_with("copy.db")) && found.len() >= 4, "{}", found.len());
    let secrets = [OLD, NEW, &temporary, &made_up, wrong].into_iter().chain(codes.iter().map(String::as_str));
    for secret in secrets {
        for (name, bytes) in &found {
            assert!(!bytes.windows(secret.len()).any(|part| part == secret.as_bytes()), "{secret} is in {name}");
        }
    }
    let hashes = world.sql("SELECT hash FROM credential");
    let tables = world.sql("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'credential'");
    for table in tables {
        for row in world.sql(&format!("SELECT * FROM {table}")) {
            assert!(
                !row.contains("$argon2") && hashes.iter().all(|hash| !row.contains(hash.as_str())),
                "{table}: {row}"
            );
        }
    }
}
