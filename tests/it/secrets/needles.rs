//! A search for many secrets at once, in each form that a secret could take.

use std::collections::HashMap;

use data_encoding::{BASE32_NOPAD, BASE64, BASE64URL, HEXLOWER, HEXUPPER};

/// Bytes of a form that are looked up; enough that no chance makes them.
const LOOKED_UP: usize = 12;

/// What is looked for.
pub struct Needles {
    /// By their first bytes, the secret's number and the name of the form.
    forms: HashMap<[u8; LOOKED_UP], (usize, &'static str)>,
    /// Whether any form begins with these two bytes.
    beginnings: Vec<bool>,
}

impl Needles {
    /// The forms of these secrets, which are codes or passwords.
    pub fn of(secrets: &[String]) -> Self {
        let mut needles = Self { forms: HashMap::new(), beginnings: vec![false; 1 << 16] };
        for (number, secret) in secrets.iter().enumerate() {
            // The secret part of a code is what counts; its beginning is no secret, and its last two letters a checksum.
            let part = if secret.starts_with("pc") { secret.rsplit('_').next().unwrap() } else { secret };
            for (name, form) in forms(part) {
                needles.add(&form, number, name);
            }
            if part != secret {
                needles.add(&part.as_bytes()[16..], number, "the second half");
                let raw = BASE32_NOPAD.decode(part[..32].to_ascii_uppercase().as_bytes()).unwrap();
                for (name, form) in encodings(&raw) {
                    needles.add(&form, number, name);
                }
                needles.add(&raw, number, "its bytes");
            }
        }
        needles
    }

    fn add(&mut self, form: &[u8], number: usize, name: &'static str) {
        let key: [u8; LOOKED_UP] = form[..LOOKED_UP].try_into().unwrap();
        self.beginnings[usize::from(u16::from_be_bytes([key[0], key[1]]))] = true;
        self.forms.insert(key, (number, name));
    }

    /// Which secret these bytes hold, by its number, and in which form.
    pub fn first_in(&self, bytes: &[u8]) -> Option<String> {
        bytes
            .windows(LOOKED_UP)
            .filter(|window| self.beginnings[usize::from(u16::from_be_bytes([window[0], window[1]]))])
            .find_map(|window| self.forms.get(window))
            .map(|(number, name)| format!("secret {number} as {name}"))
    }
}

/// Text as it is, in capitals, as in an address, and encoded.
fn forms(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let mut forms = encodings(text.as_bytes());
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    forms.push(("UTF-16", wide));
    forms.push(("itself", text.as_bytes().to_vec()));
    forms.push(("capitals", text.to_ascii_uppercase().into_bytes()));
    forms.push(("percent-encoded", text.replace(' ', "%20").into_bytes()));
    forms.push(("form-encoded", text.replace(' ', "+").into_bytes()));
    forms
}

/// Bytes in hexadecimal, and in base 64 wherever they begin in what was encoded.
fn encodings(bytes: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let mut forms = vec![
        ("hexadecimal", HEXLOWER.encode(bytes).into_bytes()),
        ("HEXADECIMAL", HEXUPPER.encode(bytes).into_bytes()),
    ];
    for skipped in 0..3 {
        // Whole groups of three, so that what follows does not matter.
        let rest = &bytes[skipped..];
        let whole = &rest[..rest.len() / 3 * 3];
        forms.push(("base 64", BASE64.encode(whole).into_bytes()));
        forms.push(("base 64 for addresses", BASE64URL.encode(whole).into_bytes()));
    }
    forms
}

#[test]
fn each_form_of_a_secret_is_found() {
    let code = "pci_31_abcdefghijklmnopqrstuvwxyz234567qq";
    let password = "plover sandbar wicket 29 umbra";
    let needles = Needles::of(&[code.to_owned(), password.to_owned()]);
    let raw = BASE32_NOPAD.decode(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567").unwrap();
    let encoded = |before: &str, what: &[u8]| BASE64.encode(&[before.as_bytes(), what, b"behind"].concat());
    let mut texts: Vec<Vec<u8>> = vec![
        code.into(),
        code.to_uppercase().into(),
        password.into(),
        "p=plover%20sandbar%20wicket%2029%20umbra".into(),
        HEXLOWER.encode(code.as_bytes()).into(),
        HEXLOWER.encode(&raw).into(),
        [&b"x"[..], &raw, b"y"].concat(),
    ];
    for before in ["", "a", "ab"] {
        texts.extend([code.as_bytes(), password.as_bytes(), &raw].map(|what| encoded(before, what).into_bytes()));
    }
    for text in texts {
        let found = needles.first_in(&[&b"before it "[..], &text, b" behind"].concat());
        assert!(found.is_some(), "{:?} is not found", String::from_utf8_lossy(&text));
    }
    assert_eq!(needles.first_in(b"pci_31_ and plover, sandbar; wicket 29 umbra, abcdefghijk"), None);
}
