"""The text of an article file's bytes: which encoding it is in, and what is not text at all."""

import codecs
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable

from vectorstore.errors import ArticleUnreadable
from vectorstore.importing.text.quality import repair, share_known
from vectorstore.language.cleaning import clean

_MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"PK\x03\x04", "a ZIP archive or Office document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b\x08", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\0", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"ID3", "an MP3 recording"),
    (b"OggS", "an Ogg recording"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\0", "a SQLite database"),
)
_SIGNATURES = (  # UTF-32 first: its little-endian mark begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_STRAY_NULS = 2  # so many NULs, or fewer than one byte in a hundred, are a slip of some program and not binary data
_HIGH_BYTES = (0x00, 0x06)  # of Latin and Arabic letters in UTF-16
_HIGH_OF_QUOTES = 0x20
_FEWEST_LETTERS = 0.8  # of all characters
_USUAL = 0.95
_FEWEST_WIDE = 4  # characters
_BAD_PER_GOOD = 0.05  # broken UTF-8 sequences per whole one, up to which a damaged UTF-8 file is still UTF-8
_MOST_NOISE = 0.1  # share of characters that no text has

_UNLIKELINESS = {"cp1256": 0.0, "iso8859_6": 3.0}  # log odds: ISO 8859-6 is rare, which matters for very short texts
_RARE = ("mac_arabic", "cp720", "cp864")
_FEWEST_KNOWN = 0.25  # of the words, which a misreading does not have by chance
# Other single-byte encodings of news text; what is in none of them is refused rather than guessed.
_OTHERS = ["cp1251", "cp1250", "cp1253", "cp1254", "cp1255"]
# Arabic letters from the most to the least frequent, counted in the ANT news corpus (Chouigui, Ben Khiroun, Elayeb).
_ARABIC_BY_FREQUENCY = "اليمونرتبةعدسفقهأكحج،إشصطىخضزثذئغءظؤآ"
_RANKS = {letter: rank for rank, letter in enumerate(_ARABIC_BY_FREQUENCY)}
_RANK_OF_OTHERS = 60
_ARABIC = re.compile(r"[\u0621-\u064a]")
# Signs of the wrong encoding: Arabic joined to Latin letters (save by a stretch, as in «لـCNN»), marks on no letter.
_MIXED_WORD = re.compile(r"[\u0621-\u063a\u0641-\u064a][a-zA-Z\u00c0-\u024f]|[a-zA-Z\u00c0-\u024f][\u0621-\u064a]")
_LONE_MARK = re.compile(r"(?<![\u0621-\u0652])[\u064b-\u0652]")
_SHAPE = re.compile("[\ufe70-\ufefc]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_MOST_WRONG = 0.05  # such signs per Arabic letter; a misreading has 0.3 and more
_MOST_ACCENTED = 0.35  # of the letters of a text in a western language
_SAMPLE = 5_000  # characters are plenty to tell encodings apart

_DECLARED = re.compile(rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*(?P<label>[\w.:-]+)""", re.I)
_PAGE_ENCODING = re.compile(r"(?:windows|cp|iso|utf|koi8|mac)[-_\w]*\w", re.I)
# Declared by default or by mistake, so no evidence; a page in UTF-16 cannot even declare itself in one-byte letters.
_NO_EVIDENCE = re.compile(r"ascii|iso8859-1|cp1252|utf-?(?:16|32).*")


def decode(raw: bytes, name: str) -> str:
    """The text of a file's bytes, whatever its encoding; ``name`` stands for the file in messages.

    Raises:
        ArticleUnreadable: the bytes are not text, only white space, or in an encoding that cannot be told.
    """
    return _decode(raw, name, _guess)


def decode_page(raw: bytes, name: str) -> str:
    """As `decode`, for HTML: what the page declares goes before what can be guessed, after what is certain."""

    def declared_or_guess(body: bytes) -> str | None:
        return _decode_declared(body) or _guess(body)

    return _decode(raw, name, declared_or_guess)


def _decode(raw: bytes, name: str, guess: Callable[[bytes], str | None]) -> str:
    for magic, kind in _MAGIC:
        if raw.startswith(magic):
            raise ArticleUnreadable(
                f"{name} looks like {kind}; save the article as text, Markdown or HTML", reason="format"
            )
    signed = next((encoding for mark, encoding in _SIGNATURES if raw.startswith(mark)), None)
    if signed:
        text: str | None = raw.decode(signed, errors="replace")
    else:
        text = _wide(raw)
        if text is None:
            body = _without_stray_nuls(raw, name)
            text = _try(body, "utf-8")
            text = (_mend_utf8(body) or guess(body)) if text is None else text
    if text is None:
        raise ArticleUnreadable(f"the encoding of {name} cannot be told; save it as UTF-8", reason="format")
    _check_is_text(repair(text), name)
    return text


def _wide(raw: bytes) -> str | None:
    """The text of UTF-16 without a mark, which its high bytes tell: nearly all are the same two or three."""
    sample = raw[: 2 * _SAMPLE]
    for encoding, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        letters = sum(high.count(byte) for byte in _HIGH_BYTES)
        usual = letters >= _FEWEST_LETTERS * len(high) and letters + high.count(_HIGH_OF_QUOTES) >= _USUAL * len(high)
        if usual and len(raw) % 2 == 0 and len(high) >= _FEWEST_WIDE:
            text = _try(raw, encoding)
            if text is not None and _is_plain_text(text[:_SAMPLE]):
                return text
    return None


def _is_plain_text(text: str) -> bool:
    """Whether hardly a character is anything but a letter, a sign or a space."""
    return sum(_is_noise(character) for character in text) <= _MOST_NOISE * len(text) / 10


def _without_stray_nuls(raw: bytes, name: str) -> bytes:
    nuls = raw.count(0)
    if nuls > _STRAY_NULS and 100 * nuls >= len(raw):
        raise ArticleUnreadable(
            f"{name} looks like a binary file ({nuls:,} of its {len(raw):,} bytes are NUL); "
            "save the article as text, Markdown or HTML, in UTF-8",
            reason="format",
        )
    return raw.replace(b"\0", b"")


def _try(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _mend_utf8(raw: bytes) -> str | None:
    """UTF-8 with a few broken sequences (a file cut in the middle of a letter); they become U+FFFD."""
    text = raw.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    good = len(_NOT_ASCII.findall(text)) - bad
    return text if bad <= _BAD_PER_GOOD * good else None


def _decode_declared(raw: bytes) -> str | None:
    match = _DECLARED.search(raw[:4096])
    label = match["label"].decode("ascii", errors="replace") if match else ""
    if not _PAGE_ENCODING.fullmatch(label):
        return None
    try:
        known = codecs.lookup(label).name
    except LookupError:
        return None
    return None if _NO_EVIDENCE.fullmatch(known) else _try(raw, known)


def _guess(raw: bytes) -> str | None:
    """The text in the likeliest single-byte encoding, Arabic ones first; None if none gives readable text.

    charset-normalizer alone takes short Arabic for UTF-16 or Japanese and French for Polish, so it is asked last.
    """
    readings = {encoding: _try(raw, encoding) for encoding in _UNLIKELINESS}
    arabic = {text: _UNLIKELINESS[encoding] for encoding, text in readings.items() if text and _reads_as_arabic(text)}
    usual = min(arabic, key=lambda text: _surprise(text) + arabic[text]) if arabic else None
    if found := _rare(raw, usual) or usual:
        return found
    western = _try(raw, "cp1252")
    if western and _reads_as_western(western):
        return western
    from charset_normalizer import from_bytes

    best = from_bytes(raw, cp_isolation=_OTHERS).best()
    return None if best is None else str(best)


def _rare(raw: bytes, usual: str | None) -> str | None:
    """The text in an Arabic encoding of long ago, where that alone has words that are known."""
    least = max(_FEWEST_KNOWN, 2 * share_known(usual) if usual else 0.0)
    readings = filter(None, (_named(_try(raw, encoding)) for encoding in _RARE))
    best = max(readings, key=share_known, default=None)
    return best if best is not None and share_known(best) >= least and _reads_as_arabic(best) else None


def _named(text: str | None) -> str | None:
    """The text with letters in place of their shapes, which is how CP864 writes them."""
    return None if text is None else _SHAPE.sub(lambda shape: unicodedata.normalize("NFKC", shape[0]).strip(), text)


def _reads_as_arabic(text: str) -> bool:
    sample = text[:_SAMPLE]
    arabic = len(_ARABIC.findall(sample))
    return 2 * arabic > len(_NOT_ASCII.findall(sample)) and _count_wrong(sample) <= _MOST_WRONG * arabic


def _count_wrong(sample: str) -> int:
    return len(_MIXED_WORD.findall(sample)) + len(_LONE_MARK.findall(sample))


def _reads_as_western(text: str) -> bool:
    """Whether most letters are plain: text of another alphabet, misread, is nearly all accented letters."""
    letters = [character for character in text[:_SAMPLE] if character.isalpha()]
    return sum(character > "\x7f" for character in letters) < _MOST_ACCENTED * len(letters)


def _surprise(text: str) -> float:
    """How unlike Arabic the text is, as a log likelihood: the sum of the logarithms of its letters' frequency ranks."""
    sample = text[:_SAMPLE]
    ranks = (_RANKS.get(character, _RANK_OF_OTHERS) for character in sample if "\u060c" <= character <= "\u0652")
    return sum(math.log(rank + 2) for rank in ranks) + math.log(_RANK_OF_OTHERS) * _count_wrong(sample)


def _check_is_text(text: str, name: str) -> None:
    if not clean(text).strip():
        raise ArticleUnreadable(f"{name} is empty; give a file with the article's text", reason="empty")
    counts = Counter(text)
    noise = sum(count for character, count in counts.items() if _is_noise(character))
    if noise > _MOST_NOISE * len(text):
        raise ArticleUnreadable(
            f"{name} is not text: {noise:,} of its {len(text):,} characters are control or unassigned characters; "
            "save the article as text, Markdown or HTML, in UTF-8",
            reason="format",
        )
    if not any(character.isalpha() for character in counts):
        raise ArticleUnreadable(f"{name} has no letters; give a file with the article's text", reason="empty")


def _is_noise(character: str) -> bool:
    return character == "\ufffd" or (
        unicodedata.category(character) in ("Cc", "Cn", "Co", "Cs") and character not in "\n\r\t\f"
    )
