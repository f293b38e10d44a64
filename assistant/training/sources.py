"""What the models are trained on: articles with questions, public question sets, and news without questions."""

import csv
import gzip
import json
import lzma
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from assistant.evaluation.asked import matching
from assistant.evaluation.asked.files import read_files
from assistant.evaluation.asked.questions import EvaluationQuestion, QuestionSet
from assistant.evaluation.asked.statements import LabelledStatement, load
from vectorstore.article import Article
from vectorstore.importing.loading import parse_text
from vectorstore.passages import Passage, split

ARTICLES = Path(__file__).parents[1] / "data" / "training"
ARABIC_SETS = ("arcd-train", "tydiqa-goldp-dev.ar", "mlqa-dev.ar")
ENGLISH_SETS = ("tydiqa-goldp-train.en", "squad2-dev-half.en")  # the latter shares titles with XQuAD, no paragraph
QUESTION_PAIRS = "nsurl-q2q-train.csv.gz"
_NO_ARTICLE = Article("", None, (), ())
_MOST_BYTES = 1 << 24


def written_sets() -> list[QuestionSet]:
    """The articles written for training, with their questions."""
    return _sets(sorted(ARTICLES.glob("*.questions.jsonl")))


def written_statements() -> list[tuple[str, tuple[LabelledStatement, ...]]]:
    """The text of each article written for training, with the labelled statements about it."""
    paths = sorted(ARTICLES.glob("*.statements.jsonl"))
    texts = [path.with_name(path.name.replace(".statements.jsonl", ".ar.txt")) for path in paths]
    return [(text.read_text(encoding="utf-8"), load(path)) for path, text in zip(paths, texts, strict=True)]


def public_sets(folder: Path, names: tuple[str, ...]) -> list[QuestionSet]:
    """Public sets, each paragraph an article of its own; of two with the same questions the first stays."""
    return _sets([folder / f"{name}.json.gz" for name in names], by_paragraph=True)


def _sets(paths: list[Path], *, by_paragraph: bool = False) -> list[QuestionSet]:
    files = read_files(paths, article=_NO_ARTICLE, max_article_bytes=_MOST_BYTES, by_paragraph=by_paragraph)
    return [each for file in files for each in file.sets]


def answers(passage: Passage, question: EvaluationQuestion) -> bool:
    """Whether a passage holds what answers a question."""
    if question.gold_spans:
        return any(passage.start <= start and end <= passage.end for start, end in question.gold_spans)
    text = matching.folded(passage.text)
    return any(matching.holds(text, matching.folded(gold)) for gold in question.gold)


def news_passages(corpus: Path, *, every: int) -> Iterator[str]:
    """The passages of every so manieth article of a corpus of JSON lines, compressed by xz."""
    with lzma.open(corpus, "rt", encoding="utf-8") as lines:
        for line in islice(lines, 0, None, every):
            record = json.loads(line)
            article = parse_text(f"{record['title']}\n\n{record['text']}")
            yield from (passage.text for passage in split(article))


def alike_questions(folder: Path) -> Iterator[tuple[str, str, bool]]:
    """Pairs of Arabic questions, and whether they mean the same."""
    with gzip.open(folder / QUESTION_PAIRS, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield row["question1"].strip(), row["question2"].strip(), row["label"] == "1"
