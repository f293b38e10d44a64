"""What each command of the command line does. Everything heavy is imported by the command that needs it."""

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from assistant.commandline.progress import Bar
from assistant.errors import AssistantError
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.assembly import Assistant
    from vectorstore.article import Article


def say(line: str) -> None:
    """A line of the result, at once."""
    try:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as exc:
        raise AssistantError(f"the result cannot be written ({exc.strerror}); free some space") from exc


def note(line: str) -> None:
    """A line that is not part of the result."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def complain(message: str) -> None:
    """An error, on one line."""
    note("error: " + " ".join(message.split()))


def index(settings: Settings, args: argparse.Namespace) -> int:
    """Build the article's index, where it is not up to date."""
    from assistant.assembly import open_indexes, split_article
    from vectorstore.importing.loading import read_article

    article = read_article(settings.article, max_bytes=settings.max_article_bytes)
    _warn(article)
    passages = split_article(article, settings)
    name = _embedding(settings)
    with closing(Bar("indexing")) as bar:
        open_indexes(settings, passages, progress=bar.show)
    where = settings.chroma_url or settings.data_dir
    say(f"{len(passages)} passages of {settings.article}, embedding: {name}, at {_masked(str(where))}")
    return 0


def ask(settings: Settings, args: argparse.Namespace) -> int:
    """Answer questions: from the arguments or standard input, for people or for programs."""
    from assistant.rendering.doubts import warnings_of

    from_input = args.questions == ["-"]
    assistant = _open(settings)
    if args.json and from_input:
        from assistant.commandline.batch import answer_lines

        return 0 if answer_lines(assistant, sys.stdin.buffer, say=say, complain=complain) else 1
    questions = _typed() if from_input else args.questions
    for number, answer in enumerate(assistant.converse(questions)):
        if args.json:
            say(json.dumps(answer.as_json() | warnings_of(assistant.article), ensure_ascii=False))
        else:
            _show(answer, first=number == 0)
    return 0


def chat(settings: Settings, args: argparse.Namespace) -> int:
    """Serve the chat page until it is interrupted."""
    assistant = _open(settings)
    from assistant.page import Options, serve
    from assistant.page.own.fetching import Fetcher

    def announce(address: str) -> None:
        say(address)
        note("Open this address in a browser; Ctrl-C ends.")

    options = Options(
        feedback_dir=settings.data_dir,
        max_own_bytes=settings.max_own_bytes,
        max_own_articles=settings.max_own_articles,
        fetch=Fetcher(max_bytes=settings.max_own_bytes).fetch if settings.fetch_urls else None,
        served_as=settings.names,
    )
    serve(assistant, host=settings.host, port=settings.port, announce=announce, options=options)
    return 0


def evaluate(settings: Settings, args: argparse.Namespace) -> int:
    """Ask the questions of question files and report how they were answered, or compare two reports."""
    from assistant.evaluation.command import run

    for name in dict.fromkeys(args.embeddings or [settings.embeddings]):
        if not args.compare:
            _embedding(replace(settings, embeddings=name))
    return run(settings, args, say=say, note=note)


def diagnose(settings: Settings, args: argparse.Namespace) -> int:
    """Say what is installed, configured, cached and reachable; 1 if something would stop ``ask``."""
    from assistant.commandline.doctor import findings

    status = 0
    for finding in findings(settings):
        say(finding.as_line())
        status |= finding.state == "problem"
    return int(status)


def fetch_model(settings: Settings, args: argparse.Namespace) -> int:
    """Download an embedding model."""
    from assistant.commandline.fetching import fetch

    name = args.name or settings.embedding_model
    say(f"{name} is in {fetch(name)}")
    return 0


def _open(settings: Settings) -> "Assistant":
    from assistant.assembly import open_assistant

    _embedding(settings)
    with closing(Bar("indexing")) as bar:
        assistant = open_assistant(settings, progress=bar.show)
    _warn(assistant.article)
    return assistant


def _warn(article: "Article") -> None:
    """What may be wrong with the article's text."""
    from assistant.rendering.doubts import doubt
    from vectorstore.language.arabic import is_arabic

    for code in article.warnings:
        note(f"warning: {doubt(code, 'ar' if is_arabic(article.text) else 'en')}")


def _embedding(settings: Settings) -> str:
    """The embedding in use; that a model is slow to load is said before."""
    from vectorstore.embedding.choosing import open_semantic
    from vectorstore.reader.model import Model

    semantic = open_semantic(settings.embeddings, settings.embedding_model, Model.shipped())
    if semantic.name == "builtin":
        return "built-in"
    note(f"using the embedding model {semantic.name}; to load it takes some seconds")
    return semantic.name


def _typed() -> Iterator[str]:
    """The lines of standard input that have anything on them."""
    for line in sys.stdin.buffer:
        if question := line.decode("utf-8-sig", errors="replace").strip():
            yield question


def _show(answer: Any, *, first: bool) -> None:
    from assistant.rendering.plaintext import answer_text

    say(answer_text(answer) if first else "\n" + answer_text(answer))


def _masked(where: str) -> str:
    from assistant.commandline.reachable import without_secrets

    return without_secrets(where)
