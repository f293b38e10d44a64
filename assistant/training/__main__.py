"""From packages and question sets to the folder that ships, step by step; what is done is not done again."""

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

from tokenizers import Tokenizer

from assistant.training import sources
from assistant.training.base import cut_tokenizer, full_tokenizer, kept_pieces
from assistant.training.embedding import everything
from assistant.training.reading import STAGES

_EVERY = 4  # articles of the corpus by which pieces are chosen


def _base(qa: Path, corpus: Path, folder: Path) -> None:
    """The vocabulary: the pieces that stay, and the tokenizer that has them alone."""
    full = full_tokenizer()
    known = (each for each in everything(qa))
    texts = chain(
        sources.news_passages(corpus, every=_EVERY),
        *([each.article.text, *(turn for question in each.questions for turn in question.turns)] for each in known),
    )
    kept = kept_pieces(full["model"]["vocab"], texts, Tokenizer.from_str(json.dumps(full)))
    (folder / "tokenizer.json").write_text(json.dumps(cut_tokenizer(full, kept), ensure_ascii=False), encoding="utf-8")
    (folder / "kept.json").write_text(json.dumps(kept), encoding="utf-8")


def _run(module: str, arguments: Sequence[object]) -> None:
    """A step in a process of its own, which gives its memory back."""
    subprocess.run([sys.executable, "-m", f"assistant.training.{module}", *map(str, arguments)], check=True)


def main(arguments: list[str] | None = None) -> int:
    """Train what is missing and write a candidate."""
    parser = argparse.ArgumentParser(prog="python -m assistant.training", description=__doc__)
    parser.add_argument("--qa", type=Path, required=True, help="folder of the public question sets")
    parser.add_argument("--corpus", type=Path, required=True, help="news as JSON lines, compressed by xz")
    parser.add_argument("--folder", type=Path, required=True, help="where to work; the candidate is made in it")
    options = parser.parse_args(arguments)
    options.folder.mkdir(parents=True, exist_ok=True)
    given = ["--qa", options.qa, "--folder", options.folder]
    if not (options.folder / "kept.json").exists():
        _base(options.qa, options.corpus, options.folder)
    if not (options.folder / "student.pt").exists():
        _run("embedding", [*given, "--corpus", options.corpus])
    for stage in range(len(STAGES)):
        if not (options.folder / f"reader-{stage}.pt").exists():
            _run("reading", [*given, "--corpus", options.corpus, "--stage", stage])
    _run("export", ["--folder", options.folder, "--output", options.folder / "candidate"])
    return 0


if __name__ == "__main__":
    sys.exit(main())
