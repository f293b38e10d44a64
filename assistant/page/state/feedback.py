"""What readers thought of answers, as JSON lines that ``article-assistant evaluate`` reads: a draft of a question file.

A good answer gives its citation, or that there is none, as what is right. A bad one cannot say what would have been
right: its line is of the kind «disputed» and waits for a person to look at it.
"""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from filelock import FileLock

from assistant.readers.base import Turn

NAME: Final = "feedback.jsonl"
_LOCK_TIMEOUT_S = 10.0
_MOST_NOTE_CHARS = 2_000


class Feedback:
    """The file of ratings in a folder; several processes may write to it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME

    def rate(self, turns: Sequence[Turn], *, session: str, good: bool, note: str = "") -> None:
        """Write down what is thought of the last of the turns; a second rating of the same answer replaces the first.

        Raises:
            OSError: the file cannot be written.
        """
        line = _line(turns, session=session, good=good, note=note[:_MOST_NOTE_CHARS])
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{self.path}.lock", timeout=_LOCK_TIMEOUT_S):
            written = self.path.read_text(encoding="utf-8").split("\n") if self.path.exists() else []
            start = json.dumps({"id": line["id"]})[:-1]
            others = [other for other in written if other and not other.startswith(start)]
            new = self.path.with_suffix(".new")
            new.write_text("\n".join([*others, json.dumps(line, ensure_ascii=False), ""]), encoding="utf-8")
            new.replace(self.path)


def _line(turns: Sequence[Turn], *, session: str, good: bool, note: str) -> dict[str, Any]:
    answer = turns[-1].answer
    key = f"{session}\n{len(turns)}\n{turns[-1].question}\n{answer.text}"
    # Thought wrong, an answer may be one that is not in the article, and a refusal one that is: a guess to start from.
    answerable = answer.answered == good and bool(answer.citations)
    return {
        "id": f"feedback-{hashlib.sha256(key.encode()).hexdigest()[:12]}",
        "kind": "feedback" if good else "disputed",
        "turns": [turn.question for turn in turns],
        "answerable": answerable,
        "gold": [answer.short or answer.citations[0].text] if answerable else [],
        "good": good,
        "note": note,
        "answer": answer.text,
        "reader": answer.reader,
    }
