"""An article or an error as JSON, to hand it from one process to another."""

import json
from dataclasses import asdict
from typing import Any

from vectorstore.article import Article, Heading, Paragraph
from vectorstore.errors import ArticleUnreadable


def dump_article(article: Article) -> str:
    """The article as JSON of ASCII letters alone, so that nothing can be lost on the way."""
    return json.dumps({"article": asdict(article)})


def dump_error(error: ArticleUnreadable) -> str:
    """The error as JSON."""
    return json.dumps({"error": str(error), "reason": error.reason})


def load(dumped: str) -> Article:
    """The article that was dumped.

    Raises:
        ArticleUnreadable: an error was dumped.
        ValueError: it is neither.
    """
    told: dict[str, Any] = json.loads(dumped)
    if "error" in told:
        raise ArticleUnreadable(told["error"], reason=told["reason"])
    if "article" not in told:
        raise ValueError("neither an article nor an error")
    fields = told["article"]
    fields["headings"] = tuple(Heading(**each) for each in fields["headings"])
    fields["paragraphs"] = tuple(Paragraph(**each) for each in fields["paragraphs"])
    fields["warnings"] = tuple(fields["warnings"])
    return Article(**fields)
