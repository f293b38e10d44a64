"""Train the embedding: a shallow student of multilingual-e5-small, then pairs of questions and passages.

First its vectors are drawn to the teacher's (mean squared error on unit vectors, as in Reimers and Gurevych, "Making
Monolingual Sentence Embeddings Multilingual using Knowledge Distillation", 2020), then questions to the passages that
answer them and away from others of the same article (InfoNCE with in-batch negatives: van den Oord et al., 2018).
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch.nn import functional
from transformers import BertModel

from assistant.training import sources
from assistant.training.base import bert, packed_model
from assistant.training.steps import Log, batches_by_length, learning_rate, padded

LAYERS = (0, 4, 8, 11)  # of the teacher's twelve, from which the student starts
QUERY, PASSAGE = "query: ", "passage: "
MOST_TOKENS = 96  # of a text: passages have up to some 80
_BATCH_TOKENS = 4608
_RATE = 4e-4


def pooled(model: BertModel, rows: Sequence[Sequence[int]]) -> torch.Tensor:
    """The unit vector of each row of tokens: the mean of its last states."""
    ids, mask = padded(rows)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        states = model(input_ids=ids, attention_mask=mask).last_hidden_state
    mean = (states.float() * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
    return functional.normalize(mean, dim=1)


def encode(tokenizer: Tokenizer, texts: Sequence[str]) -> list[list[int]]:
    """Tokens of texts, prompts included."""
    return [encoded.ids[:MOST_TOKENS] for encoded in tokenizer.encode_batch(list(texts))]


@torch.no_grad()
def teacher_vectors(teacher: BertModel, rows: Sequence[Sequence[int]], log: Log) -> torch.Tensor:
    """The teacher's vector of each row, in order."""
    vectors = torch.empty(len(rows), 384)
    done = 0
    for batch in batches_by_length(rows, _BATCH_TOKENS, random.Random(0)):
        vectors[batch] = pooled(teacher, [rows[i] for i in batch])
        done += len(batch)
        log.every(50, f"teacher {done} of {len(rows)}")
    return vectors


def distil(student: BertModel, rows: Sequence[Sequence[int]], targets: torch.Tensor, epochs: int, log: Log) -> None:
    """Draw the student's vectors to the targets."""
    student.embeddings.word_embeddings.weight.requires_grad_(False)
    trained = [p for p in student.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=_RATE, weight_decay=0.01)
    draw = random.Random(1)
    plan = [batch for _ in range(epochs) for batch in batches_by_length(rows, _BATCH_TOKENS, draw)]
    for step, batch in enumerate(plan):
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(_RATE, step, len(plan))
        loss = 1 - (pooled(student, [rows[i] for i in batch]) * targets[batch]).sum(1).mean()
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        log.loss(50, step, len(plan), loss.item())


def texts_to_distil(folder: Path, corpus: Path, *, every: int) -> list[str]:
    """Questions and passages, each with its prompt, once."""
    known = [*sources.written_sets(), *sources.public_sets(folder, (*sources.ARABIC_SETS, *sources.ENGLISH_SETS))]
    queries = [QUERY + turn for each in known for question in each.questions for turn in question.turns]
    queries += [QUERY + first for first, _, _ in sources.alike_questions(folder)][::2]
    passages = [PASSAGE + text for each in known for text in _passages(each)]
    news = [PASSAGE + text for text in sources.news_passages(corpus, every=every)]
    return list(dict.fromkeys(queries + passages + news))


def _passages(each: sources.QuestionSet) -> Iterator[str]:
    yield from (passage.text for passage in sources.split(each.article))


def main(arguments: list[str] | None = None) -> int:
    """Distil the student; goes on from what a stopped run left in the folder."""
    parser = argparse.ArgumentParser(prog="python -m assistant.training.embedding", description=__doc__)
    parser.add_argument("--qa", type=Path, required=True, help="folder of the public question sets")
    parser.add_argument("--corpus", type=Path, required=True, help="news as JSON lines, compressed by xz")
    parser.add_argument("--folder", type=Path, required=True, help="where the base lies and the student goes")
    parser.add_argument("--every", type=int, default=12, help="take every so manieth article of the corpus")
    parser.add_argument("--epochs", type=int, default=3)
    options = parser.parse_args(arguments)
    torch.manual_seed(1)
    log = Log(sys.stderr, time.monotonic)
    tokenizer = Tokenizer.from_file(str(options.folder / "tokenizer.json"))
    kept = json.loads((options.folder / "kept.json").read_text())
    rows = encode(tokenizer, texts_to_distil(options.qa, options.corpus, every=options.every))
    log.line(f"{len(rows)} texts, {sum(map(len, rows))} tokens")
    packed = packed_model()
    targets = teacher_vectors(bert(packed, kept).eval(), rows, log)
    torch.save(targets, options.folder / "targets.pt")
    student = bert(packed, kept, list(LAYERS))
    distil(student, rows, targets, options.epochs, log)
    torch.save(student.state_dict(), options.folder / "student.pt")
    return 0


if __name__ == "__main__":
    sys.exit(main())
