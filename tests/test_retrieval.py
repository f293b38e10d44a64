"""Search over a real Chroma index of a made-up article."""

from pathlib import Path

import pytest

from vectorstore.builtin import BuiltinEmbeddings
from vectorstore.index import IndexStore
from vectorstore.passages import split
from vectorstore.ranking import Hit
from vectorstore.reading import parse_markdown
from vectorstore.retrieval import Retriever

PARAGRAPHS = (
    "افتتحت بلدية المدينة جسر النهر الجديد الذي يربط بين ضفتي المدينة القديمة بعد سنوات من العمل في البناء.",
    "وقال المهندس سامي حداد إن المشروع سيخفف الازدحام عن وسط المدينة ويختصر الطريق على السكان كل صباح.",
    "وبلغت كلفة البناء أربعين مليون دينار دفعت نصفها شركة الكهرباء وتكفلت بالباقي وزارة النقل والمصرف الوطني.",
    "وتأخر التسليم بسبب فيضان غمر الموقع في الشتاء وأتلف المعدات وأوقف العمال عن الحفر أسابيع طويلة.",
    "ويزور السياح متحف الصيادين القريب لمشاهدة القوارب الخشبية والشباك القديمة التي تركها الأجداد قبل قرن.",
)
ARTICLE = parse_markdown("# جسر جديد فوق النهر\n\n" + "\n\n".join(PARAGRAPHS))
PASSAGES = split(ARTICLE)


def retriever_in(tmp_path: Path, *, candidates: int = 50) -> Retriever:
    index = IndexStore(tmp_path).ensure(PASSAGES, BuiltinEmbeddings(), source="/articles/bridge.md")
    return Retriever(ARTICLE, [index], candidates=candidates)


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Retriever:
    return retriever_in(tmp_path_factory.mktemp("index"))


def orders(hits: tuple[Hit, ...]) -> list[int]:
    return [hit.passage.order for hit in hits]


def place(hits: tuple[Hit, ...], order: int) -> int:
    return orders(hits).index(order)


def test_the_article_of_these_tests_has_a_passage_a_paragraph() -> None:
    assert tuple(passage.text for passage in PASSAGES) == PARAGRAPHS


@pytest.mark.parametrize(
    ("question", "order"),
    [
        ("كم بلغت كلفة البناء؟", 2),
        ("لماذا تأخر التسليم؟", 3),
        ("ليش تأخر التسليم؟", 3),
        ("ماذا يزور السياح؟", 4),
        ("what does the museum have?", 4),
    ],
)
def test_a_question_finds_the_passage_that_answers(retriever: Retriever, question: str, order: int) -> None:
    assert orders(retriever.search(question))[0] == order


def test_a_hit_is_a_verbatim_span_of_the_article(retriever: Retriever) -> None:
    for hit in retriever.search("كم بلغت كلفة البناء؟"):
        assert ARTICLE.text[hit.passage.start : hit.passage.end] == hit.passage.text


def test_the_passage_that_was_cited_before_moves_up_and_takes_its_neighbours_along(retriever: Retriever) -> None:
    plain = retriever.search("كم بلغت كلفة البناء؟")
    focused = retriever.search("كم بلغت كلفة البناء؟", focus=(PASSAGES[4].start,))
    gained = {hit.passage.order: hit.similarity for hit in focused}
    for hit in plain:
        gain = {4: 0.6, 3: 0.3}.get(hit.passage.order, 0.0)
        assert gained[hit.passage.order] - hit.similarity == pytest.approx(gain)
    assert place(focused, 4) <= place(plain, 4)


def test_a_follow_up_without_words_is_answered_where_the_turn_before_was(retriever: Retriever) -> None:
    assert orders(retriever.search("ما هو؟", focus=(PASSAGES[4].start,)))[0] == 4


def test_a_focus_that_no_passage_starts_at_changes_nothing(retriever: Retriever) -> None:
    assert retriever.search("لماذا تأخر التسليم؟", focus=(10_000,)) == retriever.search("لماذا تأخر التسليم؟")


def test_the_words_of_the_turn_before_help_a_follow_up(retriever: Retriever) -> None:
    alone = retriever.search("ماذا عنه؟")
    leaning = retriever.search("ماذا عنه؟", context="هل يزور السياح متحف الصيادين؟")
    assert orders(leaning)[0] == 4
    assert leaning[0].similarity > next(hit.similarity for hit in alone if hit.passage.order == 4)


def test_a_question_about_the_whole_article_starts_with_its_title_and_lead(retriever: Retriever) -> None:
    hits = retriever.search("عن ماذا يتحدث المقال؟")
    assert hits[0].passage.text == "جسر جديد فوق النهر"
    assert orders(hits)[1] == 0
    assert {0, 1, 2, 3, 4} <= set(orders(hits))


def test_the_title_is_found_though_it_is_no_passage(retriever: Retriever) -> None:
    assert retriever.search("ما عنوان المقال؟")[0].passage.text == "جسر جديد فوق النهر"


@pytest.mark.parametrize("question", ["", "؟", "ما هو؟", "zzz"])
def test_a_question_without_words_to_look_for_still_gets_every_candidate(retriever: Retriever, question: str) -> None:
    assert sorted(orders(retriever.search(question))) == [0, 1, 2, 3, 4]


def test_asking_twice_gives_the_same_hits(retriever: Retriever) -> None:
    assert retriever.search("من هو سامي حداد؟") == retriever.search("من هو سامي حداد؟")


def test_an_article_with_more_passages_than_candidates_gives_the_nearest(tmp_path: Path) -> None:
    few = retriever_in(tmp_path, candidates=2)
    hits = few.search("ماذا يزور السياح؟")
    assert len(hits) == 2
    assert orders(hits)[0] == 4
    assert set(orders(few.search("ما عنوان المقال؟"))) == {-1, 0, 1}


class OnlyMuseums:
    """A semantic embedding that knows one thing: the museum passage, and questions that ask for «معرض»."""

    identity = "only museums"

    def embed_query(self, text: str) -> list[float]:
        return [1.0, 0.0] if "متحف" in text or "معرض" in text else [0.1, 1.0]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]


def test_a_semantic_index_adds_a_candidate_and_confidence_in_it(tmp_path: Path) -> None:
    store = IndexStore(tmp_path)
    lexical = store.ensure(PASSAGES, BuiltinEmbeddings(), source="/articles/bridge.md")
    semantic = store.ensure(PASSAGES, OnlyMuseums(), source="/articles/bridge.md")
    alone = Retriever(ARTICLE, [lexical], candidates=5).search("أين المعرض؟")
    both = Retriever(ARTICLE, [lexical, semantic], candidates=5).search("أين المعرض؟")
    before = next(hit for hit in alone if hit.passage.order == 4)
    after = next(hit for hit in both if hit.passage.order == 4)
    assert after.confidence > before.confidence
    assert place(both, 4) <= place(alone, 4)
    assert all(0 <= hit.confidence <= 1 for hit in both)


@pytest.mark.parametrize(("question", "order"), [("من هم الأشخاص المذكورون؟", 1), ("ما الجهات المذكورة في المقال؟", 0)])
def test_what_the_whole_article_mentions_is_found_where_it_is_mentioned(
    retriever: Retriever, question: str, order: int
) -> None:
    assert orders(retriever.search(question))[0] == order
