//! Passwords for servers, from the private file in which PostgreSQL's own programs look: `HOST:PORT:DATABASE:ROLE:PASSWORD`
//! in each line, where `*` fits everything.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use zeroize::Zeroizing;

use crate::domain::server_address::{ServerAddress, ServerHost};
use crate::error::{Error, Result, System, hint};

/// The password of `role` at `address`, if the file has one.
///
/// # Errors
/// `failed` when others can read the file.
pub fn find(file: &Path, address: &ServerAddress, role: &str) -> Result<Option<Zeroizing<String>>> {
    let Ok(meta) = fs::metadata(file) else { return Ok(None) };
    let cannot = |why: String| Error::failed(format!("{}, the file of passwords, {why}", file.display()));
    if meta.mode() & 0o077 != 0 {
        return Err(cannot(format!("can be read by others (mode {:04o})", meta.mode() & 0o7777))
            .hint(hint!["close it: ", System::change_mode("600", file)]));
    }
    let text =
        fs::read_to_string(file).map(Zeroizing::new).map_err(|error| cannot(format!("cannot be read: {error}")))?;
    Ok(text.lines().find_map(|line| password_in(line, address, role)))
}

fn password_in(line: &str, address: &ServerAddress, role: &str) -> Option<Zeroizing<String>> {
    if line.starts_with('#') {
        return None;
    }
    let mut fields = fields(line).into_iter();
    let (host, port, database, user, password) =
        (fields.next()?, fields.next()?, fields.next()?, fields.next()?, fields.next()?);
    let fits = |field: &str, value: &str| field == "*" || field == value;
    let is_host = |known: &ServerHost| match known {
        ServerHost::Socket(folder, at) => {
            (fits(&host, "localhost") || folder.to_str().is_some_and(|folder| fits(&host, folder)))
                && fits(&port, &at.to_string())
        }
        ServerHost::Tcp(name, at) => fits(&host, name) && fits(&port, &at.to_string()),
    };
    let is_it = address.hosts.iter().any(is_host) && fits(&database, &address.database) && fits(&user, role);
    is_it.then_some(password)
}

/// The fields of a line; behind a backslash a colon or a backslash is itself.
fn fields(line: &str) -> Vec<Zeroizing<String>> {
    let mut fields = vec![Zeroizing::new(String::new())];
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        match letter {
            ':' if fields.len() < 5 => fields.push(Zeroizing::new(String::new())),
            letter => {
                let plain = if letter == '\\' { letters.next().unwrap_or(letter) } else { letter };
                if let Some(field) = fields.last_mut() {
                    field.push(plain);
                }
            }
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn first_line_that_fits_has_the_password() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("pgpass");
        let lines =
            "# db:*:*:*:no\nother:5432:desk:jim:no\ndb:5432:desk:jim:a\\:b:c\n*:*:desk:*:any\nlocalhost:*:*:*:socket\n";
        fs::write(&file, lines).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
        let found = |typed: &str, role: &str| {
            let address = ServerAddress::parse(typed).unwrap();
            find(&file, &address, role).unwrap().map(|password| password.to_string())
        };
        assert_eq!(found("postgresql://db/desk", "jim").as_deref(), Some("a:b:c"));
        assert_eq!(found("postgresql://db:6000/desk", "jim").as_deref(), Some("any"));
        assert_eq!(found("postgresql://db/other", "jim"), None);
        assert_eq!(found("postgresql:///other", "jim").as_deref(), Some("socket"));
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
        let error = find(&file, &ServerAddress::parse("postgresql://db/desk").unwrap(), "jim").unwrap_err();
        assert!(error.message().contains("can be read by others (mode 0644)"), "{error}");
        assert_eq!(
            find(&folder.path().join("none"), &ServerAddress::parse("postgresql://db/desk").unwrap(), "jim").unwrap(),
            None
        );
    }
}
