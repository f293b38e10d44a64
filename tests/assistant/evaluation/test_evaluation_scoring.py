"""How good an answer is: from a question, an answer and the article to a row."""

import pytest
from evaluated import article_of, passages_of

from assistant.answer import Answer, Citation
from assistant.evaluation.asked.questions import EvaluationQuestion
from assistant.evaluation.rows import Cited, Row
from assistant.evaluation.running.scoring import Scorer
from vectorstore.article import Article
from vectorstore.passages import Passage, make_id
from vectorstore.retrieving.retriever import Hit

DECIDED = "أعلنت الحكومة القرار يوم الأحد، وبلغ العدد 15 ألفا."
MET = "ثم اجتمع المجلس يوم الأحد في دمشق."
MARKET = "وافتتح الوزير سوقا جديدة في حلب بكلفة 1.5 مليون دينار، وحضر د. أحمد الحفل."
ARTICLE = article_of(f"{DECIDED} {MET}", MARKET)
TEXT = ARTICLE.text
SUNDAY = ("يوم الأحد",)


def span(text: str, start: int | None = None) -> tuple[int, int]:
    start = TEXT.index(text) if start is None else start
    return start, start + len(text)


def cite(text: str, *, number: int = 1, start: int | None = None) -> Citation:
    """A citation of words of the article, or, with a ``start``, of what is said to stand there."""
    start, end = span(text, start)
    return Citation(number, text, start, end, int(start > len(TEXT) - len(MARKET)), None)


def passage(text: str, order: int = 0) -> Passage:
    start, end = span(text)
    return Passage(make_id(start, text), text, start, end, order, 0, None)


def hits(*texts: str) -> tuple[Hit, ...]:
    return tuple(Hit(passage(text), similarity=0.5, confidence=0.5) for text in texts)


def answer(
    *cited: Citation | str, text: str = "جواب [1]", answered: bool = True, found: tuple[Hit, ...] = ()
) -> Answer:
    citations = tuple(cite(c, number=n) if isinstance(c, str) else c for n, c in enumerate(cited, start=1))
    return Answer("؟", answered, text, "ar", "scripted", citations, confidence=0.75, hits=found)


def question(gold: tuple[str, ...] = SUNDAY, spans: tuple[tuple[int, int], ...] = ()) -> EvaluationQuestion:
    return EvaluationQuestion("q", "fact", ("متى؟",), bool(gold), gold, spans)


ABSENT = question(())


def score(given: Answer, asked: EvaluationQuestion | None = None, article: Article = ARTICLE) -> Row:
    scorer = Scorer(article, tuple(map(passage, (DECIDED, MET, MARKET))) if article is ARTICLE else ())
    return scorer.row(asked or question(), given, file="f", seconds=1.0)


def test_a_row_says_all_there_is_to_know() -> None:
    given = answer("يوم الأحد", "في دمشق", text="«يوم الأحد» [1].", found=hits(MARKET, DECIDED))
    row = Scorer(ARTICLE, passages_of(ARTICLE)).row(question(), given, file="f", seconds=0.5, faithful=0.25)
    assert row == Row(
        file="f",
        id="q",
        kind="fact",
        answerable=True,
        answered=True,
        text="«يوم الأحد» [1].",
        reader="scripted",
        confidence=0.75,
        seconds=0.5,
        words=2 + 2,
        cited=(Cited("يوم الأحد", *span("يوم الأحد"), 0, True), Cited("في دمشق", *span("في دمشق"), 0, False)),
        relevant=(False, True),
        total=1 + 1,  # the first paragraph, and the sentence of it that was found
        rank=1,
        sentence=True,
        exact_match=1.0,
        token_f1=1.0,
        exact=True,
        citation_recall=1.0,
        citation_precision=1.0,
        faithful=0.25,
    )


# Right citations


@pytest.mark.parametrize(
    ("cited", "rank"),
    [
        (["القرار يوم الأحد", "في دمشق"], 1),
        (["في دمشق", "القرار يوم الأحد", "المجلس يوم الأحد"], 2),
        (["في دمشق"], None),
        ([], None),
    ],
)
def test_the_rank_is_that_of_the_first_right_citation(cited: list[str], rank: int | None) -> None:
    row = score(answer(*cited))
    assert (row.rank, row.hit_rank) == (rank, rank)
    assert [each.right for each in row.cited] == ["يوم الأحد" in text for text in cited]


def test_a_right_passage_offered_when_declining_is_found_but_no_hit() -> None:
    row = score(answer("القرار يوم الأحد", answered=False))
    assert (row.answered, row.rank, row.hit_rank, row.right) == (False, 1, None, False)


def test_with_spans_a_right_citation_covers_one() -> None:
    second = TEXT.rindex("يوم الأحد")
    asked = question(spans=((second, second + len("يوم الأحد")),))
    assert score(answer("المجلس يوم الأحد"), asked).rank == 1
    assert score(answer(cite("يوم الأحد", start=second)), asked).rank == 1
    assert score(answer("القرار يوم الأحد"), asked).rank is None  # the same words, elsewhere
    assert score(answer("المجلس يوم"), asked).rank is None  # only a part of them


def test_with_several_spans_one_is_enough() -> None:
    asked = question(spans=(span("القرار"), span("المجلس")))
    assert [score(answer(text), asked).rank for text in (DECIDED, MET, MARKET)] == [1, 1, None]


@pytest.mark.parametrize(
    ("gold", "right"),
    [("الأحد", True), ("الاحد", True), ("حكومة", True), ("١٥", True), ("5", False), ("الاثنين", False)],
)
def test_without_spans_a_right_citation_holds_a_gold_as_folded_text(gold: str, right: bool) -> None:
    assert score(answer(DECIDED), question((gold,))).rank == (1 if right else None)


def test_of_several_golds_one_is_enough() -> None:
    assert score(answer("في دمشق"), question(("حلب", "دمشق"))).rank == 1


def test_nothing_is_right_where_the_article_does_not_answer() -> None:
    row = score(answer(DECIDED, found=hits(DECIDED)), ABSENT)
    assert (row.rank, row.relevant, row.total, row.right) == (None, (False,), 0, False)
    assert (row.sentence, row.exact_match, row.token_f1) == (None, None, None)
    assert score(answer(answered=False), ABSENT).right


@pytest.mark.parametrize(
    "forged",
    [
        cite("يوم الأحد", start=0),  # what is said, but not at its place
        cite("يوم الاحد", start=TEXT.index("يوم الأحد")),  # at its place, but in another spelling
        Citation(1, "", *span("يوم الأحد"), 0, None),
        Citation(1, "", 5, 5, 0, None),
        cite("يوم الأحد", start=len(TEXT) + 10),
    ],
)
@pytest.mark.parametrize("asked", [question(), question(spans=(span("يوم الأحد"),))])
def test_a_citation_that_is_not_the_article_at_its_place_counts_for_nothing(
    forged: Citation, asked: EvaluationQuestion
) -> None:
    row = score(answer(forged, text="«يوم الأحد» [1]."), asked)
    assert (row.rank, row.exact, row.sentence) == (None, False, False)
    assert (row.exact_match, row.token_f1) == (0.0, 0.0)
    assert (row.citation_recall, row.citation_precision) == (0.0, 0.0)


def test_one_citation_that_is_not_exact_makes_the_answer_inexact_and_leaves_the_others_their_rank() -> None:
    row = score(answer(cite("يوم الأحد", start=0), cite("المجلس يوم الأحد", number=2)))
    assert (row.rank, row.exact) == (2, False)


@pytest.mark.parametrize(("given", "exact"), [(answer("في دمشق"), True), (answer("في دمشق", answered=False), None)])
def test_exactness_is_judged_where_it_was_answered(given: Answer, exact: bool | None) -> None:
    assert score(given).exact is exact


# The sentence of the first citation


def in_sentence(first: str, gold: str, article: Article = ARTICLE) -> bool | None:
    start = article.text.index(first)
    given = answer(Citation(1, first, start, start + len(first), 0, None))
    return score(given, question((gold,)), article).sentence


@pytest.mark.parametrize(
    ("first", "gold", "same"),
    [
        ("أعلنت الحكومة القرار", "15 ألفا", True),  # the same sentence, though the gold is not covered
        ("15 ألفا.", "أعلنت الحكومة", True),
        ("أعلنت الحكومة القرار", "دمشق", False),
        ("ثم اجتمع", "15 ألفا", False),
        ("في دمشق.", "حلب", False),  # what follows is another paragraph
        ("وافتتح الوزير", "دمشق", False),  # nor what goes before
        ("ألفا. ثم اجتمع", "دمشق", True),  # it touches two sentences
        ("سوقا جديدة", "الحفل", True),  # neither 1.5 nor «د.» ends a sentence
        ("الحفل", "سوقا جديدة", True),
        ("5 مليون", "سوقا جديدة", True),  # it begins right behind the point of a number
    ],
)
def test_the_first_citation_may_stand_beside_the_gold_in_its_sentence(first: str, gold: str, same: bool) -> None:
    assert in_sentence(first, gold) is same


@pytest.mark.parametrize("end", [".", "؟", "!", "…", ".»", '!"', ".»\n"])
def test_a_sentence_ends_with_its_last_mark(end: str) -> None:
    article = article_of(f"قال الناطق: «انتهى الأمر{end} ثم جاء الوفد أمس.")
    first = f"«انتهى الأمر{end}".rstrip()
    assert in_sentence(first, "أمس", article) is False
    assert in_sentence(first, "الناطق", article) is True


def test_a_line_without_a_full_stop_is_a_sentence_of_its_own() -> None:
    article = article_of("عودة زيد إلى حلب", "قال الناطق إنه عاد أمس", "وسافر بعدها")
    golds = ("حلب", "أمس", "وسافر")
    assert [in_sentence("قال الناطق", gold, article) for gold in golds] == [False, True, False]


def test_only_the_first_citation_counts_and_only_where_it_was_answered() -> None:
    assert score(answer("سوقا جديدة", "القرار يوم الأحد")).sentence is False
    assert score(answer("القرار", answered=False)).sentence is False
    assert score(answer()).sentence is False


def test_with_spans_the_sentence_covers_one() -> None:
    asked = question(spans=(span("15 ألفا"),))
    assert [score(answer(first), asked).sentence for first in ("القرار", "المجلس")] == [True, False]


# What was found


def test_the_hits_that_answer_are_told_in_their_order_and_of_how_many() -> None:
    row = score(answer(found=hits(MARKET, MET, DECIDED)))
    assert (row.relevant, row.total) == ((False, True, True), 2)


def test_a_passage_that_was_not_found_counts_in_the_total() -> None:
    row = score(answer(found=hits(MARKET, MET)))
    assert (row.relevant, row.total) == ((False, True), 2)


def test_a_hit_that_is_no_passage_counts_in_the_total() -> None:
    row = score(answer(found=hits("القرار يوم الأحد")))
    assert (row.relevant, row.total) == ((True,), 2 + 1)


def test_gold_that_no_passage_holds_whole_has_a_total_of_0() -> None:
    row = score(answer(found=hits(DECIDED, MET)), question(("15 ألفا. ثم اجتمع",)))
    assert (row.relevant, row.total) == ((False, False), 0)


def test_nothing_found_is_nothing_relevant() -> None:
    assert score(answer()).relevant == ()


# The highlighted answer


@pytest.mark.parametrize(
    ("first", "gold", "em", "f1"),
    [
        ("يوم الأحد", SUNDAY, 1.0, 1.0),
        ("يوم الأحد", ("الاثنين", "يومَ الاحد"), 1.0, 1.0),
        ("القرار يوم الأحد", SUNDAY, 0.0, 2 * 2 / (3 + 2)),
        ("في حلب", SUNDAY, 0.0, 0.0),
    ],
)
def test_the_highlighted_answer_is_compared_with_the_gold(
    first: str, gold: tuple[str, ...], em: float, f1: float
) -> None:
    row = score(answer(first, "يوم الأحد"), question(gold))
    assert (row.exact_match, row.token_f1) == (em, pytest.approx(f1))


@pytest.mark.parametrize("given", [answer("يوم الأحد", answered=False), answer()])
def test_nothing_is_highlighted_when_declining_or_citing_nothing(given: Answer) -> None:
    row = score(given)
    assert (row.exact_match, row.token_f1) == (0.0, 0.0)


# Statements and what they cite


SAYS_DECIDED = "«أعلنت الحكومة القرار يوم الأحد»"
SAYS_MET = "«اجتمع المجلس يوم الأحد في دمشق»"


@pytest.mark.parametrize(
    ("text", "recall", "precision"),
    [
        (f"{SAYS_DECIDED} [1].", 1 / 1, 1 / 1),
        (f"{SAYS_DECIDED} [1].\n{SAYS_MET} [2].", 2 / 2, 2 / 2),
        (f"{SAYS_DECIDED} [2].", 0 / 1, 0 / 1),  # it does not stand in what is cited
        (f"{SAYS_DECIDED} [1].\n{SAYS_MET} [1].", 1 / 2, 1 / 2),
        (f"{SAYS_DECIDED} [3].", 0 / 1, 0 / 1),  # there is no such citation
        (f"{SAYS_DECIDED} [1][3].", 0 / 1, 0 / 2),
        (f"{SAYS_DECIDED} [1].\nوهذا مؤسف.", 1 / 2, 1 / 1),  # a statement that cites nothing
        (f"{SAYS_DECIDED} [1][2].", 1 / 1, 1 / 2),  # the second citation is irrelevant
        (f"{SAYS_DECIDED}، و{SAYS_MET} [1][2].", 1 / 1, 2 / 2),  # both are needed
        ("أعلنت الحكومة القرار يوم الأحد [1].", 1 / 1, 1 / 1),  # its words, not in quotation marks
        ("أعلنت الحكومة القرار يوم الاثنين [1].", 0 / 1, 0 / 1),
        (f"ذكر المقال ما يلي:\n- {SAYS_DECIDED} [1].\n- {SAYS_MET} [2].", 2 / 2, 2 / 2),
        (f"{SAYS_DECIDED} [١].", 1 / 1, 1 / 1),
    ],
)
def test_citations_bear_out_statements_or_do_not(text: str, recall: float, precision: float) -> None:
    row = score(answer(DECIDED, MET, text=text))
    assert (row.citation_recall, row.citation_precision) == (pytest.approx(recall), pytest.approx(precision))


@pytest.mark.parametrize(
    ("given", "recall", "precision"),
    [
        (answer(DECIDED, text=f"لا يذكر المقال ذلك. {SAYS_DECIDED} [1]", answered=False), None, None),
        (answer(text=""), None, None),
        (answer(text="ذكر المقال ما يلي:"), None, None),
        (answer(text="وهذا مؤسف."), 0 / 1, None),
    ],
)
def test_what_states_or_cites_nothing_cannot_be_judged_by_it(
    given: Answer, recall: float | None, precision: float | None
) -> None:
    row = score(given)
    assert (row.citation_recall, row.citation_precision) == (recall, precision)


@pytest.mark.parametrize(("heading", "recall"), [("وزارة النقل", 1.0), (None, 0.0)])
def test_a_heading_of_what_is_cited_supports_too(heading: str | None, recall: float) -> None:
    cited = Citation(1, DECIDED, *span(DECIDED), 0, heading)
    text = "أعلنت الحكومة القرار يوم الأحد في وزارة النقل [1]."
    assert score(answer(cited, text=text)).citation_recall == recall


# Refused


def test_a_refused_question_is_declined_with_nothing_to_offer() -> None:
    row = Scorer(ARTICLE, passages_of(ARTICLE)).refused(question(), file="f", seconds=0.5, reason="too long")
    assert row == Row(
        file="f",
        id="q",
        kind="fact",
        answerable=True,
        answered=False,
        text="",
        reader="",
        confidence=0.0,
        seconds=0.5,
        words=0,
        total=1,
        sentence=False,
        exact_match=0.0,
        token_f1=0.0,
        refused="too long",
    )


def test_to_refuse_what_the_article_does_not_answer_is_right() -> None:
    row = Scorer(ARTICLE, ()).refused(ABSENT, file="f", seconds=0.5, reason="too long")
    assert (row.right, row.sentence, row.exact_match) == (True, None, None)
