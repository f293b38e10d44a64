"""Search over a real Chroma index of a made-up article; a script plays the reader where its answers do not matter."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from chromadb.api.shared_system_client import SharedSystemClient
from marking import Marking, Scripted

from vectorstore.analysis.question import analyse
from vectorstore.article import Article
from vectorstore.embedding.lexical import LexicalEmbeddings
from vectorstore.importing.loading import parse_markdown
from vectorstore.indexing.store import Index, IndexStore
from vectorstore.passages import split
from vectorstore.reader.model import Model
from vectorstore.retrieving.confidence import ORDER, UNREAD, Seen, Weights, chance_of, order_of, rivals
from vectorstore.retrieving.retriever import Found, Hit, Retriever

PARAGRAPHS = (
    "افتتحت بلدية المدينة جسر النهر الجديد الذي يربط بين ضفتي المدينة القديمة بعد سنوات من العمل في البناء.",
    "وقال المهندس سامي حداد إن المشروع سيخفف الازدحام عن وسط المدينة ويختصر الطريق على السكان كل صباح.",
    "وبلغت كلفة البناء أربعين مليون دينار دفعت نصفها شركة الكهرباء وتكفلت بالباقي وزارة النقل والمصرف الوطني.",
    "وتأخر التسليم بسبب فيضان غمر الموقع في الشتاء وأتلف المعدات وأوقف العمال عن الحفر أسابيع طويلة.",
    "ويزور السياح متحف الصيادين القريب لمشاهدة القوارب الخشبية والشباك القديمة التي تركها الأجداد قبل قرن.",
)
ARTICLE = parse_markdown("# جسر جديد فوق النهر\n\n" + "\n\n".join(PARAGRAPHS))
PASSAGES = split(ARTICLE)
COST, LATE, MUSEUM = 2, 3, 4
HOW_MUCH = "كم بلغت كلفة البناء؟"
WEIGHTS = Weights.shipped()


class Places:
    """A semantic embedding: a passage's angle is its place among these words, a question's that of the word it has."""

    name = "places"
    identity = "places 1"
    words = ("جسر", "سامي", "كلفة", "فيضان", "متحف")

    def embed_query(self, text: str) -> list[float]:
        place = next((number for number, word in enumerate(self.words) if word in text), 0)
        return [1.0, place / 10]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]


@pytest.fixture(scope="module")
def indexes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Index]]:
    yield indexes_of(ARTICLE, tmp_path_factory.mktemp("index"))
    SharedSystemClient.clear_system_cache()


def indexes_of(article: Article, folder: Path) -> list[Index]:
    """The lexical index of an article, then the semantic one."""
    store, passages = IndexStore(folder), split(article)
    return [store.ensure(passages, each, source="/articles/bridge.md") for each in (LexicalEmbeddings(), Places())]


@pytest.fixture
def retriever_with(indexes: list[Index]) -> Callable[..., Retriever]:
    """A retriever of the article, which a script reads."""

    def make(model: Model | Scripted | None = None, *, candidates: int = 50, **more: object) -> Retriever:
        return Retriever(ARTICLE, PASSAGES, indexes, model or Scripted(), candidates=candidates, **more)  # type: ignore[arg-type]

    return make


def orders(hits: Sequence[Hit]) -> list[int]:
    return [hit.passage.order for hit in hits]


def seen_at(found: Found) -> dict[int, Seen]:
    """What is known of each passage, by its order."""
    return {passage.order: seen for passage, seen in zip(found.passages, found.seen, strict=True)}


def words_of(hit: Hit) -> str:
    """The words in a hit that may answer."""
    assert hit.answer is not None
    return ARTICLE.text[hit.answer.start : hit.answer.end]


def test_the_article_of_these_tests_has_a_passage_a_paragraph() -> None:
    assert tuple(passage.text for passage in PASSAGES) == PARAGRAPHS


# What is found


def test_what_is_known_of_a_passage_is_what_indexes_and_reader_say(
    retriever_with: Callable[..., Retriever], indexes: list[Index]
) -> None:
    found = retriever_with(Scripted({"أربعين مليون دينار": 2.5})).find(HOW_MUCH)
    nearest = indexes[0].nearest(" ".join(analyse(HOW_MUCH).terms), 5)
    cost = seen_at(found)[COST]
    assert nearest[0].passage.order == COST
    assert (cost.margin, cost.lexical_rank, cost.semantic_rank, cost.focus) == (2.5, 1, 1, 0.0)
    semantic = {order: seen.semantic_rank for order, seen in seen_at(found).items()}
    assert semantic[COST] == 1
    assert {semantic[1], semantic[3]} == {2, 3}
    assert {semantic[0], semantic[4]} == {4, 5}


def test_passages_come_by_the_sum_of_their_reciprocal_ranks(retriever_with: Callable[..., Retriever]) -> None:
    found = retriever_with().find("لماذا تأخر التسليم في المتحف؟")
    gains = [1 / (60 + seen.lexical_rank) + 1 / (60 + seen.semantic_rank) for seen in found.seen]
    assert gains == sorted(gains, reverse=True)
    assert len(found.passages) == len(PASSAGES)


def test_passages_are_read_in_that_order(retriever_with: Callable[..., Retriever]) -> None:
    model = Scripted()
    found = retriever_with(model).find(HOW_MUCH)
    assert [text for texts in model.read_at_once for text in texts] == [passage.text for passage in found.passages]
    assert found.passages[0].order == COST


def test_a_passage_that_was_not_read_has_the_margin_of_none(retriever_with: Callable[..., Retriever]) -> None:
    found = retriever_with(Scripted({"أربعين مليون دينار": 8.0})).find(HOW_MUCH)
    assert [seen.margin == UNREAD for seen in found.seen] == [False, True, True, True, True]
    assert set(found.reading.spans) == {found.passages[0].order}


def test_each_index_gives_so_many_candidates(retriever_with: Callable[..., Retriever]) -> None:
    found = retriever_with(candidates=1).find("أين متحف الصيادين؟")
    assert [passage.order for passage in found.passages] == [MUSEUM]
    apart = retriever_with(candidates=1).find("كم دفعت شركة الكهرباء لترميم متحف؟")
    assert {passage.order for passage in apart.passages} == {COST, MUSEUM}
    ranks = {order: (seen.lexical_rank, seen.semantic_rank) for order, seen in seen_at(apart).items()}
    assert ranks == {COST: (1, 0), MUSEUM: (0, 1)}


def test_what_the_reader_finds_beside_the_candidates_is_found_too(retriever_with: Callable[..., Retriever]) -> None:
    model = Scripted({"بسبب فيضان": 5.0}, tokens=60)  # three passages a window
    found = retriever_with(model, candidates=1).find(HOW_MUCH)
    assert found.passages[0].order == COST
    assert sorted(passage.order for passage in found.passages) == [1, COST, LATE]
    late = seen_at(found)[LATE]
    assert (late.margin, late.lexical_rank, late.semantic_rank) == (5.0, 0, 0)


class Longest:
    """A reranker to which longer passages answer better; it keeps what it was given."""

    def __init__(self) -> None:
        self.given: list[tuple[str, list[str]]] = []

    def scores(self, question: str, texts: list[str]) -> list[float]:
        self.given.append((question, texts))
        return [float(len(text)) for text in texts]


def test_a_reranker_ranks_anew_what_both_indexes_found(retriever_with: Callable[..., Retriever]) -> None:
    reranker = Longest()
    found = retriever_with(candidates=1, reranker=reranker).find("كم دفعت شركة الكهرباء لترميم متحف؟", context="نعم؟")
    ((question, texts),) = reranker.given
    assert question == "نعم؟ كم دفعت شركة الكهرباء لترميم متحف؟"
    assert texts == [PARAGRAPHS[COST], PARAGRAPHS[MUSEUM]]
    by_length = sorted((COST, MUSEUM), key=lambda order: -len(PARAGRAPHS[order]))
    assert {order: seen.semantic_rank for order, seen in seen_at(found).items()} == {by_length[0]: 1, by_length[1]: 2}
    assert seen_at(found)[COST].lexical_rank == 1


@pytest.mark.parametrize("question", ["", "؟", "ما هو؟", "zzz"])
def test_a_question_without_words_to_look_for_still_gets_every_candidate(
    retriever_with: Callable[..., Retriever], question: str
) -> None:
    assert sorted(orders(retriever_with().search(question))) == [0, 1, 2, 3, 4]


# How it is judged


def test_hits_come_by_what_was_learned_from_what_is_known(retriever_with: Callable[..., Retriever]) -> None:
    retriever = retriever_with(Scripted({"أربعين مليون دينار": 2.5, "بسبب فيضان": 1.0}))
    found, hits = retriever.find(HOW_MUCH), retriever.search(HOW_MUCH)
    assert [hit.similarity for hit in hits] == sorted((hit.similarity for hit in hits), reverse=True)
    for hit in hits:
        seen = seen_at(found)[hit.passage.order]
        rival = rivals(found.seen)[found.seen.index(seen)]
        assert hit.similarity == order_of(seen, WEIGHTS)
        assert hit.confidence == chance_of(seen, rival, WEIGHTS)


def test_the_likeliest_of_what_the_reader_finds_comes_first(retriever_with: Callable[..., Retriever]) -> None:
    hits = retriever_with(Scripted({"متحف الصيادين": 15.0})).search("أين؟")
    assert orders(hits)[0] == MUSEUM
    assert hits[0].confidence == max(hit.confidence for hit in hits)


def test_a_hit_is_a_verbatim_span_of_the_article(retriever_with: Callable[..., Retriever]) -> None:
    for hit in retriever_with().search(HOW_MUCH):
        assert ARTICLE.text[hit.passage.start : hit.passage.end] == hit.passage.text
        assert 0 <= hit.confidence <= 1


def test_asking_twice_gives_the_same_hits(retriever_with: Callable[..., Retriever]) -> None:
    retriever = retriever_with(Scripted({"سامي حداد": 2.0}))
    assert retriever.search("من هو سامي حداد؟") == retriever.search("من هو سامي حداد؟")


# The words that answer


def test_the_words_that_answer_are_given_whole_with_their_place(retriever_with: Callable[..., Retriever]) -> None:
    best = retriever_with(Scripted({"أربعين مليون": 8.0})).search(HOW_MUCH)[0]
    assert best.passage.order == COST
    assert words_of(best) == "أربعين مليون"
    assert best.answer is not None
    assert best.answer.agreement == pytest.approx(1.0, abs=0.01)


def test_words_that_rivals_share_in_agree_less(retriever_with: Callable[..., Retriever]) -> None:
    agreements = []
    for script in ({"شركة الكهرباء": 3.0}, {"شركة الكهرباء": 3.0, "سامي حداد": 3.0}):
        hits = {hit.passage.order: hit for hit in retriever_with(Scripted(script)).search("من دفع؟")}
        assert words_of(hits[COST]) == "شركة الكهرباء"
        agreements += [hit.answer.agreement for hit in (hits[COST],) if hit.answer]
    assert agreements == [pytest.approx(1.0, abs=0.01), pytest.approx(1 / 2, abs=0.01)]


def test_a_passage_that_hardly_answers_gives_no_words(retriever_with: Callable[..., Retriever]) -> None:
    for hit in retriever_with(Scripted({"أربعين مليون دينار": 8.0})).search(HOW_MUCH):
        assert (hit.answer is not None) <= (hit.confidence >= 0.05)
        assert hit.answer is None or hit.passage.start <= hit.answer.start < hit.answer.end <= hit.passage.end
    assert not any(hit.answer for hit in retriever_with().search(HOW_MUCH))  # the script finds nothing


def test_words_that_begin_a_passage_are_given_with_it(retriever_with: Callable[..., Retriever]) -> None:
    best = retriever_with(Marking({"ويزور السياح": 12.0})).search("من يزور متحف الصيادين؟")[0]
    assert best.passage.order == MUSEUM
    assert words_of(best) == "ويزور السياح"


def test_a_heading_between_passages_is_no_answer(tmp_path: Path) -> None:
    article = parse_markdown(f"{PARAGRAPHS[0]}\n\n## متحف الصيادين القديم\n\n{PARAGRAPHS[4]}\n")
    passages, indexes = split(article), indexes_of(article, tmp_path)
    marking = Marking({"متحف الصيادين القديم": 12.0})
    hits = Retriever(article, passages, indexes, marking, candidates=5).search("أين متحف الصيادين؟")
    assert len(hits) == 2
    for hit in hits:
        assert hit.answer is None or hit.passage.start <= hit.answer.start < hit.answer.end <= hit.passage.end


# What the turn before says


def test_what_was_cited_before_is_known_and_so_is_what_stands_beside_it(
    retriever_with: Callable[..., Retriever],
) -> None:
    found = retriever_with().find(HOW_MUCH, focus=(PASSAGES[3].start,))
    focus = {order: seen.focus for order, seen in seen_at(found).items()}
    assert focus == {0: 0.0, 1: 0.0, 2: 0.5, 3: 1.0, 4: 0.5}


def test_what_is_cited_and_stands_beside_what_is_cited_counts_whole(retriever_with: Callable[..., Retriever]) -> None:
    found = retriever_with().find(HOW_MUCH, focus=(PASSAGES[3].start, PASSAGES[4].start))
    focus = {order: seen.focus for order, seen in seen_at(found).items()}
    assert focus == {0: 0.0, 1: 0.0, 2: 0.5, 3: 1.0, 4: 1.0}


def test_what_was_cited_before_gains_as_much_as_a_first_place(retriever_with: Callable[..., Retriever]) -> None:
    found = retriever_with().find(HOW_MUCH, focus=(PASSAGES[MUSEUM].start,))
    gains = [
        1 / (60 + seen.lexical_rank) + 1 / (60 + seen.semantic_rank) + seen.focus / (60 + 1) for seen in found.seen
    ]
    assert gains == pytest.approx(sorted(gains, reverse=True))
    assert found.passages[0].order == MUSEUM


def test_focus_puts_a_passage_higher_by_what_it_weighs(retriever_with: Callable[..., Retriever]) -> None:
    model = Scripted({"أربعين مليون دينار": 1.0}, tokens=30)  # all is read, with focus and without
    plain = {hit.passage.order: hit for hit in retriever_with(model).search(HOW_MUCH)}
    focused = {hit.passage.order: hit for hit in retriever_with(model).search(HOW_MUCH, focus=(PASSAGES[4].start,))}
    weight = WEIGHTS.order[ORDER.index("focus")]
    gained = {order: focused[order].similarity - hit.similarity for order, hit in plain.items()}
    assert gained == pytest.approx({0: 0.0, 1: 0.0, 2: 0.0, 3: 0.5 * weight, 4: weight})


def test_a_focus_that_no_passage_starts_at_changes_nothing(retriever_with: Callable[..., Retriever]) -> None:
    retriever = retriever_with()
    assert retriever.search("لماذا تأخر التسليم؟", focus=(10_000,)) == retriever.search("لماذا تأخر التسليم؟")


def test_earlier_questions_are_looked_for_and_read_with_a_question(retriever_with: Callable[..., Retriever]) -> None:
    model = Scripted()
    found = retriever_with(model).find("ومتى؟", context="هل يزور السياح متحف الصيادين؟")
    assert found.passages[0].order == MUSEUM
    assert (found.seen[0].lexical_rank, found.seen[0].semantic_rank) == (1, 1)
    assert set(model.asked) == {"هل يزور السياح متحف الصيادين؟ | ومتى؟"}


# Questions about the whole article


def test_a_question_about_the_whole_article_starts_with_its_title_and_lead(
    retriever_with: Callable[..., Retriever],
) -> None:
    hits = retriever_with().search("عن ماذا يتحدث المقال؟")
    assert hits[0].passage.text == "جسر جديد فوق النهر"
    assert orders(hits)[1] == 0
    assert {0, 1, 2, 3, 4} <= set(orders(hits))


def test_the_title_is_found_though_it_is_no_passage(retriever_with: Callable[..., Retriever]) -> None:
    hits = retriever_with().search("ما عنوان المقال؟")
    assert hits[0].passage.text == "جسر جديد فوق النهر"
    assert hits[0].answer is None


def test_a_list_is_what_the_reader_finds_in_the_article(retriever_with: Callable[..., Retriever]) -> None:
    model = Scripted({"شركة الكهرباء": 2.0, "وزارة النقل": 2.0, "بلدية المدينة": 2.0})
    hits = retriever_with(model).search("ما الجهات المذكورة في المقال؟")
    assert [[ARTICLE.text[a:b] for a, b in hit.items] for hit in hits if hit.items] == [
        ["بلدية المدينة"],
        ["شركة الكهرباء", "وزارة النقل"],
    ]
    assert model.asked == ["ما الجهات المذكورة في المقال؟"]
    assert hits[0].confidence > 0.9 > hits[2].confidence


def test_where_the_reader_finds_nothing_to_list_the_question_is_one_like_any_other(
    retriever_with: Callable[..., Retriever],
) -> None:
    hits = retriever_with().search("ما الجهات المذكورة في المقال؟")
    assert not any(hit.items for hit in hits)
    assert hits[0].confidence < 0.5


@pytest.mark.parametrize("question", ["عن ماذا يتحدث المقال؟", "لخص المقال"])
def test_what_the_article_says_in_short_is_not_read_by_the_model(
    retriever_with: Callable[..., Retriever], question: str
) -> None:
    model = Scripted()
    retriever_with(model).search(question)
    assert model.asked == []


def test_beside_the_title_stand_the_passages(retriever_with: Callable[..., Retriever]) -> None:
    assert set(orders(retriever_with().search("ما عنوان المقال؟"))) == {-1, 0, 1, 2, 3, 4}


# With the model that ships


@pytest.mark.parametrize(
    ("question", "order"),
    [
        (HOW_MUCH, COST),
        ("لماذا تأخر التسليم؟", LATE),
        ("ليش تأخر التسليم؟", LATE),
        ("ماذا يزور السياح؟", MUSEUM),
        ("what does the museum have?", MUSEUM),
    ],
)
def test_a_question_finds_the_passage_that_answers(
    retriever_with: Callable[..., Retriever], question: str, order: int
) -> None:
    assert orders(retriever_with(Model()).search(question))[0] == order


def test_the_words_of_the_turn_before_help_a_follow_up(retriever_with: Callable[..., Retriever]) -> None:
    retriever = retriever_with(Model())
    alone = retriever.search("ماذا عنه؟")
    leaning = retriever.search("ماذا عنه؟", context="هل يزور السياح متحف الصيادين؟")
    assert orders(leaning)[0] == MUSEUM
    assert leaning[0].similarity > next(hit.similarity for hit in alone if hit.passage.order == MUSEUM)
