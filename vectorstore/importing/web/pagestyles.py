"""Which names a web page's own style sheets hide, as far as plain rules say it."""

import re

from lxml import html

HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(?:px|pt)?\s*(?:;|!|$)"
    r"|opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)|(?:left|right|top|text-indent)\s*:\s*-\d{4,}(?:px|em|pt)",
    re.I,
)
_MOST_CHARS = 200_000
_COMMENT = re.compile(r"/\*.*?\*/", re.S)
# Rules for paper or for screens of some width; nothing in them hides what is read here.
_AT_RULE = re.compile(r"@[\w-]+[^{}@]{0,300}\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_RULE = re.compile(r"([^{}]{1,500})\{([^{}]*)\}")
_NAMES = re.compile(r"\s*[.#][\w-]+\s*(?:,\s*[.#][\w-]+\s*)*")


def hidden_names(tree: html.HtmlElement) -> frozenset[str]:
    """Classes (``.name``) and ids (``#name``) that are hidden whatever the screen, by rules of nothing but names."""
    sheet = "".join(style.text or "" for style in tree.iter("style") if "print" not in (style.get("media") or ""))
    found: set[str] = set()
    shown: set[str] = set()  # by another rule, on a screen of some width or before a script hides it
    for names, rules in _RULE.findall(_AT_RULE.sub("", _COMMENT.sub("", sheet[:_MOST_CHARS]))):
        if _NAMES.fullmatch(names):
            (found if HIDING.search(rules) else shown).update(name.strip() for name in names.split(","))
    return frozenset(found - shown)
