"""What a browser is sent first: the article to read and a box to type in, before any of Gradio's scripts has come."""

import re
from collections.abc import Callable, Collection, Mapping
from functools import cache
from html import escape
from typing import Final

from assistant.answer import Language
from assistant.page.serving.head import file_text
from assistant.page.serving.preloading import needed_assets, preload_links
from assistant.page.texts import Texts

_LATER: Final = re.compile(r'<script\b.*?</script>|<link rel="stylesheet"[^>]*>', re.DOTALL)
_ENTRY: Final = re.compile(r'src="\./assets/([\w.-]+\.js)"')
_THEME: Final = re.compile(r'"theme_hash":\s?"(\w+)"')
_BODY: Final = re.compile(r"<body\b[^>]*>")
_FRAMES: Final = "iframeResizer.contentWindow"  # for pages within others' pages, which the policy does not allow
_GRADIOS_ROOT: Final = 'lang="en"'
_OUR_ROOT: Final = 'lang="ar" dir="rtl"'


def dresser(*, head: str, shell: str, components: Collection[str]) -> Callable[[str], str]:
    """What makes Gradio's page ours: direction, ``head`` and ``shell`` stand first, its scripts come after them.

    The files that the page's kinds of ``components`` need are asked for at once.
    """

    @cache
    def asked_at_once(entry: str) -> str:
        return preload_links(needed_assets(entry, components))

    def dress(html: str) -> str:
        before, _, after = html.replace(_GRADIOS_ROOT, _OUR_ROOT, 1).partition("</head>")
        body = _BODY.search(after)
        if body is None:
            return html
        later = [part for part in _LATER.findall(before) if _FRAMES not in part]
        entry = _ENTRY.search("".join(later))
        theme = _THEME.search("".join(later))
        links = f'<link rel="preload" as="style" href="./theme.css?v={theme[1]}">' if theme else ""
        links += asked_at_once(entry[1]) if entry else ""
        first = f"{_LATER.sub('', before)}{head}</head>{body[0]}{shell}"
        return f"{first}{''.join(later)}{links}{after[body.end() :]}"

    return dress


def shell_html(article: str, texts: Mapping[Language, Texts]) -> str:
    """The page as it looks before it works; ``article`` is its HTML."""
    script = file_text("first.js")
    readable = article.replace(' id="', ' data-id="')  # the ids are the real page's
    return (
        '<div id="first"><div class="top">'
        f"<h1>{_both(texts, lambda spoken: spoken.title)}</h1>"
        f'<button class="jump">{_both(texts, lambda spoken: spoken.to_article)}</button></div>'
        f'<div class="main"><div class="talk"><div class="said">'
        f"<p>{_both(texts, lambda spoken: spoken.intro)}</p></div>"
        '<form><textarea rows="1" dir="auto" autocomplete="off"></textarea>'
        f"<button>{_both(texts, lambda spoken: spoken.send)}</button></form></div>"
        f'<div class="reading">{readable}</div></div></div><script>{script}</script>'
    )


def _both(texts: Mapping[Language, Texts], word: Callable[[Texts], str]) -> str:
    return "".join(
        f'<span class="word" lang="{language}">{escape(word(spoken))}</span>' for language, spoken in texts.items()
    )
