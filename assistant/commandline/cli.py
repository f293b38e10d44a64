"""The command line: what can be typed, and how it ends."""

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import fields
from pathlib import Path

from assistant import __version__
from assistant.commandline import running as commands
from assistant.errors import AssistantError
from assistant.settings import PREFIX, Settings
from vectorstore.errors import VectorStoreError

_EPILOG = (
    f"Each setting is also an environment variable, {PREFIX}<NAME>: --data-dir is {PREFIX}DATA_DIR. "
    "Results go to standard output, everything else to standard error. "
    "Exit status: 0 done, 1 an error that is told in one line, 2 wrong usage."
)
_INTERRUPTED = 130
_PIPE_CLOSED = 141  # as if by SIGPIPE

_HELP = {  # setting: placeholder, meaning
    "article": ("PATH", "the article's file: text, Markdown, HTML, PDF or Word (default: the article that ships)"),
    "data_dir": ("PATH", "folder of the indexes (default: article-assistant in the user's cache folder)"),
    "chroma_url": ("URL", "Chroma server to keep the indexes on, such as http://127.0.0.1:8000 (default: none)"),
    "embeddings": ("CHOICE", "auto, builtin, or a sentence-transformers model's name or folder"),
    "reranker": ("NAME", "a sentence-transformers cross-encoder on this machine, or its folder, to rank passages with"),
    "reader_model": ("FOLDER", "another reader, trained as the one that ships"),
    "embedding_model": ("NAME", "the model that auto uses where it is on this machine"),
    "max_article_bytes": ("BYTES", "largest article file"),
    "fewest_words": ("WORDS", "shortest passage to aim for"),
    "most_words": ("WORDS", "longest passage to aim for"),
    "model": ("NAME", "chat model as provider:name, such as ollama:qwen3 (default: none, answers are quoted)"),
    "model_url": ("URL", "base URL of an OpenAI-compatible server (default: none)"),
    "judge": ("NAME", "chat model that checks what one wrote, as --model (default: none, the built-in model does)"),
    "judge_url": ("URL", "base URL of an OpenAI-compatible server for it (default: none)"),
    "model_timeout_s": ("SECONDS", "longest wait for a chat model's reply"),
    "threshold": ("SHARE", "least confidence, 0 to 1, at which the article is said to answer"),
    "hits": ("N", "passages to answer from"),
    "candidates": ("N", "passages to ask Chroma for"),
    "max_question_chars": ("CHARS", "longest question"),
    "max_own_bytes": ("BYTES", "largest article that a reader of the page may bring"),
    "max_own_articles": ("N", "articles of readers' own at the same time"),
    "fetch_urls": ("", "fetch the page at an address that a reader gives, from public hosts only (default: no)"),
    "host": ("ADDRESS", "address to serve the page at"),
    "served_as": ("NAMES", "names under which others reach the page, a comma between"),
    "port": ("PORT", "port to serve the page at, 0 for any that is free"),
}
_PLACE = ("article", "data_dir")
_INDEXING = (
    *_PLACE, "chroma_url", "embeddings", "embedding_model", "max_article_bytes", "fewest_words", "most_words",
)  # fmt: skip
_ASKING = (
    *_INDEXING, "reranker", "reader_model", "model", "model_url", "judge", "judge_url", "model_timeout_s", "threshold",
    "hits", "candidates", "max_question_chars",
)  # fmt: skip
_SERVING = (*_ASKING, "max_own_bytes", "max_own_articles", "fetch_urls", "host", "served_as", "port")
_VARIED = ("embeddings", "model")  # settings of which an evaluation compares several values


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; the exit status. Wrong usage and ``--help`` raise `SystemExit`, as argparse does."""
    _speak_utf8()
    args = _parser().parse_args(argv)
    try:
        status = args.run(_settings(args), args)
        sys.stdout.flush()
    except (AssistantError, VectorStoreError) as exc:
        commands.complain(str(exc))
        return 1
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        _hang_up()
        return _PIPE_CLOSED
    return int(status)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="article-assistant",
        description="Ask an Arabic news article and be shown the exact words that answer.",
        epilog=_EPILOG,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"article-assistant {__version__}")
    add = parser.add_subparsers(dest="command", metavar="COMMAND", required=True).add_parser
    _add_index(add)
    _add_ask(add)
    _command(add, "chat", commands.chat, _SERVING, "serve the chat page")
    _add_evaluate(add)
    _command(add, "doctor", commands.diagnose, _SERVING, "say what is installed, configured, cached and reachable")
    _add_fetch(add)
    return parser


_Add = Callable[..., argparse.ArgumentParser]
_Run = Callable[[Settings, argparse.Namespace], int]


def _command(add: _Add, name: str, run: _Run, settings: Sequence[str], summary: str) -> argparse.ArgumentParser:
    parser = add(name, help=summary, description=summary.capitalize() + ".", epilog=_EPILOG, allow_abbrev=False)
    parser.set_defaults(run=run)
    group = parser.add_argument_group("settings")
    for setting in settings:
        metavar, meaning = _HELP[setting]
        flag = f"--{setting.replace('_', '-')}"
        if metavar:
            group.add_argument(flag, metavar=metavar, help=meaning + _default(setting))
        else:
            group.add_argument(flag, action="store_const", const=True, help=meaning)
    return parser


def _default(setting: str) -> str:
    value = next(field.default for field in fields(Settings) if field.name == setting)
    return f" (default: {value})" if isinstance(value, str | int | float) and value != "" else ""


def _add_index(add: _Add) -> None:
    parser = _command(add, "index", commands.index, _INDEXING, "build the article's index, where it is not up to date")
    parser.add_argument("path", nargs="?", metavar="ARTICLE", help="the article's file, as --article")


def _add_ask(add: _Add) -> None:
    parser = _command(add, "ask", commands.ask, _ASKING, "answer questions, each as a turn of one conversation")
    parser.add_argument("questions", nargs="+", metavar="QUESTION", help="a question; - alone reads standard input")
    parser.add_argument(
        "--json",
        action="store_true",
        help="print one JSON object a turn; with -, read conversations as JSON lines "
        '{"id", "turns"} and print the object of each one\'s last turn',
    )


def _add_evaluate(add: _Add) -> None:
    settings = [name for name in _ASKING if name not in (*_VARIED, "judge", "judge_url")]
    parser = _command(add, "evaluate", commands.evaluate, settings, "say with numbers how good the answers are")
    parser.add_argument(
        "files", nargs="*", type=Path, metavar="FILE", help="question file (default: the one that ships)"
    )
    asked = parser.add_argument_group("what is asked")
    asked.add_argument("--half", choices=("dev", "test", "all"), default="all", help="of .jsonl files (default: all)")
    asked.add_argument("--limit", type=int, metavar="N", help="at most N questions of each file")
    asked.add_argument(
        "--paragraphs", action="store_true", help="each paragraph of a SQuAD-format file is an article of its own"
    )
    asked.add_argument("--jobs", type=int, default=1, metavar="N", help="processes that ask side by side (default: 1)")
    _add_systems(parser)
    results = parser.add_argument_group("results")
    results.add_argument("--json", action="store_true", help="print everything as JSON in place of the tables")
    results.add_argument(
        "--output", type=Path, metavar="FOLDER", help="for report.json and report.html (default: in --data-dir)"
    )
    results.add_argument(
        "--judge", dest="verdicts_by", metavar="NAME", help="chat model that judges whether answers are faithful"
    )
    results.add_argument(
        "--judge-url", dest="verdicts_by_url", metavar="URL", help="base URL of an OpenAI-compatible server for it"
    )
    results.add_argument(
        "--compare", nargs=2, type=Path, metavar="REPORT", help="ask nothing, compare two report.json instead"
    )


def _add_systems(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("what is compared", "each may be given more than once: all are asked, in one run")
    for setting in _VARIED:
        metavar, meaning = _HELP[setting]
        help_ = meaning + _default(setting)
        group.add_argument(f"--{setting}", action="append", metavar=metavar, help=help_)
    group.add_argument("--reader", action="append", choices=("extractive", "generative"), help="who answers")
    group.add_argument(
        "--baseline",
        action="append",
        choices=("tutorial", "bm25"),
        help="what LangChain's tutorial does, with an English model; or BM25 on raw words",
    )


def _add_fetch(add: _Add) -> None:
    settings = (*_PLACE, "embedding_model")
    parser = _command(add, "fetch-model", commands.fetch_model, settings, "download an embedding model")
    parser.add_argument("name", nargs="?", metavar="NAME", help="the model (default: --embedding-model)")


def _settings(args: argparse.Namespace) -> Settings:
    given = {name: getattr(args, name, None) for name in _HELP}
    given |= {name: value[0] for name, value in given.items() if isinstance(value, list)}
    if getattr(args, "path", None) is not None:
        given["article"] = args.path
    return Settings.from_env(os.environ, **given)


def _speak_utf8() -> None:
    """Write UTF-8 whatever the locale says; what is no character (half of a surrogate pair) becomes a sign for it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _hang_up() -> None:
    """Nobody reads standard output any more: let the flush at the interpreter's end go nowhere, not fail."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
