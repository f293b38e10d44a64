"""How well the words of an answer agree with the gold answers.

Sources: the evaluation scripts of Rajpurkar et al., "SQuAD: 100,000+ Questions for Machine Comprehension of Text"
(2016), and of Rajpurkar, Jia and Liang, "Know What You Don't Know: Unanswerable Questions for SQuAD" (2018), for the
figures and for text without Arabic letters; Lewis et al., "MLQA: Evaluating Cross-lingual Extractive Question
Answering" (2020), for leaving out the Arabic article and the punctuation of Unicode.
"""

import re
import string
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from vectorstore.language import arabic

Tokens = tuple[str, ...]

_ENGLISH_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_ARABIC_ARTICLE = "ال"
_SYMBOLS = frozenset(string.punctuation)  # what ASCII counts as punctuation and Unicode as symbols: $ + < = > ^ ` | ~


def normalized(text: str) -> Tokens:
    """The tokens of an answer by which it is compared.

    Text is taken apart at its spaces. A piece without a majority of Arabic letters is treated as in SQuAD's script:
    lower case, punctuation left out without a gap (``3.5`` is ``35``, ``twenty-one`` is ``twentyone``, ``it's`` is
    ``its``), and the words a, an and the left out. On ASCII text the result is that of the script. Beyond ASCII it is
    more lenient: letters lose their accents, and the digits of all scripts are one.

    A piece of Arabic is split and folded by `vectorstore.language.arabic.words`, so a hyphen or a comma without a
    space parts two words. A token that begins with the article ال loses it if two letters or more remain; so it does
    where these letters are of the word itself (ألمانيا), which does no harm as it happens on both sides. MLQA's
    script takes ال out anywhere; here it stays after a clitic (والرئيس, بالرئيس), for too many words only look like
    that (والدة, بالغون, كالسيوم).
    """
    tokens = " ".join(token for chunk in text.split() for token in _tokens(chunk))
    return tuple(_without_article(token) for token in _ENGLISH_ARTICLES.sub(" ", tokens).split())


def exact_match(predicted: str, golds: Sequence[str]) -> float:
    """1.0 if the tokens are those of one of the golds, in order, else 0.0; no golds are one gold without words."""
    return _best(_equal, predicted, golds)


def token_f1(predicted: str, golds: Sequence[str]) -> float:
    """F1 of the tokens as bags, the greatest over the golds; no golds are one gold without words.

    With c tokens in common, precision c / |predicted| and recall c / |gold|: F1 = 2c / (|predicted| + |gold|). Where
    either has no tokens it is 1.0 if both have none, else 0.0, as in SQuAD 2.0.
    """
    return _best(_f1, predicted, golds)


def _best(agreement: Callable[[Tokens, Tokens], float], predicted: str, golds: Sequence[str]) -> float:
    tokens = normalized(predicted)
    return max(agreement(tokens, normalized(gold)) for gold in golds or ("",))


def _equal(predicted: Tokens, gold: Tokens) -> float:
    return float(predicted == gold)


def _f1(predicted: Tokens, gold: Tokens) -> float:
    if not predicted or not gold:
        return _equal(predicted, gold)
    return 2 * (Counter(predicted) & Counter(gold)).total() / (len(predicted) + len(gold))


def _tokens(chunk: str) -> Iterator[str]:
    """The tokens, without punctuation, of text without spaces within it."""
    for token in arabic.words(chunk) if arabic.is_arabic(chunk) else (arabic.fold(chunk),):
        yield "".join(character for character in token if not _is_punctuation(character))


def _is_punctuation(character: str) -> bool:
    return character in _SYMBOLS or unicodedata.category(character).startswith("P")


def _without_article(token: str) -> str:
    rest = token.removeprefix(_ARABIC_ARTICLE)
    return rest if len(rest) >= 2 else token
