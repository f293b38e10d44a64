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
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch.nn import functional
from transformers import BertModel

from assistant.evaluation.asked.questions import QuestionSet
from assistant.training import extra, sources
from assistant.training.base import bert, packed_model
from assistant.training.sources import answers
from assistant.training.steps import Half, Log, batches_by_length, padded
from vectorstore.passages import split

LAYERS = (0, 4, 8, 11)  # of the teacher's twelve, from which the student starts
QUERY, PASSAGE = "query: ", "passage: "
MOST_TOKENS = 96  # of a text: passages have up to some 80
_BATCH_TOKENS = 4608
_RATE = 4e-4
_PAIRS = 64  # of a question and a passage in a batch
_CONTRAST_RATE = 1e-4
_TEMPERATURE = 0.05


def pooled(model: BertModel, rows: Sequence[Sequence[int]]) -> torch.Tensor:
    """The unit vector of each row of tokens: the mean of its last states."""
    ids, mask = padded(rows)
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
    student.bfloat16()
    trained = Half(student, _RATE)
    draw = random.Random(1)
    plan = [batch for _ in range(epochs) for batch in batches_by_length(rows, _BATCH_TOKENS, draw)]
    for step, batch in enumerate(plan):
        loss = 1 - (pooled(student, [rows[i] for i in batch]) * targets[batch]).sum(1).mean()
        trained.step(loss, step, len(plan))
        log.loss(50, step, len(plan), loss.item())


@dataclass(frozen=True, slots=True)
class Pair:
    """Tokens of a question, of a passage that answers it and of another one of the same article."""

    question: list[int]
    right: list[int]
    wrong: list[int]


def pairs(tokenizer: Tokenizer, sets: Sequence[QuestionSet], draw: random.Random) -> list[Pair]:
    """A pair for each question that a passage of its article answers, and another does not."""
    made: list[tuple[str, str, str]] = []
    for each in sets:
        passages = split(each.article)
        for question in each.questions:
            right = [passage for passage in passages if question.answerable and answers(passage, question)]
            wrong = [passage for passage in passages if passage not in right]
            if right and wrong and question.kind != "whole-article":
                asked = " ".join(question.turns[-2:])
                made.append((QUERY + asked, PASSAGE + right[0].text, PASSAGE + draw.choice(wrong).text))
    columns = [encode(tokenizer, column) for column in zip(*made, strict=True)]
    return [Pair(*tokens) for tokens in zip(*columns, strict=True)]


def contrast(student: BertModel, examples: list[Pair], log: Log, draw: random.Random) -> None:
    """Draw questions to the passages that answer them, and away from all others of the batch."""
    student.embeddings.requires_grad_(False)
    student.bfloat16()
    draw.shuffle(examples)
    batches = [examples[i : i + _PAIRS] for i in range(0, len(examples) - _PAIRS + 1, _PAIRS)]
    trained = Half(student, _CONTRAST_RATE)
    for step, batch in enumerate(batches):
        questions = pooled(student, [pair.question for pair in batch])
        passages = pooled(student, [pair.right for pair in batch] + [pair.wrong for pair in batch])
        loss = functional.cross_entropy(questions @ passages.T / _TEMPERATURE, torch.arange(len(batch)))
        trained.step(loss, step, len(batches))
        log.loss(20, step, len(batches), loss.item())


def texts_to_distil(folder: Path, corpus: Path, *, every: int) -> list[str]:
    """Questions and passages, each with its prompt, once."""
    known = everything(folder)
    queries = [QUERY + turn for each in known for question in each.questions for turn in question.turns]
    queries += [QUERY + first for first, _, _ in sources.alike_questions(folder)][::2]
    passages = [PASSAGE + passage.text for each in known for passage in split(each.article)]
    news = [PASSAGE + text for text in sources.news_passages(corpus, every=every)]
    return list(dict.fromkeys(queries + passages + news))


def everything(folder: Path) -> list[QuestionSet]:
    """All articles and paragraphs that there are questions about."""
    public = sources.public_sets(folder, (*sources.ARABIC_SETS, *sources.ENGLISH_SETS))
    return [*sources.written_sets(), *public, *extra.question_sets(folder)]


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
    teacher = bert(packed, kept).bfloat16()
    targets = teacher_vectors(teacher, rows, log)
    student = bert(packed, kept, list(LAYERS))
    distil(student, rows, targets, options.epochs, log)
    torch.save(student.state_dict(), options.folder / "distilled.pt")
    draw = random.Random(2)
    contrast(student, pairs(tokenizer, everything(options.qa), draw), log, draw)
    torch.save(student.state_dict(), options.folder / "student.pt")
    return 0


if __name__ == "__main__":
    sys.exit(main())
