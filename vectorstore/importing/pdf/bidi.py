"""From the order in which a line is seen to the order in which it is read: the bidirectional algorithm backwards.

Many texts can look the same; of these the usual one is chosen. A number keeps its signs after a Latin word
(«AquaAlert 3.0»), and reads with its neighbours from the right after an Arabic one («2020-2024» is drawn 2024-2020).
"""

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby

MIRRORED = dict(zip("()[]{}<>«»‹›≤≥", ")(][}{><»«›‹≥≤", strict=True))
_OPENING = "([{«‹"
_CLOSING = ")]}»›"
_JOINING = frozenset(".,:/٫٬\u00a0")  # what between two numbers makes one of them: «12/5/2024», «10:30»
_AFTER_NUMBER = frozenset("%‰°")

Piece = str  # what one glyph says, with the marks on it


def read_line(pieces: Sequence[Piece], *, from_right: bool, mirrored: frozenset[str] = frozenset()) -> str:
    """A line's text, of its pieces from left to right as they are seen.

    ``mirrored`` are the signs that the file names by the shape they have, not by what they are: of those that stand
    in words read from the right, the other of the pair is meant.
    """
    if from_right:
        return "".join(_from_right(list(reversed(pieces)), mirrored))
    return "".join(_from_left(pieces, mirrored))


def is_right(piece: Piece) -> bool:
    """Whether a piece is of a script that runs from the right."""
    return _kind(piece) == "R"


def is_left(piece: Piece) -> bool:
    """Whether a piece is a letter of a script that runs from the left."""
    return _kind(piece) == "L"


def right_signs(pieces: Sequence[Piece]) -> list[str]:
    """The brackets and quotation marks of a line read from the right, in order, without those in Latin stretches."""
    signs: list[str] = []
    for island in _split(list(reversed(pieces))):
        start, end = _core(island) if not is_right(island[0]) else (0, 0)
        signs += [piece for piece in [*island[:start], *island[end:]] if piece in MIRRORED]
    return signs


def opens(sign: str) -> bool:
    """Whether a bracket or quotation mark opens."""
    return sign in _OPENING


def _kind(piece: Piece) -> str:
    """R, L, N (a number) or O (anything else)."""
    for letter in piece:
        direction = unicodedata.bidirectional(letter)
        if direction in ("R", "AL"):
            return "R"
        if direction == "L":
            return "L"
        if direction in ("EN", "AN") and letter.isdigit():
            return "N"
    return "O"


def _split(pieces: list[Piece]) -> Iterator[list[Piece]]:
    """Stretches of pieces that run from the right, and the stretches between them."""
    for _, stretch in groupby(pieces, key=is_right):
        yield list(stretch)


def _from_right(pieces: list[Piece], mirrored: frozenset[str]) -> Iterator[str]:
    first = True
    for stretch in _split(pieces):
        if is_right(stretch[0]):
            yield from stretch
        else:
            stretch = _sign_after_number(stretch) if first else stretch
            start, end = _core(stretch)
            yield from (_mirror(piece, mirrored) for piece in stretch[:start])
            yield from _island(stretch[start:end])
            yield from (_mirror(piece, mirrored) for piece in stretch[end:])
        first = False


def _mirror(piece: Piece, mirrored: frozenset[str]) -> str:
    return MIRRORED[piece] if piece in mirrored else piece


def _core(island: list[Piece]) -> tuple[int, int]:
    """From the first to the last letter or number of a stretch without Arabic, and a bracket that closes after it."""
    strong = [place for place, piece in enumerate(island) if _kind(piece) != "O"]
    if not strong:
        return len(island), len(island)
    start, end = strong[0], strong[-1] + 1
    seen = island[start:end]
    if start and any(map(is_left, seen)):
        sign = island[start - 1]
        if sign in _CLOSING and seen.count(MIRRORED[sign]) > seen.count(sign):
            start -= 1
    return start, end


def _sign_after_number(stretch: list[Piece]) -> list[Piece]:
    """A line's first stretch with «5%» in order: where no Arabic word is before it, it is drawn as in Latin text."""
    if len(stretch) < 2 or stretch[0] not in _AFTER_NUMBER or _kind(stretch[1]) != "N":
        return stretch
    end = next((place for place in range(1, len(stretch)) if stretch[place].isspace()), len(stretch))
    return [*stretch[1:end], stretch[0], *stretch[end:]]


def _island(core: list[Piece]) -> list[Piece]:
    """A stretch of Latin words and numbers as it is read, given from right to left."""
    if any(map(is_left, core)):
        return core[::-1]
    return [piece for number in _numbers(core) for piece in number]


def _numbers(core: list[Piece]) -> Iterator[list[Piece]]:
    """Each number, turned to be read from the left, and each sign between two numbers, in the order given."""
    number: list[Piece] = []
    for place, piece in enumerate(core):
        inside = piece in _JOINING and 0 < place < len(core) - 1 and _around(core, place)
        if _kind(piece) == "N" or inside:
            number.append(piece)
            continue
        if number:
            yield number[::-1]
            number = []
        yield [piece]
    if number:
        yield number[::-1]


def _around(core: list[Piece], place: int) -> bool:
    return _kind(core[place - 1]) == "N" == _kind(core[place + 1])


def _from_left(pieces: Sequence[Piece], mirrored: frozenset[str]) -> Iterator[str]:
    """Of a line that is read from the left, each stretch from one Arabic word to the last before a Latin one turned."""
    rest = list(pieces)
    while rest:
        start = next((place for place, piece in enumerate(rest) if is_right(piece)), len(rest))
        yield from rest[:start]
        rest = rest[start:]
        stop = next((place for place, piece in enumerate(rest) if is_left(piece)), len(rest))
        last = max((place for place in range(stop) if is_right(rest[place])), default=-1) + 1
        yield from _from_right(rest[:last][::-1], mirrored)
        rest = rest[last:]
