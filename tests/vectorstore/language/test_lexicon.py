from collections import Counter
from pathlib import Path

import pytest

import vectorstore
from vectorstore.language.arabic import stem, words
from vectorstore.language.lexicon import dialects, spellings, standard, synonyms

DATA = Path(str(vectorstore.__file__)).parent / "data"
REGIONS = frozenset("egypt levant iraq gulf maghreb yemen sudan".split())


def lines(name: str) -> list[str]:
    text = (DATA / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def repeated(heads: list[str]) -> list[str]:
    return [head for head, times in Counter(heads).items() if times > 1]


def test_every_dialect_line_has_a_phrase_what_it_stands_for_and_its_regions() -> None:
    for line in lines("dialects.ar.txt"):
        entry, tab, tags = line.partition("\t")
        head, equals, meaning = entry.partition(" = ")
        assert tab, line
        assert equals, line
        assert words(head), line
        assert words(meaning.split("،")[0]), line
        assert len(words(head)) <= 3, line  # what `standard` looks for
        assert tags.startswith("["), line
        assert tags.endswith("]"), line
        marks = set(tags[1:-1].split())
        assert marks <= REGIONS | {"ambig"}, line
        assert marks & REGIONS, line


@pytest.mark.parametrize("name", ["synonyms.ar.txt", "loanwords.ar.txt"])
def test_every_line_of_a_set_has_two_words_or_more(name: str) -> None:
    for line in lines(name):
        parts = line.split("، ")
        assert len(parts) >= 2, line
        assert all(words(part) for part in parts), line
        assert not repeated(parts), line


def test_no_head_stands_in_a_file_twice() -> None:
    assert repeated([line.partition(" = ")[0].strip() for line in lines("dialects.ar.txt")]) == []


def test_no_set_stands_in_a_file_twice() -> None:
    for name in ("synonyms.ar.txt", "loanwords.ar.txt"):
        assert repeated([" ".join(sorted(line.split("، "))) for line in lines(name)]) == []


def test_all_entries_of_the_files_are_read() -> None:
    assert len(dialects()) > 500
    assert all(entry.standard for entry in dialects().values())


def test_relations_go_both_ways_and_never_to_the_word_itself() -> None:
    for table in (synonyms(), spellings()):
        for one, others in table.items():
            assert one not in others
            assert all(one in table[other] for other in others)


def test_a_loan_word_is_known_in_its_other_spellings() -> None:
    assert stem("البنتاجون") in spellings()[stem("البنتاغون")]


def test_a_synonym_is_found_by_stem() -> None:
    assert stem("اكد") in synonyms()[stem("شدد")]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("ليش انسحبت القوات", "لماذا انسحبت القوات"),
        ("شو صار", "ماذا"),
        ("علاش", "لماذا"),
        ("عشان ايه انسحبت", "لماذا انسحبت"),
    ],
)
def test_dialect_words_are_put_into_standard_arabic(asked: str, expected: str) -> None:
    assert standard(words(asked))[: len(words(expected))] == words(expected)


def test_the_longest_phrase_is_put_first() -> None:
    assert standard(words("مشان شو")) == ["لماذا"]


def test_a_conjunction_written_onto_a_dialect_word_is_kept() -> None:
    assert standard(words("وليش")) == ["ولماذا"]


def test_a_phrase_that_is_standard_arabic_too_needs_a_dialect_word_beside_it() -> None:
    ambiguous = next(
        head
        for head, entry in dialects().items()
        if entry.ambiguous and len(head) == 1 and entry.standard != head and standard([*head]) == [*head]
    )
    changed = standard([*ambiguous, "الامر", "ليش"])
    assert changed == [*dialects()[ambiguous].standard, "الامر", "لماذا"]


def test_standard_arabic_is_left_as_it_is() -> None:
    question = words("من هو المتحدث باسم البنتاجون؟")
    assert standard(question) == question


def test_nothing_stays_nothing() -> None:
    assert standard([]) == []


@pytest.mark.parametrize(
    "question", ["أين تقع ولاية ألاسكا؟", "كم عضوا في وفد الحكومة؟", "من واجه المنتخب؟", "على ماذا حصلت؟"]
)
def test_words_of_news_text_are_not_taken_for_dialect(question: str) -> None:
    assert standard(words(question)) == words(question)


@pytest.mark.parametrize(
    ("spoken", "said"),
    [("وليه؟", "ولماذا"), ("وإيه اللي حصل؟", "وماذا الذي حصل"), ("شو حصلت بعدها؟", "ماذا حدثت بعدها")],
)
def test_dialect_is_read_with_its_conjunction_and_in_its_context(spoken: str, said: str) -> None:
    assert " ".join(standard(words(spoken))) == said
