//! What an HTTP answer carries, as crawls store it: header and body, the body perhaps still in chunks or packed.

use super::Complaint;
use super::warc::{Fields, add_line, field};
use crate::document::Format;
use std::io::Read;

/// A longer header is none.
const MAX_HEADER_BYTES: usize = 1 << 20;

/// A body that was packed more often is none: it could be unpacked without end.
const MAX_CODINGS: usize = 8;

/// A body with its media type.
#[derive(Debug)]
pub struct Payload {
    /// Content-Type as it was sent.
    pub media: String,
    /// The bytes, unpacked.
    pub body: Vec<u8>,
}

impl Payload {
    /// How the text is written, as far as the media type says; `None` where it is no text.
    pub fn kind(&self) -> Option<Option<Format>> {
        match self.media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase().as_str() {
            "text/html" | "application/xhtml+xml" => Some(Some(Format::Html)),
            "text/plain" => Some(Some(Format::Plain)),
            "text/markdown" => Some(Some(Format::Markdown)),
            "" => Some(None),
            _ => None,
        }
    }

    /// The charset that was sent.
    pub fn charset(&self) -> Option<&str> {
        let parameters = self.media.split(';').skip(1);
        let named = parameters.filter_map(|parameter| parameter.split_once('='));
        let found = named.into_iter().find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
        found.map(|(_, value)| value.trim().trim_matches(['"', '\'']))
    }
}

/// The body of an answer; `None` where it is no document: an error, a redirect, no text.
///
/// # Errors
/// A body that cannot be unpacked, or is longer than `limit` when it is.
pub fn payload(message: Vec<u8>, limit: usize) -> Result<Option<Payload>, Complaint> {
    const REMEDY: &str = "the crawler stored no HTTP message; fetch the page again";
    let (fields, start, status) = header(&message).ok_or_else(|| Complaint::new("the HTTP header is broken", REMEDY))?;
    let media = field(&fields, "content-type").unwrap_or_default().to_string();
    let mut payload = Payload { media, body: Vec::new() };
    if !(200..300).contains(&status) || payload.kind().is_none() {
        return Ok(None);
    }
    let mut body = message;
    body.drain(..start);
    if let Some(whole) = Some(&body).filter(|_| is_chunked(&fields)).and_then(|body| dechunked(body)) {
        body = whole;
    }
    if codings(&fields).count() > MAX_CODINGS {
        return Err(Complaint::new(format!("packed more than {MAX_CODINGS} times"), "fetch the page again"));
    }
    for coding in codings(&fields) {
        body = unpacked(body, &coding, limit)?;
    }
    payload.body = body;
    Ok(Some(payload))
}

/// Whether the body of an answer is packed, or may be.
pub fn is_packed(message: &[u8]) -> bool {
    let Some((fields, start, _)) = header(message) else { return false };
    let body = &message[start..];
    // A chunk may be a single byte: how a body in chunks begins shows when they are joined.
    let chunked = is_chunked(&fields);
    codings(&fields).any(|coding| packing(body, &coding).is_some() || chunked && !matches!(coding.as_str(), "" | "identity"))
}

fn is_chunked(fields: &Fields) -> bool {
    field(fields, "transfer-encoding").is_some_and(|coding| coding.to_ascii_lowercase().contains("chunked"))
}

/// How the body was packed, the last first.
fn codings(fields: &Fields) -> impl Iterator<Item = String> {
    field(fields, "content-encoding").unwrap_or_default().rsplit(',').map(|coding| coding.trim().to_ascii_lowercase())
}

/// Packings that are read.
enum Packing {
    Gzip,
    Zlib,
    Zstd,
}

/// What a body is packed with: what its header says, if it begins so. Many crawlers store the unpacked body under the old header.
fn packing(body: &[u8], coding: &str) -> Option<Packing> {
    match coding {
        "gzip" | "x-gzip" if body.starts_with(&[0x1f, 0x8b]) => Some(Packing::Gzip),
        "deflate" if is_zlib(body) => Some(Packing::Zlib),
        "zstd" if body.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) => Some(Packing::Zstd),
        _ => None,
    }
}

/// Fields, where the body begins, and the status.
fn header(message: &[u8]) -> Option<(Fields, usize, u16)> {
    let (mut fields, mut at, mut status): (Fields, usize, Option<u16>) = (Vec::new(), 0, None);
    while at < message.len().min(MAX_HEADER_BYTES) {
        let end = memchr::memchr(b'\n', &message[at..]).map_or(message.len(), |end| at + end);
        let line = message[at..end].trim_ascii_end();
        at = (end + 1).min(message.len());
        if status.is_none() {
            let text = String::from_utf8_lossy(line);
            status = Some(text.strip_prefix("HTTP/")?.split_whitespace().nth(1)?.parse().ok()?);
        } else if line.is_empty() {
            return Some((fields, at, status?));
        } else {
            // Servers send lines that are no fields; browsers pass over them.
            add_line(&mut fields, line);
        }
    }
    // A header without a body.
    Some((fields, message.len(), status?))
}

/// Joins chunks; `None` where there are none: many crawlers store the joined body under the old header.
fn dechunked(body: &[u8]) -> Option<Vec<u8>> {
    let (mut whole, mut at) = (Vec::with_capacity(body.len()), 0);
    loop {
        let end = at + memchr::memchr(b'\n', body.get(at..)?)?;
        let size = std::str::from_utf8(&body[at..end]).ok()?.split(';').next()?.trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        if size == 0 {
            return Some(whole);
        }
        let start = end + 1;
        let chunk = body.get(start..start.checked_add(size)?);
        // A crawler that stopped early cuts the last chunk.
        let Some(chunk) = chunk else {
            whole.extend_from_slice(&body[start..]);
            return Some(whole);
        };
        whole.extend_from_slice(chunk);
        at = start + size;
        at += usize::from(body.get(at) == Some(&b'\r'));
        at += usize::from(body.get(at) == Some(&b'\n'));
        if at >= body.len() {
            return Some(whole);
        }
    }
}

/// Unpacks a body, if it is packed.
fn unpacked(body: Vec<u8>, coding: &str, limit: usize) -> Result<Vec<u8>, Complaint> {
    let read = |mut reader: Box<dyn Read + '_>| {
        let mut out = Vec::new();
        // A body that the crawler cut short gives what there is.
        let whole = reader.by_ref().take((limit as u64).saturating_add(1)).read_to_end(&mut out);
        match whole {
            _ if out.len() > limit => Err(Complaint::too_long(limit)),
            Err(error) if out.is_empty() => {
                Err(Complaint::new(format!("the body cannot be unpacked ({coding}): {error}"), "fetch the page again"))
            }
            _ => Ok(out),
        }
    };
    match packing(&body, coding) {
        Some(Packing::Gzip) => read(Box::new(flate2::read::MultiGzDecoder::new(body.as_slice()))),
        Some(Packing::Zlib) => read(Box::new(flate2::read::ZlibDecoder::new(body.as_slice()))),
        Some(Packing::Zstd) => match zstd::stream::read::Decoder::with_buffer(body.as_slice()) {
            Ok(decoder) => read(Box::new(decoder)),
            Err(error) => Err(Complaint::new(format!("the body cannot be unpacked ({coding}): {error}"), "fetch the page again")),
        },
        // Nothing tells a Brotli stream from others, text apart.
        None if coding == "br" && std::str::from_utf8(&body[..body.len().min(64)]).is_err_and(|error| error.error_len().is_some()) => {
            Err(Complaint::new("the body is packed with Brotli, which is not read", "crawl without `br` among the accepted encodings"))
        }
        None => Ok(body),
    }
}

/// The two first bytes of a zlib stream: deflate, and a checksum (RFC 1950).
fn is_zlib(body: &[u8]) -> bool {
    matches!(body, [first, second, ..] if first & 0x0f == 8 && (u16::from(*first) * 256 + u16::from(*second)) % 31 == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(message: &[u8]) -> Option<Vec<u8>> {
        payload(message.to_vec(), 1 << 20).expect("a body").map(|payload| payload.body)
    }

    #[test]
    fn chunks_are_joined_and_bodies_that_are_joined_already_stay() {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n";
        assert_eq!(body(format!("{head}3;x=1\r\nabc\r\n2\r\nde\r\n0\r\n\r\n").as_bytes()), Some(b"abcde".to_vec()));
        assert_eq!(body(format!("{head}<p>Not a chunk\n</p>").as_bytes()), Some(b"<p>Not a chunk\n</p>".to_vec()));
        assert_eq!(body(format!("{head}5\r\nabc").as_bytes()), Some(b"abc".to_vec()));
        assert_eq!(body(format!("{head}ffffffffffffffff\r\nabc").as_bytes()), Some(b"ffffffffffffffff\r\nabc".to_vec()));
    }

    #[test]
    fn redirects_errors_and_pictures_are_no_documents() {
        for head in
            ["301 Moved\r\nContent-Type: text/html", "404 Not Found\r\nContent-Type: text/html", "200 OK\r\nContent-Type: image/png"]
        {
            assert_eq!(body(format!("HTTP/1.1 {head}\r\n\r\nx").as_bytes()), None, "{head}");
        }
        assert!(payload(b"<html>".to_vec(), 10).is_err());
    }

    #[test]
    fn a_body_is_packed_if_the_header_says_so_and_its_beginning_too() {
        let packed = |fields: &str, body: &[u8]| is_packed(&[format!("HTTP/1.1 200 OK\r\n{fields}\r\n\r\n").as_bytes(), body].concat());
        assert!(packed("Content-Encoding: gzip", b"\x1f\x8b\x08"));
        assert!(packed("Content-Encoding: br, GZIP", b"\x1f\x8b\x08"));
        assert!(packed("Content-Encoding: gzip\r\nTransfer-Encoding: chunked", b"3\r\n\x1f\x8b\x08\r\n"));
        assert!(packed("Content-Encoding: gzip\r\nTransfer-Encoding: chunked", b"1\r\n\x1f\r\n2\r\n\x8b\x08\r\n"));
        assert!(!packed("Transfer-Encoding: chunked", b"3\r\n<p>\r\n"));
        assert!(packed("Content-Encoding: zstd", b"\x28\xb5\x2f\xfd") && packed("Content-Encoding: deflate", b"\x78\x9c"));
        assert!(!packed("Content-Encoding: gzip", b"<p>Unpacked") && !packed("Server: x", b"\x1f\x8b\x08") && !is_packed(b"no answer"));
    }

    #[test]
    fn a_body_is_not_unpacked_without_end() {
        let of = |times: usize| format!("HTTP/1.1 200 OK\r\nContent-Encoding: {}\r\n\r\nx", vec!["gzip"; times].join(","));
        assert_eq!(body(of(MAX_CODINGS).as_bytes()), Some(b"x".to_vec()));
        let why = payload(of(MAX_CODINGS + 1).into_bytes(), 10).expect_err("refused");
        assert_eq!(why.reason, "packed more than 8 times");
    }

    #[test]
    fn the_charset_is_read_with_and_without_quotation_marks() {
        let of = |media: &str| Payload { media: media.into(), body: Vec::new() }.charset().map(String::from);
        assert_eq!(of("text/html; Charset=\"latin1\""), Some("latin1".into()));
        assert_eq!(of("text/html;charset=UTF-8"), Some("UTF-8".into()));
        assert_eq!(of("text/html"), None);
    }
}
