"""Documents whose text is known, printed to PDF by Chromium, LibreOffice and ReportLab.

``python -m tests.printed`` prints anew the files that the tests read;
`tests.pdf_readers` says how much of them is read.
"""

import io
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from shutil import which

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from vectorstore.importing.pdf.pdf_file import parse_pdf

PROSE = (
    "قال الخبراء إن الإنتاجية تراجعت، وإن المشكلات الأساسية لا تزال قائمة في المصانع الكبرى، وأضافوا أن الأسعار "
    "ارتفعت للشهر الثالث على التوالي، وأن الآلات القديمة لا تلائم العمل الآن.",
    "وأوضح المدير أن خطة الإصلاح تشمل لأول مرة تأهيل العمال والأطباء والمهندسين، وأن الله وحده يعلم متى تنتهي "
    "الأزمة التي طالت البلاد كلها، ولا سيما الأرياف البعيدة عن الطرق والأسواق.",
)
SHAPES_FONTS = ("Amiri",)  # few fonts have all shapes of letters under their own numbers
FONTS = ("Noto Naskh Arabic", "Amiri", "DejaVu Sans", "KacstBook")


@dataclass(frozen=True)
class Page:
    """A document: its title, its paragraphs, and the rows of its table, if it has one."""

    title: str
    paragraphs: tuple[str, ...]
    table: tuple[tuple[str, ...], ...] = ()
    columns: int = 1
    justified: bool = False
    language: str = "ar"

    @property
    def lines(self) -> list[str]:
        """The title, the paragraphs and the rows, as they are to be read."""
        return [self.title, *self.paragraphs, *(" | ".join(row) for row in self.table)]


PERSIAN = Page(
    "افتتاح نخستین نیروگاه خورشیدی در یزد",
    (
        "نخستین نیروگاه خورشیدی استان یزد روز دوشنبه با حضور وزیر نیرو افتتاح شد. این نیروگاه ۱۲ مگاوات برق تولید "
        "می\u200cکند و هزینهٔ ساخت آن ۹۰ میلیارد تومان بوده است.",
        "علی رضایی، مدیر پروژه، گفت که ساخت نیروگاه دو سال طول کشید و بیش از سیصد نفر در آن کار کردند.",
        "وی افزود که فاز دوم نیروگاه سال آینده آغاز می\u200cشود و ظرفیت آن به ۳۰ مگاوات خواهد رسید.",
    ),
)
URDU = Page(
    "لاہور میں نئی لائبریری کا افتتاح",
    (
        "وزیر اعلیٰ نے پیر کے روز لاہور میں نئی لائبریری کا افتتاح کیا۔ اس لائبریری میں پچاس ہزار کتابیں رکھی گئی "
        "ہیں اور اس پر تین کروڑ روپے لاگت آئی ہے۔",
        "لائبریری کی سربراہ ڈاکٹر ثنا ملک نے کہا کہ یہ عمارت دو سال میں مکمل ہوئی اور طلبہ کے لیے داخلہ مفت ہو گا۔",
        "انہوں نے مزید کہا کہ لائبریری ہفتے کے سات دن صبح آٹھ بجے سے رات دس بجے تک کھلی رہے گی۔",
    ),
)
ENGLISH = Page(
    "Council votes to close the old bridge",
    (
        "The city council voted on Monday night to close the old bridge for eighteen months. The decision will affect "
        "some nine thousand drivers a day.",
        "Mayor Ann Porter said the repairs would cost $4.2 million and that the money would come from the state.",
        "Work begins on March 3 and is to end before the summer of next year.",
    ),
    language="en",
)
TITLE = "تراجع الإنتاج في المصانع"
FEATURES = {
    "lam-alef and other ligatures": Page(TITLE, PROSE),
    "tashkeel": Page(
        TITLE,
        (
            "قَالَ مُدِيرُ السَّدِّ إِنَّ كُلْفَةَ الصِّيَانَةِ بَلَغَتْ تِسْعَةَ مَلَايِينِ دِينَارٍ.",
            "وَأَضَافَ أَنَّ العَمَلَ بَدَأَ فِعْلًا، وَأَنَّهُ يَنْتَهِي فِي الصَّيْفِ.",
        ),
    ),
    "digits and percent signs": Page(
        TITLE,
        (
            "وبلغت النسبة ١٧٪ في عام ٢٠٢٣، مقابل 12.5% في العام السابق، وارتفعت الكلفة إلى 1,250 دينارا.",
            "وشهدت الفترة 2020-2024 نموا قدره 5%، وانتهت المباراة 3-1 في 12/5/2024 عند الساعة 10:30.",
            "انتهى العمل فعلا في 2024. وبلغت الكلفة 5%",
        ),
    ),
    "brackets and quotation marks": Page(
        TITLE,
        (
            "انتهى العمل فعلا (في 2024). وقال المدير: «لا مشكلات في المصانع» ثم غادر.",
            'وأضاف [في بيان] أن "الإصلاح" بدأ (وإن تأخر)، وأن “الخطة” جاهزة.',
        ),
    ),
    "Latin words in Arabic lines": Page(
        TITLE,
        (
            "أطلقت الشركة تطبيق AquaAlert 3.0 لمراقبة المياه، ثم نشرت iPhone 15 وحده (CNN) بعد ذلك.",
            "ويستخدم الباحثون GPT-4 ونظام Windows 11 Pro في الجامعة، كما ذكرت BBC News أمس.",
        ),
    ),
    "a title of two lines": Page(
        "تراجع الإنتاجية في مصانع الأسمنت بعد ارتفاع أسعار الطاقة وتكاليف النقل البحري خلال العام الماضي", PROSE
    ),
    "tables": Page(
        TITLE,
        PROSE[:1],
        (
            ("السد", "السعة", "سنة البناء"),
            ("الوادي الأخضر", "85", "1938"),
            ("سد الآمال", "120", "1967"),
        ),
    ),
    "two columns": Page(TITLE, PROSE * 5, columns=2),
    "justified lines, several pages": Page(TITLE, PROSE * 8, justified=True),
    "Persian": PERSIAN,
    "Urdu": URDU,
    "English": ENGLISH,
}
EVERYTHING = Page(
    FEATURES["a title of two lines"].title,
    tuple(text for feature in list(FEATURES)[:5] for text in FEATURES[feature].paragraphs),
    FEATURES["tables"].table,
)


def as_html(page: Page, font: str) -> str:
    """The document as a web page."""
    rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in page.table)
    text = "".join(f"<p>{escape(text)}</p>" for text in page.paragraphs)
    align = "justify" if page.justified else "start"
    return (
        f'<!DOCTYPE html><html lang="{page.language}" dir="{"ltr" if page.language == "en" else "rtl"}">'
        f'<meta charset="utf-8"><title>{escape(page.title)}</title>'
        f"<style>body {{font: 16pt '{font}'; text-align: {align}}} h1 {{font-size: 28pt}} td {{padding: 2px 8px}}"
        f"div {{columns: {page.columns}; column-gap: 2em}}</style>"
        f"<h1>{escape(page.title)}</h1><div>{text}</div>{f'<table>{rows}</table>' if rows else ''}</html>"
    )


def as_docx(page: Page, font: str) -> bytes:
    """The document as Word keeps it."""
    made = Document()
    turned = page.language != "en"
    _write(made.add_heading(level=1), page.title, font, turned)
    for text in page.paragraphs:
        paragraph = made.add_paragraph()
        _write(paragraph, text, font, turned)
        if page.justified:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    if page.table:
        table = made.add_table(len(page.table), len(page.table[0]))
        table._tbl.tblPr.append(OxmlElement("w:bidiVisual"))
        for row, texts in zip(table.rows, page.table, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                _write(cell.paragraphs[0], text, font, turned)
    if page.columns > 1:
        columns = OxmlElement("w:cols")
        columns.set(qn("w:num"), str(page.columns))
        columns.set(qn("w:space"), "720")
        section = made.sections[0]._sectPr
        for old in section.findall(qn("w:cols")):
            section.remove(old)
        section.append(columns)
        section.append(OxmlElement("w:bidi"))
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def _write(paragraph: Paragraph, text: str, font: str, turned: bool) -> None:
    if turned:
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
    run = paragraph.add_run(text)
    fonts = OxmlElement("w:rFonts")
    for which_one in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{which_one}"), font)
    run._r.get_or_add_rPr().append(fonts)
    if turned:
        run._r.get_or_add_rPr().append(OxmlElement("w:rtl"))


@cache
def chromium(page: Page, font: str) -> bytes:
    """The document as Chromium prints it."""
    return print_html(as_html(page, font))


def print_html(html: str, *flags: str) -> bytes:
    """A page as Chromium prints it, with the date, the title, the address and the page's number around it."""
    with tempfile.TemporaryDirectory() as folder:
        source, printed = Path(folder, "a.html"), Path(folder, "a.pdf")
        source.write_text(html, encoding="utf-8")
        options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile", *flags]
        subprocess.run(
            ["chromium", *options, f"--print-to-pdf={printed}", str(source)],
            check=True,
            capture_output=True,
            timeout=60,
        )
        return printed.read_bytes()


@cache
def libreoffice(page: Page, font: str) -> bytes:
    """The document as LibreOffice prints what Word keeps."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "a.docx").write_bytes(as_docx(page, font))
        options = ["--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "pdf"]
        subprocess.run(
            ["soffice", *options, "--outdir", folder, f"{folder}/a.docx"], check=True, capture_output=True, timeout=90
        )
        return Path(folder, "a.pdf").read_bytes()


@cache
def reportlab(page: Page, font: str) -> bytes:
    """The document as old programs draw it: letters by their shapes, in the order in which they are seen."""
    from arabic_reshaper import ArabicReshaper
    from bidi import get_display
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    reshape = ArabicReshaper(configuration={"delete_harakat": False}).reshape
    if font not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(font, _font_file(font)))
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=(595, 842))
    height = 780.0
    for number, text in enumerate(page.lines):
        size = 14 if number else 22
        canvas.setFont(font, size)
        for line in _wrapped(text, lambda line, size=size: canvas.stringWidth(reshape(line), font, size) < 480):
            if height < 60:
                canvas.showPage()
                canvas.setFont(font, size)
                height = 780.0
            canvas.drawRightString(540, height, get_display(reshape(line), base_dir="R"))
            height -= 1.6 * size
        height -= 14
    canvas.save()
    return written.getvalue()


def _font_file(font: str) -> str:
    done = subprocess.run(["fc-match", "-f", "%{file}", font], check=True, capture_output=True, text=True)
    return done.stdout


def _wrapped(text: str, fits: Callable[[str], bool]) -> Iterator[str]:
    line = ""
    for word in text.split():
        if not fits(f"{line} {word}"):
            yield line
            line = ""
        line = f"{line} {word}".strip()
    yield line


GENERATORS: dict[str, Callable[[Page, str], bytes]] = {
    "chromium": chromium,
    "libreoffice": libreoffice,
    "reportlab": reportlab,
}
PROGRAMS = {"chromium": "chromium", "libreoffice": "soffice", "reportlab": "fc-match"}


def fonts_of(generator: str) -> tuple[str, ...]:
    """The fonts that a generator is tried with."""
    return SHAPES_FONTS if generator == "reportlab" else FONTS


def is_installed(generator: str) -> bool:
    """Whether the program is there."""
    return which(PROGRAMS[generator]) is not None


def lines_of(raw: bytes) -> list[str]:
    """The headings and paragraphs that are read of a PDF, in order."""
    article = parse_pdf(raw, name="a.pdf", max_bytes=1 << 22)
    spans = sorted((*article.headings, *article.paragraphs), key=lambda span: span.start)
    return [article.text[span.start : span.end] for span in spans]


KEPT: dict[str, Callable[[], bytes]] = {
    "chromium.pdf": lambda: chromium(EVERYTHING, "Amiri"),
    "libreoffice.pdf": lambda: libreoffice(EVERYTHING, "Noto Naskh Arabic"),
    "reportlab.pdf": lambda: reportlab(EVERYTHING, "Amiri"),
    "chromium-columns.pdf": lambda: chromium(FEATURES["two columns"], "DejaVu Sans"),
    "libreoffice-columns.pdf": lambda: libreoffice(FEATURES["two columns"], "DejaVu Sans"),
    "chromium-page.pdf": lambda: print_html(_NEWS_PAGE),
    "chromium-spans.pdf": lambda: print_html(_SPANS),
    "no-unicode-map.pdf": lambda: _without_unicode_maps(reportlab(EVERYTHING, "Amiri")),
}
_NEWS_PAGE = (
    '<!DOCTYPE html><html lang="ar" dir="rtl"><meta charset="utf-8"><title>صحيفة</title><style>'
    "body {font: 14pt Amiri} h1 {font-size: 24pt} nav a, b {padding: 0 6px} b {font-size: 20pt}</style>"
    "<nav><a>الرئيسية</a> | <a>أخبار</a> | <a>اقتصاد</a> | <a>رياضة</a></nav>"
    f"<h1>{EVERYTHING.title}</h1><p>بقلم: سلمى العوضي</p><p>{PROSE[0]}</p><p>{PROSE[1]}</p>"
)


SPANS = (
    "قال المدير إن كلفة الإصلاح بلغت 64 مليون ريال حسب بيان الوزارة الأخير.",
    "وتشمل الخطة ما يلي:",
    "1. تأهيل العمال في كل المصانع.",
    "2. شراء آلات جديدة من الخارج.",
    "وأضاف أن الخطة الجديدة جاهزة، وأن العمل يبدأ في مارس المقبل، وأن المصانع تعود إلى الإنتاج قبل نهاية العام الحالي.",
)
_SPANS = (
    '<!DOCTYPE html><html lang="ar" dir="rtl"><meta charset="utf-8"><style>body {font: 14pt Amiri}</style>'
    f"<h1>{TITLE}</h1>"
    '<p>قال المدير إن كلفة الإصلاح بلغت <b>64 مليون</b> ريال حسب <a href="https://a.example">بيان الوزارة</a> '
    f"<span style='color: red; font-size: 16pt'>الأخير</span>.</p><p>{SPANS[1]}</p>"
    f"<ol><li>{SPANS[2][3:]}</li><li>{SPANS[3][3:]}</li></ol>"
    "<div>وأضاف أن <b>الخطة الجديدة</b> جاهزة، وأن العمل يبدأ في <i>مارس المقبل</i>، "
    "وأن المصانع تعود إلى الإنتاج قبل نهاية <a href='https://a.example'>العام الحالي</a>.</div>"
)


def _without_unicode_maps(raw: bytes) -> bytes:
    """The same file with fonts that do not say what their glyphs stand for."""
    return raw.replace(b"/ToUnicode", b"/NoUnicode")


def keep() -> None:
    """Print anew the files that the tests read."""
    folder = Path(__file__).parent / "data" / "printed"
    folder.mkdir(exist_ok=True)
    for name, made in KEPT.items():
        (folder / name).write_bytes(made())


if __name__ == "__main__":
    keep()
