"""Files made to take all the time and memory there is, each of at most four megabytes.

``python -m tests.hostile`` says how long each takes, how much memory its process holds and what becomes of it.
"""

import io
import resource
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from vectorstore.errors import ArticleUnreadable
from vectorstore.importing.apart import read_apart

_SIZE = 4_000_000
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def fill(piece: str) -> bytes:
    """Four megabytes of a piece of text, between two sentences."""
    return ("بدأ العمل أمس.\n" + piece * (_SIZE // len(piece.encode())) + "\nوانتهى اليوم.").encode()


def page(piece: str, start: str = "", end: str = "") -> bytes:
    """The same as the body of a web page."""
    return b"<!DOCTYPE html><html><body>" + start.encode() + fill(piece) + end.encode()


def docx(body: str) -> bytes:
    """A Word document of the XML of its body."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:document {_W}><w:body>{body}</w:body></w:document>")
    return written.getvalue()


def pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, the first of which is its catalogue."""
    written = io.BytesIO(b"%PDF-1.7\n")
    written.seek(0, io.SEEK_END)
    places = []
    for number, content in enumerate(objects, 1):
        places.append(written.tell())
        written.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = written.tell()
    written.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for place in places:
        written.write(b"%010d 00000 n \n" % place)
    written.write(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))
    return written.getvalue()


def stream(content: bytes, extra: bytes = b"") -> bytes:
    """A stream object, packed."""
    packed = zlib.compress(content, 9)
    return b"<</Length %d/Filter/FlateDecode%s>>stream\n%s\nendstream" % (len(packed), extra, packed)


_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def one_page(content: bytes) -> bytes:
    """A PDF of one page that draws the content."""
    resources = b"<</Font<</F 5 0 R>>/XObject<</X 4 0 R>>>>"
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources" + resources + b">>",
        content,
        _FONT,
    )


def flate_bomb() -> bytes:
    """A page whose drawing is two and a half gigabytes, packed twice."""
    packer = zlib.compressobj(9)
    chunk = b" " * 1_000_000
    once = b"".join([*(packer.compress(chunk) for _ in range(2_500)), packer.flush()])
    twice = zlib.compress(once, 9)
    return one_page(b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n%s\nendstream" % (len(twice), twice))


def form_in_itself() -> bytes:
    """A form that draws itself a thousand times."""
    form = stream(b"/X Do " * 1_000, b"/Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<</XObject<</X 4 0 R>>>>")
    return one_page(form)


def pages_in_themselves() -> bytes:
    """A tree of pages that holds itself."""
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>")


def docx_bomb() -> bytes:
    """A Word document that is seventy megabytes of white space once unpacked."""
    return docx(" " * 70_000_000)


TEXTS = {
    "dots": ".",
    "commas": "،",
    "commas and words": "كلمة،",
    "new lines": "\n",
    "spaces": " ا" + " " * 500,
    "quotes": '"',
    "dots and quotes": '.".',
    "colons": "ا:",
    "brackets": "«(",
    "a word": "ا",
    "marks": "ا\u0651\u064e",
    "short lines": "ا\n",
    "bars": "ا|",
    "digits": "12 ",
    "question marks": "؟ا",
    "tabs": "\t.",
    "tags": "<DOC>\n",
    "double utf-8": "Ø£",
    "replacements": "\ufffd ",
    "full lines": "كلمة " * 15 + "\n",
}
MARKDOWN = {
    "open brackets": "[",
    "stars": "*",
    "less than": "<",
    "headings": "# ا\n",
    "quotes": ">",
    "backticks": "`",
    "underscores": "_ا",
    "images": "![",
    "lists": "- ",
    "links": "[ا](",
    "tables": "|ا",
    "ampersands": "&",
    "tags": "<b>",
    "emphasis": "a**b",
    "backslashes": "\\",
    "definitions": "[ا]: ا\n",
    "footnotes": "[^ا]",
    "comments": "<!-- ",
}
PAGES = {
    "open tags": "<b>", "open blocks": "<div>", "open tables": "<table><tr><td>", "comments": "<!--",
    "lists": "<ul><li>", "attributes": "<p a=", "entities": "&amp;", "paragraphs": "<p>ا", "quotes": "<blockquote>",
    "scripts": "<script>", "less than": "<", "cdata": "<![CDATA[", "links": "<a href=x>ا",
    "svg": "<svg>", "templates": "<template>", "spans": "<span>ا</span>", "headings": "<h2>ا</h2>", "breaks": "<br>",
    "forms": "<form>",
}  # fmt: skip
DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "grid span": lambda: docx('<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="100000000"/></w:tcPr>'
                              "<w:p><w:r><w:t>ا</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"),
    "paragraphs": lambda: docx("<w:p><w:r><w:t>ا</w:t></w:r></w:p>" * 900_000),
    "one long paragraph": lambda: docx(f"<w:p>{'<w:r><w:t>ا.</w:t></w:r>' * 900_000}</w:p>"),
    "nested": lambda: docx("<w:sdt><w:sdtContent>" * 100_000),
    "nested tables": lambda: docx("<w:tbl><w:tr><w:tc>" * 80 + "</w:tc></w:tr></w:tbl>" * 80),
    "bomb": docx_bomb,
}  # fmt: skip
PDFS: dict[str, Callable[[], bytes]] = {
    "flate bomb": flate_bomb,
    "form in itself": form_in_itself,
    "pages in themselves": pages_in_themselves,
    "many glyphs": lambda: one_page(stream(b"BT /F 1 Tf 1 0 0 1 5 5 Tm (a) Tj ET " * 400_000)),
    "many lines": lambda: one_page(stream(b"".join(b"BT /F 9 Tf 9 %d Td (a b) Tj ET " % n for n in range(100_000)))),
    "states": lambda: one_page(stream(b"q " * 4_000_000)),
    "open arrays": lambda: one_page(stream(b"[" * 4_000_000)),
    "open dictionaries": lambda: one_page(b"<<" * 1_000_000),
}


def files() -> dict[str, Callable[[], bytes]]:
    """All of them, by the name that such a file would have."""
    made: dict[str, Callable[[], bytes]] = {f"{name}.txt": partial(fill, piece) for name, piece in TEXTS.items()}
    made |= {f"{name}.md": partial(fill, piece) for name, piece in MARKDOWN.items()}
    made |= {f"{name}.html": partial(page, piece) for name, piece in PAGES.items()}
    made |= {f"{name}.docx": make for name, make in DOCUMENTS.items()}
    return made | {f"{name}.pdf": make for name, make in PDFS.items()}


def measured(name: str, raw: bytes) -> tuple[float, int, str]:
    """Seconds and peak megabytes of reading a file, and what becomes of it; for a process that has read none before."""
    started = time.monotonic()
    try:
        said = f"{len(read_apart(raw, suffix=Path(name).suffix, name=name, max_bytes=1 << 22).text):,} characters"
    except ArticleUnreadable as error:
        said = str(error)
    return time.monotonic() - started, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024, said


def main() -> None:
    """Print how long each takes, the most memory that its process holds and what becomes of it."""
    apart = ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1)
    most_seconds, most_memory = 0.0, 0
    with apart as pool:
        for name, make in files().items():
            seconds, memory, said = pool.submit(measured, name, make()).result()
            most_seconds, most_memory = max(seconds, most_seconds), max(memory, most_memory)
            sys.stdout.write(f"{name:28} {seconds:5.1f} s {memory:5} MB  {said}\n")
            sys.stdout.flush()
    sys.stdout.write(f"{len(files())} files, at most {most_seconds:.1f} s and {most_memory} MB\n")


if __name__ == "__main__":
    main()
