//! What a terabyte takes on ten, a hundred and a thousand machines: a simulation, and the tables of `SCALE.md` that it prints.
//!
//! The tables come again of `cargo test --release --test cluster_plan -- --ignored --nocapture tables`; that text and tables agree is
//! checked here, row by row for the rows that take no time, and in full by that command.

#![allow(clippy::expect_used, clippy::print_stdout, missing_docs)]

#[path = "cluster/simulator.rs"]
mod simulator;

use gleaner::random::Random;
use simulator::{Faults, Outcome, Plan, Shard, simulate};

const MINUTE: f64 = 60_000.0;
const CORES: usize = 16;
/// MB of pages in a second of one core, `default`: see the first table of `SCALE.md`.
const RATE: f64 = 40.0;
/// What a task takes beside its bytes: to be sent, to start, to rename. Milliseconds.
const OVERHEAD: f64 = 200.0;
/// Spread (of the logarithm) of the bytes of shards, and of the time that a byte takes.
const SPREAD: [f64; 2] = [0.5, 0.2];
/// The first of every fifty machines runs at a third of the speed.
const SLOW: (f64, f64) = (0.02, 1.0 / 3.0);
/// Failures an hour and machine: a spot market's order of magnitude. A machine is away for ten minutes.
const FAILURES: f64 = 0.01;
const AWAY: u64 = 600_000;
const ATTEMPTS: u32 = 4;
/// A copy is started of what runs longer than one and a half times the expected.
const COPY_AT: f64 = 1.5;

fn normal(random: &mut Random) -> f64 {
    let (u, v) = (1.0 - random.unit(), random.unit());
    libm::sqrt(-2.0 * libm::log(u)) * libm::cos(2.0 * std::f64::consts::PI * v)
}

/// Log-normal with mean 1.
fn skew(spread: f64, random: &mut Random) -> f64 {
    libm::exp(spread * normal(random) - spread * spread / 2.0)
}

fn plan(terabytes: f64, machines: usize, shard_mb: f64, an_hour: f64, copies: bool) -> Plan {
    let mut random = Random::new(7);
    let count = (terabytes * 1e6 / shard_mb).ceil() as usize;
    let shard = |_| {
        let expected = skew(SPREAD[0], &mut random) * shard_mb / RATE * 1000.0;
        let actual = expected * skew(SPREAD[1], &mut random) + OVERHEAD;
        Shard { expected: (expected + OVERHEAD) as u64, actual: actual as u64 }
    };
    let shards = (0..count).map(shard).collect();
    let speed = |at: usize| if (at as f64 * SLOW.0) % 1.0 < SLOW.0 { SLOW.1 } else { 1.0 };
    let faults = if an_hour > 0.0 { Faults::Random { an_hour, away: AWAY, seed: 11 } } else { Faults::None };
    let speeds = (0..machines).map(speed).collect();
    Plan { speeds, cores: CORES, shards, faults, attempts: ATTEMPTS, copies: copies.then_some(COPY_AT) }
}

/// Minutes if all cores of all machines were busy from beginning to end with what must be done.
fn ideal(plan: &Plan) -> f64 {
    let work: f64 = plan.shards.iter().map(|shard| shard.actual as f64).sum();
    work / plan.speeds.iter().sum::<f64>() / plan.cores as f64 / MINUTE
}

fn share(part: u64, outcome: &Outcome) -> f64 {
    100.0 * part as f64 / (outcome.useful + outcome.lost + outcome.second).max(1) as f64
}

const SIZES: [(f64, &str); 3] = [(100.0, "100 MB"), (1000.0, "1 GB"), (4000.0, "4 GB")];

fn size_row(terabytes: f64, machines: usize, (mb, name): (f64, &str)) -> String {
    let [alone, copied] = [false, true].map(|copies| {
        let plan = plan(terabytes, machines, mb, FAILURES, copies);
        (ideal(&plan), simulate(&plan))
    });
    let minutes = |outcome: &Outcome| outcome.makespan as f64 / MINUTE;
    let (ideal, copies) = (alone.0, copied.1);
    format!(
        "| {terabytes} TB | {machines} | {name} | {ideal:.1} | {:.1} | {:.1} | {:.2} | {:.2} | {} |",
        minutes(&alone.1),
        minutes(&copies),
        share(copies.lost, &copies),
        share(copies.second, &copies),
        copies.given_up
    )
}

fn failure_row(an_hour: f64, (mb, name): (f64, &str)) -> String {
    let outcome = simulate(&plan(100.0, 100, mb, an_hour, true));
    let minutes = outcome.makespan as f64 / MINUTE;
    format!("| {an_hour} | {name} | {} | {minutes:.1} | {:.2} | {} |", outcome.failures, share(outcome.lost, &outcome), outcome.given_up)
}

fn size_rows(all: bool) -> Vec<String> {
    let mut rows = Vec::new();
    for terabytes in [1.0, 100.0] {
        for machines in [10, 100, 1000] {
            let quick = |size: &&(f64, &str)| all || terabytes < 2.0 || size.0 > 2000.0;
            rows.extend(SIZES.iter().filter(quick).map(|size| size_row(terabytes, machines, *size)));
        }
    }
    rows
}

fn failure_rows(all: bool) -> Vec<String> {
    let sizes = SIZES.iter().filter(|size| size.0 > if all { 500.0 } else { 2000.0 });
    sizes.flat_map(|size| [0.0, 0.001, 0.01, 0.1, 1.0].map(|rate| failure_row(rate, *size))).collect()
}

fn assert_in_text(rows: &[String]) {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/SCALE.md")).expect("the text");
    let missing: Vec<&String> = rows.iter().filter(|row| !text.lines().any(|line| line == row.as_str())).collect();
    assert!(missing.is_empty(), "SCALE.md lacks {missing:#?}; see the head of this file");
}

#[test]
fn the_text_has_what_the_simulation_prints() {
    assert_in_text(&[size_rows(false), failure_rows(false)].concat());
}

#[test]
#[ignore = "takes half a minute; prints the tables of SCALE.md"]
fn tables() {
    let (sizes, failures) = (size_rows(true), failure_rows(true));
    println!("{}\n\n{}", sizes.join("\n"), failures.join("\n"));
    assert_in_text(&[sizes, failures].concat());
}

const SECOND: u64 = 1000;

/// Shards of so many seconds on machines of one core.
fn by_hand(seconds: &[u64], speeds: &[f64], faults: Faults) -> Plan {
    let shard = |&seconds: &u64| Shard { expected: seconds * SECOND, actual: seconds * SECOND };
    Plan { speeds: speeds.to_vec(), cores: 1, shards: seconds.iter().map(shard).collect(), faults, attempts: 3, copies: None }
}

#[test]
fn one_machine_takes_the_sum() {
    let outcome = simulate(&by_hand(&[3, 1, 4, 1, 5], &[1.0], Faults::None));
    assert_eq!(outcome, Outcome { makespan: 14 * SECOND, useful: 14 * SECOND, ..Outcome::default() });
    assert_eq!(simulate(&by_hand(&[3, 1, 4, 1, 5], &[0.5], Faults::None)).makespan, 28 * SECOND);
}

#[test]
fn equal_shards_go_in_rounds_and_long_ones_first() {
    let mut plan = by_hand(&[10; 7], &[1.0; 3], Faults::None);
    assert_eq!(simulate(&plan).makespan, 30 * SECOND);
    plan.cores = 2;
    assert_eq!(simulate(&plan).makespan, 20 * SECOND);
    // 5 | 4 | 3, then 3 goes where 3 was: 5, 4 + 2, 3 + 3. In the order given it would be 2 + 4, 3 + 5, 3.
    assert_eq!(simulate(&by_hand(&[2, 3, 3, 4, 5], &[1.0; 3], Faults::None)).makespan, 6 * SECOND);
}

#[test]
fn a_machine_that_dies_costs_what_it_was_doing() {
    // Two rounds of 10 s; the second machine dies for good 5 s into the second, and its shard is done by the first at the end.
    let plan = by_hand(&[10; 4], &[1.0; 2], Faults::Given(vec![(1, 15 * SECOND, u64::MAX)]));
    let expected = Outcome { makespan: 30 * SECOND, useful: 40 * SECOND, lost: 5 * SECOND, failures: 1, ..Outcome::default() };
    assert_eq!(simulate(&plan), expected);
    // Back after 1 s, it takes its shard up at 16 s.
    let plan = by_hand(&[10; 4], &[1.0; 2], Faults::Given(vec![(1, 15 * SECOND, SECOND)]));
    assert_eq!(simulate(&plan).makespan, 26 * SECOND);
}

#[test]
fn a_shard_that_is_lost_too_often_is_given_up_and_nothing_else_is() {
    let faults = Faults::Given([5, 15, 25].map(|at| (0, at * SECOND, SECOND)).to_vec());
    // Starts at 0, 6 and 16; is lost at 5, 15 and 25. The short one is done from 26 on.
    let outcome = simulate(&by_hand(&[10, 2], &[1.0], faults));
    assert_eq!((outcome.given_up, outcome.lost, outcome.makespan), (1, 23 * SECOND, 28 * SECOND));
    let gone = simulate(&by_hand(&[10, 10], &[1.0], Faults::Given(vec![(0, SECOND, u64::MAX)])));
    assert_eq!((gone.given_up, gone.useful), (2, 0));
}

#[test]
fn a_second_copy_overtakes_a_slow_machine() {
    let mut plan = by_hand(&[10; 2], &[1.0, 0.1], Faults::None);
    assert_eq!(simulate(&plan).makespan, 100 * SECOND);
    plan.copies = Some(1.5);
    // Overdue at 15 s, copied by the idle machine, done at 25 s; 25 s of the slow machine were for nothing.
    let expected = Outcome { makespan: 25 * SECOND, useful: 20 * SECOND, second: 25 * SECOND, ..Outcome::default() };
    assert_eq!(simulate(&plan), expected);
}

#[test]
fn a_copy_carries_on_when_the_first_run_dies() {
    let mut plan = by_hand(&[10; 2], &[1.0, 0.1], Faults::Given(vec![(1, 20 * SECOND, u64::MAX)]));
    plan.copies = Some(1.5);
    let expected = Outcome { makespan: 25 * SECOND, useful: 20 * SECOND, lost: 20 * SECOND, failures: 1, ..Outcome::default() };
    assert_eq!(simulate(&plan), expected);
}

#[test]
fn every_shard_is_done_once_or_given_up_whatever_happens() {
    for seed in 0..20 {
        let mut random = Random::new(seed);
        let shards: Vec<u64> = (0..60).map(|_| 1 + random.below(40)).collect();
        let faults = Faults::Random { an_hour: 60.0, away: 20 * SECOND, seed };
        let mut plan = Plan { cores: 3, copies: Some(1.2), attempts: 1000, ..by_hand(&shards, &[1.0, 0.5, 1.0, 0.2], faults) };
        let outcome = simulate(&plan);
        assert_eq!((outcome.given_up, simulate(&plan)), (0, outcome), "the same every time");
        // Speeds below 1 make useful time longer than the work, never shorter.
        assert!(outcome.useful >= shards.iter().sum::<u64>() * SECOND && outcome.failures > 0);
        plan.attempts = 1;
        assert!(simulate(&plan).given_up > 0);
    }
}
