"""Pages at addresses that readers give: from real servers of this machine, with a name service of the tests."""

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from urllib.parse import unquote

import pytest
from playwright.sync_api import expect

from assistant.assembly import Assistant
from assistant.page import Options
from assistant.page.own.fetching import Fetcher, FetchFailed, is_public
from assistant.page.own.pinned import is_address, target
from assistant.page.wording import WORDS
from tests.assistant.page.test_page_own import NEWS, opened, paste
from tests.page_fixtures import Visit
from tests.page_fixtures import browser as browser
from tests.page_fixtures import open_page as open_page
from tests.page_fixtures import pages as pages

PAGE = (
    "<html><head><title>خبر</title></head><body><article><h1>{}</h1><p>{}</p><p>{}</p></article></body></html>".format(
        *NEWS.strip().split("\n\n")
    )
)
MOST = 100_000
NAMES = {"news.test": ["127.0.0.1"], "inside.test": ["127.0.0.2"], "both.test": ["127.0.0.1", "127.0.0.2"]}


class Site(BaseHTTPRequestHandler):
    """What the server of the tests gives at each path."""

    protocol_version = "HTTP/1.1"
    visits: list[str]

    def do_GET(self) -> None:
        self.visits.append(f"{self.headers['Host']} {self.path}")
        name, _, rest = self.path.strip("/").partition("/")
        getattr(self, f"give_{name}", self.give_missing)(rest)

    def give(
        self, body: bytes, kind: str = "text/html; charset=utf-8", *, length: int | None = None, **more: str
    ) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in more.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def give_page(self, _: str) -> None:
        self.give(PAGE.encode())

    def give_old(self, _: str) -> None:
        self.give(PAGE.encode("windows-1256"), "text/html; charset=windows-1256")

    def give_picture(self, _: str) -> None:
        self.give(b"\x89PNG", "image/png")

    def give_packed(self, _: str) -> None:
        self.give(gzip.compress(PAGE.encode()), Content_Encoding="gzip")

    def give_bomb(self, _: str) -> None:
        self.give(gzip.compress(b" " * 50 * MOST), Content_Encoding="gzip")

    def give_large(self, _: str) -> None:
        self.give(b"a" * (MOST + 1))

    def give_cut(self, _: str) -> None:
        self.give(PAGE.encode(), length=MOST)
        self.close_connection = True

    def give_missing(self, _: str) -> None:
        self.send_error(404)

    def give_to(self, place: str) -> None:
        self.send_response(302)
        self.send_header("Location", unquote(place, "latin-1"))  # as bytes, as hosts do
        self.send_header("Content-Length", "0")
        self.end_headers()

    def give_hop(self, left: str) -> None:
        self.give_to(f"/hop/{int(left) - 1}" if int(left) > 1 else "/page")

    def give_trickle(self, _: str) -> None:
        """Headers, a letter at a time, faster than any one wait for the next."""
        try:
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            while not self.server.stopping.wait(0.02):  # type: ignore[attr-defined]
                self.wfile.write(b"a")
        except OSError:
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def site(host: str = "127.0.0.1", port: int = 0) -> Iterator[tuple[int, list[str]]]:
    """A server's port, and who visited it."""
    visits: list[str] = []
    handler = type("Visited", (Site,), {"visits": visits})
    server = ThreadingHTTPServer((host, port), handler)
    server.stopping = threading.Event()  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server.server_port, visits
    finally:
        server.stopping.set()  # type: ignore[attr-defined]
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[int, list[str]]]:
    with site() as running:
        yield running


def fetcher(resolved: list[str] | None = None, *, within_s: float = 10.0) -> Fetcher:
    """One that knows the names of the tests, and takes 127.0.0.1 for the public network, and nothing else."""

    def resolve(host: str, port: int) -> list[str]:
        if resolved is not None:
            resolved.append(host)
        return NAMES.get(host) or [host]

    return Fetcher(
        max_bytes=MOST, within_s=within_s, resolve=resolve, permitted=lambda address: str(address) == "127.0.0.1"
    )


def reason(fetch: Callable[[str], object], address: str) -> str:
    with pytest.raises(FetchFailed) as failed:
        fetch(address)
    assert "\n" not in str(failed.value)
    return failed.value.reason


@pytest.mark.parametrize("path", ["page", "hop/3", "packed", "old", "to//page/%D8%AE%D8%A8%D8%B1"])
def test_a_page_is_fetched_whole(served: tuple[int, list[str]], path: str) -> None:
    page = fetcher().fetch(f"http://news.test:{served[0]}/{path}")
    assert (page.raw.decode("utf-8-sig"), page.suffix, page.host) == (PAGE, ".html", "news.test")
    assert served[1][-1].startswith(f"news.test:{served[0]} ")


@pytest.mark.parametrize(
    ("path", "why"),
    [
        *(("missing", "unreachable"), ("hop/4", "unreachable"), ("cut", "unreachable"), ("picture", "format")),
        *(
            ("large", "large"),
            ("bomb", "large"),
            ("to/file:///etc/passwd", "address"),
            ("to/ftp://news.test/", "address"),
        ),
    ],
)
def test_what_cannot_be_had_is_told_by_its_reason(served: tuple[int, list[str]], path: str, why: str) -> None:
    assert reason(fetcher().fetch, f"http://news.test:{served[0]}/{path}") == why


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433", "0x7f.1", "127.1", "[::ffff:127.0.0.1]"]
)
def test_this_machine_is_not_asked_by_any_of_its_names(served: tuple[int, list[str]], host: str) -> None:
    before = len(served[1])
    assert reason(Fetcher(max_bytes=MOST).fetch, f"http://{host}:{served[0]}/page") in ("address", "unreachable")
    assert len(served[1]) == before


@pytest.mark.parametrize("host", ["inside.test", "both.test"])
def test_a_host_with_an_address_that_is_refused_is_not_asked(host: str) -> None:
    with site("127.0.0.2") as (port, visits):
        assert reason(fetcher().fetch, f"http://{host}:{port}/page") == "address"
        assert visits == []


def test_a_redirect_is_checked_anew() -> None:
    with site() as (port, _), site("127.0.0.2", port) as (_, inside):
        address = f"http://news.test:{port}/to/http://inside.test:{port}/page"
        assert reason(fetcher().fetch, address) == "address"
        assert inside == []


def test_a_name_that_changes_its_meaning_after_the_check_changes_nothing() -> None:
    meanings = iter([["127.0.0.1"], ["127.0.0.2"]])
    with site() as (port, outside), site("127.0.0.2", port) as (_, inside):
        changing = Fetcher(
            max_bytes=MOST,
            resolve=lambda host, port: next(meanings),
            permitted=lambda address: str(address) == "127.0.0.1",
        )
        assert changing.fetch(f"http://news.test:{port}/page").host == "news.test"
        assert (len(outside), inside, next(meanings)) == (1, [], ["127.0.0.2"])  # it was asked for once


def test_a_trickle_ends_with_its_time(served: tuple[int, list[str]]) -> None:
    started = time.monotonic()
    assert reason(fetcher(within_s=0.3).fetch, f"http://news.test:{served[0]}/trickle") == "late"
    assert time.monotonic() - started < 5


def test_a_certificate_is_asked_for(served: tuple[int, list[str]]) -> None:
    assert reason(fetcher().fetch, f"https://news.test:{served[0]}/page") == "unreachable"


def test_each_visit_resolves_once(served: tuple[int, list[str]]) -> None:
    resolved: list[str] = []
    fetcher(resolved).fetch(f"http://news.test:{served[0]}/hop/2")
    assert resolved == ["news.test"] * 3


@pytest.mark.parametrize(
    ("address", "public"),
    [
        *(("8.8.8.8", True), ("2001:4860:4860::8888", True), ("10.1.2.3", False), ("172.16.0.1", False)),
        *(("192.168.1.1", False), ("169.254.169.254", False), ("100.64.0.1", False), ("127.0.0.1", False)),
        *(("0.0.0.0", False), ("224.0.0.1", False), ("255.255.255.255", False), ("240.0.0.1", False)),
        *(("::1", False), ("::", False), ("fe80::1", False), ("fc00::1", False), ("ff02::1", False)),
        *(("::ffff:10.0.0.1", False), ("::ffff:8.8.8.8", True), ("64:ff9b::a00:1", False), ("2002:a00:1::", False)),
        *(("64:ff9b:1::a00:1", False), ("fec0::1", False), ("2001:0:4136:e378::", False), ("198.18.0.1", False)),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(ip_address(address)) is public


def test_what_is_an_address_and_what_it_means() -> None:
    assert is_address(" https://example.org/خبر ")
    assert is_address("www.example.org")
    assert not is_address("قال https://example.org")
    assert not is_address("خبر")
    named = target("http://مثال.إختبار:8080/خبر?س=1#جزء")
    assert named is not None
    assert (named.host, named.port) == ("xn--mgbh0fb.xn--kgbechtv", 8080)
    assert named.path == "/%D8%AE%D8%A8%D8%B1?%D8%B3=1"
    for bad in (
        "file:///etc/passwd",
        "http://",
        "http://a:b@example.org/",
        "http://[::1",
        "http://x:99999/",
        "gopher://x/",
    ):
        assert target(bad) is None


def test_an_address_is_opened_where_the_operator_allows_it(
    open_page: Callable[..., Visit], real: Assistant, served: tuple[int, list[str]]
) -> None:
    seen = open_page(real, options=Options(fetch=fetcher().fetch))
    paste(seen.page, f" http://news.test:{served[0]}/page ")
    opened(seen.page)
    expect(seen.page.locator("#article h2")).to_have_text("افتتاح مكتبة الواحة في نزوى")
    expect(seen.page.locator("#label .byline")).to_have_text("المصدر: news.test", use_inner_text=True)


def test_an_address_that_is_refused_is_told_and_stays_in_the_box(
    open_page: Callable[..., Visit], real: Assistant, served: tuple[int, list[str]]
) -> None:
    seen = open_page(real, options=Options(fetch=fetcher().fetch))
    paste(seen.page, address := f"http://inside.test:{served[0]}/page")
    expect(seen.page.get_by_role("alert")).to_have_text(WORDS["ar"]["address"], timeout=30_000)
    expect(seen.page.locator("#own-text textarea")).to_have_value(address)
    expect(seen.page.locator("#own-text textarea")).to_have_attribute("placeholder", WORDS["ar"]["paste_address"])


def test_without_it_the_page_tells_what_to_do_instead(
    open_page: Callable[..., Visit], real: Assistant, served: tuple[int, list[str]]
) -> None:
    before = len(served[1])
    seen = open_page(real)
    paste(seen.page, f"http://news.test:{served[0]}/page")
    expect(seen.page.get_by_role("alert")).to_have_text(WORDS["ar"]["by_hand"], timeout=30_000)
    expect(seen.page.locator("#own-intro")).to_contain_text(WORDS["ar"]["by_hand"])
    assert len(served[1]) == before
