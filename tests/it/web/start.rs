//! How a server starts, with TLS of its own, and what it says where it cannot.

use std::fs::{self, Permissions};
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::sync::Arc;

use partnerctl::web::TlsFiles;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use super::two_owners;
use crate::support::World;
use crate::support::certs::Certs;
use crate::support::pages::Pages;

/// A world whose pages have an address.
fn addressed() -> World {
    let mut world = World::with_story();
    world.run("config set web.base_url https://access.example.com").ok();
    world
}

/// Certificates whose keys no one else reads.
fn certs() -> Certs {
    let certs = Certs::new();
    for key in ["good.key", "other.key"] {
        fs::set_permissions(certs.path(key), Permissions::from_mode(0o600)).unwrap();
    }
    certs
}

#[test]
fn port_in_use_is_named() {
    let mut world = addressed();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    let run = world.run(&format!("serve --listen {address}")).fails(1);
    run.says(&format!("cannot listen on {address}")).says("hint: name another address with `--listen");
}

#[test]
fn pages_need_their_own_address() {
    let mut world = World::with_story();
    let run = world.run("serve --listen 127.0.0.1:0").fails(2).says("web.base_url is not set");
    run.says("partnerctl config set web.base_url https://HOST");
}

#[test]
fn revealing_addresses_are_refused() {
    for (key, url, why) in [
        ("web.base_url", "http://access.example.com", "passwords would go over it in clear"),
        ("web.base_url", "http://localhost.example.com:8080", "passwords would go over it in clear"),
        ("web.base_url", "http://192.0.2.1", "passwords would go over it in clear"),
        // What is before an `@` is no host, and a path that begins with two slashes is another one.
        ("web.base_url", "http://127.0.0.1:80@access.example.com", "is no address of pages"),
        ("web.base_url", "https://access.example.com//other.example", "is no address of pages"),
        ("portal.login_url", "http://127.0.0.1:80@portal.example.com/enter", "codes would go over it in clear"),
        ("portal.login_url", "http://portal.example.com/enter", "codes would go over it in clear"),
    ] {
        let mut world = addressed();
        world.run(&format!("config set {key} {url}")).ok();
        let run = world.run("serve --listen 127.0.0.1:0").fails(2).says(why).says(url);
        run.says(&format!("partnerctl config set {key} https://HOST"));
    }
}

#[test]
fn unusable_certificates_are_named() {
    let certs = certs();
    let shown = |name: &str| certs.path(name).display().to_string();
    fs::write(certs.path("text.pem"), "no certificate\n").unwrap();
    fs::write(certs.path("text.key"), "no key\n").unwrap();
    fs::set_permissions(certs.path("text.key"), Permissions::from_mode(0o600)).unwrap();
    fs::write(certs.path("open.key"), fs::read(certs.path("good.key")).unwrap()).unwrap();
    fs::set_permissions(certs.path("open.key"), Permissions::from_mode(0o644)).unwrap();
    let mut world = addressed();
    for (certificate, key, exit, why) in [
        ("missing.pem", "good.key", 1, "cannot read"),
        ("good.pem", "missing.key", 1, "cannot read"),
        ("text.pem", "good.key", 1, "it holds no certificate in PEM"),
        ("good.pem", "text.key", 1, "text.key cannot be used"),
        ("good.pem", "other.key", 1, "the certificate with its key cannot be used"),
        ("good.pem", "open.key", 2, "everyone on this machine can read the key"),
    ] {
        let line = format!("serve --listen 127.0.0.1:0 --tls-cert {} --tls-key {}", shown(certificate), shown(key));
        world.run(&line).fails(exit).says(why);
    }
    world.run(&format!("serve --tls-cert {}", shown("good.pem"))).fails(2);
}

#[test]
fn bad_options_are_named() {
    let mut world = addressed();
    world.run("serve --client-header 'X Real'").fails(2).says("is not the name of a header");
    world.run("serve --listen somewhere").fails(2);
    world.run("serve -n").fails(2).says("serve has no dry run");
}

/// One request over TLS, by a client that trusts the authority of the tests.
fn over_tls(pages: &Pages, certs: &Certs, name: &str, path: &str) -> Result<String, std::io::Error> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(certs.authority()).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = config.with_root_certificates(roots).with_no_client_auth();
    let connection = ClientConnection::new(Arc::new(config), ServerName::try_from(name.to_owned()).unwrap()).unwrap();
    let mut stream = StreamOwned::new(connection, TcpStream::connect(pages.address())?);
    stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n").as_bytes())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

#[test]
fn server_speaks_tls_itself() {
    let (world, certs) = (two_owners(), certs());
    let pages = Pages::with(&world, |options| {
        options.base_url = "https://localhost".to_owned();
        options.tls = Some(TlsFiles { certificate: certs.path("good.pem"), key: certs.path("good.key") });
    });
    let answer = over_tls(&pages, &certs, "localhost", "/sign-in").unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.contains("set-cookie: __Host-visit=") && answer.contains("strict-transport-security:"), "{answer}");
    // Another name, or no TLS, gets nothing.
    assert!(over_tls(&pages, &certs, "access.example.com", "/sign-in").is_err());
    assert!(!pages.raw("GET /sign-in HTTP/1.1\r\nHost: x\r\n\r\n").contains("HTTP/1.1"));
    // Who begins a handshake and leaves keeps no one out.
    let held: Vec<TcpStream> = (0..200).map(|_| TcpStream::connect(pages.address()).unwrap()).collect();
    over_tls(&pages, &certs, "localhost", "/healthz").unwrap();
    drop(held);
}

/// `doctor` asks what the links in mails lead to.
#[test]
fn doctor_asks_whether_pages_answer() {
    let mut world = two_owners();
    let pages = Pages::of(&world);
    world.run(&format!("config set web.base_url http://{}", pages.address())).ok();
    world.run("doctor --columns code --csv").says_not("pages-away");
    world.run(&format!("config set web.base_url http://{}/elsewhere", pages.address())).ok();
    let found = world.run("doctor --columns code,finding,command --csv").fails(1);
    assert!(found.out.contains("answers with the status 404"), "{found}");
    assert!(found.out.contains("partnerctl config set web.base_url URL"), "{found}");
    world.run(&format!("config set web.base_url http://{}", pages.address())).ok();
    drop(pages);
    let found = world.run("doctor --columns code,finding,command --csv").fails(1);
    assert!(found.out.contains("pages-away") && found.out.contains("nothing listens there"), "{found}");
    let base = world.run("config get web.base_url").ok().out;
    let address = base.trim().trim_start_matches("http://").to_owned();
    assert!(found.out.contains(&format!("partnerctl serve --listen {address}")), "{found}");
}
