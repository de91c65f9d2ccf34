"""The till's page as it comes: small, of our own making, with nothing of anybody in it."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

KB = 1024
WHOLE, SCRIPTS, PAGE = 150 * KB, 50 * KB, 25 * KB
PAGES = ("/pos/", "/pos/hi/", "/pos/ur/")


def content(address: str) -> bytes:
    if address.startswith("/static/"):
        found = finders.find(address.removeprefix("/static/"))
        assert isinstance(found, str), address
        return Path(found).read_bytes()
    answer = Client().get(address)
    assert answer.status_code == 200, address
    return answer.content


def packed(address: str) -> int:
    """Bytes on the wire: pictures are as small as they get."""
    plain = content(address)
    return len(plain) if address.endswith(".png") else len(gzip.compress(plain, 6))


def shown_with(page: str) -> list[str]:
    """Return what a page names, once each."""
    text = content(page).decode()
    return sorted({each.partition("#")[0] for each in re.findall(r'(?:href|src)="(/static/[^"]+)"', text)})


@pytest.mark.parametrize("address", PAGES)
def test_a_page_says_nothing_of_anybody_and_runs_nothing_inline(db: None, address: str) -> None:
    answer = Client().get(address)
    text = answer.content.decode()
    assert not answer.cookies
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["Permissions-Policy"] == "geolocation=(), microphone=(), camera=(self)"
    assert re.findall(r"<script(?![^>]*\bsrc=)", text) == []
    assert re.findall(r"\sstyle=|<style|\son\w+=", text) == []
    assert "csrf" not in text


def test_the_first_load_is_small(db: None) -> None:
    """All that the first visit fetches, with what the worker lays by for other days."""
    static = shown_with("/pos/")
    scripts = sum(packed(each) for each in static if each.endswith(".js"))
    sheets = sum(packed(each) for each in static if each.endswith(".css"))
    rest = sum(packed(each) for each in static if not each.endswith((".js", ".css")))
    pages = sum(packed(each) for each in PAGES)
    more = packed("/pos/worker.js") + packed("/pos/manifest.webmanifest")
    assert scripts <= SCRIPTS
    assert packed("/pos/") + sheets <= PAGE
    assert scripts + sheets + rest + pages + more <= WHOLE


def test_the_worker_keeps_every_page_and_all_that_they_are_shown_with(db: None) -> None:
    answer = Client().get("/pos/worker.js")
    text = answer.content.decode()
    assert answer["Content-Type"].startswith("text/javascript")
    kept = set(re.findall(r'"(/[^"]+)"', text))
    assert set(PAGES) <= kept
    for page in PAGES:
        assert {each for each in shown_with(page) if not each.endswith(".png")} <= kept


def test_it_can_be_put_on_the_home_screen(db: None) -> None:
    for address, language in (("/pos/manifest.webmanifest", "en"), ("/pos/ur/manifest.webmanifest", "ur")):
        told = Client().get(address).json()
        assert (told["scope"], told["display"], told["lang"]) == ("/pos/", "standalone", language)
        assert {each["sizes"] for each in told["icons"]} == {"192x192", "512x512"}
        assert all(content(each["src"])[:4] == b"\x89PNG" for each in told["icons"])
