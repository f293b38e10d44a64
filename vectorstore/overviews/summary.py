"""What an article says in short: its title, the clause that leads into it, and the few that carry its main points."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import takewhile

from vectorstore.article import Article
from vectorstore.language.arabic import fold
from vectorstore.language.idf import IdfTable
from vectorstore.language.vocabulary import folded_words, stems
from vectorstore.passages import Passage, make_id, split
from vectorstore.remembering import remembered

_FEWEST_WORDS, _MOST_WORDS = 8, 20  # of a clause; aims, as `passages.split` takes them
_MOST_SUMMARY_WORDS = 60
_MOST_CHARS = 40_000  # of an article that are looked at
_MOST_POINTS = 3
_LEADS = 6  # clauses among which the one is that says what the title says …
_FIRST_GAIN = 0.2  # … and how much more of it another must say than the first
# Share of a title's words that an article's beginning says again, under which it only makes curious; a heading under a
# lead paragraph may also be that of the next.
_IS_GIST, _IS_TITLE = 0.1, 0.5
_SAID = 0.3  # what a word weighs that was quoted already
_IN_TITLE = 2.0  # what a word of the title weighs more
_LATER = 0.05  # how much less each paragraph matters than the one before
_REPORTED = 0.8  # what a clause is worth that tells what someone said
_LEAD_BONUS = 0.5  # news puts the gist first
_FEWEST_LEAD_WORDS = 12  # of a lead that is cut short
_COMMA = re.compile(r"[،,] ")
# What may be left off the end of a sentence: a circumstance, a participle or a clause of its own (folded) …
_ADDS = re.compile(
    r"(?:وذلك|بعد|بعدما|عقب|اثر|خلال|وسط|حيث|مقارنه|مقابل|بحسب|وفق|وفقا|مما|لكن|فيما|بينما|في|علي ان|كما|اذ|بهدف|"
    r"احتجاجا|[يت]\w{3,}|لي\w{3,}|لت\w{3,}|م\w{3,}ا|\wا\w{1,3}ا|في خطوه)(?!\S)"
)
_REPORTS = re.compile(r"(?<!\S)(?:ان|انه|انها)(?!\S)")  # … but not what someone says
_SPOKEN = re.compile(  # the first words of a clause that tells what someone said
    r"\b(?:و)?(?:قال|قالت|اكد|اكدت|اوضح|اوضحت|اضاف|اضافت|اشار|اشارت|ذكر|ذكرت|افاد|افادت|صرح|صرحت|اعلن|اعلنت|كشف|كشفت|شدد|"
    r"شددت|اعتبر|اعتبرت|راي|بيان|تصريح|بينت|نفي|نفت|حذر|وصف|جددت|جدد|said|announced|stated|told)\b|"
    r"مشيرا|موكدا|موضحا|مضيفا|لافتا"
)
_SENTENCE_END = re.compile(r"[.!?؟…۔][\"'»”’)\]]*\s*$")


def title_of(article: Article) -> Passage | None:
    """The title as something to cite, though it is no passage of an index; None where the article has none."""
    titles = (h for h in article.headings if article.text[h.start : h.end] == article.title)
    title = next(titles, None)
    if title is None:
        return None
    text = article.text[title.start : title.end]
    following = sum(paragraph.start < title.start for paragraph in article.paragraphs)
    return Passage(make_id(title.start, text), text, title.start, title.end, -1, following, None)


def clauses_of(article: Article) -> tuple[Passage, ...]:
    """The beginning of an article in passages as short as can be quoted."""
    return _clauses(_beginning(article))


@remembered(8)
def _clauses(article: Article) -> tuple[Passage, ...]:
    """All of an article in such passages (remembered: each question asks for them)."""
    return split(article, fewest_words=_FEWEST_WORDS, most_words=_MOST_WORDS)


def _beginning(article: Article) -> Article:
    """What of an article is summed up: all of what news has, the first chapter of what is far longer."""
    within = takewhile(lambda paragraph: paragraph.start < _MOST_CHARS, article.paragraphs)
    paragraphs = tuple(replace(p, end=min(p.end, p.start + _MOST_CHARS)) for p in within)
    return replace(article, paragraphs=paragraphs or article.paragraphs[:1])


def topic(article: Article) -> list[Passage]:
    """The title, where it says what the article is about, and the clause that leads into it."""
    clauses = clauses_of(article)
    title = title_of(article)
    if not clauses:
        return []
    if title is None or not _is_gist(title, clauses):
        return [clauses[0]]
    return [title, _shortened(_lead(title, clauses), article)]


@remembered(8)
def _told(article: Article) -> tuple[Passage, ...]:
    """The topic, and what else matters most and was not said yet, each from another paragraph, in the article's order.

    A word weighs its count in the article times its rarity, and less once it is quoted, as in SumBasic (Nenkova and
    Vanderwende 2005) with the IDF of news added; a clause has the mean weight of its words.
    """
    told = topic(article)
    clauses = [clause for clause in clauses_of(article) if _opens_sentence(clause, article)]
    weights = _weights(clauses_of(article))
    for stem in stems(article.title or ""):
        weights[stem] = _IN_TITLE * weights.get(stem, 0.0)
    left = _MOST_SUMMARY_WORDS - sum(len(folded_words(p.text)) for p in told)
    said = {stem for passage in told for stem in stems(passage.text)}
    points: list[Passage] = []
    used = {passage.paragraph for passage in told[-1:]}
    while len(points) < _MOST_POINTS:
        fitting = [c for c in clauses if c.paragraph not in used and _FEWEST_WORDS <= len(folded_words(c.text)) <= left]
        if not fitting:
            break
        best = max(fitting, key=lambda c: _worth(c, weights, said))
        points.append(best)
        used.add(best.paragraph)
        said |= set(stems(best.text))
        left -= len(folded_words(best.text))
    return (*told, *sorted(points, key=lambda p: p.order))


def summary(article: Article) -> list[Passage]:
    """The article in about sixty of its words, the topic first."""
    return list(_told(_beginning(article))) if clauses_of(article) else []


def by_gist(passages: Sequence[Passage]) -> list[Passage]:
    """Passages by how much they say of what the article keeps saying, one a paragraph first, the lead before all."""
    if not passages:
        return []
    weights = _weights(passages)
    values = {p.id: _mean(weights, stems(p.text)) for p in passages}
    most = max(values.values()) or 1.0
    ranked = sorted(passages, key=lambda p: (-values[p.id] / most - (_LEAD_BONUS if p.order == 0 else 0.0), p.order))
    first_of_paragraph = {p.paragraph: p.id for p in reversed(ranked)}
    return sorted(ranked, key=lambda p: first_of_paragraph[p.paragraph] != p.id)


def _lead(title: Passage, clauses: Sequence[Passage]) -> Passage:
    """The first clause, or one soon after it that says clearly more of what the title says."""
    first, *others = clauses[:_LEADS]
    best = max(others, key=lambda c: _shared(title, [c]), default=first)
    return best if _shared(title, [best]) > _shared(title, [first]) + _FIRST_GAIN else first


def _shortened(lead: Passage, article: Article) -> Passage:
    """A long lead without the clauses at its end that only say how, when or why."""
    for comma in _COMMA.finditer(lead.text):
        before, after = lead.text[: comma.start()], lead.text[comma.end() :]
        enough = len(folded_words(before)) >= _FEWEST_LEAD_WORDS and before.count("«") == before.count("»")
        if (
            enough
            and _ADDS.match(fold(after))
            and not (_REPORTS.search(fold(after)) and not _REPORTS.search(fold(before)))
        ):
            end = lead.start + comma.start()
            text = article.text[lead.start : end]
            return replace(lead, id=make_id(lead.start, text), text=text, end=end)
    return lead


def _is_gist(title: Passage, clauses: Sequence[Passage]) -> bool:
    """Whether a title says what the article says, and asks nothing."""
    above = [clause for clause in clauses if clause.start < title.start]
    least, shared = (_IS_TITLE, _shared(title, above)) if above else (_IS_GIST, _shared(title, clauses[:_LEADS]))
    return not title.text.rstrip().endswith(("؟", "?")) and shared >= least


def _shared(title: Passage, clauses: Iterable[Passage]) -> float:
    """How much of a title some clauses say, by the rarity of its words, 0..1."""
    idf = IdfTable.shipped()
    said = {stem for clause in clauses for stem in stems(clause.text)}
    rarities = {stem: idf("=" + stem) for stem in stems(title.text)}
    return sum(rarity for stem, rarity in rarities.items() if stem in said) / (sum(rarities.values()) or 1.0)


def _weights(passages: Sequence[Passage]) -> dict[str, float]:
    counts = Counter(stem for p in passages for stem in set(stems(p.text)))
    idf = IdfTable.shipped()
    return {stem: idf("=" + stem) * (count - 1) for stem, count in counts.items()}


def _mean(weights: dict[str, float], words: Iterable[str]) -> float:
    said = set(words)
    return sum(weights[stem] for stem in said) / (len(said) or 1)


def _worth(clause: Passage, weights: dict[str, float], said: set[str]) -> float:
    """How much a clause adds to what was said."""
    words = set(stems(clause.text))
    value = sum(weights[stem] * (_SAID if stem in said else 1.0) for stem in words) / (len(words) or 1)
    reported = _SPOKEN.search(fold(" ".join(clause.text.split()[:2]))) is not None
    return value * (_REPORTED if reported else 1.0) / (1 + _LATER * clause.paragraph)


def _opens_sentence(clause: Passage, article: Article) -> bool:
    start = article.paragraphs[clause.paragraph].start
    return clause.start == start or _SENTENCE_END.search(article.text, start, clause.start) is not None
