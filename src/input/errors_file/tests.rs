//! The errors file is private, atomic, empty when clean, and feeds back.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::*;
use crate::input::{Fields, Known, Mapping, Renaming, Rest};

fn open(input: &[u8], maps: &[&str]) -> TableReader {
    let known = Known::new(&["client_id", "email", "note"])
        .ignoring(&["line", "result"])
        .fields(Fields::Used)
        .renaming(Renaming::Offered);
    let mapping = Mapping::parse(maps, Rest::Refuse).unwrap();
    TableReader::open("in.csv", input, Path::new("."), &known, &mapping).unwrap()
}

/// Runs `input` through, every row of it failing.
fn fail_all(table: &mut TableReader, path: &Path) {
    let mut errors = ErrorsFile::create(path, table, || Ok(())).unwrap();
    while let Some(row) = table.next_row().unwrap() {
        errors.push(row.cells(), "not_found", "no one, \"here\"").unwrap();
    }
    errors.finish().unwrap();
}

#[test]
fn failed_rows_keep_columns_and_feed_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bad.csv");
    fail_all(&mut open(b"Kunde;email;;result\nC1;\" a;b\";;x\n\nC2;\"c\r\n\";;\n", &["Kunde=client_id"]), &path);
    let first = fs::read_to_string(&path).unwrap();
    assert_eq!(
        first,
        "Kunde;email;;result;error_code;message\n\
         C1;\" a;b\";;x;not_found;\"no one, \"\"here\"\"\"\n\
         C2;\"c\r\n\";;;not_found;\"no one, \"\"here\"\"\"\n"
    );
    fail_all(&mut open(first.as_bytes(), &["Kunde=client_id"]), &path);
    assert_eq!(fs::read_to_string(&path).unwrap(), first, "a second round changes nothing and doubles no column");
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left next to it");
}

#[test]
fn clean_run_leaves_an_empty_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bad.csv");
    fs::write(&path, "of yesterday").unwrap();
    let table = open(b"client_id,email\nC1,a\n", &[]);
    let errors = ErrorsFile::create(&path, &table, || Ok(())).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "of yesterday", "until the end the old one is kept");
    assert_eq!(errors.rows(), 0);
    errors.finish().unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"");
    assert!(open(&fs::read(&path).unwrap(), &[]).next_row().unwrap().is_none());
}

#[test]
fn message_column_of_the_input_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bad.csv");
    let input = b"client_id,email,message\nC1,a,hello\n";
    for _ in 0..2 {
        fail_all(&mut open(input, &["message=note"]), &path);
        assert_eq!(
            fs::read_to_string(&path).unwrap(),
            "client_id,email,message,refused_code,refused_message\nC1,a,hello,not_found,\"no one, \"\"here\"\"\"\n"
        );
    }
}

#[test]
fn special_file_is_written_not_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    nix::unistd::mkfifo(&pipe, nix::sys::stat::Mode::S_IRWXU).unwrap();
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || fs::read_to_string(pipe).unwrap()
    });
    fail_all(&mut open(b"email\na\n", &[]), &pipe);
    assert!(reader.join().unwrap().starts_with("email,error_code,message\na,"));
    assert!(!fs::symlink_metadata(&pipe).unwrap().is_file());

    let (file, link) = (folder.path().join("file.csv"), folder.path().join("link.csv"));
    fs::write(&file, "old").unwrap();
    std::os::unix::fs::symlink(&file, &link).unwrap();
    fail_all(&mut open(b"email\na\n", &[]), &link);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(fs::read_to_string(&file).unwrap().starts_with("email,"));
}

#[test]
fn unwritable_place_stops_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let table = open(b"email\na\n", &[]);
    for path in [folder.path().to_owned(), folder.path().join("no/such/folder.csv")] {
        let error = ErrorsFile::create(&path, &table, || Ok(())).err().unwrap();
        assert_eq!(error.code(), crate::error::Code::Failed);
        assert!(error.message().starts_with("cannot write the errors file "), "{error}");
    }
}
