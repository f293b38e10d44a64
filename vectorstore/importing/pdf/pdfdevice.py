"""The device that pdfminer draws a page on: it keeps each glyph that is seen, with what the file says that it says."""

import unicodedata
from dataclasses import dataclass, field
from math import hypot
from typing import Any

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdfpage import PDFPage
from pdfminer.utils import Matrix, Rect, apply_matrix_pt, decode_text, mult_matrix

from vectorstore.importing.pdf.glyphs import UNMAPPED, Glyph, Page

_PAGINATION = ("Pagination", "Header", "Footer")
_MOST_LETTERS = 8  # of one glyph: some programs give it the whole line, which is then everywhere


@dataclass(slots=True)
class _Tag:
    """A stretch of marked content: ``actual`` is what its glyphs say together, None where they speak for themselves."""

    actual: str | None
    hidden: bool
    mark: int  # -1 where it has no number
    glyphs: list[Glyph] = field(default_factory=list)


_EVERYWHERE = (float("-inf"), float("-inf"), float("inf"), float("inf"))


class ClippingInterpreter(PDFPageInterpreter):
    """Tells the device what part of the page is drawn on: a line that a page's end cuts is there twice, once unseen."""

    device: "GlyphDevice"

    def init_state(self, ctm: Matrix) -> None:
        super().init_state(ctm)
        self._clips: list[Rect] = []

    def do_q(self) -> None:
        super().do_q()
        self._clips.append(self.device.clip)

    def do_Q(self) -> None:
        super().do_Q()
        if self._clips:
            self.device.clip = self._clips.pop()

    def do_W(self) -> None:
        points = [apply_matrix_pt(self.ctm, segment[-2:]) for segment in self.curpath if len(segment) > 2]
        if points:
            left, bottom, right, top = self.device.clip
            xs, ys = [x for x, _ in points], [y for _, y in points]
            self.device.clip = max(left, min(xs)), max(bottom, min(ys)), min(right, max(xs)), min(top, max(ys))

    do_W_a = do_W

    def do_Do(self, xobjid_arg: Any) -> None:
        clip = self.device.clip
        super().do_Do(xobjid_arg)
        self.device.clip = clip


class GlyphDevice(PDFTextDevice):
    """Collects the glyphs of the page that is drawn, in ``page``."""

    def __init__(self, resources: Any) -> None:
        super().__init__(resources)
        self.page = Page(0)
        self._tags: list[_Tag] = []
        self._figures: list[Matrix] = []
        self.clip: Rect = _EVERYWHERE

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:
        left, bottom, right, top = page.mediabox
        width = abs(top - bottom) if page.rotate in (90, 270) else abs(right - left)
        self.page = Page(page.pageid if isinstance(page.pageid, int) else 0, width)
        self._tags = []
        self.clip = _EVERYWHERE

    def begin_figure(self, name: str, bbox: Any, matrix: Matrix) -> None:
        assert self.ctm is not None
        self._figures.append(self.ctm)
        self.set_ctm(mult_matrix(matrix, self.ctm))

    def end_figure(self, _: str) -> None:
        self.set_ctm(self._figures.pop())

    def render_image(self, name: str, stream: Any) -> None:
        self.page.images += 1

    def begin_tag(self, tag: Any, props: Any = None) -> None:
        values = props if isinstance(props, dict) else {}
        actual = values.get("ActualText")
        kinds = [getattr(values.get(key), "name", "") for key in ("Type", "Subtype")]
        hidden = getattr(tag, "name", "") == "Artifact" and any(kind in _PAGINATION for kind in kinds)
        mark = values.get("MCID", -1)
        text = decode_text(actual) if isinstance(actual, bytes) else None
        self._tags.append(_Tag(text, hidden, mark if isinstance(mark, int) else -1))

    def end_tag(self) -> None:
        if not self._tags:
            return
        tag = self._tags.pop()
        if tag.actual is not None and tag.glyphs:
            self._replace(tag.glyphs, tag.actual)

    def render_char(  # noqa: PLR0913 — pdfminer calls it so
        self,
        matrix: Matrix,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: Any,
        graphicstate: Any,
    ) -> float:
        advance = font.char_width(cid) * fontsize * scaling
        if not any(tag.hidden for tag in self._tags):
            self._keep(_text(font, cid), matrix, advance, fontsize, rise, font)
        return advance

    def _keep(self, text: str, matrix: Matrix, advance: float, fontsize: float, rise: float, font: PDFFont) -> None:
        a, b, c, d, _, _ = matrix
        if abs(b) > abs(a) or not text:  # text that runs up or down is a stamp beside the page
            return
        left, base = apply_matrix_pt(matrix, (0, rise))
        right, _ = apply_matrix_pt(matrix, (advance, rise))
        if not (self.clip[1] <= base <= self.clip[3] and left <= self.clip[2] and self.clip[0] <= right):
            return
        mark = next((tag.mark for tag in reversed(self._tags) if tag.mark >= 0), -1)
        size = abs(fontsize) * hypot(c, d)
        glyph = Glyph(text, min(left, right), max(left, right), base, size, _name(font), mark)
        self.page.glyphs.append(glyph)
        for tag in self._tags:
            if tag.actual is not None:
                tag.glyphs.append(glyph)

    def _replace(self, glyphs: list[Glyph], actual: str) -> None:
        """Let the widest glyph say it all; the others are its dots and marks, drawn apart."""
        said = max(glyphs, key=lambda glyph: (glyph.right - glyph.left, -glyph.base))
        for glyph in glyphs:
            glyph.text = ""
        said.text = actual
        marks = [letter for letter in actual if unicodedata.category(letter) == "Mn"]
        if len(marks) < len(actual):
            said.left, said.right = min(g.left for g in glyphs), max(g.right for g in glyphs)


def _text(font: PDFFont, cid: int) -> str:
    try:
        text = font.to_unichr(cid)
    except PDFUnicodeNotDefined:
        return UNMAPPED
    if not isinstance(text, str) or len(text) > _MOST_LETTERS or text in ("", "\0") or text.startswith("(cid:"):
        return UNMAPPED
    return text


def _name(font: PDFFont) -> str:
    return str(getattr(font, "fontname", "") or "")
