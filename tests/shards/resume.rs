//! When a shard is done again, and when it is not.

use crate::*;
use gleaner::shard::{Emit, sidecar_path};
use std::fs;
use std::sync::Arc;

const SOURCE: &str = "{\"id\": 1, \"text\": \"It sailed.\\n\\nRelated article: Fares\\n\"}\n";

fn run(shard: &Shard, strategy: &str, task: Task, change: impl FnOnce(&mut Options)) -> ShardStats {
    let mut options = Options::default();
    change(&mut options);
    process_shard(&shard.input, &shard.output("a.jsonl"), &ready(strategy).expect("a strategy"), task, &options).expect("a shard")
}

#[test]
fn a_finished_shard_is_skipped_and_tells_its_counts() {
    let shard = Shard::new("in.jsonl", SOURCE);
    let first = run(&shard, "phrase-rules", Task::Boilerplate, |_| {});
    let second = run(&shard, "phrase-rules", Task::Boilerplate, |_| {});
    assert_eq!([first.skipped, second.skipped], [false, true]);
    assert_eq!((second.documents, second.removals, second.bytes_kept), (1, 1, first.bytes_kept));
    assert_eq!(second.by_rule, first.by_rule);
}

#[test]
fn another_strategy_parameter_task_or_option_does_it_again() {
    let shard = Shard::new("in.jsonl", SOURCE);
    run(&shard, "phrase-rules", Task::Boilerplate, |_| {});
    assert!(!run(&shard, "link-density", Task::Boilerplate, |_| {}).skipped);
    assert!(!run(&shard, "link-density(max=0.3)", Task::Boilerplate, |_| {}).skipped);
    assert!(!run(&shard, "link-density(max=0.3)", Task::BodyOnly, |_| {}).skipped);
    assert!(!run(&shard, "link-density(max=0.3)", Task::BodyOnly, |options| options.emit = Emit::Both).skipped);
    assert!(run(&shard, "link-density(max=0.3)", Task::BodyOnly, |options| options.emit = Emit::Both).skipped);
}

#[test]
fn the_input_is_known_by_its_content_not_by_its_time() {
    let shard = Shard::new("in.jsonl", SOURCE);
    let again = || run(&shard, "phrase-rules", Task::Boilerplate, |_| {}).skipped;
    let touch = |seconds| {
        let time = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(seconds);
        fs::File::options().write(true).open(&shard.input).and_then(|file| file.set_modified(time)).expect("a time");
    };
    again();
    touch(1_000_000);
    assert!(again(), "only touched");
    fs::write(&shard.input, SOURCE.replace("Fares", "Tides")).expect("written");
    touch(2_000_000);
    assert!(!again(), "other content of the same length");
}

#[test]
fn an_output_that_is_missing_cut_or_without_its_sidecar_is_made_again() {
    let shard = Shard::new("in.jsonl", SOURCE);
    let output = shard.output("a.jsonl");
    let again = || run(&shard, "phrase-rules", Task::Boilerplate, |_| {}).skipped;
    again();
    let whole = fs::read(&output).expect("an output");
    fs::write(&output, &whole[..10]).expect("cut");
    assert!(!again());
    fs::remove_file(&output).expect("removed");
    assert!(!again());
    fs::remove_file(sidecar_path(&output)).expect("removed");
    assert!(!again());
    fs::write(sidecar_path(&output), "{}").expect("spoilt");
    assert!(!again());
    assert_eq!(fs::read(&output).expect("an output"), whole);
    assert!(again());
}

#[test]
fn a_broken_stream_is_drained_so_that_its_digest_is_that_of_the_file() {
    let packed = gzip(SOURCE.repeat(1000).as_bytes());
    let shard = Shard::new("in.jsonl.gz", [&packed[..packed.len() / 2], &[0; 300_000]].concat());
    let first = run(&shard, "phrase-rules", Task::Boilerplate, |_| {});
    assert!(first.truncated && !first.skipped);
    fs::File::options()
        .write(true)
        .open(&shard.input)
        .and_then(|file| file.set_modified(std::time::SystemTime::UNIX_EPOCH))
        .expect("a time");
    assert!(run(&shard, "phrase-rules", Task::Boilerplate, |_| {}).skipped);
}

#[test]
fn an_input_that_is_written_to_while_it_is_read_is_done_again() {
    let table = "text\nIt sailed.\n";
    for (name, output, source) in [("in.jsonl", "a.jsonl", SOURCE), ("in.csv", "a.csv", table)] {
        let shard = Shard::new(name, source);
        let input = shard.input.clone();
        let options = |options: &mut Options| {
            let other = source.replace("sailed", "docked");
            options.progress = Some(Arc::new(move |_, _| fs::write(&input, &other).expect("written")));
        };
        let (stats, first) = shard.clean(output, options);
        assert!(!stats.skipped && text(&first).contains("sailed"));
        let (stats, second) = shard.clean(output, |_| {});
        assert!(!stats.skipped && text(&second).contains("docked"), "{name}");
        assert!(shard.clean(output, |_| {}).0.skipped);
    }
}

#[test]
fn a_folder_whose_texts_are_written_to_while_it_is_read_is_done_again() {
    let shard = Shard::new("unused", "");
    let folder = shard.folder.path().join("texts");
    fs::create_dir(&folder).expect("a folder");
    fs::write(folder.join("a.txt"), "It sailed.").expect("written");
    let run = |rewrites: bool| {
        let path = folder.join("a.txt");
        let progress: Option<gleaner::shard::OnBatch> =
            rewrites.then(|| Arc::new(move |_, _| fs::write(&path, "It docked.").expect("written")) as _);
        let options = Options { progress, ..Options::default() };
        let strategy = ready("keep-all").expect("a strategy");
        process_shard(&folder, &shard.output("a.jsonl"), &strategy, Task::Boilerplate, &options).expect("a shard")
    };
    assert_eq!([run(true), run(false), run(false)].map(|stats| stats.skipped), [false, false, true]);
    assert_eq!(lines(&fs::read(shard.output("a.jsonl")).expect("an output"))[0]["text"], "It docked.");
}

#[test]
fn a_sidecar_that_names_other_files_removes_none_of_them() {
    let shard = Shard::new("in.jsonl", SOURCE);
    run(&shard, "phrase-rules", Task::Boilerplate, |_| {});
    let sidecar = sidecar_path(&shard.output("a.jsonl"));
    let mut told: Value = serde_json::from_slice(&fs::read(&sidecar).expect("a sidecar")).expect("JSON");
    let file = |name: &str| serde_json::json!({"name": name, "bytes": 1});
    told["outputs"] = serde_json::json!([file("in.jsonl"), file(".."), file("out-a-00003.jsonl")]);
    fs::write(&sidecar, told.to_string()).expect("written");
    fs::write(shard.output("a-00003.jsonl"), "an old part").expect("written");
    assert!(!run(&shard, "phrase-rules", Task::Boilerplate, |_| {}).skipped);
    assert!(shard.input.exists() && !shard.output("a-00003.jsonl").exists());
}

#[cfg(unix)]
#[test]
fn a_pipe_is_read_once_only() {
    let shard = Shard::new("unused", "");
    let pipe = shard.folder.path().join("pipe.jsonl");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo").success());
    for word in ["sailed", "docked"] {
        let writer = std::thread::spawn({
            let (pipe, source) = (pipe.clone(), SOURCE.replace("sailed", word));
            move || fs::write(pipe, source)
        });
        let strategy = ready("keep-all").expect("a strategy");
        let stats = process_shard(&pipe, &shard.output("a.jsonl"), &strategy, Task::Boilerplate, &Options::default()).expect("a shard");
        writer.join().expect("a thread").expect("written");
        let out = text(&fs::read(shard.output("a.jsonl")).expect("an output"));
        assert!(!stats.skipped && stats.documents == 1 && out.contains(word), "{out}");
    }
}
