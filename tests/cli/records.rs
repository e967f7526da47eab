//! `gleaner eval records:PATH`: any format of shards with gold in a column.

use crate::support::*;
use serde_json::json;

#[test]
fn records_with_gold_are_evaluated_as_a_corpus_is() {
    let folder = folder();
    let page =
        |number: usize| format!("The ferry sailed at dawn on day {number}.\n\nRelated article: Fares explained\n\nIt took three hours.\n");
    let line = |number: usize| {
        let gold = page(number).replace("Related article: Fares explained\n\n", "");
        format!("{}\n", json!({"id": format!("d{number}"), "source": format!("s{}", number % 2), "text": page(number), "gold": gold}))
    };
    write(folder.path().join("gold.jsonl"), (0..4).map(line).collect::<String>());
    let arguments = ["eval", "records:gold.jsonl", "-s", "phrase-rules,keep-all", "--out", "out", "--quiet", "--resamples", "100"];
    gleaner(&folder, &arguments).assert().code(0);
    let rows = rows(folder.path().join("out/summary.csv"));
    let value = |strategy: &str| {
        let row = rows.iter().find(|row| row["strategy"] == strategy && row["metric"] == "chars.f1" && row["average"] == "micro");
        row.expect("a row")["value"].parse::<f64>().expect("a number")
    };
    assert_eq!(value("phrase-rules"), 1.0);
    assert!(value("keep-all") < 1.0);
}
