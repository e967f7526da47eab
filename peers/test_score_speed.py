"""score_speed.py times only what agrees. The package gleaner is played by a stand-in that gives the originals' values, or wrong ones."""

import dataclasses
import sys
import types
import unittest
from unittest import mock

import score_speed
import scorers
from score_speed import MEASURES, Case

CASE = Case("The cat sat\non the mat", ["the cat sat on a mat", "", "The cat\tsat on the mat"])


def stand_in(shift: float) -> types.ModuleType:
    """A package whose F1 is off by that."""

    def text_scores(answers: list[str], reference: str, metrics: str) -> list[dict[str, float]]:
        assert metrics == "wcxb.compat"
        rows = [scorers.wcxb(answer, reference, [], []) for answer in answers]
        return [row | {"wcxb.f1.compat": row["wcxb.f1.compat"] + shift} for row in rows]

    module = types.ModuleType("gleaner")
    module.text_scores = text_scores  # type: ignore[attr-defined]
    return module


class Agreement(unittest.TestCase):
    def measured(self, shift: float) -> tuple[list[float], list[float]]:
        with mock.patch.dict(sys.modules, {"gleaner": stand_in(shift)}):
            return score_speed.measured(MEASURES["words"], [CASE], rounds=3)

    def test_what_agrees_is_timed_in_every_round(self) -> None:
        theirs, ours = self.measured(0.0)
        self.assertEqual((len(theirs), len(ours)), (3, 3))

    def test_what_differs_is_not_timed(self) -> None:
        with self.assertRaisesRegex(SystemExit, "values differ.*wcxb.f1.compat"):
            self.measured(1e-9)

    def test_a_measure_of_single_lines_is_given_them(self) -> None:
        seen = []

        def original(answer: str, gold: str) -> score_speed.Values:
            seen.append((answer, gold))
            return score_speed.words(answer, gold)

        measure = dataclasses.replace(MEASURES["words"], original=original, one_line=True)
        with mock.patch.dict(sys.modules, {"gleaner": stand_in(0.0)}):
            score_speed.measured(measure, [CASE], rounds=1)
        self.assertIn(("The cat sat on the mat", "The cat sat on the mat"), seen)
        self.assertFalse([pair for pair in seen if "\n" in "".join(pair) or "\t" in "".join(pair)])


if __name__ == "__main__":
    unittest.main()
