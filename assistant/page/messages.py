"""The conversation as HTML messages: questions and answers, and the buttons that stand with them.

What a button does is in conversation.js. Its words are there in both languages and the page shows one of them, so that
a switch of the language changes no message.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from assistant.page.texts import TEXTS
from assistant.page.views import Turns
from assistant.readers.base import Turn
from assistant.render import answer_html, printable, question_html
from vectorstore.passages import Passage


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the turns: the questions offered after the last one, and how answers were rated by place.

    ``rateable`` is False for an article of one's own, of which nothing is kept.
    """

    offered: Sequence[str] = ()
    rated: Mapping[int, bool] = field(default_factory=dict)
    rateable: bool = True


def messages(turns: Turns, passages: Sequence[Passage], around: Around | None = None) -> list[dict[str, str]]:
    """The turns as Gradio's chat shows them."""
    around = around or Around()
    last = len(turns) - 1
    return [
        message
        for place, turn in enumerate(turns)
        for message in (
            {"role": "user", "content": _asked(place, turn)},
            {"role": "assistant", "content": _answered(place, turn, passages, around, last=place == last)},
        )
    ]


def offer_html(questions: Sequence[str], word: str) -> str:
    """Questions to choose from, under the words called ``next``, ``instead`` or ``first``; empty without any."""
    if not questions:
        return ""
    buttons = "".join(
        f'<button type="button" class="pick" dir="auto">{escape(printable(question))}</button>'
        for question in questions
    )
    return f'<div class="offer"><p>{_both(word)}</p>{buttons}</div>'


def _asked(place: int, turn: Turn) -> str:
    acts = f'<div class="acts">{_button("edit", place)}</div>' if turn.answer.text else ""
    return f"{question_html(turn.question)}{acts}"


def _answered(place: int, turn: Turn, passages: Sequence[Passage], around: Around, *, last: bool) -> str:
    answer = answer_html(turn.answer, passages)
    if not turn.answer.text or not (turn.answer.complete or turn.answer.notice):
        return answer
    acts = [_button("copy", place), _button("retry", place) if last else ""]
    if around.rateable and turn.answer.complete:
        rated = around.rated.get(place)
        acts += [_button("good", place, pressed=rated is True), _button("bad", place, pressed=rated is False)]
    offer = offer_html(around.offered, "next" if turn.answer.answered else "instead") if last else ""
    return f'{answer}<div class="acts">{"".join(acts)}</div>{offer}'


def _button(action: str, place: int, *, pressed: bool = False) -> str:
    state = " pressed" if pressed else ""
    return f'<button type="button" class="act {action} turn-{place}{state}">{_both(action)}</button>'


def _both(word: str) -> str:
    return "".join(
        f'<span class="word" lang="{language}">{escape(texts.actions[word])}</span>'
        for language, texts in TEXTS.items()
    )
