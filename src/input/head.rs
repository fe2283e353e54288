//! The head of a table: which separator it has, and whether a title is above the header row.

use std::borrow::Cow;
use std::io::{BufRead, BufReader, Read};
use std::ops::Range;

use super::check::is_blank;
use crate::domain::shell::shell_format;
use crate::error::{Error, Result};

/// The longest header row, in bytes: whatever has no end of line by then is no table.
const LONGEST_HEADER: u64 = 1 << 20;
/// How much of a table is looked at for a title above the header row, in bytes and rows.
const HEAD: u64 = 64 << 10;
const FIRST_ROWS: usize = 12;

/// The separator that the header row speaks for: `,`, `;` or tab. The one under which most names are `recognised`,
/// then the one that splits most.
///
/// # Errors
/// `failed` when the copy cannot be read.
pub fn separator(name: &str, input: impl Read, recognised: impl Fn(&str) -> bool) -> Result<u8> {
    let header = header_row(input).map_err(|error| Error::failed(format!("cannot read {name}: {error}")))?;
    let score = |separator: u8| {
        let mut row = csv::ByteRecord::new();
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).delimiter(separator).from_reader(header.as_slice());
        match reader.read_byte_record(&mut row) {
            Ok(true) => {
                let known = row.iter().filter(|cell| recognised(String::from_utf8_lossy(cell).trim())).count();
                (known, row.len())
            }
            _ => (0, 0),
        }
    };
    // The last of equals wins, so that the usual one is last.
    Ok([b'\t', b';', b','].into_iter().max_by_key(|separator| score(*separator)).unwrap_or(b','))
}

/// The line `sep=;` with which Excel announces the separator, if the input begins with it: the separator, and the bytes
/// from where to where it is.
///
/// # Errors
/// `usage` for a separator that is not read; `failed` when the copy cannot be read.
pub fn announced_separator(name: &str, input: impl Read) -> Result<Option<(u8, Range<u64>)>> {
    let mut line = Vec::new();
    let mut input = BufReader::new(input.take(LONGEST_HEADER));
    let mut begin = 0;
    loop {
        line.clear();
        let read = input.read_until(b'\n', &mut line);
        let read = read.map_err(|error| Error::failed(format!("cannot read {name}: {error}")))?;
        if read == 0 || !line.iter().all(|b| is_blank(*b)) {
            break;
        }
        begin += line.len() as u64;
    }
    let text = line.strip_suffix(b"\n").unwrap_or(&line);
    let bare = text.strip_prefix(b"\"").and_then(|text| text.strip_suffix(b"\"")).unwrap_or(text);
    match announced(bare) {
        Some(separator @ (b',' | b';' | b'\t')) => Ok(Some((separator, begin..begin + text.len() as u64))),
        Some(other) => Err(Error::usage(format!("{name} has {:?} between its cells", char::from(other)))
            .advice("export it with `,`, `;` or tabs between the cells")
            .fact("file", name)),
        None => Ok(None),
    }
}

/// The separator that a line announces. The program that wrote it may have filled it up to the width of the table.
fn announced(line: &[u8]) -> Option<u8> {
    let (word, value) = line.split_at_checked(4)?;
    let value = value.strip_prefix(b" ").unwrap_or(value);
    let (separator, rest) = value.split_first()?;
    let fills = |byte: &u8| matches!(byte, b',' | b';' | b'\t' | b' ');
    (word.eq_ignore_ascii_case(b"sep=") && rest.iter().all(fills)).then_some(*separator)
}

/// Refuses a table with a title above its header row. The header is the first row of which the command knows names, unless
/// a later one has more of them, or the first one with several cells below a line that has one.
///
/// # Errors
/// `usage` that names both lines; `failed` when the copy cannot be read.
pub fn refuse_title(
    name: &str,
    mut input: impl Read,
    separator: Option<u8>,
    known: impl Fn(&str) -> bool,
) -> Result<()> {
    let mut head = Vec::new();
    let taken = (&mut input).take(HEAD).read_to_end(&mut head);
    taken.map_err(|error| Error::failed(format!("cannot read {name}: {error}")))?;
    // No title is binary: what is wrong with such a file is found when it is checked.
    if head.contains(&0) {
        return Ok(());
    }
    let separators = separator.map_or_else(|| vec![b',', b';', b'\t'], |separator| vec![separator]);
    let readings: Vec<_> = separators.into_iter().map(|separator| first_rows(&head, separator)).collect();
    let names = |row: &[String]| row.iter().filter(|cell| known(cell)).count();
    let several = |row: &[String]| row.iter().filter(|cell| !cell.is_empty()).count() > 1;
    let first = |rows: &[Numbered], is: &dyn Fn(&[String]) -> bool| rows.first().is_some_and(|(_, row)| is(row));
    let most = |rows: &[Numbered]| rows.iter().map(|(_, row)| names(row)).max().unwrap_or_default();
    if readings.iter().any(|rows| first(rows, &|row| names(row) > 0 && names(row) == most(rows))) {
        return Ok(());
    }
    let below = |is: &dyn Fn(&[String]) -> bool| {
        readings.iter().find_map(|rows| rows.iter().skip(1).find(|(_, row)| is(row)).map(|(line, _)| *line))
    };
    let is_alone = !readings.iter().any(|rows| first(rows, &several));
    let header = below(&|row| names(row) > 1).or_else(|| below(&several).filter(|_| is_alone));
    let (Some(line), Some((title_line, title))) = (header, readings.first().and_then(|rows| rows.first())) else {
        return Ok(());
    };
    let title = title.iter().find(|cell| !cell.is_empty()).map_or("", String::as_str);
    let title = title.split([';', '\t']).next().unwrap_or(title);
    Err(Error::usage(format!(
        "{name} has a title above its header row: line {title_line} is {}, and the header seems to be on line {line}",
        super::mapping::quoted(title)
    ))
    .advice(if name == super::STANDARD_INPUT {
        shell_format!("take out what is above the header: put `tail -n +{} |` in front of the command", line)
    } else {
        shell_format!("take out what is above the header, for instance with `tail -n +{} {}`", line, name)
    })
    .fact("file", name)
    .fact("line", *title_line))
}

/// A row and the line on which it begins.
type Numbered = (u64, Vec<String>);

/// The first rows with content, their cells trimmed, and the line on which each begins.
fn first_rows(head: &[u8], separator: u8) -> Vec<Numbered> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(head);
    let mut rows = Vec::new();
    let mut row = csv::ByteRecord::new();
    while rows.len() < FIRST_ROWS && reader.read_byte_record(&mut row).is_ok_and(|more| more) {
        // The reader is behind the line end of this record, and skipped blank lines before it.
        let feeds = row.as_slice().iter().filter(|byte| **byte == b'\n').count() as u64;
        let line = (reader.position().line() - 1).saturating_sub(feeds);
        let cells: Vec<String> = row.iter().map(|cell| text(cell).trim().to_owned()).collect();
        if cells.iter().any(|cell| !cell.is_empty()) {
            rows.push((line, cells));
        }
    }
    rows
}

/// A cell for people, before its encoding was checked.
fn text(cell: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(cell) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => encoding_rs::WINDOWS_1252.decode(cell).0,
    }
}

/// The first row with content, its quoted line ends included.
fn header_row(input: impl Read) -> std::io::Result<Vec<u8>> {
    let mut input = BufReader::new(input.take(LONGEST_HEADER));
    let mut row = Vec::new();
    loop {
        let read = input.read_until(b'\n', &mut row)?;
        if read == 0 || row.iter().filter(|b| **b == b'"').count() % 2 == 0 {
            let empty = row.iter().all(|b| is_blank(*b) || matches!(b, b',' | b';' | b'"'));
            if read == 0 || !empty {
                return Ok(row);
            }
            row.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_row_decides_the_separator() {
        let known = |title: &str| ["name", "slug", "owner"].contains(&title);
        let found = |header: &str| separator("new.csv", header.as_bytes(), known).unwrap();
        assert_eq!(found("name,slug\n1;2;3;4,5\n"), b',');
        assert_eq!(found("name;slug\na,b,c;d"), b';');
        assert_eq!(found("name\tslug\r\n"), b'\t');
        assert_eq!(found("name\n"), b',');
        assert_eq!(found(""), b',');
        assert_eq!(found("\n;;;\nname;slug;owner"), b';');
        // More cells by comma, but names only by semicolon.
        assert_eq!(found("name;slug;a, b, c, d and e"), b';');
        assert_eq!(found("\"x;y\nz;\",name"), b',');
        assert_eq!(found("Firma;Straße, Nr;PLZ\n"), b';');
    }
}
