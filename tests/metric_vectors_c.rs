//! Span metrics, agreement and statistics against values that the original programs printed (`tests/data/metrics`).

#![allow(clippy::expect_used, clippy::panic, missing_docs)]

#[path = "metric_vectors_c/agreement.rs"]
mod agreement;
#[path = "metric_vectors_c/segmentation.rs"]
mod segmentation;
#[path = "metric_vectors_c/spans.rs"]
mod spans;
#[path = "metric_vectors_c/statistics.rs"]
mod statistics;

use proptest::test_runner::Config;
use serde_json::Value;

/// Properties keep no file of failures: a failing case becomes a test of its own.
fn config() -> Config {
    Config { failure_persistence: None, ..Config::default() }
}

/// A file of vectors.
fn vectors(name: &str) -> Value {
    let path = format!("{}/tests/data/metrics/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let value: Value = serde_json::from_str(&std::fs::read_to_string(path).expect("the file")).expect("JSON");
    assert!(value["origin"].is_string(), "{name} names no origin");
    value
}

fn array(value: &Value) -> &[Value] {
    value.as_array().unwrap_or_else(|| panic!("no array: {value}"))
}

fn float(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("no number: {value}"))
}

fn floats(value: &Value) -> Vec<f64> {
    array(value).iter().map(float).collect()
}

fn integer(value: &Value) -> usize {
    usize::try_from(value.as_u64().unwrap_or_else(|| panic!("no integer: {value}"))).expect("fits")
}

fn integers(value: &Value) -> Vec<usize> {
    array(value).iter().map(integer).collect()
}

fn string(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("no string: {value}"))
}

/// Equal within `tolerance`, absolute or relative, whichever is wider.
#[track_caller]
fn near(ours: f64, theirs: f64, tolerance: f64) {
    assert!((ours - theirs).abs() <= tolerance * theirs.abs().max(1.0), "{ours} instead of {theirs}");
}

/// As [`near`] at 1e-12, for values that may be undefined (`null`).
#[track_caller]
fn same(ours: Option<f64>, theirs: &Value) {
    match ours {
        Some(ours) if !theirs.is_null() => near(ours, float(theirs), 1e-12),
        ours => assert!(ours.is_none() && theirs.is_null(), "{ours:?} instead of {theirs}"),
    }
}
