"""Articles, assistants, rows and reports made by hand, for tests of the evaluation."""

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.answer import Answer, Citation
from assistant.errors import QuestionRefused
from assistant.evaluation.reporting.report import AskedQuestion, FileNote, Report, Run
from assistant.evaluation.rows import Row
from assistant.readers.base import Turn
from vectorstore.article import Article, Paragraph
from vectorstore.passages import Passage, make_id


def article_of(*paragraphs: str, title: str | None = None) -> Article:
    """An article of these paragraphs, each on a line of its own."""
    places, start = [], 0
    for text in paragraphs:
        places.append(Paragraph(start, start + len(text), None))
        start += len(text) + 1
    return Article("\n".join(paragraphs), title, (), tuple(places))


def passages_of(article: Article) -> tuple[Passage, ...]:
    """Each paragraph as a passage."""
    texts = [(each.start, each.end, article.text[each.start : each.end]) for each in article.paragraphs]
    return tuple(
        Passage(make_id(start, text), text, start, end, n, n, None) for n, (start, end, text) in enumerate(texts)
    )


class Scripted:
    """Gives the answers of its script, refuses what is not in it, and keeps what it was asked."""

    def __init__(self, script: Mapping[str, Answer], passages: Sequence[Passage] = ()) -> None:
        self.passages = passages
        self.entails = None
        self.script = script
        self.asked: list[tuple[str, tuple[Turn, ...]]] = []

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """The answer of the script."""
        self.asked.append((question, tuple(history)))
        if question not in self.script:
            raise QuestionRefused(ar="السؤال طويل", en="the question is too long")
        return self.script[question]


class Quoting:
    """Answers each question with the whole article, and declines those that ask «كم»."""

    def __init__(self, article: Article) -> None:
        self.passages = passages_of(article)
        self.entails = None
        self._text = article.text

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """The whole article."""
        everything = Citation(1, self._text, 0, len(self._text), 0, None)
        return Answer(question, not question.startswith("كم"), "جواب [1]", "ar", "quoting", (everything,))


def row(rank: int | None = None, **fields: Any) -> Row:
    """The row of an answered question; where a field is not given, its value has no meaning."""
    values: dict[str, Any] = {
        "file": "a.jsonl",
        "id": "q",
        "kind": "fact",
        "answerable": True,
        "answered": True,
        "text": "أمس [1]",
        "reader": "extractive",
        "confidence": 0.5,
        "seconds": 0.25,
        "words": 10,
        "rank": rank,
    }
    return Row(**(values | fields))


def absent(*, answered: bool, **fields: Any) -> Row:
    """The row of a question that the article does not answer."""
    return row(answerable=False, answered=answered, **({"kind": "absent"} | fields))


def asked_of(each: Row) -> AskedQuestion:
    """A question of which that is the row."""
    gold = ("أمس",) if each.answerable else ()
    return AskedQuestion(each.file, each.id, each.kind, "مقال", (f"سؤال {each.id}؟",), each.answerable, gold)


def run_of(name: str, *rows: Row) -> Run:
    """A run over two articles."""
    return Run(name, {"threshold": 0.35}, rows, 2, 1.5)


def report_of(*runs: Run, **fields: Any) -> Report:
    """A report of runs, the first of which has all questions."""
    values: dict[str, Any] = {
        "runs": runs,
        "questions": tuple(map(asked_of, runs[0].rows)),
        "files": (FileNote("a.jsonl", "00", 5, 0), FileNote("b.jsonl", "ff", 2, 3)),
        "half": "all",
        "limit": None,
        "fingerprint": "0123456789abcdef",
        "versions": {"python": "3.11"},
    }
    return Report(**(values | fields))
