"""The scores against known answers, and crosscheck.py against CSV files that are right, wrong and missing.

The known answers were made with the original programs (WCXB evaluate.py c039d5e, scrapinghub evaluate.py 4a3bc97,
trafilatura eval_common.py e90b0ef, WCEB eval.py with rouge_score 0.1.2 and nltk 3.9.1).
"""

import contextlib
import csv
import io
import json
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import crosscheck
import scorers


class KnownAnswers(unittest.TestCase):
    def test_wcxb_words(self) -> None:
        for predicted, gold, wanted in [
            ("the cat sat on the mat", "the cat sat on a mat", (0.8333333333333334,) * 3),
            ("a a a b", "a b b", (0.5, 0.6666666666666666, 0.5714285714285715)),
            ("!!!", "...", (1, 1, 1)),
            (None, "", (1, 1, 1)),
            ("hello", "", (0, 0, 0)),
            ("", "hello", (0, 0, 0)),
            ("café", "cafe\u0301", (0, 0, 0)),
            ("İstanbul", "istanbul", (0, 0, 0)),
            ("हिन्दी", "हिन्दु", (1, 1, 1)),
            ("snake_case-kebab", "snake case kebab", (0.5, 0.3333333333333333, 0.4)),
        ]:
            with self.subTest(predicted=predicted):
                self.assertEqual(scorers.word_scores(predicted, gold), wanted)

    def test_wcxb_snippets(self) -> None:
        self.assertEqual(scorers.rate("The Quick brown fox", ["quick BROWN", "fox", "cat"]), 0.6666666666666666)
        self.assertEqual(scorers.rate("anything", []), 1.0)
        self.assertEqual(scorers.rate("line one\nline two", ["one line"]), 0.0)
        self.assertEqual(scorers.rate("abc", ["", "x"]), 0.5)

    def test_scrapinghub_shingles(self) -> None:
        for gold, predicted, wanted in [
            ("a b c d e f", "a b c d x f", (0.2, 0.4, 0.4)),
            ("a b c", "a b", (0.0, 0.5, 0.5)),
            ("a b c d a b c d", "a b c d", (0.2, 0.0, 0.8)),
            ("A b c d e", "a b c d e", (1 / 3, 1 / 3, 1 / 3)),
            ("", "", (0.0, 0.0, 0.0)),
        ]:
            with self.subTest(gold=gold):
                self.assertEqual(scorers.shingle_counts(predicted, gold), wanted)
        empty = scorers.scrapinghub("", "w x y z")
        self.assertEqual((empty["scrapinghub.precision.compat"], empty["scrapinghub.recall.compat"]), (None, 0.0))

    def test_trafilatura_segments(self) -> None:
        text = "Hello world\nhello   world foo bar MENU"
        self.assertEqual(scorers.snippet_counts(text, ["hello world", "foo  bar"], ["menu", "login"]), (2, 0, 0, 2))
        self.assertEqual(scorers.snippet_counts("a\u00a0b c", ["a b"], ["c"]), (1, 1, 0, 0))
        self.assertEqual(scorers.snippet_counts(None, ["x"], ["y"]), (0, 0, 1, 1))
        self.assertEqual(
            list(scorers.snippet_scores([(10, 2, 3, 8)]).values()),
            [0.8333333333333334, 0.7692307692307693, 0.782608695652174, 0.8],
        )
        self.assertEqual(set(scorers.snippet_scores([]).values()), {0.0})

    def test_wceb_rouge(self) -> None:
        try:
            values = scorers.rouge_lsum("w1 w2 w6 w7 w8. W1 w3 w8 w9 w5", "w1 w2 w3 w4 w5")
        except (ImportError, LookupError):
            self.skipTest("rouge_score or Punkt is not installed: run setup.sh --punkt")
        self.assertEqual(list(values.values()), [0.4, 0.8, 0.5333333333333333])
        self.assertEqual(list(scorers.rouge_lsum("some text", "").values()), [0.0, 1.0, 0.0])
        self.assertEqual(list(scorers.rouge_lsum(None, "").values()), [1.0, 1.0, 1.0])
        self.assertEqual(list(scorers.rouge_lsum("a A b. A b.", "A a A b.").values()), [0.6, 0.75, 0.6666666666666665])


class Crosscheck(unittest.TestCase):
    """Three pages; the third has no answer. F1: 5/6, 4/7, 0; mean 59/126."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        gold = {"1": "the cat sat on a mat", "2": "a b b", "3": "hello"}
        (self.root / "ground-truth").mkdir()
        for name, text in gold.items():
            record = {"ground_truth": {"main_content": text, "with": [], "without": []}}
            (self.root / "ground-truth" / f"{name}.json").write_text(json.dumps(record), encoding="utf-8")
        answers = [{"id": "1", "text": "the cat sat on the mat"}, {"id": "2", "text": "a a a b"}, {"id": "3", "error": "crash"}]
        (self.root / "mine.jsonl").write_text("".join(json.dumps(answer) + "\n" for answer in answers), encoding="utf-8")
        self.write(["0.8333333333333334", "0.5714285714285714", "0"], "0.4682539682539683")

    def write(self, values: list, total: str, metric: str = "wcxb.f1.compat") -> None:
        with (self.root / "documents.csv").open("w", newline="") as file:
            rows = [["c", str(page), "mine", value] for page, value in enumerate(values, 1)]
            csv.writer(file).writerows([["corpus", "doc", "strategy", metric], *rows])
        with (self.root / "summary.csv").open("w", newline="") as file:
            heads = ["corpus", "strategy", "metric", "average", "value"]
            csv.writer(file).writerows([heads, ["c", "mine", metric, "documents", total]])

    def run_it(self, *more: str) -> tuple[int, str]:
        out = io.StringIO()
        arguments = ["crosscheck.py", *[str(self.root)] * 3, *more]
        with mock.patch.object(sys, "argv", arguments), contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            return crosscheck.main(), out.getvalue()

    def test_equal_figures_pass(self) -> None:
        code, out = self.run_it()
        self.assertEqual(code, 0, out)
        self.assertRegex(out, r"mine,wcxb\.f1\.compat,4,\S+,")

    def test_a_page_or_a_mean_off_by_a_hundred_millionth_fails(self) -> None:
        self.write(["0.83333334", "0.5714285714285714", "0"], "0.4682539682539683")
        code, out = self.run_it()
        self.assertEqual((code, out.splitlines()[1].split(",")[-1]), (1, "1"))
        self.write(["0.8333333333333334", "0.5714285714285714", "0"], "0.46825398")
        code, out = self.run_it()
        self.assertEqual((code, out.splitlines()[1].split(",")[-1]), (1, "(documents)"))

    def test_six_digits_are_too_few(self) -> None:
        self.write(["0.833333", "0.571429", "0.000000"], "0.468254")
        self.assertEqual(self.run_it()[0], 1)

    def test_a_missing_page_or_an_undefined_value_fails(self) -> None:
        self.write(["0.8333333333333334", "0.5714285714285714"], "0.4682539682539683")
        code, out = self.run_it()
        self.assertEqual(code, 1)
        self.assertIn("1 on one side only, such as 3", out)
        for value in ("NA", "NaN", "inf"):
            self.write(["0.8333333333333334", "0.5714285714285714", value], "0.4682539682539683")
            self.assertEqual(self.run_it()[0], 1, value)

    def test_nothing_to_compare_is_no_success(self) -> None:
        self.write(["1", "1", "1"], "1", metric="chars.f1")
        self.assertEqual(self.run_it()[0], 2)
        (self.root / "mine.jsonl").unlink()
        self.assertEqual(self.run_it()[0], 2)
        (self.root / "documents.csv").unlink()
        code, out = self.run_it()
        self.assertEqual(code, 2)
        self.assertIn("gleaner eval --out", out)

    def test_the_users_original_program_takes_over(self) -> None:
        original = self.root / "evaluate.py"
        original.write_text("def word_f1(p, g): return 0.25, 0.25, 0.25\ndef snippet_check(t, s): return 0.25\n")
        self.assertEqual(self.run_it("--original", str(original))[0], 1)
        self.write(["0.25"] * 3, "0.25")
        self.assertEqual(self.run_it("--original", str(original))[0], 0)


if __name__ == "__main__":
    unittest.main()
