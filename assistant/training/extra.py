"""Further questions, written for this project, on the paragraphs of public sets; the paragraphs stay where they are."""

import gzip
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from assistant.evaluation.questions import EvaluationQuestion, QuestionSet
from assistant.training.sources import ARABIC_SETS, ARTICLES
from vectorstore.reading import parse_text

QUESTIONS = ARTICLES / "paragraphs.jsonl"
_MOST_CHARACTERS = 900  # of a paragraph, as its questions' writers saw it


def question_sets(folder: Path) -> list[QuestionSet]:
    """The paragraphs that have further questions, each an article, with these questions."""
    asked: dict[str, list[EvaluationQuestion]] = defaultdict(list)
    for line in QUESTIONS.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        gold = tuple(entry["gold"])
        asked[entry["paragraph"]].append(
            EvaluationQuestion(entry["id"], entry["kind"], tuple(entry["turns"]), bool(gold), gold)
        )
    texts = dict(paragraphs(folder))
    return [QuestionSet(QUESTIONS.name, parse_text(texts[name]), tuple(asked[name])) for name in asked if name in texts]


def paragraphs(folder: Path) -> Iterator[tuple[str, str]]:
    """The name of each paragraph, of its set and its first question, and its beginning in one line."""
    for name in ARABIC_SETS:
        for title in json.loads(gzip.decompress((folder / f"{name}.json.gz").read_bytes()))["data"]:
            for paragraph in title["paragraphs"]:
                text = " ".join(paragraph["context"].split())
                if len(text) > _MOST_CHARACTERS:
                    text = text[:_MOST_CHARACTERS].rsplit(" ", 1)[0]
                yield f"{name.split('-')[0]}:{paragraph['qas'][0]['id']}", text
