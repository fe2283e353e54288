//! Certificates for the mail server of the tests: an authority of our own, and what a server may show.

use std::path::PathBuf;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, KeyUsagePurpose, date_time_ymd,
};
use tempfile::TempDir;

/// A folder with the authority `ca.pem`, and below each of these names a `.pem` and a `.key`:
///
/// - `good`: for localhost and 127.0.0.1, by the authority;
/// - `expired`, `future`: the same, at another time;
/// - `other`: by the authority, for mail.other.example;
/// - `stranger`: for localhost and 127.0.0.1, by another authority;
/// - `selfsigned`: for localhost and 127.0.0.1, by itself.
pub struct Certs {
    folder: TempDir,
}

impl Certs {
    /// Makes them all.
    pub fn new() -> Self {
        let certs = Self { folder: tempfile::tempdir().unwrap() };
        let (ours, theirs) = (authority("Test Authority"), authority("Stranger"));
        std::fs::write(certs.authority(), ours.pem()).unwrap();
        let here = ["localhost", "127.0.0.1"];
        certs.put("good", &here, (2020, 2120), Some(&ours));
        certs.put("expired", &here, (2020, 2021), Some(&ours));
        certs.put("future", &here, (2119, 2120), Some(&ours));
        certs.put("other", &["mail.other.example"], (2020, 2120), Some(&ours));
        certs.put("stranger", &here, (2020, 2120), Some(&theirs));
        certs.put("selfsigned", &here, (2020, 2120), None);
        certs
    }

    /// The certificate of the authority, for `mail.smtp.ca_file`.
    pub fn authority(&self) -> PathBuf {
        self.path("ca.pem")
    }

    /// One of the files.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn put(&self, name: &str, names: &[&str], years: (i32, i32), issuer: Option<&CertifiedIssuer<'_, KeyPair>>) {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(names.iter().copied().map(str::to_owned).collect::<Vec<_>>()).unwrap();
        params.distinguished_name.push(DnType::CommonName, names[0]);
        (params.not_before, params.not_after) = (date_time_ymd(years.0, 1, 1), date_time_ymd(years.1, 1, 1));
        let certificate = match issuer {
            Some(issuer) => params.signed_by(&key, issuer).unwrap(),
            None => params.self_signed(&key).unwrap(),
        };
        std::fs::write(self.path(&format!("{name}.pem")), certificate.pem()).unwrap();
        std::fs::write(self.path(&format!("{name}.key")), key.serialize_pem()).unwrap();
    }
}

fn authority(name: &str) -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    (params.not_before, params.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(2120, 1, 1));
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}
