//! What the tests of mails begin with.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use crate::support::{Frozen, World};

/// A partner user was welcomed (msg_1), and big-shoes was asked for a link (msg_2, lnk_1).
pub fn asked() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = World::with_story();
        world
        .run("partner add-user ann@jimsweb.example -p jims-web --first-name Ann --last-name Lee --generate-password --send-email")
        .ok();
        world.run("link request -p jims-web --target big-shoes").ok();
        world.freeze()
    });
    FROZEN.thaw()
}

/// From now on nothing can be written into the outbox.
pub fn outbox_closed(world: &World) {
    std::fs::rename(world.path("desk.db.outbox"), world.path("away")).unwrap();
    world.write("desk.db.outbox", "no folder");
}

/// The outbox is as it was.
pub fn outbox_open(world: &World) {
    std::fs::remove_file(world.path("desk.db.outbox")).unwrap();
    std::fs::rename(world.path("away"), world.path("desk.db.outbox")).unwrap();
}

/// Python's `email` package reads each mail with its strict policy, and finds the same in both parts.
#[track_caller]
pub fn strict(mails: &[String]) {
    const SCRIPT: &str = r#"
import sys, email, email.policy
policy = email.policy.SMTP.clone(raise_on_defect=True)
message = email.message_from_bytes(sys.stdin.buffer.read(), policy=policy)
assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
assert message["auto-submitted"] == "auto-generated" and message["message-id"] and message["date"]
assert len(message["to"].addresses) == 1
print(message["to"].addresses[0].addr_spec)
"#;
    assert!(!mails.is_empty());
    for mail in mails {
        let mut python = Command::new("python3")
            .args(["-I", "-c", SCRIPT])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("this test needs python3, there is no skipping: {error}"));
        python.stdin.take().unwrap().write_all(mail.as_bytes()).unwrap();
        let output = python.wait_with_output().unwrap();
        assert!(output.status.success(), "{mail}\n{}", String::from_utf8_lossy(&output.stderr));
    }
}
