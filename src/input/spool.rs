//! The input, copied once, so that what was checked is what is read, whether it came from a pipe or from a file that
//! someone else may be writing.
//!
//! The copy is UTF-8 without byte order mark, its line ends outside quotes are LF, and it ends in one. Up to
//! [`IN_MEMORY`] bytes stay in memory; more goes to a file without a name, which vanishes with the process.

use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use encoding_rs::{Decoder, DecoderResult, UTF_16BE, UTF_16LE};
use tempfile::SpooledTempFile;

use crate::domain::shell::shell_format;
use crate::error::{Error, Result};

/// Inputs up to this many bytes never touch the disk.
pub const IN_MEMORY: usize = 4 << 20;

/// How many bytes are read in one go.
const CHUNK: usize = 64 << 10;

/// How the input was encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// UTF-16, little endian, known by its byte order mark.
    Utf16Le,
    /// UTF-16, big endian, known by its byte order mark.
    Utf16Be,
}

/// What [`copy`] made of an input.
pub struct Spooled {
    /// The copy, from its beginning.
    pub file: SpooledTempFile,
    /// How the input was encoded.
    pub encoding: Encoding,
    /// Whether a byte order mark said so.
    pub marked: bool,
    /// Whether its first line ends with CR LF.
    pub crlf: bool,
}

/// Copies `input`, called `name` in messages, and rewinds the copy. Large inputs go to an unnamed file in `folder`.
///
/// # Errors
/// `usage` when the input is no text (a spreadsheet file, UTF-16 without mark or damaged); `failed` when it cannot be
/// read, or the copy not be written.
pub fn copy(name: &str, mut input: impl Read, folder: &Path) -> Result<Spooled> {
    let mut chunk = vec![0; CHUNK];
    let mut filled = read_full(name, &mut input, &mut chunk)?;
    refuse_binary(name, &chunk[..filled])?;
    let (encoding, mark) = match &chunk[..filled] {
        [0xFF, 0xFE, ..] => (Encoding::Utf16Le, 2),
        [0xFE, 0xFF, ..] => (Encoding::Utf16Be, 2),
        bytes => (Encoding::Utf8, bytes.chunks(3).take_while(|mark| *mark == [0xEF, 0xBB, 0xBF]).count() * 3),
    };
    let mut decoder = match encoding {
        Encoding::Utf8 => None,
        Encoding::Utf16Le => Some(UTF_16LE.new_decoder_without_bom_handling()),
        Encoding::Utf16Be => Some(UTF_16BE.new_decoder_without_bom_handling()),
    };
    let mut crlf = None;
    let mut lines = LineEnds::new(tempfile::spooled_tempfile_in(IN_MEMORY, folder));
    let mut text = String::new();
    let mut start = mark;
    loop {
        let last = filled < chunk.len();
        let bytes = match &mut decoder {
            None => &chunk[start..filled],
            Some(decoder) => {
                text.clear();
                transcode(decoder, &chunk[start..filled], last, &mut text)
                    .map_err(|()| damaged_utf16(name, lines.lines + text.matches('\n').count() + 1))?;
                text.as_bytes()
            }
        };
        crlf = crlf.or_else(|| ends_with_cr(bytes));
        lines.write(bytes).map_err(|error| full(name, folder, &error))?;
        if last {
            break;
        }
        start = 0;
        filled = read_full(name, &mut input, &mut chunk)?;
    }
    let file = lines.finish().map_err(|error| full(name, folder, &error))?;
    Ok(Spooled { file, encoding, marked: mark > 0, crlf: crlf.unwrap_or_default() })
}

/// Whether the first line in `bytes` ends with CR LF; none where no line ends.
fn ends_with_cr(bytes: &[u8]) -> Option<bool> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    Some(end.checked_sub(1).and_then(|before| bytes.get(before)) == Some(&b'\r'))
}

/// Fills `chunk` as far as the input goes: fewer bytes mean its end.
fn read_full(name: &str, input: &mut impl Read, chunk: &mut [u8]) -> Result<usize> {
    let mut filled = 0;
    while filled < chunk.len() {
        match input.read(&mut chunk[filled..]) {
            Ok(0) => break,
            Ok(n) => filled += n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => {
                return Err(Error::of_io(format_args!("cannot read {name}"), &error).fact("file", name));
            }
        }
    }
    Ok(filled)
}

fn full(name: &str, folder: &Path, error: &io::Error) -> Error {
    Error::failed(format!("cannot keep a copy of {name} in {} while it is checked: {error}", folder.display()))
        .advice("make room there, or hand in the rows in smaller files")
        .fact("file", name)
}

/// Files that people take for tables, and UTF-16 that does not say so.
fn refuse_binary(name: &str, head: &[u8]) -> Result<()> {
    let refuse = |what: &str, hint: &str| {
        Err(Error::usage(format!("{name} is {what}, not CSV")).advice(hint.to_owned()).fact("file", name))
    };
    let utf16 = |from: &str| {
        Err(Error::usage(format!("{name} looks like UTF-16 without a byte order mark"))
            .advice(shell_format!("convert it with `iconv -f {} -t UTF-8`, or save it as CSV UTF-8", from))
            .fact("file", name))
    };
    const SAVE: &str = "open it in the spreadsheet program and save it as CSV UTF-8";
    match head {
        [b'P', b'K', 3, 4, ..] if holds(head, b"[Content_Types].xml") || holds(head, b"xl/") => {
            refuse("an Excel spreadsheet (.xlsx)", SAVE)
        }
        [b'P', b'K', 3, 4, ..] if holds(head, b"opendocument.spreadsheet") => {
            refuse("an OpenDocument spreadsheet (.ods)", SAVE)
        }
        [b'P', b'K', 3 | 5, 4 | 6, ..] => refuse("a spreadsheet or archive file", SAVE),
        // A compound file, or the bare streams of Excel 2 to 4.
        [0xD0, 0xCF, 0x11, 0xE0, ..] | [9, 0 | 2 | 4 | 8, ..] => {
            refuse("an Excel spreadsheet (.xls) or another file of an office program", SAVE)
        }
        [0, ..] if head.len() == CHUNK && head.iter().all(|byte| *byte == 0) => {
            refuse("nothing but NUL bytes, perhaps without end", "name the file that you meant")
        }
        [0x1F, 0x8B, ..] => refuse("compressed", "unpack it first, for instance with `gunzip`"),
        _ if markup(head).is_some() => {
            let what = markup(head).unwrap_or_default();
            refuse(what, "whatever its name ends in, open it in the spreadsheet program and save it as CSV UTF-8")
        }
        [b'%', b'P', b'D', b'F', ..] => refuse("a PDF document", "export the rows as CSV UTF-8"),
        [b'{', b'\\', b'r', b't', b'f', ..] => refuse("a text document (RTF)", "export the rows as CSV UTF-8"),
        _ if is_json(head) => refuse("JSON", "export the rows as CSV UTF-8; a list of this program with `--csv`"),
        [first, 0, third, 0, ..] if *first != 0 && *third != 0 && *first != 0xFF => utf16("UTF-16LE"),
        [0, second, 0, fourth, ..] if *second != 0 && *fourth != 0 => utf16("UTF-16BE"),
        _ => Ok(()),
    }
}

/// Whether `part` occurs in the beginning of the file.
fn holds(head: &[u8], part: &[u8]) -> bool {
    head.windows(part.len()).any(|window| window == part)
}

/// The text with which the file begins, as far as it is ASCII, from its first character that is no blank.
fn beginning(head: &[u8]) -> Vec<u8> {
    const ENOUGH: usize = 4 << 10;
    let text = match head {
        [0xFF, 0xFE, text @ ..] | [0xFE, 0xFF, text @ ..] => {
            text.iter().copied().filter(|byte| *byte != 0).take(ENOUGH).collect()
        }
        text => text.iter().copied().take(ENOUGH).collect::<Vec<u8>>(),
    };
    text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&text).trim_ascii_start().to_vec()
}

/// An array or object of JSON. A cell of a table never begins so: a quote within it would begin the cell.
fn is_json(head: &[u8]) -> bool {
    let text = beginning(head);
    match text.split_first() {
        Some((b'{', rest)) => rest.trim_ascii_start().starts_with(b"\""),
        Some((b'[', rest)) => matches!(rest.trim_ascii_start(), [b'{' | b'[', ..]),
        _ => false,
    }
}

/// Pages that web programs call `.xls` or `.csv`.
fn markup(head: &[u8]) -> Option<&'static str> {
    let text = beginning(head);
    let begins = |begin: &str| text.get(..begin.len()).is_some_and(|text| text.eq_ignore_ascii_case(begin.as_bytes()));
    if begins("<?xml") {
        return Some("an XML file");
    }
    if begins("MIME-Version:") {
        return Some("a web archive");
    }
    let is_page = ["<!doctype", "<html", "<head", "<meta", "<body", "<table", "<style", "<div", "<!--"];
    // A part of a page, such as bare rows of a table.
    let is_part = text.starts_with(b"<") && holds(&text, b"</");
    (is_part || is_page.into_iter().any(begins)).then_some("an HTML page")
}

fn damaged_utf16(name: &str, line: usize) -> Error {
    Error::usage(format!("{name} line {line}: damaged UTF-16 (half a character)"))
        .advice("save the file again as CSV UTF-8")
        .fact("file", name)
        .fact("line", line)
}

/// Appends the text of `bytes` to `text`. The error leaves in `text` what went before the damage.
fn transcode(decoder: &mut Decoder, mut bytes: &[u8], last: bool, text: &mut String) -> Result<(), ()> {
    loop {
        // At most 3 bytes of UTF-8 for each 2 of UTF-16, and some for what the decoder held back.
        text.reserve(bytes.len() * 3 / 2 + 16);
        let (result, read) = decoder.decode_to_string_without_replacement(bytes, text, last);
        bytes = &bytes[read..];
        match result {
            DecoderResult::InputEmpty => return Ok(()),
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => return Err(()),
        }
    }
}

/// Writes on, with CRLF and lone CR outside quotes as LF. Inside quotes they are data and stay.
struct LineEnds {
    out: SpooledTempFile,
    /// Quotes seen so far, odd or even: in the accepted grammar, odd is inside a quoted cell.
    quoted: bool,
    /// Whether a CR outside quotes has been written as LF, so that an LF right after it is a part of it.
    after_cr: bool,
    last: u8,
    lines: usize,
    buffer: Vec<u8>,
}

impl LineEnds {
    fn new(out: SpooledTempFile) -> Self {
        Self { out, quoted: false, after_cr: false, last: b'\n', lines: 0, buffer: Vec::new() }
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let Some(last) = bytes.last() else { return Ok(()) };
        self.last = *last;
        self.lines += bytes.iter().filter(|b| **b == b'\n').count();
        if !self.after_cr && !bytes.contains(&b'\r') {
            self.quoted ^= bytes.iter().filter(|b| **b == b'"').count() % 2 == 1;
            return self.out.write_all(bytes);
        }
        self.buffer.clear();
        for byte in bytes {
            let after_cr = std::mem::take(&mut self.after_cr);
            match byte {
                b'"' => {
                    self.quoted = !self.quoted;
                    self.buffer.push(b'"');
                }
                b'\r' if !self.quoted => {
                    self.after_cr = true;
                    self.buffer.push(b'\n');
                }
                b'\n' if after_cr => {}
                other => self.buffer.push(*other),
            }
        }
        self.out.write_all(&self.buffer)
    }

    /// Drops each Ctrl-Z behind the last row: programs of the DOS days end a file with one, or fill its last block with
    /// them.
    fn drop_end_of_file(&mut self) -> io::Result<()> {
        const TAIL: u64 = 512;
        let end = self.out.seek(SeekFrom::End(0))?;
        let from = self.out.seek(SeekFrom::Start(end.saturating_sub(TAIL)))?;
        let mut tail = Vec::new();
        self.out.read_to_end(&mut tail)?;
        let mut text = tail.trim_ascii_end();
        if self.quoted || !text.ends_with(b"\x1A") {
            return Ok(());
        }
        while let Some(rest) = text.strip_suffix(b"\x1A") {
            text = rest;
        }
        let kept = from + text.len() as u64;
        self.out.set_len(kept)?;
        self.out.seek(SeekFrom::Start(kept))?;
        self.last = text.last().copied().unwrap_or(b'\n');
        Ok(())
    }

    fn finish(mut self) -> io::Result<SpooledTempFile> {
        self.drop_end_of_file()?;
        if self.quoted || !matches!(self.last, b'\n' | b'\r') {
            self.out.write_all(b"\n")?;
        }
        self.out.seek(SeekFrom::Start(0))?;
        Ok(self.out)
    }
}
