"""Whether hits support a statement: its quotations, numbers, words and negations against theirs, and what it means.

Quotations and numbers must stand in the hits. What agrees with them in its words is supported. Of the rest judges
whoever is asked whether a text says a statement, the model that ships or another; where nobody is, it is dropped. A
statement in another language than the article's has no words in common with it: its own numbers, months and names must
stand in the hits, whatever it quotes beside.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.citations.agreement import exchanges_words, miscounts, same_polarity
from assistant.citations.names import stand_in
from assistant.citations.quoting import Quoted, places, show, spans_to_check
from assistant.citations.statements import plain
from assistant.citations.wording import Wording, is_loose, prepare, read, same_month
from vectorstore.language.arabic import is_arabic
from vectorstore.passages import Passage

# The least share of a statement's content words, outside its checked quotations, that the cited hits have. The others
# may only be joining words (`vocabulary.LOOSE_WORDS`): one word that no hit has may be the city, the name or the
# opposite that makes a near copy false («دمشق» for «حلب», «زيادة» for «تقليص»), and no share tells these apart.
LEAST_SHARE = 0.5
# Least log odds that the hits say a statement whose words they have not: of the labelled statements about the articles
# to calibrate on, most of which tell it in other words, 5 % of the false ones are kept so, and 84 % of the true ones
# dropped (`make statements`); by words alone 3 % and 91 %.
LEAST_ODDS = 2.75
# Of statements and texts: log odds that these say them.
Entails = Callable[[Sequence[tuple[str, str]]], Sequence[float]]
MOST_WORDS = 100  # content words outside quotations; a statement of more is rubbish, and slow to compare


@dataclass(frozen=True, slots=True)
class _Claim:
    """A statement as it is compared; ``outside`` are its content words in no checked quotation.

    ``needed`` are those of them that the cited hits must have: all but joining words.
    """

    wording: Wording
    outside: tuple[int, ...]
    needed: tuple[int, ...]
    quoted: tuple[Quoted, ...]
    text: str  # as it was given
    beside: str  # the prepared text without its checked quotations


class Support:
    """Checks statements against the passages of one question's hits, by number from 1."""

    def __init__(self, passages: Mapping[int, Passage], entails: Entails | None = None) -> None:
        """``entails`` is asked whether passages say a statement."""
        self._entails = entails
        self._told = {number: plain(passage.text) for number, passage in passages.items()}
        self._passages = {number: read(prepare(plain(passage.text))) for number, passage in passages.items()}
        self._headed = {number: passage.heading or "" for number, passage in passages.items()}
        self._headings = {number: read(prepare(heading)) for number, heading in self._headed.items()}
        self._paragraphs = {number: passage.paragraph for number, passage in passages.items()}
        self._arabic = {number: is_arabic(passage.text) for number, passage in passages.items()}
        self._asked: dict[tuple[str, tuple[int, ...]], float] = {}
        self._known: dict[tuple[str, tuple[int, ...]], tuple[int, ...]] = {}  # an answer that grows asks again

    def of(self, text: str, cited: Sequence[int]) -> tuple[int, ...]:
        """The numbers of the hits that support a statement; empty if those cited do not.

        A quotation moves its citation to the hit it stands in. Hits are left out that are neither needed nor enough by
        themselves.
        """
        key = (text, tuple(cited))
        if key not in self._known:
            self._known[key] = self._found(text, cited)
        return self._known[key]

    def _found(self, text: str, cited: Sequence[int]) -> tuple[int, ...]:
        claim = self._claim(text, cited)
        if claim is None:
            return ()
        # What its first marks support stands, whatever marks follow them: an answer that grows gets them later.
        beginnings = (cited[:count] for count in range(len(cited), 0, -1)) if cited else [()]
        told = (tuple(dict.fromkeys((*each, *(quoted.number for quoted in claim.quoted)))) for each in beginnings)
        numbers = next((each for each in told if self._supported(claim, each)), ())
        for number in reversed(numbers):
            rest = tuple(other for other in numbers if other != number)
            if not self._supported(claim, (number,)) and self._supported(claim, rest):
                numbers = rest
        return numbers

    def introduces(self, text: str) -> bool:
        """Whether a line that leads statements in says nothing that the hits do not say."""
        wording = read(prepare(text))
        texts = self._texts(tuple(self._passages))
        told = all(is_loose(wording.words[i]) or _in_any(wording, i, texts) for i in wording.content_positions())
        return told and not wording.negations and _has_numbers(wording, texts)

    def _texts(self, numbers: Sequence[int]) -> list[Wording]:
        return [text for number in numbers for text in (self._passages[number], self._headings[number])]

    def _written(self, numbers: Sequence[int]) -> list[str]:
        return [self._told[number] for number in numbers] + [self._headed[number] for number in numbers]

    def _claim(self, given: str, cited: Sequence[int]) -> _Claim | None:
        """The claim of a statement; None if it is too long or a quotation in it stands nowhere."""
        text = prepare(given)
        wording = read(text)
        spans = spans_to_check(text, wording)
        inside = {i for span in spans for i in wording.within(*span)}
        outside = tuple(i for i in wording.content_positions() if i not in inside)
        if len(outside) > MOST_WORDS:
            return None
        denied = any(negation.index not in inside for negation in wording.negations)
        order = [*cited, *(number for number in self._passages if number not in cited)]
        quoted = []
        for span in spans:
            quote = [wording.verbatim[i] for i in wording.within(*span)]
            place = next(places(quote, order, self._passages, denied=denied), None)
            if place is None:
                return None
            quoted.append(place)
        needed = tuple(i for i in outside if not is_loose(wording.words[i]))
        return _Claim(wording, outside, needed, tuple(quoted), given, _without(text, spans))

    def _supported(self, claim: _Claim, numbers: Sequence[int]) -> bool:
        texts = self._texts(numbers)
        if not {quoted.number for quoted in claim.quoted} <= set(numbers) or not _has_numbers(claim.wording, texts):
            return False
        foreign = any(map(str.isalpha, claim.beside)) and any(
            self._arabic[n] != is_arabic(claim.beside) for n in numbers
        )
        if foreign and not (_has_months(claim.wording, texts) and stand_in(claim.beside, self._written(numbers))):
            return False
        if foreign and self._entails is None:
            return show(claim.quoted, self._passages, read(claim.beside))
        if not claim.outside:
            return bool(claim.quoted or claim.wording.numbers)
        if not foreign and self._worded(claim, numbers, texts):
            return True
        if self._entails is None:
            return False
        return self._odds(claim.beside if foreign else claim.text, numbers) >= LEAST_ODDS

    def _odds(self, statement: str, numbers: Sequence[int]) -> float:
        assert self._entails is not None
        key = (statement.strip(), tuple(sorted(numbers)))
        if key not in self._asked:
            told = " ".join(self._told[number] for number in key[1])
            self._asked[key] = float(self._entails([(key[0], told)])[0]) if told else -math.inf
        return self._asked[key]

    def _worded(self, claim: _Claim, numbers: Sequence[int], texts: Sequence[Wording]) -> bool:
        """Whether the hits say it in its own words."""
        found = [i for i in claim.outside if _in_any(claim.wording, i, texts)]
        return (
            len(found) >= LEAST_SHARE * len(claim.outside)
            and self._has_together(claim, numbers)
            and same_polarity(claim.wording, claim.needed, texts)
            and not exchanges_words(claim.wording, claim.needed, texts)
            and not miscounts(claim.wording, texts)
        )

    def _has_together(self, claim: _Claim, numbers: Sequence[int]) -> bool:
        """Whether the needed words of each clause stand in cited hits of one paragraph.

        What two hits say of two things is not to be put together into one («قُتل» of one, the name of the other).
        """
        paragraphs: dict[int, list[Wording]] = {}
        for number in numbers:
            paragraphs.setdefault(self._paragraphs[number], []).extend(self._texts([number]))
        return all(
            any(all(_in_any(claim.wording, i, texts) for i in words) for texts in paragraphs.values())
            for words in (list(clause) for _, clause in groupby(claim.needed, key=claim.wording.clauses.__getitem__))
        )


def _has_numbers(wording: Wording, texts: Sequence[Wording]) -> bool:
    """Whether every number stands in a text; the month of a date in digits may stand there by name."""
    stated = frozenset[str]().union(*(text.values for text in texts))
    in_dates = stated.union(*(text.months for text in texts))
    return all(set(number.values) <= (in_dates if len(number.values) > 1 else stated) for number in wording.numbers)


def _has_months(wording: Wording, texts: Sequence[Wording]) -> bool:
    """Whether every month that is named is named in a text, or is a part of a date there."""
    told = frozenset[str]().union(*(text.months for text in texts), *_dates(texts))
    return wording.months <= told


def _dates(texts: Sequence[Wording]) -> list[tuple[str, ...]]:
    return [number.values for text in texts for number in text.numbers if len(number.values) > 1]


def _in_any(wording: Wording, position: int, texts: Sequence[Wording]) -> bool:
    keys, word = wording.keys[position], wording.words[position]
    return any(not keys.isdisjoint(t.all_keys) or any(same_month(word, n) for n in t.numbers) for t in texts)


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text without quotations, and without their quotation marks."""
    for start, end in reversed(spans):
        text = f"{text[: start - 1]} {text[end + 1 :]}"
    return " ".join(text.split())
