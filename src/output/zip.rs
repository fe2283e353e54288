//! A ZIP archive written from front to back: it needs neither a second file nor memory for what it holds.
//!
//! The sizes of an entry follow its data (APPNOTE 4.3.9), since they are not known before. Entries carry no time, so
//! that the same content gives the same archive.

use std::io::{self, Write as _};

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

use crate::error::{Error, Result};

/// Version 2.0 of the format, which has deflated entries.
const VERSION: u16 = 20;
/// Sizes follow the data; names are UTF-8.
const FLAGS: u16 = 1 << 3 | 1 << 11;
const DEFLATED: u16 = 8;
/// 1 January 1980, the first day that the format knows.
const NO_TIME: [u16; 2] = [0, 1 << 5 | 1];

/// An archive, as far as it is written; what is ready is taken out with [`Archive::take`].
#[derive(Debug, Default)]
pub(super) struct Archive {
    ready: Vec<u8>,
    /// How many bytes were taken out.
    taken: u64,
    entries: Vec<Entry>,
    /// The entry that is being written.
    open: Option<OpenEntry>,
}

/// An entry that has its data.
#[derive(Debug)]
struct Entry {
    name: &'static str,
    offset: u32,
    crc: u32,
    compressed: u32,
    size: u32,
}

#[derive(Debug)]
struct OpenEntry {
    name: &'static str,
    offset: u32,
    compressed: u64,
    size: u64,
    crc: Crc,
    encoder: DeflateEncoder<Vec<u8>>,
}

impl Archive {
    /// Begins an entry, which ends with [`Archive::end`].
    ///
    /// # Errors
    /// `failed` when the archive is too large.
    pub(super) fn begin(&mut self, name: &'static str) -> Result<()> {
        let offset = small(self.taken + self.ready.len() as u64)?;
        self.put_u32(0x0403_4b50);
        self.put(&[VERSION, FLAGS, DEFLATED]);
        self.put(&NO_TIME);
        for _crc_and_sizes in 0..3 {
            self.put_u32(0);
        }
        self.put(&[name.len() as u16, 0]);
        self.ready.extend_from_slice(name.as_bytes());
        let encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        self.open = Some(OpenEntry { name, offset, compressed: 0, size: 0, crc: Crc::new(), encoder });
        Ok(())
    }

    /// Adds data to the entry.
    ///
    /// # Errors
    /// `bug` when it cannot be compressed.
    pub(super) fn write(&mut self, data: &[u8]) -> Result<()> {
        let entry = self.open.as_mut().ok_or_else(no_entry)?;
        entry.crc.update(data);
        entry.size += data.len() as u64;
        entry.encoder.write_all(data).map_err(|error| compression(&error))?;
        let bytes = entry.encoder.get_mut();
        entry.compressed += bytes.len() as u64;
        self.ready.append(bytes);
        Ok(())
    }

    /// Ends the entry.
    ///
    /// # Errors
    /// `failed` when it is too large.
    pub(super) fn end(&mut self) -> Result<()> {
        let entry = self.open.take().ok_or_else(no_entry)?;
        let OpenEntry { name, offset, compressed, size, crc, encoder } = entry;
        let rest = encoder.finish().map_err(|error| compression(&error))?;
        let compressed = small(compressed + rest.len() as u64)?;
        let entry = Entry { name, offset, crc: crc.sum(), compressed, size: small(size)? };
        self.ready.extend_from_slice(&rest);
        self.put_u32(0x0807_4b50);
        for number in [entry.crc, entry.compressed, entry.size] {
            self.put_u32(number);
        }
        self.entries.push(entry);
        Ok(())
    }

    /// Adds an entry with all its data.
    ///
    /// # Errors
    /// As [`Archive::end`].
    pub(super) fn add(&mut self, name: &'static str, data: &str) -> Result<()> {
        self.begin(name)?;
        self.write(data.as_bytes())?;
        self.end()
    }

    /// Writes the directory, with which the archive ends.
    ///
    /// # Errors
    /// `failed` when the archive is too large.
    pub(super) fn finish(&mut self) -> Result<()> {
        let begin = small(self.taken + self.ready.len() as u64)?;
        let entries = std::mem::take(&mut self.entries);
        let count = entries.len() as u16;
        for Entry { name, offset, crc, compressed, size } in entries {
            self.put_u32(0x0201_4b50);
            self.put(&[VERSION, VERSION, FLAGS, DEFLATED]);
            self.put(&NO_TIME);
            for number in [crc, compressed, size] {
                self.put_u32(number);
            }
            // No extra field, comment, disk number or attributes.
            self.put(&[name.len() as u16, 0, 0, 0, 0, 0, 0]);
            self.put_u32(offset);
            self.ready.extend_from_slice(name.as_bytes());
        }
        let size = small(self.taken + self.ready.len() as u64)? - begin;
        self.put_u32(0x0605_4b50);
        self.put(&[0, 0, count, count]);
        self.put_u32(size);
        self.put_u32(begin);
        self.put(&[0]);
        Ok(())
    }

    /// How many bytes are ready.
    pub(super) fn ready(&self) -> usize {
        self.ready.len()
    }

    /// Takes out what is ready.
    pub(super) fn take(&mut self) -> Vec<u8> {
        self.taken += self.ready.len() as u64;
        std::mem::take(&mut self.ready)
    }

    fn put(&mut self, numbers: &[u16]) {
        numbers.iter().for_each(|number| self.ready.extend_from_slice(&number.to_le_bytes()));
    }

    fn put_u32(&mut self, number: u32) {
        self.ready.extend_from_slice(&number.to_le_bytes());
    }
}

/// A number of bytes as the format without extensions has it.
fn small(number: u64) -> Result<u32> {
    u32::try_from(number).map_err(|_| {
        Error::failed("the file would be larger than 4 GiB, which this format does not allow")
            .advice("choose `--format csv`, or print fewer columns or rows")
    })
}

fn no_entry() -> Error {
    Error::bug("the archive has no open entry")
}

fn compression(error: &io::Error) -> Error {
    Error::bug(format!("the output cannot be compressed: {error}"))
}
