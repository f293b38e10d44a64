import re
import time

import pytest
from hits import hits_of
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.citations import Support, check, finished, support_of
from assistant.citations.statements import parse
from assistant.settings import SHIPPED_ARTICLE
from vectorstore.importing.loading import read_article
from vectorstore.passages import split
from vectorstore.retrieving.retriever import Hit

HITS = hits_of(
    "أعلنت وزارة الصحة أن عدد المصابين بلغ 120 شخصا في مدينة حلب، وأكد الوزير أن المستشفيات قادرة على استقبال المرضى.",
    "وقالت الوزارة في 27 سبتمبر 2024 إن المستشفيات في دمشق غير قادرة على استقبال الجرحى.",
    "جددت وزارة الدفاع الأمريكية التزامها بتقليص مهمتها العسكرية في العراق.",
)
TRUE_1 = "بلغ عدد المصابين 120 شخصا في مدينة حلب"
TRUE_2 = "المستشفيات في دمشق غير قادرة على استقبال الجرحى"
TRUE_3 = "جددت وزارة الدفاع الأمريكية التزامها"
FALSE = "بلغ عدد المصابين 950 شخصا في مدينة دمشق"


@pytest.mark.parametrize(
    ("text", "shown", "cited"),
    [
        (f"{TRUE_1} [1].", f"{TRUE_1} [1].", [0]),
        (f"{TRUE_3} [3]. {TRUE_1} [١].", f"{TRUE_3} [1]. {TRUE_1} [2].", [2, 0]),
        (f"{TRUE_1}. [1] {TRUE_1}. 【1】", f"{TRUE_1} [1]. {TRUE_1} [1].", [0]),
        (f"{TRUE_2} [1-3].", f"{TRUE_2} [1].", [1]),
        (f"{TRUE_1} [1][99].", f"{TRUE_1} [1].", [0]),
        (f"{TRUE_1} [0][1].", f"{TRUE_1} [1].", [0]),
        (f"{TRUE_1} [99].", "", []),
        (f"{TRUE_1}.", "", []),
        (f"{FALSE} [1].", "", []),
        (f"{FALSE} [1]. {TRUE_2} [2].", f"{TRUE_2} [1].", [1]),
        (f"{TRUE_2} [1].", "", []),
        ("قال «بلغ 120 شخصا في مدينة حلب» [2].", "قال «بلغ 120 شخصا في مدينة حلب» [1].", [0]),
        ("«استقبال المرضى. وقالت الوزارة» [1][2].", "", []),
        (f"- {TRUE_1} [1]\n- {FALSE} [1]\n- {TRUE_2} [2]", f"- {TRUE_1} [1]\n- {TRUE_2} [2]", [0, 1]),
        (f"أهم ما ورد:\n- {TRUE_1} [1]", f"أهم ما ورد:\n- {TRUE_1} [1]", [0]),
        (f"أهم ما ورد:\n- {FALSE} [1]\n- {TRUE_1} [1]", f"أهم ما ورد:\n- {TRUE_1} [1]", [0]),
        (f"أهم ما ورد:\n- {FALSE} [1]", "", []),
        (f"قتل ملك فرنسا:\n- {TRUE_1} [1]", f"- {TRUE_1} [1]", [0]),
        (f"{TRUE_1} [1", "", []),
        (f"{TRUE_1} [1[99]].", "", []),
        (f"{TRUE_1} [[1]].", f"{TRUE_1} [1].", [0]),
        ("[1][2]", "", []),
        ("", "", []),
    ],
)
def test_only_supported_statements_are_left_with_their_marks(text: str, shown: str, cited: list[int]) -> None:
    checked = check(text, HITS)
    assert checked.text == shown
    assert [citation.text for citation in checked.citations] == [HITS[i].passage.text for i in cited]
    assert [citation.number for citation in checked.citations] == [i + 1 for i in range(len(cited))]


ARTICLE = read_article(SHIPPED_ARTICLE, max_bytes=1_000_000)
PASSAGES = split(ARTICLE)
HITS_OF_ARTICLE = tuple(Hit(passage=passage, similarity=1.0, confidence=1.0) for passage in PASSAGES)


@pytest.mark.parametrize(
    "statement",
    [
        "أكدت وزارة الدفاع الأمريكية التزامها بتقليص مهمتها العسكرية في العراق",
        "البنتاجون ملتزم بتقليص مهمته العسكرية في العراق وفقا لاتفاق العام الماضي",
        "المتحدث باسم البنتاجون هو شون بارنيل",
        "صدر البيان المشترك بتاريخ ٢٧ سبتمبر ٢٠٢٤",
        "القيادي الذي قُتل هو عمر عبد القادر بسام، المكنى «عبد الرحمن الحلبي»",
        "كان الحلبي مسؤولا عن العمليات والأمن الخارجي في التنظيم",
        "تراجع نفوذ داعش في سوريا والعراق مقارنة بما قبل 10 سنوات",
        "تهدف الشراكة إلى دعم الأمن الأمريكي والعراقي",
        "ارتبط اسم الحلبي بمحاولات لتنفيذ عمليات إرهابية في أوروبا وأمريكا",
        "كان داعش يسيطر على مدن استراتيجية في العراق وسوريا",
        "He was killed inside Syria «داخل الأراضي السورية بالتنسيق مع قوات التحالف الدولي»",
    ],
)
def test_what_the_article_says_is_kept(statement: str) -> None:
    assert check(f"{statement} [1-{len(PASSAGES)}].", HITS_OF_ARTICLE).dropped == ()


@pytest.mark.parametrize(
    "statement",
    [
        "قُتل عمر عبد القادر بسام في عملية أمنية داخل الأراضي العراقية بالتنسيق مع قوات التحالف الدولي",
        "أعلن جهاز مكافحة الإرهاب في سوريا مقتله في سبتمبر الماضي",
        "كان الحلبي مسؤولا عن العمليات والأمن الداخلي في التنظيم",
        "لم ينجح التحالف في محاربة داعش",
        "تزايد نفوذ داعش في سوريا والعراق منذ عشر سنوات",
        "المتحدث باسم البنتاجون هو عمر عبد القادر بسام",
        "قُتل شون بارنيل في عملية أمنية داخل الأراضي السورية",
        "صدر البيان المشترك قبل عشر سنوات",
        "قُتل القيادي في 27 سبتمبر 2024",
        "جددت الحكومة العراقية التزامها بتقليص مهمتها العسكرية",
        "رفضت وزارة الدفاع الأمريكية تقليص مهمتها العسكرية في العراق",
        "ارتبط اسم شون بارنيل بعمليات إرهابية في أوروبا",
        "He was killed inside Iraq «داخل الأراضي العراقية بالتنسيق مع قوات التحالف الدولي»",
    ],
)
def test_what_the_article_does_not_say_is_dropped_though_all_of_it_is_cited(statement: str) -> None:
    assert check(f"{statement} [1-{len(PASSAGES)}].", HITS_OF_ARTICLE).citations == ()


@pytest.mark.parametrize(
    "passage",
    [
        *(passage.text for passage in PASSAGES),
        "قال «نعم. سنذهب» ثم غادر. ولم يعد.",
        "قال نعم» ثم غادر. ولم يعد.",
        "ثم قال «نعم سنذهب. ولم يعد.",
        'لقب "أبا علي. وعاد"، ثم غادر "القاعة.',
        "تأسست عام 1990[2] في حلب.[3] وتوسعت[4]",
        "سطر أول\nوسطر ثان.\n\nوثالث",
        "نعم",
        "قال",
        "غير قادرة على العمل، ولم تعلن موعدا بعد 27/9/2024 بنسبة 50%",
        "كلمة " * 300,
    ],
)
@pytest.mark.parametrize("form", ["«{}» [1]", "“{}” [1]"])
def test_a_passage_quoted_whole_is_always_kept(passage: str, form: str) -> None:
    hits = hits_of(passage.strip(), "مقطع آخر عن العراق.")
    checked = check(form.format(passage.strip().rstrip("،. ")), hits)
    assert checked.dropped == ()
    assert [citation.text for citation in checked.citations] == [passage.strip()]


def test_what_is_dropped_is_told() -> None:
    assert check(f"{FALSE} [1]. {TRUE_1} [1].", HITS).dropped == (FALSE,)


@pytest.mark.parametrize(
    "text",
    [
        f"## نتائج\n\n**{TRUE_1}** [1].",
        f"**الخلاصة**\n- {TRUE_1} [1]\n---",
        f"فيما يلي الجواب عن سؤالك:\n1. {TRUE_1} [1]",
        f"| الخبر | المقطع |\n|---|---|\n| {TRUE_1} | [1] |",
        f"```markdown\n{TRUE_1} [1]\n```",
        f"{TRUE_1} [1]. ولا تذكر المقاطع أسماء المصابين [0].",
    ],
)
def test_formatting_and_what_is_not_said_are_left_out_without_a_word(text: str) -> None:
    checked = check(text, HITS)
    assert checked.dropped == ()
    assert TRUE_1 in checked.text
    assert not set(checked.text) & set("#*|`")
    assert [citation.text for citation in checked.citations] == [HITS[0].passage.text]


@pytest.mark.parametrize("text", [f"## {FALSE}\n{TRUE_1} [1]", f"**{FALSE}**\n{TRUE_1} [1]", f"| {FALSE} | [1] |"])
def test_no_formatting_shows_what_is_unsupported(text: str) -> None:
    assert "950" not in check(text, HITS).text


def test_a_statement_shown_by_a_quotation_before_it_is_kept_alone() -> None:
    quotation = "«عدد المصابين بلغ 120 شخصا في مدينة حلب»"
    assert check(f"{quotation} [1] → {TRUE_1}.", HITS).text == f"{TRUE_1} [1]."
    assert check(f"«عدد المصابين بلغ 950 شخصا» [1] → {TRUE_1}.", HITS).citations == ()
    assert check(f"{quotation} [1] → {FALSE}.", HITS).citations == ()


def test_what_is_not_in_the_language_asked_for_is_left_out_and_told_apart() -> None:
    said = "The number of injured people reached 120"
    support = support_of(HITS, lambda pairs: [9.0] * len(pairs))
    checked = check(f"{said} [1]. {TRUE_3} [3].", HITS, support=support, language="ar")
    assert (checked.text, checked.foreign, checked.dropped) == (f"{TRUE_3} [1].", (said,), ())
    assert check(f"{said} [1].", HITS, support=support, language="en").text == f"{said} [1]."
    assert check(f"«{TRUE_3}» [3].", HITS, support=support, language="en").foreign == ()


def test_without_hits_nothing_is_supported() -> None:
    assert check(f"{TRUE_1} [1].", ()).citations == ()


def test_a_stream_never_shows_what_the_whole_answer_does_not() -> None:
    whole = f"{TRUE_1} [1]. {FALSE} [2]. {TRUE_2}. [2] {TRUE_3} [3]."
    final = check(whole, HITS).text
    shown = [check(finished(whole[:end]), HITS).text for end in range(len(whole) + 1)]
    assert all(final.startswith(text) for text in shown)
    assert shown[-1] == final == f"{TRUE_1} [1]. {TRUE_2} [2]. {TRUE_3} [3]."


@pytest.mark.parametrize(
    "rubbish",
    [
        "[" * 5000,
        "«" * 5000,
        "[1]" * 1700,
        "[1," * 1700,
        '"' * 5001,
        "نص [1] " * 800,
        "«أ ب» " * 900 + "[1]",
        "1." * 2500,
        "لا غير لم " * 500 + "[1]",
        ". " * 2500,
        "9" * 5000 + " [1]",
        "[1-9999]" * 600,
        "العراق ودمشق [1-9]. " * 300,
        " \n" * 2500,
    ],
)
def test_rubbish_is_checked_fast(rubbish: str) -> None:
    start = time.process_time()
    assert check(rubbish, HITS * 3).citations == ()
    assert time.process_time() - start < 1.0


PIECES = st.sampled_from(
    (
        *(TRUE_1, TRUE_2, TRUE_3, FALSE),
        *("لم ", "غير ", "الوزارة ", "120 ", "hello ", "[x](y)", "\u202e", ". ", ":", "\n- "),
        *(" [1]", "[٢]", "【3】", "[99]", "[1-3]", "[1,", "[", "]", "«", "»", '"', " (1)", " → ", "[^2]", "\n"),
        *(f"«{TRUE_1}»", "## ", "**", "| ", "```\n"),
    )
)


NUMERALS = st.text(st.characters(categories=["Nd", "Nl", "No"]), max_size=3).map(lambda digits: f"{digits} مليون ")


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, min_size=4, max_size=16).map("".join))
def test_what_a_prefix_shows_is_kept_in_the_end(text: str) -> None:
    support = support_of(HITS)
    final = statements_shown(text, support)
    for end in range(0, len(text), 3):
        shown = statements_shown(finished(text[:end]), support)
        assert final[: len(shown)] == shown


def statements_shown(text: str, support: Support) -> list[str]:
    """The statements that are kept, without their marks and the lines that lead them in."""
    kept = check(text, HITS, support=support).text
    return [each.text for each in parse(kept) if each.marks]


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES | NUMERALS | st.text(max_size=8), max_size=25).map("".join))
def test_marks_and_citations_agree_whatever_the_text(text: str) -> None:
    checked = check(text, HITS)
    marks = [int(number) for number in re.findall(r"\[(\d+)\]", checked.text)]
    assert list(dict.fromkeys(marks)) == [citation.number for citation in checked.citations]
    assert "[" not in re.sub(r"\[\d+\]", "", checked.text)
    passages = {(hit.passage.text, hit.passage.start, hit.passage.end) for hit in HITS}
    assert all((citation.text, citation.start, citation.end) in passages for citation in checked.citations)
    assert bool(checked.text) == bool(checked.citations)
