//! `invite`: sending, sending again, withdrawing, accepting, declining, and what is seen of it.

mod again;
mod answer;
mod crowd;
mod days;
mod edit;
mod form;
mod lists;
mod message;
mod prepared;
mod required;
mod rights;
mod send;
mod sender;
mod span;

use crate::support::World;

/// A password that is good enough for everyone.
pub const PASSWORD: &str = "otter lantern gravel mistake";

/// What the database holds, audit and refusals left out: equal before and after what must change nothing.
pub fn holdings(world: &World) -> Vec<String> {
    [
        "SELECT 'login', * FROM login ORDER BY id",
        "SELECT 'credential', * FROM credential ORDER BY login_id",
        "SELECT 'sign_in', * FROM sign_in ORDER BY login_id",
        "SELECT 'client', * FROM client ORDER BY id",
        "SELECT 'entry', * FROM client_entry ORDER BY client_id, login_id",
        "SELECT 'grant', * FROM access_grant ORDER BY id",
        "SELECT 'invitation', * FROM invitation ORDER BY id",
        "SELECT 'code', kind, record_id, version, hex(nonce), hex(digest), state FROM code ORDER BY kind, record_id",
        "SELECT 'mail', * FROM mail ORDER BY id",
        "SELECT 'counter', * FROM counter ORDER BY name",
    ]
    .iter()
    .flat_map(|query| world.sql(query))
    .collect()
}

/// Accepts with the newest code that was mailed to an address.
pub fn accept(world: &mut World, address: &str) {
    let code = world.code_for(address);
    accept_with(world, &code).ok();
}

/// Accepts with this code, and a password in case one is needed.
pub fn accept_with(world: &mut World, code: &str) -> crate::support::Run {
    let file = private(world, "password.txt", PASSWORD);
    world.stdin(code).run(&format!("invite accept --code-stdin --password-file {file}"))
}

/// A file in the world's folder that only its owner may read; its name.
pub fn private(world: &World, name: &str, content: &str) -> String {
    use std::os::unix::fs::PermissionsExt as _;
    let path = world.write(name, content);
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    name.to_owned()
}

/// The newest mail to an address, as a person reads it.
pub fn newest_mail(world: &World, address: &str) -> String {
    let is_to = |mail: &mail_parser::Message<'_>| mail.to().and_then(|to| to.first()?.address()) == Some(address);
    let text = |mail: &String| {
        let mail = mail_parser::MessageParser::default().parse(mail.as_bytes()).unwrap();
        is_to(&mail).then(|| mail.body_text(0).unwrap().into_owned())
    };
    world.mails().iter().rev().find_map(text).unwrap_or_else(|| panic!("no mail to {address}"))
}
