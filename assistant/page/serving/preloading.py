"""Which of Gradio's scripts and styles a page needs, so that a browser can ask for all of them at once.

Left to itself it learns of them in five steps, each of which waits for the one before. They are read from the scripts
themselves; of a Gradio that is built otherwise nothing is found, and the page is only slower.
"""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from assistant.page.offline import FRONTEND

_TABLE: Final = re.compile(r"m\.f=(\[[^\]]*\])")  # the files that a script's other parts need, by number
_DEPENDS: Final = r"import\(`\./([\w.-]+)`\)[^\[]*?__vite__mapDeps\(\[([\d,]*)\]"  # a part, and what it needs
_PART: Final = re.compile(_DEPENDS)
_COMPONENT: Final = re.compile(rf"[,{{](\w+):\{{|component:\(\)=>\w+\(\(\)=>{_DEPENDS}")
_NEXT: Final = {"index-": "Index-", "Index-": "Blocks-"}  # what every page goes on with; a login's parts, say, wait


def needed_assets(entry: str, components: Collection[str], folder: Path = FRONTEND / "assets") -> tuple[str, ...]:
    """The files of Gradio's folder that a page with these kinds of components loads from ``entry`` on, in order."""
    found: dict[str, None] = {}
    waiting = [entry]
    while waiting:
        name = waiting.pop(0)
        if name in found or not (folder / name).is_file():
            continue
        found[name] = None
        if name.endswith(".js"):
            waiting += _parts(name, (folder / name).read_text(encoding="utf-8"), components)
    return tuple(found)


def preload_links(names: Iterable[str]) -> str:
    """The tags by which a page asks for them."""
    return "".join(_link(name) for name in names)


def _link(name: str) -> str:
    if name.endswith(".css"):
        return f'<link rel="preload" as="style" crossorigin href="./assets/{name}">'
    return f'<link rel="modulepreload" crossorigin href="./assets/{name}">'


def _parts(name: str, script: str, components: Collection[str]) -> Iterator[str]:
    """The files that parts of a script need: of the components of a page, or of every page."""
    table = _TABLE.search(script)
    if table is None:
        return
    files = [name.removeprefix("./") for name in json.loads(table[1])]
    if "component:()=>" not in script:
        following = next((then for start, then in _NEXT.items() if name.startswith(start)), " ")
        parts = (part for part in _PART.finditer(script) if part[1].startswith(following))
        yield from (file for part in parts for file in _files(part[2], files))
        return
    component = ""
    for found in _COMPONENT.finditer(script):
        component = found[1] or component
        if found[3] and component in components:
            yield from _files(found[3], files)


def _files(numbers: str, files: Sequence[str]) -> Iterator[str]:
    return (files[int(number)] for number in numbers.split(",") if number)
