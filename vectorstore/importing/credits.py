"""Who wrote an article, when it appeared and where, as its own lines say."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from vectorstore.article import Article
from vectorstore.language.arabic import fold, has_words

_TOP_LINES = 6  # of an article, and as many at its end, where such lines stand
_MOST_NAME_WORDS = 6
_MOST_PLACE_WORDS = 2  # beside a date: «تونس - وات»
_MOST_LINE_WORDS = 14
_SEPARATOR = r"\s*(?:[:\-–—/|]|(?<=by)\s|(?<=author),|(?<=reporter),)\s*"
_NAMED = re.compile(  # of the folded line
    r"(?:بقلم|كتبه?ا?|كتبت(?:ه|ها)?|اعده|اعدته|حرره|حررته|المحرره?|الكاتبه?|نويسنده|خبرنگار|مصنفه?|نامه نگار|"
    rf"(?:written |reported |story )?by|author|reporter){_SEPARATOR}",
    re.I,
)
# What may as well open a headline: «تقرير: ارتفاع أسعار النفط».
_PERHAPS_NAMED = re.compile(rf"(?:تقرير|اعداد|تحرير|تحقيق|حوار|ترجمه|مراسل\w*|گزارش){_SEPARATOR}")
_MOST_DOUBTFUL_WORDS = 3
_OPENING_CHARS = 40
_PARTS = re.compile(r"\s*[|•·–—]\s*|\s+-\s+|\s*[،,]\s*(?=\d)")
_SOURCE = re.compile(r"\s*(?:المصدر|المصادر|منبع|ذریعہ|source)\s*:\s*(?P<name>\S.*)", re.I)
_SMALL = ("and", "de", "van", "von", "of", "al", "el", "bin", "ibn")  # words of a Latin name without a capital
_BY = re.compile(r"(?:بقلم|(?:written )?by)\s+", re.I)
_MONTHS = (
    "يناير|فبراير|مارس|ابريل|نيسان|مايو|ماي|يونيو|جوان|يوليو|جويليه|اغسطس|اوت|اب|سبتمبر|اكتوبر|نوفمبر|ديسمبر|كانون|شباط|"
    "اذار|ايار|حزيران|تموز|ايلول|تشرين|افريل|فيفري|جانفي|فروردين|ارديبهشت|خرداد|تير|مرداد|شهريور|مهر|ابان|اذر|دي|بهمن|"
    "اسفند|ژانويه|فوريه|جون|جولاي|دسمبر|جنوري|فروري|مارچ|اپريل|مئ[يی]|جولايي|اگست|ستمبر|نومبر|"
    "january|february|march|april|may|june|july|august|september|october|november|december|"
    "jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
)
_DATE = re.compile(
    rf"\d{{1,2}}(?:st|nd|rd|th)?[\s,،/\-]+(?:من )?(?:{_MONTHS})\b[\s,،/\-]*"
    r"(?:(?:الاول|الثاني|عام|سنه)[\s,،/\-]*){0,2}\d{4}"
    rf"|(?:{_MONTHS})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}",
    re.I,
)
_SAID_OF_DATES = re.compile(
    r"(?:تاريخ|نشر|نشرت?|النشر|منشور|حدث|حدثت?|اخر تحديث|تحديث|التحديث|كتب|الاثنين|الثلاثا|الاربعا|الخميس|الجمعه|السبت|"
    r"الاحد|يوم|الساعه|صباحا|مسا|بتوقيت|غرينتش|جرينتش|مكه|المكرمه|القاهره|بيروت|في|على|الموافق|هـ|ه|م|ص|"
    r"انتشار|شنبه|اشاعت|published|updated|posted|last|on|at|am|pm|gmt|utc|monday|tuesday|wednesday|thursday|"
    r"friday|saturday|sunday|mon|tue|wed|thu|fri|sat|sun|first|modified|date)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Credits:
    """Who wrote an article, when it appeared and where; None where nothing says so."""

    author: str | None = None
    date: str | None = None
    source: str | None = None


def read_author(line: str) -> str | None:
    """The name on a line such as «بقلم: سلمى العوضي», «By Salma Awadi»; None for any other line."""
    if len(line.split()) > _MOST_LINE_WORDS:
        return None
    folded, places = _fold_with_places(line)
    found = _NAMED.match(folded) or _BY.match(folded)
    most = _MOST_NAME_WORDS if found else _MOST_DOUBTFUL_WORDS
    found = found or _PERHAPS_NAMED.match(folded)
    if found is None or found.end() >= len(places):
        return None
    name = _PARTS.split(line[places[found.end()] :])[0].strip(" :،,.-")
    return name if 0 < len(name.split()) <= most and _is_name(name) else None


def _is_name(name: str) -> bool:
    if any(letter.isdecimal() for letter in name):
        return False
    return not any(word.islower() and word.isascii() and word not in _SMALL for word in name.split())


def read_date(line: str) -> str | None:
    """The date on a line that says when the article appeared, as it is written; None for any other line."""
    if len(line) > 200 or len(line.split()) > _MOST_LINE_WORDS:
        return None
    folded, places = _fold_with_places(line)
    found = _DATE.search(folded)
    if found is None:
        return None
    rest = re.sub(r"[\W\d_]+", " ", folded[: found.start()] + " " + folded[found.end() :]).split()
    if sum(1 for word in rest if not _SAID_OF_DATES.fullmatch(word)) > _MOST_PLACE_WORDS:
        return None
    end = places[found.end()] if found.end() < len(places) else len(line)
    return line[places[found.start()] : end].strip(" ،,-|")


def read_source(line: str) -> str | None:
    """The paper or agency on a line such as «المصدر: رويترز»; None for any other line."""
    found = _SOURCE.fullmatch(line) if len(line.split()) <= _MOST_NAME_WORDS + 1 else None
    return found["name"].strip(" .") or None if found else None


def is_credit(line: str, *, above_title: bool = False) -> bool:
    """Whether a line says who wrote the article or when it appeared, and so is no heading.

    A line ``above_title`` may be the title itself, so that only what no title says counts.
    """
    if above_title and _PERHAPS_NAMED.match(fold(line[:_OPENING_CHARS])):
        return False
    return read_author(line) is not None or read_date(line) is not None


def with_credits(article: Article) -> Article:
    """The article with the author and the date that its first and last lines say, where it does not have them yet."""
    texts = [article.text[paragraph.start : paragraph.end] for paragraph in article.paragraphs]
    edge = [line for text in (*texts[:_TOP_LINES], *texts[_TOP_LINES:][-2:]) for line in _parts(text)]
    author = article.author or next(filter(None, map(read_author, edge)), None)
    date = article.date or next(filter(None, map(read_date, edge)), None)
    source = article.source or next(filter(None, map(read_source, edge)), None)
    return replace(article, author=author, date=date, source=source)


def _parts(text: str) -> Iterable[str]:
    """The line, and where bars or dashes part it, what stands between them."""
    if len(text) > 300:
        return
    yield text
    parts = [part.strip() for part in re.split(r"[|•·\n]|\s[-–—]\s", text)]
    yield from (part for part in parts if part != text and has_words(part))


def _fold_with_places(line: str) -> tuple[str, list[int]]:
    """The line folded, and for each of its letters where it stands in the line."""
    folded, places = "", []
    for place, letter in enumerate(line):
        new = fold(letter) if not letter.isspace() else " "
        folded += new
        places += [place] * len(new)
    return folded, places
