//! `demo`: the story as a new user sees it.

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use insta::assert_snapshot;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::support::pages::Browser;
use crate::support::{Real, World, code};

#[test]
fn the_demo_plays_the_main_job() {
    let run = World::empty().run("demo").ok();
    assert!(run.out.lines().count() <= 120, "the demo is to be read in two minutes");
    assert_snapshot!(run);
}

#[test]
fn demo_stays_with_keep() {
    let mut world = World::empty();
    world.run("demo --keep try-out").ok().says("partnerctl client list --db try-out/demo.db");
    assert_eq!(world.run("client list --db try-out/demo.db --csv").ok().csv().len(), 40);
    world.run("demo --keep try-out").fails(4).says("try-out is not empty; nothing was changed");
}

/// The three links work as printed, until Ctrl-C.
#[test]
fn pages_of_the_demo_answer() {
    let real = Real::empty();
    let mut command = real.command("demo --serve");
    std::fs::create_dir(real.path("tmp")).unwrap();
    command.env("TMPDIR", real.path("tmp")).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let said: Vec<String> = lines.take_while(|line| !line.contains("Ctrl-C")).collect();
    let after = |words: &str| said.iter().find_map(|line| Some(line.trim().strip_prefix(words)?.trim().to_owned()));
    let (invitation, request) = (after("An invitation").unwrap(), after("A link request").unwrap());
    let sign_in = after("A sign-in").unwrap();
    let host = sign_in.strip_prefix("http://").and_then(|rest| rest.strip_suffix("/sign-in")).unwrap().to_owned();
    let code_in = |link: &str, page: &str| link.strip_prefix(&format!("http://{host}{page}#")).unwrap().to_owned();
    let new = || Browser::at(host.parse().unwrap());
    new().open("/invitation", &code_in(&invitation, "/invitation")).ok().shows("Tea House Lindgren");
    new().open("/link", &code_in(&request, "/link")).ok().shows("Studio Kolorit").shows("Big Shoes Inc.");
    let (email, password) = after("as ")
        .and_then(|line| {
            line.split_once(", with the password: ").map(|(email, password)| (email.to_owned(), password.to_owned()))
        })
        .unwrap();
    let mut owner = new();
    owner.get("/sign-in").ok();
    let home = owner.post("/sign-in", &[("email", &email), ("password", &password)]).is(303).follow(&mut owner).ok();
    home.shows("People of Big Shoes Inc.");
    kill(Pid::from_raw(child.id().cast_signed()), Signal::SIGINT).unwrap();
    let ended = child.wait_with_output().unwrap();
    assert_eq!(code(ended.status), 130, "{ended:?}");
    assert_eq!(std::fs::read_dir(real.path("tmp")).unwrap().count(), 0, "the demo left something behind");
}
