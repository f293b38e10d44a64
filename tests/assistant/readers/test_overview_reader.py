from dataclasses import replace

from hits import hits_of

from assistant.citations import check
from assistant.readers.base import Request
from assistant.readers.extractive import ExtractiveReader
from assistant.readers.overview import overview_draft
from vectorstore.hit import Hit

TEXTS = (
    "وقال وزير النقل سامي حداد إن الجسر آمن،",
    "والتقت ماريا لوكيتش سامي حداد في البصرة.",
    "لا صلة لهذا بما سبق.",
)


def hits(*confidences: float) -> tuple[Hit, ...]:
    return tuple(replace(hit, confidence=c) for hit, c in zip(hits_of(*TEXTS), confidences, strict=True))


def naming(found: tuple[Hit, ...], *names: str) -> tuple[Hit, ...]:
    """The hits with the places of these words in them, one each."""
    named = []
    for hit, name in zip(found, names, strict=False):
        start = hit.passage.start + hit.passage.text.index(name)
        named.append(replace(hit, items=((start, start + len(name)),)))
    return (*named, *found[len(names) :])


LISTED = naming(hits(0.9, 0.9, 0.1), "سامي حداد", "ماريا لوكيتش")


def test_a_list_gives_each_name_with_the_mark_of_where_it_stands() -> None:
    draft = overview_draft(LISTED, "ar")
    assert draft.text == "«سامي حداد» [1]\n\n«ماريا لوكيتش» [2]"
    assert draft.answered
    assert draft.confidence == 0.9


def test_each_line_passes_the_check_of_citations() -> None:
    checked = check(overview_draft(LISTED, "ar").text, LISTED)
    assert checked.dropped == ()
    assert [citation.text for citation in checked.citations] == list(TEXTS[:2])


def test_what_the_check_would_refuse_is_not_listed() -> None:
    given = hits_of("لم يحضر سامي حداد الحفل.", "حضرت ماريا لوكيتش الحفل.")
    assert overview_draft(naming(given, "سامي حداد", "ماريا لوكيتش"), "ar").text == "«ماريا لوكيتش» [2]"


def test_a_summary_quotes_what_was_found_and_not_what_stands_beside_it() -> None:
    draft = overview_draft(hits(0.9, 0.9, 0.1), "ar")
    assert (
        draft.text == "«وقال وزير النقل سامي حداد إن الجسر آمن» [1]\n\n«والتقت ماريا لوكيتش سامي حداد في البصرة.» [2]"
    )


def test_where_nothing_can_be_listed_the_passages_are_quoted() -> None:
    assert overview_draft(hits(0.9, 0.1, 0.1), "en").text == "“وقال وزير النقل سامي حداد إن الجسر آمن” [1]"


def test_the_quoting_reader_reads_such_questions_so() -> None:
    (draft,) = ExtractiveReader(threshold=0.2).read(Request("لخص المقال", "ar", hits(0.9, 0.9, 0.1)))
    assert draft.text.count("[") == 2
    (draft,) = ExtractiveReader(threshold=0.2).read(Request("من هم الأشخاص المذكورون في المقال؟", "ar", LISTED))
    assert draft.text.count("[") == 2
