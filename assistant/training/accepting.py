"""Put a candidate beside the model that ships, on the articles to calibrate on; it takes its place unless it is worse.

Worse is: of the passages that come first fewer answer, or confidence tells right from wrong less well, by a difference
whose 95 % interval over questions lies below 0.
"""

import argparse
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.metrics import roc_auc_score

from assistant.training.judging import Judged, first_of, judged, question_sets
from vectorstore.reader.model import FOLDER, Model
from vectorstore.retrieving.confidence import Weights, chance_of

_DRAWS = 2_000
_SEED = 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of questions: whether the first passage answers, and the confidence in it."""

    right: npt.NDArray[np.bool_]
    confidence: npt.NDArray[np.float64]
    answerable: npt.NDArray[np.bool_]

    def hit(self, rows: npt.NDArray[np.int_]) -> float:
        """The share of answerable questions whose first passage answers."""
        return float(self.right[rows][self.answerable[rows]].mean())

    def auroc(self, rows: npt.NDArray[np.int_]) -> float:
        """The chance that a question that the article answers has more confidence than one that it does not."""
        return float(roc_auc_score(self.answerable[rows], self.confidence[rows]))


def outcome(examples: Sequence[Judged], weights: Weights) -> Outcome:
    """What becomes of questions with these weights."""
    right, confidence, answerable = [], [], []
    for example in examples:
        seen = example.found.seen
        first, rival = first_of(seen, weights)
        right.append(example.right[first])
        confidence.append(chance_of(seen[first], rival, weights))
        answerable.append(not example.kind.startswith("absent"))
    return Outcome(np.array(right), np.array(confidence), np.array(answerable))


def differences(old: Outcome, new: Outcome) -> dict[str, tuple[float, float, float]]:
    """By figure: what ships, the candidate, and the upper end of the 95 % interval of the difference (new less old)."""
    draw = np.random.default_rng(_SEED)
    everything = np.arange(len(old.right))
    samples = [draw.choice(everything, len(everything)) for _ in range(_DRAWS)]
    found = {}
    for name, of in (("hit@1", Outcome.hit), ("AUROC", Outcome.auroc)):
        spread = [of(new, rows) - of(old, rows) for rows in samples]
        found[name] = (of(old, everything), of(new, everything), float(np.percentile(spread, 97.5)))
    return found


def main(arguments: list[str] | None = None) -> int:
    """Compare, and accept or refuse; 1 where the candidate is refused."""
    parser = argparse.ArgumentParser(prog="python -m assistant.training.accepting", description=__doc__)
    parser.add_argument("candidate", type=Path, help="folder of the candidate")
    parser.add_argument("questions", type=Path, nargs="+", help="question files with their articles beside them")
    options = parser.parse_args(arguments)
    sets = question_sets(options.questions)
    old, new = (outcome(list(judged(sets, Model(folder))), Weights.shipped()) for folder in (FOLDER, options.candidate))
    worse = False
    for name, (before, after, highest) in differences(old, new).items():
        sys.stdout.write(f"{name}: {before:.3f} ships, {after:.3f} candidate, at best {highest:+.3f}\n")
        worse = worse or highest < 0
    if worse:
        sys.stdout.write("the candidate is worse, and is refused\n")
        return 1
    shutil.copytree(options.candidate, FOLDER, dirs_exist_ok=True)
    sys.stdout.write(
        f"the candidate is now in {FOLDER}; learn the weights anew: python -m assistant.training.judging\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
