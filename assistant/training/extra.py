"""Further questions, written for this project, on texts that are elsewhere: paragraphs of public sets, and news.

The questions ship with their answers' words; the texts stay where they are.
"""

import gzip
import hashlib
import json
import lzma
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from assistant.evaluation.questions import EvaluationQuestion, QuestionSet
from assistant.training.sources import ARABIC_SETS, ARTICLES
from vectorstore.reading import parse_text

ON_PARAGRAPHS = ARTICLES / "paragraphs.jsonl"
ON_NEWS = ARTICLES / "news.jsonl"
_MOST_CHARACTERS = 900  # of a paragraph, as its questions' writers saw it


def question_sets(folder: Path) -> list[QuestionSet]:
    """The paragraphs that have further questions, each an article, with these questions."""
    return _sets(ON_PARAGRAPHS, "paragraph", paragraphs(folder))


def news_sets(corpus: Path) -> list[QuestionSet]:
    """The articles of a corpus of JSON lines, compressed by xz, that have questions, with these questions."""
    return _sets(ON_NEWS, "article", news(corpus))


def _sets(path: Path, named: str, texts: Iterable[tuple[str, str]]) -> list[QuestionSet]:
    asked: dict[str, list[EvaluationQuestion]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        gold = tuple(entry["gold"])
        asked[entry[named]].append(
            EvaluationQuestion(entry["id"], entry["kind"], tuple(entry["turns"]), bool(gold), gold)
        )
    known = {name: text for name, text in texts if name in asked}
    return [QuestionSet(path.name, parse_text(known[name]), tuple(asked[name])) for name in asked if name in known]


def paragraphs(folder: Path) -> Iterator[tuple[str, str]]:
    """The name of each paragraph, of its set and its first question, and its beginning in one line."""
    for name in ARABIC_SETS:
        for title in json.loads(gzip.decompress((folder / f"{name}.json.gz").read_bytes()))["data"]:
            for paragraph in title["paragraphs"]:
                text = " ".join(paragraph["context"].split())
                if len(text) > _MOST_CHARACTERS:
                    text = text[:_MOST_CHARACTERS].rsplit(" ", 1)[0]
                yield f"{name.split('-')[0]}:{paragraph['qas'][0]['id']}", text


def news(corpus: Path) -> Iterator[tuple[str, str]]:
    """The name of each article of a corpus, the beginning of its hash, and its title and text."""
    with lzma.open(corpus, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            text = f"{record['title']}\n\n{record['text']}\n"
            yield hashlib.sha256(text.encode()).hexdigest()[:16], text
