"""The rows of a PDF page: glyphs that stand beside each other, with the words and the order in which they are read."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from vectorstore.importing.pdf.bidi import MIRRORED, is_left, is_right, opens, read_line, right_signs
from vectorstore.importing.pdf.glyphs import Glyph, Page

_SAME_ROW = 0.45  # of a glyph's size: marks and raised figures stand so far from the line they belong to
_WORD_GAP = 0.18  # of the size, between words in a page that draws no spaces
_ODD_GAP = 0.22  # the same beside drawn spaces, of which a few are missing
_CELL_GAP = 0.4  # without a drawn space: the next cell or column
_WIDE_GAP = 2.5  # and this one with drawn spaces too
_CELL_GAP_UNSPACED = 1.6
_TWICE = 0.2  # of the size: a letter this near the same one is drawn twice to look bold
_FROM_RIGHT = 0.5  # Arabic letters for each Latin one: names and addresses in Latin letters are many in some articles
_MARK = "[\u064b-\u0652\u0670]"
_ON_ALEF = re.compile(f"(\u0644)(\u0627)({_MARK}+)")  # a ligature does not say which of its letters a mark is on
_STOPS = ".،؛:!؟"
_FEW_SPACES = 4  # a shorter line may be a name such as «.NET»
_PRESENTED = re.compile("[\ufb50-\ufdcf\ufdf2\ufe70-\ufefc]")  # Arabic letters by their shapes
_STRETCHED = re.compile(r"(?<=[\u0620-\u064a\u064b-\u0652])\u0640+(?=[\u0620-\u064a])")
_TANWIN = "\u064b"
_UNNAMED_STRETCH = re.compile(r"(?<=[\u0620-\u064a\u064b-\u0652])\ufffd+(?=[\u0620-\u064a])")
_SHADDA_LAST = re.compile("([\u064b-\u0650])\u0651")


@dataclass(frozen=True, slots=True)
class Cell:
    """Text of one row without a gap as between columns."""

    text: str
    left: float
    right: float
    base: float
    size: float
    font: str

    @property
    def width(self) -> float:
        return self.right - self.left


Row = list[Cell]


@dataclass(slots=True)
class _Cluster:
    """A glyph with the marks on it."""

    glyph: Glyph
    marks: str = ""

    @property
    def middle(self) -> float:
        return (self.glyph.left + self.glyph.right) / 2

    @property
    def piece(self) -> str:
        return _shown(self.glyph.text) + self.marks

    @property
    def blank(self) -> bool:
        return not self.glyph.text.strip()


@dataclass(frozen=True, slots=True)
class _Run:
    """Clusters from left to right, with a None where words are apart."""

    clusters: tuple[_Cluster, ...]
    pieces: tuple[str, ...]


def read_rows(pages: Sequence[Page], *, unnamed_stretch: bool = False) -> list[list[Row]]:
    """Of each page the rows from the top, each of its cells from left to right.

    ``unnamed_stretch`` says that a glyph in an Arabic word that has no name is what stretches the word.
    """
    runs = [[list(_runs(row)) for row in _rows(page)] for page in pages]
    everything = [run for page in runs for row in page for run in row]
    from_right = reads_from_right(pages)
    mirrored = _mirrored(everything) if from_right else frozenset()
    return [[[_cell(run, from_right, mirrored, unnamed_stretch) for run in row] for row in page] for page in runs]


def reads_from_right(pages: Sequence[Page]) -> bool:
    """Whether the text runs from the right, by its letters."""
    texts = [glyph.text for page in pages for glyph in page.glyphs]
    return sum(map(is_right, texts)) > _FROM_RIGHT * sum(map(is_left, texts))


def _mirrored(runs: Iterable[_Run]) -> frozenset[str]:
    """The signs that the file names by their shapes: where a line opens with ``)`` and closes with ``(``."""
    votes: Counter[str] = Counter()
    for run in runs:
        if any(map(is_right, run.pieces)):
            for before, after in pairwise(right_signs(run.pieces)):
                if MIRRORED[before] == after:
                    votes[min(before, after)] += 1 if opens(before) else -1
    return frozenset(sign for sign in MIRRORED if votes[min(sign, MIRRORED[sign])] < 0)


def _cell(run: _Run, from_right: bool, mirrored: frozenset[str], unnamed_stretch: bool) -> Cell:
    right = _line_from_right(run.pieces, from_right)
    text = read_line(run.pieces, from_right=right, mirrored=mirrored)
    text = _settle_marks(_STRETCHED.sub("", text))
    glyphs = [cluster.glyph for cluster in run.clusters if not cluster.blank] or [c.glyph for c in run.clusters]
    if unnamed_stretch:
        text = _UNNAMED_STRETCH.sub("", text)
    return Cell(
        text,
        min(glyph.left for glyph in glyphs),
        max(glyph.right for glyph in glyphs),
        median(glyph.base for glyph in glyphs),
        median(glyph.size for glyph in glyphs),
        Counter(glyph.font for glyph in glyphs).most_common(1)[0][0],
    )


def _settle_marks(text: str) -> str:
    """Shadda before a vowel; of lam and alef, the lam has the mark, save «اً» in a word that has no other marks."""

    def settle(word: str) -> str:
        vocalised = len(re.findall(_MARK, word)) > 1

        def on_lam(found: re.Match[str]) -> str:
            lam, alef, marks = found.groups()
            return found[0] if marks == _TANWIN and not vocalised else lam + marks + alef

        return _ON_ALEF.sub(on_lam, word)

    return " ".join(map(settle, _SHADDA_LAST.sub("\u0651\\1", text).split()))


def _line_from_right(pieces: Sequence[str], from_right: bool) -> bool:
    """A line of Latin words alone is read from the left, unless its full stop stands before it."""
    if any(map(is_right, pieces)) or not any(map(is_left, pieces)):
        return from_right
    long = from_right or pieces.count(" ") >= _FEW_SPACES
    return long and pieces[0] in _STOPS and pieces[-1] not in _STOPS


def _rows(page: Page) -> Iterator[list[_Cluster]]:
    """The glyphs that stand on one line, from left to right, for each line from the top."""
    clusters = sorted(_clusters(page.glyphs), key=lambda cluster: -cluster.glyph.base)
    row: list[_Cluster] = []
    for cluster in clusters:
        if row and row[0].glyph.base - cluster.glyph.base > _SAME_ROW * max(row[0].glyph.size, 1.0):
            yield from _sorted(row)
            row = []
        row.append(cluster)
    yield from _sorted(row)


def _sorted(row: list[_Cluster]) -> Iterator[list[_Cluster]]:
    placed = sorted(row, key=lambda cluster: cluster.middle)
    kept = [after for before, after in pairwise([None, *placed]) if after and not (before and _twice(before, after))]
    if any(not cluster.blank for cluster in kept):
        yield kept


def _twice(before: _Cluster, after: _Cluster) -> bool:
    near = after.middle - before.middle < _TWICE * after.glyph.size
    return near and before.piece == after.piece and after.glyph.right - after.glyph.left > _TWICE * after.glyph.size


def _clusters(glyphs: Sequence[Glyph]) -> list[_Cluster]:
    """Each glyph with its marks: those drawn after it, or before it where words are drawn from their ends."""
    clusters = [_Cluster(glyph) for glyph in glyphs if glyph.text and not _is_mark(glyph)]
    waiting: list[Glyph] = []
    done = 0
    for glyph in glyphs:
        if not glyph.text:
            continue
        if _is_mark(glyph):
            waiting.append(glyph)
            continue
        _put(waiting, clusters[done - 1] if done else None, clusters[done])
        waiting = []
        done += 1
    _put(waiting, clusters[-1] if clusters else None, None)
    return clusters


def _put(marks: list[Glyph], before: _Cluster | None, after: _Cluster | None) -> None:
    if not marks:
        return
    if before and (after is None or not _drawn_from_end(marks[0], before.glyph, after.glyph)):
        before.marks += "".join(_shown(mark.text) for mark in marks)
    elif after:
        after.marks = "".join(_shown(mark.text) for mark in reversed(marks)) + after.marks


def _drawn_from_end(mark: Glyph, before: Glyph, after: Glyph) -> bool:
    """Whether a mark belongs to the glyph after it: words are drawn from left to right, or that one alone is near."""

    def is_near(glyph: Glyph) -> bool:
        return abs(glyph.base - mark.base) < mark.size and glyph.left - mark.size < mark.left < glyph.right + mark.size

    if is_near(before) and is_near(after):
        return after.left > before.left
    return is_near(after)


def _is_mark(glyph: Glyph) -> bool:
    return all(unicodedata.category(letter) == "Mn" for letter in _shown(glyph.text)) and glyph.text != ""


def _shown(text: str) -> str:
    """The letters that a glyph stands for, where the file names its shape."""
    return _PRESENTED.sub(lambda shape: unicodedata.normalize("NFKC", shape[0]).strip(), text)


def _runs(row: list[_Cluster]) -> Iterator[_Run]:
    """The row parted where a column or a cell ends."""
    spaced = any(cluster.blank for cluster in row)
    clusters: list[_Cluster] = []
    pieces: list[str] = []
    before: _Cluster | None = None
    blank = False
    for cluster in row:
        if cluster.blank:
            blank = True
            continue
        if before is not None:
            gap = (cluster.glyph.left - before.glyph.right) / max(cluster.glyph.size, 1.0)
            if gap > _cell_gap(spaced, blank):
                yield _Run(tuple(clusters), tuple(pieces))
                clusters, pieces = [], []
            elif blank or gap > (_ODD_GAP if spaced else _WORD_GAP):
                pieces.append(" ")
        clusters.append(cluster)
        pieces.append(cluster.piece)
        before, blank = cluster, False
    if clusters:
        yield _Run(tuple(clusters), tuple(pieces))


def _cell_gap(spaced: bool, blank: bool) -> float:
    if blank:
        return _WIDE_GAP
    return _CELL_GAP if spaced else _CELL_GAP_UNSPACED
