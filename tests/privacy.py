"""Nothing leaves this machine: ``python -m tests.privacy``, or ``make privacy``. Linux.

Runs index, ask and chat in a network namespace that has nothing but loopback (``unshare -rn``), so that whatever would
ask the network fails; and, where strace is there, watches each for a connection to anything but loopback or a socket of
this machine. The page is asked by HTTP and by its own protocol, and given an article to paste and one to upload: no
word of a question or of these is in any log, nor afterwards in a file, and once the session has ended no two words of
them are in anything that the server's Python can reach. Exit 1 where something is, 2 where this cannot be looked at.
"""

import argparse
import asyncio
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from tests.tabs import NEWS, Tab

_ASKED: Final = "من افتتحت مكتبة الزمردة؟"  # its word stands in nothing else
_OWN: Final = NEWS.replace("الواحة", "الياقوتة")
_WORDS: Final = ("الزمردة", "الياقوتة")
_PHRASES: Final = ("مكتبة الزمردة", "مكتبة الياقوتة", "مكتبه الزمرده", "مكتبه الياقوته")  # as they stand, and folded
_HERE: Final = Path(__file__).parents[1]
_CONNECTED: Final = re.compile(
    r"(?:connect|sendto|sendmm?sg)\(.*sa_family=(AF_INET6?)\b.*?(?:inet_addr\(\"|inet_pton\(\w+, \")([^\"]+)"
)
_LOOPBACK: Final = ("127.", "::1", "::ffff:127.")
_GRACE_S: Final = 2.0
_SERVE: Final = f"""
import gc, sys
from pathlib import Path
from assistant.assembly import open_assistant
from assistant.page import Options, running
from assistant.settings import Settings
from vectorstore.indexing import chroma
assistant = open_assistant(Settings(data_dir=Path(sys.argv[1]), embeddings="builtin"))
with running(assistant, host="127.0.0.1", port=0, options=Options(grace_s={_GRACE_S})) as address:
    print(address, flush=True)
    said = sys.stdin.readline()
    gc.collect()
    reached = {{id(one): one for holder in gc.get_objects() for one in gc.get_referents(holder)}}.values()
    texts = [one.decode(errors="replace") if isinstance(one, bytes) else one for one in reached]
    texts = [text for text in texts if isinstance(text, str) and text != said]
    phrases = said.strip().split(";")
    print(*(each for each in phrases if any(each in text and each != text for text in texts)), sep=";")
    print(len(chroma.connect_memory().list_collections()), flush=True)
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Look, print what was found, and return 1 where something leaves or is left."""
    parser = argparse.ArgumentParser(prog="python -m tests.privacy", description=__doc__.splitlines()[0])
    parser.add_argument("--inside", metavar="FOLDER", help=argparse.SUPPRESS)  # in the namespace already
    options = parser.parse_args(arguments)
    if options.inside:
        return _inside(Path(options.inside))
    with tempfile.TemporaryDirectory(prefix="assistant-privacy-") as folder:
        alone = ["unshare", "-rn"]
        if not shutil.which("unshare") or subprocess.run([*alone, "true"], check=False).returncode:
            sys.stdout.write("nothing was looked at: this needs unshare, and leave to make a network namespace\n")
            return 2
        inside = [*alone, sys.executable, "-m", "tests.privacy", "--inside", folder]
        return subprocess.run(inside, check=False, cwd=_HERE).returncode


def _inside(folder: Path) -> int:
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    found = [*_commands(folder), *_page(folder)]
    traced = "" if shutil.which("strace") else " (strace is not there: connections were not watched)"
    sys.stdout.write("".join(f"FOUND  {each}\n" for each in found) or f"nothing leaves, and nothing is left{traced}\n")
    return int(bool(found))


def _commands(folder: Path) -> Iterator[str]:
    """What is found of the commands that end by themselves."""
    data = ["--data-dir", str(folder / "data"), "--embeddings", "builtin"]
    for name, arguments in {"index": ["index"], "ask": ["ask", _ASKED]}.items():
        trace = folder / f"{name}.strace"
        command = [*_watched(trace), sys.executable, "-m", "assistant", *arguments, *data]
        done = subprocess.run(command, capture_output=True, text=True, env=_environment(folder), cwd=_HERE, check=False)
        if done.returncode:
            yield f"{name} fails without a network: {done.stderr.strip()[-300:]}"
        yield from _left(trace, name)
        yield from (f"{name} logs «{word}»" for word in _WORDS if word in done.stderr)


def _page(folder: Path) -> Iterator[str]:
    trace, log = folder / "chat.strace", folder / "chat.log"
    command = [*_watched(trace), sys.executable, "-c", _SERVE, str(folder / "data")]
    with (
        log.open("w", encoding="utf-8") as errors,
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True, env=_environment(folder),
            cwd=_HERE,
        ) as server,
    ):  # fmt: skip
        assert server.stdout
        address = server.stdout.readline().strip()
        yield from asyncio.run(_asked(address))
        asyncio.run(_others(address))
        held, indexes = server.communicate(";".join(_PHRASES) + "\n", timeout=120)[0].splitlines()
        yield from (f"the server still holds «{phrase}»" for phrase in filter(None, held.split(";")))
        if indexes != "0":
            yield "the server still holds an index of an own article"
    yield from _left(trace, "chat")
    trace.unlink(missing_ok=True)  # it shows what the tabs sent
    for path in (path for path in folder.rglob("*") if path.is_file()):  # the log among them
        yield from (f"{path} holds «{word}»" for word in _WORDS if word.encode() in path.read_bytes())


async def _asked(address: str) -> list[str]:
    """Use the page in every way; what does not work."""
    failed = []
    async with Tab(address) as tab:
        await tab.arrive()
        await tab.ask(_ASKED)
        if (await tab.program(question=_ASKED)).is_error:
            failed.append("POST /ask fails without a network")
        for shown in (await tab.paste(_OWN), await tab.open("خبر.html", f"<p>{_OWN}".encode())):
            if "الياقوتة" not in shown:
                failed.append("an own article is not opened without a network")
        await tab.ask(_ASKED)
    return failed


async def _others(address: str) -> None:
    """When the session is over, others are there."""
    await asyncio.sleep(3 * _GRACE_S)
    async with Tab(address) as other:
        for number in range(20):
            await other.arrive()
            await other.ask(f"متى صدر البيان المشترك {number}؟")
    await asyncio.sleep(3 * _GRACE_S)


def _left(trace: Path, name: str) -> Iterator[str]:
    """Connections to anything but loopback."""
    lines = trace.read_text(encoding="utf-8", errors="replace").splitlines() if trace.exists() else []
    asked = {found[2] for line in lines if (found := _CONNECTED.search(line))}
    yield from (f"{name} connects to {address}" for address in sorted(asked) if not address.startswith(_LOOPBACK))


def _watched(trace: Path) -> list[str]:
    strace = shutil.which("strace")
    return [strace, "-f", "-qq", "-e", "trace=connect,sendto,sendmsg,sendmmsg", "-o", str(trace)] if strace else []


def _environment(folder: Path) -> dict[str, str]:
    """Every file that a library may write lands where it is looked for; nothing is told to stay offline."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ASSISTANT_", "HF_", "GRADIO_"))}
    (folder / "tmp").mkdir(exist_ok=True)
    return kept | {"HOME": str(folder), "TMPDIR": str(folder / "tmp"), "XDG_CACHE_HOME": str(folder / "cache")}


if __name__ == "__main__":
    sys.exit(main())
