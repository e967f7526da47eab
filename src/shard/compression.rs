//! Packed streams: gzip member by member, Zstandard frame by frame.

use super::format::{Out, Stream};
use crate::error::{Error, Result};
use flate2::write::GzEncoder;
use std::io::{BufRead, BufReader, Read, Write};

/// Bytes that are read or written at a time.
pub const BUFFER_BYTES: usize = 1 << 16;
/// zlib's level of gzip outputs: the middle.
const GZIP_LEVEL: u32 = 6;
/// Level of Zstandard outputs: its own default.
pub const ZSTD_LEVEL: i32 = 3;
/// The level of gzip outputs, as flate2 wants it.
pub fn gzip_level() -> flate2::Compression {
    flate2::Compression::new(GZIP_LEVEL)
}

/// Frames that ask for a larger window than 2^27 bytes (128 MiB, the format's own advice for decoders) are refused.
const ZSTD_WINDOW_LOG_MAX: u32 = 27;

/// How a file is packed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Compression {
    /// Not at all.
    #[default]
    None,
    /// gzip.
    Gzip,
    /// Zstandard.
    Zstd,
}

impl Compression {
    /// All of them.
    pub const ALL: &'static [Compression] = &[Compression::None, Compression::Gzip, Compression::Zstd];

    /// The name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Compression::None => "none",
            Compression::Gzip => "gz",
            Compression::Zstd => "zst",
        }
    }

    /// As a file's name tells.
    pub fn of_name(name: &str) -> Self {
        match name.to_ascii_lowercase().rsplit_once('.') {
            Some((_, "gz" | "gzip")) => Compression::Gzip,
            Some((_, "zst" | "zstd")) => Compression::Zstd,
            _ => Compression::None,
        }
    }

    /// A name in lower case without the ending that tells of packing.
    pub fn unpacked_name(name: &str) -> &str {
        let endings = [".gz", ".gzip", ".zst", ".zstd"];
        endings.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name)
    }
}

impl std::str::FromStr for Compression {
    type Err = String;

    fn from_str(name: &str) -> std::result::Result<Self, String> {
        Self::ALL.iter().find(|own| own.name() == name).copied().ok_or_else(|| format!("unknown packing `{name}`; there are none, gz, zst"))
    }
}

/// Unpacks a stream, known by its first bytes.
///
/// # Errors
/// Where its first bytes cannot be read.
pub fn unpack(stream: impl Read + Send + 'static) -> std::io::Result<Stream> {
    let mut stream = BufReader::with_capacity(BUFFER_BYTES, stream);
    let start = stream.fill_buf()?;
    if start.starts_with(&[0x1f, 0x8b]) {
        return Ok(Box::new(BufReader::with_capacity(BUFFER_BYTES, flate2::bufread::MultiGzDecoder::new(stream))));
    }
    if start.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
        let mut decoder = zstd::stream::read::Decoder::with_buffer(stream)?;
        decoder.window_log_max(ZSTD_WINDOW_LOG_MAX)?;
        return Ok(Box::new(BufReader::with_capacity(BUFFER_BYTES, decoder)));
    }
    Ok(Box::new(stream))
}

/// Packs what is written.
pub enum Packer {
    /// As it is.
    Plain(std::io::BufWriter<Out>),
    /// gzip.
    Gzip(GzEncoder<Out>),
    /// Zstandard.
    Zstd(zstd::stream::write::Encoder<'static, Out>),
}

impl Packer {
    /// A packer.
    ///
    /// # Errors
    /// Where memory for it is lacking.
    pub fn new(out: Out, compression: Compression) -> Result<Self> {
        Ok(match compression {
            Compression::None => Packer::Plain(std::io::BufWriter::with_capacity(BUFFER_BYTES, out)),
            Compression::Gzip => Packer::Gzip(GzEncoder::new(out, gzip_level())),
            Compression::Zstd => {
                let failed = |error| Error::io("cannot start Zstandard", error).remedy("free some memory, or pack with gz");
                let mut encoder = zstd::stream::write::Encoder::new(out, ZSTD_LEVEL).map_err(failed)?;
                encoder.include_checksum(true).map_err(failed)?;
                Packer::Zstd(encoder)
            }
        })
    }

    /// Writes bytes.
    ///
    /// # Errors
    /// Where the output takes no more.
    pub fn write(&mut self, bytes: &[u8]) -> Result<()> {
        let written = match self {
            Packer::Plain(out) => out.write_all(bytes),
            Packer::Gzip(out) => out.write_all(bytes),
            Packer::Zstd(out) => out.write_all(bytes),
        };
        written.map_err(failed)
    }

    /// Sends on what is not packed and waits.
    ///
    /// # Errors
    /// Where the output takes no more.
    pub fn flush(&mut self) -> Result<()> {
        match self {
            Packer::Plain(out) => out.flush().map_err(failed),
            // A flush would cut the packed stream into pieces.
            Packer::Gzip(_) | Packer::Zstd(_) => Ok(()),
        }
    }

    /// Writes the end.
    ///
    /// # Errors
    /// Where the output takes no more.
    pub fn finish(self) -> Result<()> {
        let mut out = match self {
            Packer::Plain(out) => out.into_inner().map_err(|error| failed(error.into_error()))?,
            Packer::Gzip(out) => out.finish().map_err(failed)?,
            Packer::Zstd(out) => out.finish().map_err(failed)?,
        };
        out.flush().map_err(failed)
    }
}

/// The error for an output that takes no more.
pub fn failed(error: std::io::Error) -> Error {
    Error::io("cannot write", error).remedy("check the space left where it goes")
}
