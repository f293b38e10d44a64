"""How much of a PDF whose text is known is read, here and by other libraries.

``python -m tests.pdf_readers`` prints the table of `vectorstore/importing/README.md`: for each program that prints and
each feature, what each reader has of the characters, in any order / in theirs. A library that is not installed has a
dash.
"""

import io
import subprocess
import sys
import unicodedata
from collections import Counter

from tests.printed import FEATURES, GENERATORS, Page, as_html, fonts_of, is_installed, lines_of, print_html
from vectorstore.errors import ArticleUnreadable
from vectorstore.language.cleaning import clean

# ReportLab here sets one column from the right, and the shapes it draws have no Persian or Urdu letters.
_NOT_DRAWN = {("reportlab", feature) for feature in ("two columns", "Persian", "Urdu", "English")}
_ONE_FONT = {
    "Persian": "Noto Naskh Arabic",
    "Urdu": "Noto Naskh Arabic",
    "English": "DejaVu Sans",
}  # with their letters


def characters_right(read: str, known: str) -> float:
    """The share of the known characters that are read, wherever they stand."""
    known = _plain(known)
    return (Counter(known) & Counter(_plain(read))).total() / max(len(known), 1)


def share_right(read: str, known: str) -> float:
    """The share of the known characters that are read at their places: one less the edits that are needed."""
    read, known = _plain(read), _plain(known)
    return max(0.0, 1 - _distance(known, read) / max(len(known), 1))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(clean(text).split()))


def _distance(one: str, other: str) -> int:
    """The fewest letters to put in, take out or change, a column of the table at a time (Hyyrö 2003)."""
    if not one:
        return len(other)
    whole, last = (1 << len(one)) - 1, 1 << (len(one) - 1)
    places: dict[str, int] = {}
    for place, letter in enumerate(one):
        places[letter] = places.get(letter, 0) | 1 << place
    up, down, distance = whole, 0, len(one)
    for letter in other:
        same = places.get(letter, 0)
        diagonal = (((same & up) + up) ^ up) | same | down
        more, less = down | ~(diagonal | up), up & diagonal
        distance += bool(more & last) - bool(less & last)
        more, less = more << 1 | 1, less << 1
        up, down = (less | ~(same | down | more)) & whole, more & (same | down) & whole
    return distance


def _ours(raw: bytes) -> str:
    try:
        return " ".join(lines_of(raw)).replace(" | ", " ")
    except ArticleUnreadable:
        return ""


def _pdfium(raw: bytes) -> str:
    import pypdfium2

    with pypdfium2.PdfDocument(raw) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def _pypdf(raw: bytes) -> str:
    import pypdf

    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(raw)).pages)


def _pdfminer(raw: bytes) -> str:
    from pdfminer.high_level import extract_text

    return extract_text(io.BytesIO(raw))


def _pymupdf(raw: bytes) -> str:
    import pymupdf

    with pymupdf.open(stream=raw, filetype="pdf") as document:
        return "\n".join(page.get_text() for page in document)


def _poppler(raw: bytes) -> str:
    done = subprocess.run(["pdftotext", "-", "-"], input=raw, capture_output=True, check=True)
    return done.stdout.decode()


READERS = {
    "ours": _ours,
    "PDFium": _pdfium,
    "pypdf": _pypdf,
    "pdfminer.six": _pdfminer,
    "PyMuPDF": _pymupdf,
    "Poppler": _poppler,
}


def _measure(reader: str, raw: bytes, page: Page) -> tuple[float, float] | None:
    known = " ".join(page.lines).replace(" | ", " ")
    try:
        read = READERS[reader](raw)
    except (ImportError, FileNotFoundError):
        return None
    return characters_right(read, known), share_right(read, known)


def _printed(generator: str, page: Page, font: str) -> bytes:
    """The file, without the date and address that a browser prints around a page: to others they would be text."""
    if generator == "chromium":
        return print_html(as_html(page, font), "--no-pdf-header-footer")
    return GENERATORS[generator](page, font)


def _cell(reader: str, files: list[bytes], page: Page) -> str:
    shares = [share for raw in files if (share := _measure(reader, raw, page)) is not None]
    if not shares:
        return "–"
    return " / ".join(f"{100 * sum(share) / len(share):.1f}" for share in zip(*shares, strict=True))


def main() -> int:
    """Print the table."""
    sys.stdout.write(f"| printed by | feature | {' | '.join(READERS)} |\n|---|---|{'---:|' * len(READERS)}\n")
    for generator in filter(is_installed, GENERATORS):
        for feature, page in FEATURES.items():
            if (generator, feature) in _NOT_DRAWN:
                continue
            fonts = (_ONE_FONT[feature],) if feature in _ONE_FONT else fonts_of(generator)
            files = [_printed(generator, page, font) for font in fonts]
            cells = [_cell(reader, files, page) for reader in READERS]
            sys.stdout.write(f"| {generator} | {feature} | {' | '.join(cells)} |\n")
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
