"""Further questions, written for this project, on texts that are elsewhere: paragraphs of public sets, and news.

Of news, answers and quotations are places in its text, since that may not ship.
"""

import gzip
import hashlib
import json
import lzma
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from assistant.evaluation.asked.questions import EvaluationQuestion, QuestionSet
from assistant.evaluation.asked.statements import LabelledStatement
from assistant.training.sources import ARABIC_SETS, ARTICLES
from vectorstore.importing.loading import parse_text

ON_PARAGRAPHS = ARTICLES / "paragraphs.jsonl"
ON_NEWS = ARTICLES / "news.jsonl"
NEWS_STATEMENTS = ARTICLES / "news-statements.jsonl"
_MOST_CHARACTERS = 900  # of a paragraph, as its questions' writers saw it


def question_sets(folder: Path) -> list[QuestionSet]:
    """The paragraphs that have further questions, each an article, with these questions."""
    texts = dict(paragraphs(folder))
    asked = {name: entries for name, entries in _entries(ON_PARAGRAPHS, "paragraph").items() if name in texts}
    return [_set(texts[name], [(e, tuple(e["gold"])) for e in entries]) for name, entries in asked.items()]


def news_sets(corpus: Path) -> list[QuestionSet]:
    """The articles of a corpus of JSON lines, compressed by xz, that have questions, with these questions."""
    asked = _entries(ON_NEWS, "article")
    found = ((text, asked[name]) for name, text in news(corpus) if name in asked)
    return [_set(text, [(e, tuple(text[a:b] for a, b in e["gold"])) for e in entries]) for text, entries in found]


def news_statements(corpus: Path) -> list[tuple[str, tuple[LabelledStatement, ...]]]:
    """The text of each article of a corpus that has labelled statements, with these."""
    told = _entries(NEWS_STATEMENTS, "article")
    return [(text, tuple(_statement(e, text) for e in told[name])) for name, text in news(corpus) if name in told]


def _entries(path: Path, named: str) -> dict[str, list[dict[str, Any]]]:
    """The records of a file by the text that each is about."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        found[entry[named]].append(entry)
    return found


def _set(text: str, entries: Sequence[tuple[dict[str, Any], tuple[str, ...]]]) -> QuestionSet:
    questions = [EvaluationQuestion(e["id"], e["kind"], tuple(e["turns"]), bool(gold), gold) for e, gold in entries]
    return QuestionSet(ON_NEWS.name, parse_text(text), tuple(questions))


def _statement(entry: dict[str, Any], text: str) -> LabelledStatement:
    start, end = entry["quotation"]
    return LabelledStatement(entry["id"], entry["kind"], entry["statement"], text[start:end], entry["supported"])


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
    """The name of each article of a corpus, the beginning of its hash, and its title and text; each once."""
    known: set[str] = set()
    with lzma.open(corpus, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            text = f"{record['title']}\n\n{record['text']}\n"
            name = hashlib.sha256(text.encode()).hexdigest()[:16]
            if name not in known:
                yield name, text
            known.add(name)
