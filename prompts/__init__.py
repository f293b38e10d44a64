"""The prompts: text files beside this one, filled strictly."""

from functools import cache
from importlib.resources import files
from string import Template


def render(name: str, **values: str) -> str:
    """The prompt in the file ``name.txt`` with each ``$variable`` replaced.

    Values are never read as templates, so ``$`` and braces in them stay as they are.

    Raises:
        KeyError: a variable of the prompt has no value, or a value has no variable; the message lists them.
        LookupError: there is no prompt of this name.
    """
    template = _template(name)
    variables = set(template.get_identifiers())
    if missing := variables - values.keys():
        raise KeyError(f"prompt {name!r} needs {', '.join(sorted(missing))}")
    if surplus := values.keys() - variables:
        raise KeyError(f"prompt {name!r} does not use {', '.join(sorted(surplus))}")
    return template.substitute(values)


def names() -> tuple[str, ...]:
    """The names of all prompts, sorted."""
    return tuple(sorted(f.name.removesuffix(".txt") for f in files(__name__).iterdir() if f.name.endswith(".txt")))


@cache
def _template(name: str) -> Template:
    if name not in names():
        raise LookupError(f"there is no prompt {name!r}; there are {', '.join(names())}")
    return Template((files(__name__) / f"{name}.txt").read_text(encoding="utf-8").strip())
