//! Counts on disk: `gleaner counts 1` and a line feed, then gzip (whose CRC-32 and length guard the content) of numbers in
//! little-endian order, lengths as LEB128. The same counts are the same bytes.

use super::sketch::{Held, Source, print};
use super::{Counts, Limits, MAX_LINES, MAX_NAME_BYTES, NAME};
use crate::document::key;
use crate::error::{Error, Result};
use crate::strategy::contract::{Facts, Place};
use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::Path;

/// What a file begins with; the number is raised with any change to what follows or to how documents become facts.
const MAGIC: &[u8] = b"gleaner counts 1\n";
/// A line whose key tells whether the writer made keys as the reader does.
const PROBE: &str = "gleaner counts";
/// Keys hardly compress.
const LEVEL: Compression = Compression::fast();

/// Writes counts.
///
/// # Errors
/// Where the output takes no more.
pub fn write(counts: &Counts, mut out: impl Write) -> std::io::Result<()> {
    out.write_all(MAGIC)?;
    let mut packer = BufWriter::with_capacity(1 << 16, GzEncoder::new(out, LEVEL));
    put_counts(counts, &mut packer)?;
    packer.into_inner().map_err(std::io::IntoInnerError::into_error)?.finish()?.flush()
}

fn put_counts(counts: &Counts, out: &mut impl Write) -> std::io::Result<()> {
    put(out, key(PROBE).unwrap_or_default())?;
    for number in [counts.limits.per_source as u64, counts.limits.total as u64, u64::from(counts.level), counts.documents] {
        put_length(out, number)?;
    }
    put_length(out, counts.sources.len() as u64)?;
    for (name, source) in &counts.sources {
        put_length(out, name.len() as u64)?;
        out.write_all(name.as_bytes())?;
        put_length(out, source.seen)?;
        out.write_all(&source.cut.unwrap_or(0).to_le_bytes())?;
        put_length(out, source.held.len() as u64)?;
        source.held.values().try_for_each(|held| put_held(held, out))?;
    }
    Ok(())
}

fn put_held(held: &Held, out: &mut impl Write) -> std::io::Result<()> {
    let (facts, running) = (&held.facts, held.facts.running().len());
    for number in [held.times as usize, running, facts.lines().len() - running, facts.places().len()] {
        put_length(out, number as u64)?;
    }
    facts.lines().iter().try_for_each(|&line| put(out, line))?;
    for place in facts.places() {
        put(out, place.path)?;
        put_length(out, u64::from(place.line) << 1 | u64::from(place.headline))?;
    }
    Ok(())
}

fn put(out: &mut impl Write, number: u64) -> std::io::Result<()> {
    out.write_all(&number.to_le_bytes())
}

fn put_length(out: &mut impl Write, mut number: u64) -> std::io::Result<()> {
    while number > 0x7f {
        out.write_all(&[number as u8 | 0x80])?;
        number >>= 7;
    }
    out.write_all(&[number as u8])
}

/// Reads counts. Memory stays within the limits that the file names, and these within what [`Limits::checked`] allows.
///
/// # Errors
/// A file that is not there, is damaged or cut off, is of another version, or holds more than its limits allow.
pub fn read(path: &Path) -> Result<Counts> {
    let remedy = "count the shard again with this version of gleaner";
    let open = |error| Error::io("cannot open the counts", error).in_file(path).remedy("check the name and its permissions");
    let mut file = BufReader::with_capacity(1 << 16, std::fs::File::open(path).map_err(open)?);
    let mut magic = [0; MAGIC.len()];
    if file.read_exact(&mut magic).is_err() || magic != MAGIC {
        return Err(Error::data("not counts of this version").in_file(path).remedy(remedy));
    }
    let mut reader = Reader(BufReader::with_capacity(1 << 16, MultiGzDecoder::new(file)));
    reader.counts().map_err(|why| Error::data(format!("the counts are damaged: {why}")).in_file(path).remedy(remedy))
}

/// Why a file could not be read.
type Broken<T> = std::result::Result<T, String>;

struct Reader<R>(R);

impl<R: Read> Reader<R> {
    fn counts(&mut self) -> Broken<Counts> {
        if Some(self.number()?) != key(PROBE) {
            return Err("the keys of lines are of another make".into());
        }
        let limits = Limits { per_source: self.length()?, total: self.length()? };
        let limits = limits.checked().map_err(|error| error.to_string())?;
        let level = self.length()?.min(64) as u32;
        let mut counts = Counts { level, documents: self.long()?, ..Counts::new(limits) };
        let mut room = limits.total;
        for _ in 0..self.length()? {
            let name = self.name()?;
            room = room.checked_sub(NAME).ok_or("more sources than the limits allow")?;
            let source = self.source(&mut room)?;
            if counts.sources.last_key_value().is_some_and(|(last, _)| *last >= name) {
                return Err("the sources are out of order".into());
            }
            counts.sources.insert(name, source);
        }
        if self.0.read(&mut [0]).map_err(|error| error.to_string())? != 0 {
            return Err("there is more behind the end".into());
        }
        counts.recharge();
        counts.fit().map_err(|error| error.to_string())?;
        Ok(counts)
    }

    fn name(&mut self) -> Broken<String> {
        let length = self.length()?;
        if length == 0 || length > MAX_NAME_BYTES {
            return Err(format!("a name of {length} bytes"));
        }
        let mut bytes = vec![0; length];
        self.0.read_exact(&mut bytes).map_err(|error| error.to_string())?;
        String::from_utf8(bytes).map_err(|_| "a name that is not UTF-8".into())
    }

    fn source(&mut self, room: &mut usize) -> Broken<Source> {
        let seen = self.long()?;
        let cut = u128::from_le_bytes(self.bytes()?);
        let mut source = Source::new(seen, (cut > 0).then_some(cut));
        for _ in 0..self.length()? {
            let held = self.held(room)?;
            let print = print(&held.facts);
            if source.held.last_key_value().is_some_and(|(last, _)| *last >= print) || source.cut.is_some_and(|cut| print >= cut) {
                return Err("the documents are out of order".into());
            }
            source.hold(print, held);
        }
        Ok(source)
    }

    fn held(&mut self, room: &mut usize) -> Broken<Held> {
        let times = u32::try_from(self.long()?).map_err(|error| error.to_string())?;
        let [running, others, places] = [self.length()?, self.length()?, self.length()?];
        let lines = running.saturating_add(others);
        if times == 0 || lines > MAX_LINES || places > MAX_LINES {
            return Err(format!("a document {times} times with {lines} lines and {places} places"));
        }
        *room = room.checked_sub(2 + lines + places).ok_or("more documents than the limits allow")?;
        let running = (0..running).map(|_| self.number()).collect::<Broken<_>>()?;
        let others = (0..others).map(|_| self.number()).collect::<Broken<_>>()?;
        let places = (0..places).map(|_| self.place()).collect::<Broken<_>>()?;
        Ok(Held { facts: Facts::new(running, others).with_places(places), times })
    }

    fn place(&mut self) -> Broken<Place> {
        let (path, packed) = (self.number()?, self.long()?);
        let line = u32::try_from(packed >> 1).map_err(|error| error.to_string())?;
        Ok(Place { path, line, headline: packed & 1 == 1 })
    }

    fn number(&mut self) -> Broken<u64> {
        self.bytes().map(u64::from_le_bytes)
    }

    fn length(&mut self) -> Broken<usize> {
        usize::try_from(self.long()?).map_err(|error| error.to_string())
    }

    fn long(&mut self) -> Broken<u64> {
        let mut number = 0u64;
        for shift in (0..64).step_by(7) {
            let [byte] = self.bytes()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err("a number without end".into())
    }

    fn bytes<const N: usize>(&mut self) -> Broken<[u8; N]> {
        let mut bytes = [0; N];
        self.0.read_exact(&mut bytes).map_err(|error| error.to_string())?;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts() -> Counts {
        let mut counts = Counts::new(Limits { per_source: 60, total: 1000 });
        for n in 0..40 {
            let place = |line| Place { path: n % 3, line, headline: n % 2 == 0 };
            let facts = Facts::new(vec![n * 1000], vec![n % 5, n % 7]).with_places(vec![place(0), place(1)]);
            counts.add_facts(["a", "b", "käse"][n as usize % 3], facts).expect("fits");
        }
        counts
    }

    fn bytes(counts: &Counts) -> Vec<u8> {
        let mut bytes = Vec::new();
        write(counts, &mut bytes).expect("memory");
        bytes
    }

    #[test]
    fn what_is_written_is_read_and_the_same_counts_are_the_same_bytes() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x.counts");
        let counts = counts();
        assert_eq!(counts.sampled().count(), 3);
        std::fs::write(&path, bytes(&counts)).expect("written");
        let again = read(&path).expect("readable");
        assert_eq!(again, counts);
        assert_eq!(bytes(&again), bytes(&counts));
    }

    #[test]
    fn no_damaged_file_is_read_and_none_does_harm() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x.counts");
        let whole = bytes(&counts());
        for at in (0..whole.len()).step_by(7) {
            std::fs::write(&path, &whole[..at]).expect("written");
            assert!(read(&path).is_err(), "cut off at {at}");
            let mut bent = whole.clone();
            bent[at] ^= 0x41;
            std::fs::write(&path, &bent).expect("written");
            // The header of gzip has bytes that say nothing of the content.
            assert!(read(&path).is_err() || (MAGIC.len()..MAGIC.len() + 10).contains(&at), "bent at {at}");
        }
    }

    #[test]
    fn a_file_that_claims_more_than_its_limits_is_refused() {
        let mut bytes = Vec::new();
        put(&mut bytes, key(PROBE).expect("letters")).expect("memory");
        for number in [1 << 20, 1 << 20, 0, 1, 1, 1] {
            put_length(&mut bytes, number).expect("memory");
        }
        bytes.extend([b'a', 1]);
        bytes.extend([0; 16]);
        for number in [u64::MAX, 1, u64::MAX / 2, 0, 0] {
            put_length(&mut bytes, number).expect("memory");
        }
        let why = Reader(&bytes[..]).counts().expect_err("refused");
        assert!(why.contains("lines"), "{why}");
    }
}
