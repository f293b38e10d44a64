"""The conversation as HTML messages: questions and answers, and the buttons that stand with them.

What a button does is in conversation.js. What stands with a turn is in the language of its question, until the page's
language is switched.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from assistant.answer import Language
from assistant.page.state.views import Turns
from assistant.page.texts import TEXTS
from assistant.readers.base import Turn
from assistant.rendering.html import answer_html, question_html
from assistant.rendering.labels import LABELS
from assistant.rendering.printing import printable
from vectorstore.passages import Passage


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the turns: the questions offered after the last one, and how answers were rated by place.

    ``rateable`` is False for an article of one's own, of which nothing is kept. ``spoken`` is the language of what
    stands with a turn, by place, where that is not its answer's.
    """

    offered: Sequence[str] = ()
    rated: Mapping[int, bool] = field(default_factory=dict)
    rateable: bool = True
    spoken: Mapping[int, Language] = field(default_factory=dict)

    def language(self, place: int, turn: Turn) -> Language:
        """What the labels of a turn are in."""
        return self.spoken.get(place, turn.answer.language)


def messages(turns: Turns, passages: Sequence[Passage], around: Around | None = None) -> list[dict[str, str]]:
    """The turns as Gradio's chat shows them."""
    around = around or Around()
    last = len(turns) - 1
    return [
        message
        for place, turn in enumerate(turns)
        for message in (
            {"role": "user", "content": _asked(place, turn, around)},
            {"role": "assistant", "content": _answered(place, turn, passages, around, last=place == last)},
        )
    ]


def offer_html(questions: Sequence[str], word: str, language: Language) -> str:
    """Questions to choose from, under the words called ``next``, ``instead`` or ``first``; empty without any."""
    if not questions:
        return ""
    buttons = "".join(
        f'<button type="button" class="pick" dir="auto">{escape(printable(question))}</button>'
        for question in questions
    )
    return f'<div class="offer"><p dir="{LABELS[language].direction}">{_word(word, language)}</p>{buttons}</div>'


def _asked(place: int, turn: Turn, around: Around) -> str:
    acts = _acts([_button("edit", place, around.language(place, turn))], around.language(place, turn))
    acts = acts if turn.answer.text else ""
    return f"{question_html(turn.question)}{acts}"


def _answered(place: int, turn: Turn, passages: Sequence[Passage], around: Around, *, last: bool) -> str:
    language = around.language(place, turn)
    answer = answer_html(turn.answer, passages, language)
    if not turn.answer.text or not (turn.answer.complete or turn.answer.notice):
        return answer
    offer = offer_html(around.offered, "next" if turn.answer.answered else "instead", language) if last else ""
    if turn.answer.courtesy:
        return f"{answer}{offer}"
    acts = [_button("copy", place, language), _button("retry", place, language) if last else ""]
    if around.rateable and turn.answer.complete:
        rated = around.rated.get(place)
        acts += [
            _button("good", place, language, pressed=rated is True),
            _button("bad", place, language, pressed=rated is False),
        ]
    return f"{answer}{_acts(acts, language)}{offer}"


def _acts(buttons: Sequence[str], language: Language) -> str:
    return f'<div class="acts" dir="{LABELS[language].direction}" lang="{language}">{"".join(buttons)}</div>'


def _button(action: str, place: int, language: Language, *, pressed: bool = False) -> str:
    state = " pressed" if pressed else ""
    return f'<button type="button" class="act {action} turn-{place}{state}">{_word(action, language)}</button>'


def _word(word: str, language: Language) -> str:
    return escape(TEXTS[language].actions[word])
