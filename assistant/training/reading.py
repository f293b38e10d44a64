"""Train the reader: multilingual-e5-small's encoder with two numbers a token, and one for the whole.

The two are the start and the end of the answer, the one whether a text says the statement that stands before it.
The first token stands for "not here" (Devlin et al., "BERT", 2019, section 4.3). Where an answer stands in several
places any of them is right: the loss is the negative logarithm of the sum of their chances.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch.nn import functional
from transformers import BertModel

from assistant.evaluation.asked.questions import QuestionSet
from assistant.training import extra, sources
from assistant.training.base import bert, packed_model
from assistant.training.steps import Half, Log, batches_by_length, padded
from assistant.training.windows import LIST, Amounts, Example, Examples

WRITTEN = Amounts(right=1.7, wrong=1.2, absent=2.2)
PARAGRAPHS = Amounts(right=1.0, wrong=0.5, absent=1.0)
ENGLISH = Amounts(right=1.0, wrong=0.0, absent=1.0)
_BATCH_TOKENS = 4608
_FROZEN = 3  # layers that stay as they are, with the word vectors: a sixth of the time
_SAVED_EVERY_S = 180
_CLOSED = -1e4


@dataclass(frozen=True, slots=True)
class Stage:
    """A pass over the examples: its highest learning rate, and of what.

    ``english`` says whether questions about English texts are among them, ``share`` is the part of the questions'
    examples that is drawn, ``news`` that of those about real news, ``lists`` that of those that want a list, and
    ``statements`` how often each labelled statement is seen.
    """

    rate: float
    english: bool
    share: float = 1.0
    news: float = 0.0
    statements: int = 0
    lists: float = 0.0


STAGES = (
    Stage(1.5e-4, english=True),
    Stage(1e-4, english=False),
    Stage(1e-4, english=True),
    Stage(7e-5, english=False),
    Stage(8e-5, english=True, share=0.55, statements=3),
    Stage(8e-5, english=False, share=0.6, news=1.0, statements=2),
    Stage(6e-5, english=False, share=0.35, news=0.35, statements=2, lists=1.0),
)


class Reader(torch.nn.Module):
    """The encoder, its two numbers a token, and of the first token the log odds that the text says the statement."""

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        self.encoder = encoder
        self.span = torch.nn.Linear(encoder.config.hidden_size, 2)
        self.support = torch.nn.Linear(encoder.config.hidden_size, 1)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Start and end scores, each of shape (rows, tokens), and the log odds of support, of shape (rows,)."""
        states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        scores = self.span(states).float().masked_fill(mask[..., None] == 0, _CLOSED)
        return scores[..., 0], scores[..., 1], self.support(states[:, 0]).float()[:, 0]


def loss_of(starts: torch.Tensor, ends: torch.Tensor, support: torch.Tensor, batch: Sequence[Example]) -> torch.Tensor:
    """The mean over rows of what each loses.

    Of a question: half the negative log chance of any of its places, or the mean of that of every one where all are
    wanted; one without places is "not here". Of a statement: the negative log chance of what it is labelled.
    """
    first, last = starts.log_softmax(1), ends.log_softmax(1)
    losses = []
    for row, example in enumerate(batch):
        if example.supported is not None:
            losses.append(functional.softplus(-support[row] if example.supported else support[row]))
            continue
        if example.every:
            begins, finishes = (list(dict.fromkeys(each)) for each in zip(*example.spans, strict=True))
            losses.append(-(first[row, begins].mean() + last[row, finishes].mean()) / 2)
            continue
        chances = torch.stack([first[row, a] + last[row, b] for a, b in example.spans or ((0, 0),)])
        losses.append(-chances.logsumexp(0) / 2)
    return torch.stack(losses).mean()


def plan(sets: dict[str, list[Example]], draw: random.Random) -> list[list[Example]]:
    """Batches: the English sets in the first half, then those about Arabic texts alone, statements throughout."""
    early = sets.get("english", [])
    late = [example for name, each in sets.items() if name != "english" for example in each]
    draw.shuffle(late)
    share = len(late) * 2 // 5
    mixed = [*early, *late[:share]]
    batches: list[list[Example]] = []
    for part in (mixed, late[share:]):
        rows = [example.tokens for example in part]
        batches += [[part[i] for i in batch] for batch in batches_by_length(rows, _BATCH_TOKENS, draw)]
    return batches


def gather(tokenizer: Tokenizer, qa: Path, corpus: Path, number: int) -> dict[str, list[Example]]:
    """Examples of a stage by where they come from; each stage draws other windows."""
    examples, stage = Examples(tokenizer, number), STAGES[number]
    draw = random.Random(number)

    def made(sets: Sequence[QuestionSet], amounts: Amounts, share: float = stage.share) -> list[Example]:
        every = [example for each in sets for example in examples.of(each, amounts)]
        return draw.sample(every, int(len(every) * share))

    alike = examples.of_questions(sources.alike_questions(qa))
    written = sources.written_sets()
    about = [*sources.written_statements(), *extra.news_statements(corpus)] if stage.statements else []
    told = [each for _ in range(stage.statements) for each in about]
    arabic = {
        "statements": [example for each in told for example in examples.of_statements(*each)],
        "alike": list(alike) if stage.statements else [],
        "written": made(_of_kind(written, lists=False), WRITTEN),
        "lists": made(_of_kind(written, lists=True), WRITTEN, stage.lists),
        "news": made(extra.news_sets(corpus), WRITTEN, stage.news),
        "arabic": made(sources.public_sets(qa, sources.ARABIC_SETS), PARAGRAPHS),
        "extra": made(extra.question_sets(qa), PARAGRAPHS),
    }
    if not stage.english:
        return arabic
    return arabic | {"english": made(sources.public_sets(qa, sources.ENGLISH_SETS), ENGLISH)}


def _of_kind(sets: Sequence[QuestionSet], *, lists: bool) -> list[QuestionSet]:
    """The sets with those of their questions alone that want a list, or that do not."""
    return [replace(s, questions=tuple(q for q in s.questions if (q.kind == LIST) is lists)) for s in sets]


def train(reader: Reader, batches: list[list[Example]], rate: float, path: Path, log: Log) -> None:
    """One pass over the batches; what has been learned is saved every few minutes."""
    for part in (reader.encoder.embeddings, *reader.encoder.encoder.layer[:_FROZEN]):
        part.requires_grad_(False)
    reader.bfloat16()
    trained = Half(reader, rate)
    saved = time.monotonic()
    for step, batch in enumerate(batches):
        starts, ends, support = reader(*padded([example.tokens for example in batch]))
        loss = loss_of(starts, ends, support, batch)
        trained.step(loss, step, len(batches))
        log.loss(20, step, len(batches), loss.item())
        if time.monotonic() - saved > _SAVED_EVERY_S:
            torch.save(reader.state_dict(), path.with_suffix(".part"))
            saved = time.monotonic()
    torch.save(reader.state_dict(), path)


def main(arguments: list[str] | None = None) -> int:
    """Train a stage of the reader and save it; each goes on from the one before, on windows drawn anew."""
    parser = argparse.ArgumentParser(prog="python -m assistant.training.reading", description=__doc__)
    parser.add_argument("--qa", type=Path, required=True, help="folder of the public question sets")
    parser.add_argument("--corpus", type=Path, required=True, help="news as JSON lines, compressed by xz")
    parser.add_argument("--folder", type=Path, required=True, help="where the base lies and the reader goes")
    parser.add_argument("--stage", type=int, choices=range(len(STAGES)), required=True)
    options = parser.parse_args(arguments)
    torch.manual_seed(1)
    log = Log(sys.stderr, time.monotonic)
    tokenizer = Tokenizer.from_file(str(options.folder / "tokenizer.json"))
    stage = STAGES[options.stage]
    sets = gather(tokenizer, options.qa, options.corpus, options.stage)
    batches = plan(sets, random.Random(1 + options.stage))
    log.line(", ".join(f"{name}: {len(each)}" for name, each in sets.items()))
    log.line(f"{len(batches)} batches, {sum(len(e.tokens) for b in batches for e in b)} tokens")
    kept = json.loads((options.folder / "kept.json").read_text())
    reader = Reader(bert(packed_model(), kept))
    if options.stage:
        before = torch.load(options.folder / f"reader-{options.stage - 1}.pt", weights_only=True)
        missing = reader.load_state_dict(before, strict=False)
        assert {*missing.missing_keys} <= {"support.weight", "support.bias"}  # those are of later stages
    train(reader, batches, stage.rate, options.folder / f"reader-{options.stage}.pt", log)
    return 0


if __name__ == "__main__":
    sys.exit(main())
