//! WARC and WET.

use crate::*;
use gleaner::shard::Emit;
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

const SENT: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=iso-8859-1\r\n";
const BODY: &[u8] = b"<!doctype html><p>Die F\xe4hre legte ab.<p>Related article: Fares explained<p>It took three hours.";
const LEFT: &str = "Die Fähre legte ab.\n\nIt took three hours.";

pub fn record(kind: &str, number: usize, media: &str, body: &[u8]) -> Vec<u8> {
    let header = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{number}>\r\nWARC-Date: 2026-01-02T03:04:05Z\r\n\
        WARC-Target-URI: https://www.Falk.example:443/a?b={number}\r\nContent-Type: {media}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [header.as_bytes(), body, b"\r\n\r\n"].concat()
}

fn response(number: usize, header: &str, body: &[u8]) -> Vec<u8> {
    record("response", number, "application/http; msgtype=response", &[header.as_bytes(), b"\r\n", body].concat())
}

/// A crawl with every kind of record: ten, of which six are documents and one is bad.
fn crawl() -> Vec<Vec<u8>> {
    let (half, rest) = BODY.split_at(50);
    let size = |chunk: &[u8], more: &str| format!("{:x}{more}\r\n", chunk.len()).into_bytes();
    let chunks = [size(half, ""), half.to_vec(), b"\r\n".to_vec(), size(rest, ";x"), rest.to_vec(), b"\r\n0\r\n\r\n".to_vec()];
    vec![
        record("warcinfo", 1, "application/warc-fields", b"software: test\r\n"),
        record("request", 2, "application/http; msgtype=request", b"GET / HTTP/1.1\r\n\r\n"),
        response(3, SENT, BODY),
        response(4, &format!("{SENT}Content-Encoding: gzip\r\n"), &gzip(BODY)),
        response(5, &format!("{SENT}Transfer-Encoding: chunked\r\n"), &chunks.concat()),
        response(6, "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n", BODY),
        response(7, "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n", b"\x89PNG"),
        record("resource", 8, "text/html; charset=latin1", BODY),
        record("conversion", 9, "text/plain", PAGE.as_bytes()),
        record("response", 10, "application/http; msgtype=response", b"no message"),
        response(11, &format!("{SENT}Content-Encoding: gzip\r\n"), BODY),
    ]
}

#[test]
fn responses_resources_and_conversions_become_json_lines_with_address_date_and_host() {
    let members: Vec<u8> = crawl().iter().flat_map(|record| gzip(record)).collect();
    let shard = Shard::new("in.warc.gz", members);
    let (stats, out) = shard.clean("a.jsonl", |_| {});
    let rows = lines(&out);
    assert_eq!((stats.records, stats.documents, stats.passed_over, stats.errors), (11, 6, 4, 1));
    let texts: Vec<&str> = rows.iter().filter_map(|row| row["text"].as_str()).map(str::trim_end).collect();
    assert_eq!(texts, [LEFT, LEFT, LEFT, LEFT, CLEAN.trim_end(), LEFT]);
    let wanted = json!({"id": "<urn:uuid:3>", "url": "https://www.Falk.example:443/a?b=3", "date": "2026-01-02T03:04:05Z",
        "source": "falk.example", "format": "plain", "text": rows[0]["text"]});
    assert_eq!(rows[0], wanted);
    let errors = shard.errors("a.jsonl");
    assert_eq!((&errors[0]["record"], &errors[0]["id"]), (&json!(10), &json!("<urn:uuid:10>")));
    let before: usize = crawl().iter().take(9).map(Vec::len).sum();
    assert_eq!(errors[0]["offset"], before);
}

#[test]
fn a_crawl_becomes_a_wet_file_with_a_member_a_record_that_is_read_again() {
    let shard = Shard::new("in.warc", crawl().concat());
    let (_, packed) = shard.clean("a.wet.gz", |_| {});
    let starts = packed.windows(3).filter(|bytes| *bytes == [0x1f, 0x8b, 8]).count();
    assert!(starts >= 6, "{starts} members");
    let first = text(&gunzip(&packed)).split("\r\n\r\n").take(2).map(String::from).collect::<Vec<_>>();
    let header: Vec<&str> = first[0].lines().collect();
    assert_eq!(
        header[..4],
        ["WARC/1.0", "WARC-Type: conversion", "WARC-Target-URI: https://www.Falk.example:443/a?b=3", "WARC-Date: 2026-01-02T03:04:05Z"]
    );
    assert!(header.contains(&"WARC-Refers-To: <urn:uuid:3>") && header.contains(&"Content-Type: text/plain"), "{header:?}");
    let again = Shard::new("in.wet.gz", &packed);
    let (stats, out) = again.clean("a.jsonl", |_| {});
    assert_eq!((stats.documents, stats.removals), (6, 0));
    assert_eq!(lines(&out)[0]["text"].as_str().map(str::trim_end), Some(LEFT));
    assert!(again.refused("b.wet", |options| options.emit = Emit::Spans).contains("write --to jsonl"));
}

#[test]
fn a_broken_header_is_told_and_reading_goes_on_at_the_next_record() {
    let records = crawl();
    let source = [&records[2][..], b"rubbish\r\nand more\r\n", &records[8], b"WARC/1.0\r\nno field\r\n\r\n", &records[7]].concat();
    let shard = Shard::new("in.warc", source);
    let (stats, _) = shard.clean("a.jsonl", |_| {});
    assert_eq!((stats.documents, stats.errors, stats.truncated), (3, 2, false));
    let reasons: Vec<Value> = shard.errors("a.jsonl").iter().map(|row| row["reason"].clone()).collect();
    assert_eq!(reasons, ["no WARC record begins here", "the record's header is broken"]);
}

#[test]
fn a_cut_crawl_keeps_what_came_before() {
    let whole: Vec<u8> = [&crawl()[2..5], &crawl()[2..5]].concat().concat();
    for length in [whole.len() - 10, whole.len() - 300, 700] {
        let shard = Shard::new("in.warc.gz", gzip(&whole[..length]));
        let (stats, out) = shard.clean("a.jsonl", |_| {});
        assert!(stats.truncated && stats.errors == 1, "{length}");
        assert_eq!(lines(&out).len() as u64, stats.documents);
        assert!(stats.documents >= 1, "{length}");
    }
}

#[test]
fn a_record_that_is_too_long_is_passed_over_without_being_read_into_memory() {
    let long = response(1, SENT, "x ".repeat(200_000).as_bytes());
    let shard = Shard::new("in.warc", [long, crawl().remove(2)].concat());
    let (stats, _) = shard.clean("a.jsonl", |options| options.max_record_bytes = 100_000);
    assert_eq!((stats.documents, stats.errors), (1, 1));
    assert!(stats.peak_batch_bytes < 10_000, "{}", stats.peak_batch_bytes);
    let bomb = response(2, &format!("{SENT}Content-Encoding: gzip\r\n"), &gzip(&vec![b' '; 4 << 20]));
    let shard = Shard::new("in.warc", bomb);
    let (stats, _) = shard.clean("a.jsonl", |options| options.max_record_bytes = 100_000);
    assert_eq!((stats.documents, stats.errors), (0, 1));
}

#[test]
fn packed_bodies_count_as_what_they_are_unpacked() {
    let body: Vec<u8> = [BODY, " and on it went".repeat(40_000).as_bytes()].concat();
    let packed = response(1, &format!("{SENT}Content-Encoding: gzip\r\n"), &gzip(&body));
    assert!(packed.len() * 50 < body.len());
    let shard = Shard::new("in.warc", packed.repeat(30));
    let batches = Arc::new(AtomicU64::new(0));
    let told = Arc::clone(&batches);
    let (stats, _) = shard.clean("a.jsonl", |options| {
        options.progress = Some(Arc::new(move |_, _| {
            told.fetch_add(1, Relaxed);
        }));
    });
    assert_eq!((stats.documents, stats.errors), (30, 0));
    // Batches are of 4 MiB and the record that goes beyond: seven records of 600 kB, and the end.
    assert!((4 << 20..5 << 20).contains(&stats.peak_batch_bytes), "{}", stats.peak_batch_bytes);
    assert!((4..=6).contains(&batches.load(Relaxed)), "{batches:?}");
}
