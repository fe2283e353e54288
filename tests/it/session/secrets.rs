//! A hand-off code is on standard output, once, and nowhere else.

use super::{RAVI, enter, people, verify};
use crate::support::World;

/// The bytes of everything in the world's folder.
fn files(world: &World) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in walk(&world.path("")) {
        all.extend(std::fs::read(entry).unwrap());
    }
    all
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] })
        .collect()
}

#[test]
fn codes_are_in_no_file_or_log() {
    let mut world = people();
    let first = enter(&mut world, "big-shoes").ok();
    assert!(!first.err.contains("pcs_"), "{first}");
    let first = first.id();
    let second = world.run(&format!("session open -c big-shoes --as {RAVI} -m phone --json")).ok();
    let second = second.json()["code"].as_str().unwrap().to_owned();
    let mut said = String::new();
    for run in [verify(&mut world, &first), verify(&mut world, &second), verify(&mut world, &second)] {
        said.push_str(&run.to_string());
    }
    // Given where it does not belong, it is refused, and not recorded either.
    for line in [
        "session verify {}",
        "session verify --session {} -c big-shoes",
        "session open -c {} --as ravi@jimsweb.example -m x",
    ] {
        said.push_str(&world.run(&line.replace("{}", &first)).err);
    }
    let third = world.run(&format!("session open -c big-shoes --as {RAVI} -m {second}"));
    said.push_str(&third.err);
    for line in ["audit list --json", "client log big-shoes", "session list -A --json", "client show big-shoes"] {
        said.push_str(&world.run(line).ok().to_string());
    }
    let files = files(&world);
    for code in [&first, &second] {
        let secret = &code["pcs_1_".len()..];
        assert!(secret.len() == 34 && !said.contains(secret), "{said}");
        let found = files.windows(secret.len()).any(|window| window.eq_ignore_ascii_case(secret.as_bytes()));
        assert!(!found, "a code lies in a file");
    }
    assert!(!files.is_empty());
}
