"""Questions about the article itself: who wrote it, and when it appeared. The line that says so is to be quoted."""

import re
from collections.abc import Callable, Sequence

from vectorstore.article import Article
from vectorstore.hit import Hit
from vectorstore.importing.credits import read_author, read_date
from vectorstore.language.arabic import fold
from vectorstore.passages import Passage

_MOST_WORDS = 14  # of a line that says who wrote an article, and when
_SURE = 0.95
_IT = r"(?:هذا |هذه )?(?:الخبر|المقال|المقاله|التقرير|النص|القصه|الماده|الموضوع)"
_AUTHOR = re.compile(  # of the folded question
    rf"(?:و?من|ما اسم) (?:هو |هي )?(?:الذي |التي )?(?:كتبت?|حررت?|اعدت?|الفت?|كاتبه?|محرره?|مولفه?|معده?) {_IT}\W*"
    r"|(?:و?من|ما اسم) (?:هو |هي )?(?:الكاتبه?|المولفه?|المحرره?)\W*"
    r"|who (?:wrote|authored|reported|is the (?:author|writer) of) (?:this|the) (?:article|story|report|piece|news)\W*"
    r"|who(?: is|'s) (?:the|its) (?:author|writer|reporter)\W*"
)
_DATE = re.compile(
    rf"متي (?:تم )?(?:نشرت?|كتبت?|صدرت?|نشر) ?(?:{_IT})?\W*"
    rf"|(?:ما (?:هو )?)?تاريخ (?:النشر|(?:نشر|كتابه|صدور) {_IT}|{_IT})\W*"
    r"|when was (?:this|the|it)(?: (?:article|story|report|piece|news))? ?(?:published|written|posted)\W*"
    r"|what is the (?:publication )?date of (?:this|the) (?:article|story|report|piece)\W*"
)


class CreditLines:
    """The lines of an article that say who wrote it and when it appeared.

    Where no line does, nothing is found: a name or a date in the story would be a wrong answer.
    """

    def __init__(self, article: Article, passages: Sequence[Passage]) -> None:
        """The ``passages`` are all of the article's."""
        self._lines = {
            "author": _line(article, passages, article.author, read_author),
            "date": _line(article, passages, article.date, read_date),
        }

    def hits(self, question: str) -> tuple[Hit, ...] | None:
        """The line that a question about the article itself is answered by, or nothing; None for any other question."""
        asked = asks_about(question)
        if asked is None:
            return None
        passage = self._lines[asked]
        return (Hit(passage, 1.0, _SURE),) if passage else ()


def asks_about(question: str) -> str | None:
    """``author`` or ``date``, where a question asks that of the article itself; None for any other question."""
    folded = " ".join(fold(question).split()).strip("؟?. ")
    if _AUTHOR.fullmatch(folded):
        return "author"
    return "date" if _DATE.fullmatch(folded) else None


def _line(
    article: Article, passages: Sequence[Passage], known: str | None, read: Callable[[str], str | None]
) -> Passage | None:
    """The passage of the short line that says what is known."""
    if known is None:
        return None
    for passage in passages:
        paragraph = article.paragraphs[passage.paragraph]
        text = article.text[paragraph.start : paragraph.end]
        if len(text.split()) <= _MOST_WORDS and (known in passage.text or read(passage.text) == known):
            return passage
    return None
