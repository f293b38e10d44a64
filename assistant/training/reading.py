"""Train the reader: multilingual-e5-small's encoder with two numbers a token, the start and the end of the answer.

The first token stands for "not here" (Devlin et al., "BERT", 2019, section 4.3). Where an answer stands in several places
any of them is right: the loss is the negative logarithm of the sum of their chances.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer
from transformers import BertModel

from assistant.training import extra, sources
from assistant.training.base import bert, packed_model
from assistant.training.steps import Log, batches_by_length, learning_rate, padded
from assistant.training.windows import Amounts, Example, Examples

WRITTEN = Amounts(right=1.7, wrong=1.2, absent=2.2)
PARAGRAPHS = Amounts(right=1.0, wrong=0.5, absent=1.0)
ENGLISH = Amounts(right=1.0, wrong=0.0, absent=1.0)
_BATCH_TOKENS = 4608
_RATE = 1.5e-4
_SAVED_EVERY_S = 180
_CLOSED = -1e4


class Reader(torch.nn.Module):
    """The encoder and its two output numbers."""

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        self.encoder = encoder
        self.span = torch.nn.Linear(encoder.config.hidden_size, 2)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Start and end scores, each of shape (rows, tokens)."""
        scores = self.span(self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state).float()
        scores = scores.masked_fill(mask[..., None] == 0, _CLOSED)
        return scores[..., 0], scores[..., 1]


def loss_of(starts: torch.Tensor, ends: torch.Tensor, spans: Sequence[Sequence[tuple[int, int]]]) -> torch.Tensor:
    """The mean over rows of the negative log chance of any of a row's places; a row without places is "not here"."""
    first, last = starts.log_softmax(1), ends.log_softmax(1)
    losses = []
    for row, places in enumerate(spans):
        chances = torch.stack([first[row, a] + last[row, b] for a, b in places or [(0, 0)]])
        losses.append(-chances.logsumexp(0))
    return torch.stack(losses).mean() / 2


def plan(sets: dict[str, list[Example]], draw: random.Random) -> list[list[Example]]:
    """Batches: all of English first to a half, then mixed, so that the last steps are of Arabic articles."""
    early = sets["english"]
    late = [example for name, each in sets.items() if name != "english" for example in each]
    draw.shuffle(late)
    share = len(late) * 2 // 5
    mixed = [*early, *late[:share]]
    batches: list[list[Example]] = []
    for part in (mixed, late[share:]):
        rows = [example.tokens for example in part]
        batches += [[part[i] for i in batch] for batch in batches_by_length(rows, _BATCH_TOKENS, draw)]
    return batches


def gather(tokenizer: Tokenizer, qa: Path, epoch: int) -> dict[str, list[Example]]:
    """All examples by where they come from; another ``epoch`` draws other windows."""
    examples = Examples(tokenizer, epoch)

    def made(sets: Sequence[sources.QuestionSet], amounts: Amounts) -> list[Example]:
        return [example for each in sets for example in examples.of(each, amounts)]

    return {
        "written": made(sources.written_sets(), WRITTEN),
        "arabic": made(sources.public_sets(qa, sources.ARABIC_SETS), PARAGRAPHS),
        "extra": made(extra.question_sets(qa), PARAGRAPHS),
        "english": made(sources.public_sets(qa, sources.ENGLISH_SETS), ENGLISH),
    }


def train(reader: Reader, batches: list[list[Example]], path: Path, log: Log) -> None:
    """One pass over the batches; what has been learned is saved every few minutes."""
    reader.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    trained = [p for p in reader.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=_RATE, weight_decay=0.01)
    saved = time.monotonic()
    for step, batch in enumerate(batches):
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(_RATE, step, len(batches))
        ids, mask = padded([example.tokens for example in batch])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            starts, ends = reader(ids, mask)
        loss = loss_of(starts, ends, [example.spans for example in batch])
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        log.loss(20, step, len(batches), loss.item())
        if time.monotonic() - saved > _SAVED_EVERY_S:
            torch.save(reader.state_dict(), path)
            saved = time.monotonic()
    torch.save(reader.state_dict(), path)


def main(arguments: list[str] | None = None) -> int:
    """Train the reader and save it."""
    parser = argparse.ArgumentParser(prog="python -m assistant.training.reading", description=__doc__)
    parser.add_argument("--qa", type=Path, required=True, help="folder of the public question sets")
    parser.add_argument("--folder", type=Path, required=True, help="where the base lies and the reader goes")
    parser.add_argument("--epochs", type=int, default=1)
    options = parser.parse_args(arguments)
    torch.manual_seed(1)
    log = Log(sys.stderr, time.monotonic)
    tokenizer = Tokenizer.from_file(str(options.folder / "tokenizer.json"))
    draw = random.Random(1)
    batches: list[list[Example]] = []
    for epoch in range(options.epochs):
        sets = gather(tokenizer, options.qa, epoch)
        log.line(", ".join(f"{name}: {len(each)}" for name, each in sets.items()))
        batches += plan(sets, draw)
    log.line(f"{len(batches)} batches, {sum(len(e.tokens) for b in batches for e in b)} tokens")
    kept = json.loads((options.folder / "kept.json").read_text())
    train(Reader(bert(packed_model(), kept)), batches, options.folder / "reader.pt", log)
    return 0


if __name__ == "__main__":
    sys.exit(main())
