"""How good an answer is by the article and the gold: from a question and its answer to a row. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache

from assistant.answer import Answer, Citation
from assistant.citations.statements import Statement, parse
from assistant.citations.support import Entails, Support
from assistant.evaluation import metrics
from assistant.evaluation.asked import matching
from assistant.evaluation.asked.matching import Span
from assistant.evaluation.asked.questions import EvaluationQuestion
from assistant.evaluation.rows import Cited, Row
from vectorstore.article import Article
from vectorstore.language.arabic import words
from vectorstore.passages import Passage, make_id


class Scorer:
    """Scores the answers about one article, of which ``passages`` can be cited; ``entails`` as in the chain."""

    def __init__(self, article: Article, passages: Sequence[Passage], entails: Entails | None = None) -> None:
        self._article = article
        self._entails = entails
        self._spans = frozenset((passage.start, passage.end) for passage in passages)
        self._folded = lru_cache(maxsize=None)(lambda start, end: matching.folded(article.text[start:end]))

    def row(
        self,
        question: EvaluationQuestion,
        answer: Answer,
        *,
        file: str,
        seconds: float,
        faithful: float | None = None,
    ) -> Row:
        """The row of an answered or declined question; ``faithful`` is a judge's."""
        cited = tuple(self._cited(question, citation) for citation in answer.citations)
        first = answer.citations[0] if answer.citations else None
        highlighted = (answer.short or first.text) if first and answer.answered and self._stands(first) else ""
        spans = [(hit.passage.start, hit.passage.end) for hit in answer.hits]
        golds = question.gold
        recall, precision = self._grounding(answer)
        return Row(
            file=file,
            id=question.id,
            kind=question.kind,
            answerable=question.answerable,
            answered=answer.answered,
            text=answer.text,
            reader=answer.reader,
            confidence=answer.confidence,
            seconds=seconds,
            words=sum(len(words(each.text)) for each in cited),
            cited=cited,
            relevant=tuple(self.answers(question, span) for span in spans),
            total=self._total(question, spans),
            rank=next((rank for rank, each in enumerate(cited, start=1) if each.right), None),
            sentence=self._in_sentence(question, first, answered=answer.answered),
            exact_match=metrics.exact_match(highlighted, golds) if golds else None,
            token_f1=metrics.token_f1(highlighted, golds) if golds else None,
            exact=all(self._stands(each) for each in answer.citations) if answer.answered else None,
            citation_recall=recall,
            citation_precision=precision,
            faithful=faithful,
            notice=answer.notice,
        )

    def refused(self, question: EvaluationQuestion, *, file: str, seconds: float, reason: str) -> Row:
        """The row of a question that was not read at all: as if it had been declined with nothing to offer."""
        nothing = Answer(question=question.turns[-1], answered=False, text="", language="en", reader="")
        declined = self.row(question, nothing, file=file, seconds=seconds)
        return replace(declined, refused=reason)

    def answers(self, question: EvaluationQuestion, span: Span) -> bool:
        """Whether a span covers one of the gold spans, or, where the question has none, holds one of the golds."""
        if question.gold_spans:
            return any(span[0] <= start and end <= span[1] for start, end in question.gold_spans)
        text = self._folded(*span)
        return any(matching.holds(text, gold) for gold in _folded_golds(question.gold))

    def _total(self, question: EvaluationQuestion, found: Sequence[Span]) -> int:
        """How many passages answer; what was found counts even where it is none of them, as the title is."""
        if not question.answerable:
            return 0
        return sum(self.answers(question, span) for span in self._spans.union(found))

    def _cited(self, question: EvaluationQuestion, citation: Citation) -> Cited:
        # A citation that is not what it says it is counts for nothing, whatever stands at its place.
        right = self._stands(citation) and self.answers(question, (citation.start, citation.end))
        return Cited(citation.text, citation.start, citation.end, citation.paragraph, right)

    def _stands(self, citation: Citation) -> bool:
        return self._article.text[citation.start : citation.end] == citation.text != ""

    def _in_sentence(self, question: EvaluationQuestion, first: Citation | None, *, answered: bool) -> bool | None:
        if not question.answerable:
            return None
        if first is None or not answered or not self._stands(first):
            return False
        return self.answers(question, matching.sentences(self._article.text, (first.start, first.end)))

    def _grounding(self, answer: Answer) -> tuple[float | None, float | None]:
        """Citation recall and precision."""
        statements = statements_of(answer)
        cited = [each.marks for each in statements]
        supports = self._supports(statements, answer)
        return metrics.citation_recall(cited, supports), metrics.citation_precision(cited, supports)

    def _supports(self, statements: Sequence[Statement], answer: Answer) -> metrics.Supports:
        """Whether citations, by number, support a statement: as strictly as the assistant checks its own drafts.

        A number that no citation has and a citation that is not the article's text at its place support nothing.
        """
        cited = {each.number: _passage(each) for each in answer.citations if self._stands(each)}

        @cache
        def supports(statement: int, numbers: frozenset[int]) -> bool:
            if not numbers <= cited.keys():
                return False
            given: Mapping[int, Passage] = {number: cited[number] for number in sorted(numbers)}
            return bool(Support(given, self._entails).of(statements[statement].text, tuple(given)))

        return supports


def statements_of(answer: Answer) -> tuple[Statement, ...]:
    """What an answer states; «it does not say» and a line that only leads statements in state nothing."""
    return tuple(each for each in parse(answer.claims) if each.marks or not each.text.endswith(":"))


def _passage(citation: Citation) -> Passage:
    place = citation.start, citation.end, -1, citation.paragraph, citation.heading
    return Passage(make_id(citation.start, citation.text), citation.text, *place)


@lru_cache(maxsize=64)
def _folded_golds(golds: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(matching.folded, golds))
