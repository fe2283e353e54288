//! Templates compile, agree with the kinds, and may be replaced from a folder.

use super::*;
use crate::error::Code;
use crate::mail::letter::{Client, LinkCancelled};

const LETTER: Letter<'static> = Letter::LinkCancelled(LinkCancelled {
    client: Client { name: "Big & Shoes", slug: "big-shoes", id: "C100001-9" },
    partner: "Jim's",
    cancelled_by: "Jim",
});
const DESK: Desk<'static> = Desk { name: "Desk", address: "help@desk.example", to: "jane@x.example" };

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, source) in files {
        std::fs::write(folder.path().join(name), source).unwrap();
    }
    folder
}

#[test]
fn every_kind_has_its_template() {
    for kind in Letter::KINDS {
        assert!(BUILT_IN.iter().any(|(name, _)| *name == format!("{kind}.j2")), "{kind}");
    }
    // The blocks for text and for HTML, the frame, and the letter that is never queued.
    assert_eq!(BUILT_IN.len(), Letter::KINDS.len() + 4);
    Templates::built_in().unwrap();
}

#[test]
fn a_folder_replaces_what_it_has_and_the_rest_stays() {
    let own = "Subject: Gone: {{ client.name }}\n{% from 'blocks' import p %}\n{% call p() %}Sorry, {{ client.name }}{% endcall %}";
    let folder = folder(&[("link_cancelled.j2", own), ("README", "no template")]);
    let templates = Templates::in_folder(folder.path()).unwrap();
    let rendered = templates.render(&LETTER, DESK).unwrap();
    assert_eq!(rendered.subject, "Gone: Big & Shoes");
    assert_eq!(rendered.text, "Sorry, Big & Shoes\n");
    assert!(rendered.html.contains("<p>Sorry, Big &amp; Shoes</p>"), "{}", rendered.html);
    assert!(rendered.html.starts_with("<!DOCTYPE html>"), "the frame is still ours");
}

#[test]
fn a_wrong_template_is_named_with_its_line_when_it_is_loaded() {
    let message = |name, source| {
        let folder = folder(&[(name, source)]);
        let error = Templates::in_folder(folder.path()).err().unwrap();
        assert_eq!(error.code(), Code::Failed);
        error.message().to_owned()
    };
    let told = message("welcome.j2", "Subject: x\n\n{% if %}");
    assert!(told.contains("welcome.j2 line 3"), "{told}");
    let told = message("welcome.j2", "Hello\n");
    assert!(told.ends_with("welcome.j2 does not begin with a line `Subject: …`"), "{told}");
    let told = message("wellcome.j2", "Subject: x\n");
    assert!(told.starts_with("\"wellcome.j2\" in "), "{told}");
    let gone = Templates::in_folder(Path::new("no-such-folder")).err().unwrap();
    assert!(gone.message().starts_with("no-such-folder cannot be looked at: "), "{gone}");
}

#[test]
fn a_name_that_a_template_mistypes_is_an_error_and_not_a_gap() {
    let folder = folder(&[("link_cancelled.j2", "Subject: x\n\n{{ clientele.name }}")]);
    let error = Templates::in_folder(folder.path()).unwrap().render(&LETTER, DESK).unwrap_err();
    assert!(error.message().starts_with("link_cancelled.j2 line 3: undefined value"), "{error}");
}
