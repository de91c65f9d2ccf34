"""What a phone keeps for when there is no network: nobody's pages, fresh whenever they change, and small."""

import gzip
import json
import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.portal_goods.world import ADD, Women, form

SHELL = "products/new/offline/"
#: Compressed bytes of the first view (UX.md, "Budgets").
PAGE_BUDGET, SCRIPT_BUDGET, ALL_BUDGET = 14_000, 35_000, 70_000


def static_files(text: str) -> set[str]:
    return set(re.findall(r'(?:href|src)="/static/([^"#]+)', text))


def size_of(name: str) -> int:
    path = finders.find(name)
    assert isinstance(path, str), name
    with open(path, "rb") as file:
        data = file.read()
    return len(data) if name.endswith(".woff2") else len(gzip.compress(data, 6))


@pytest.mark.parametrize("language", ["", "/hi", "/ur"])
@pytest.mark.parametrize("path", [ADD, "/sell/products/"])
def test_the_first_view_is_small(women: Women, language: str, path: str) -> None:
    if path != ADD:
        for number in range(12):
            women.haseena.post(ADD, form(words=str(number)))
    page = women.haseena.get(f"{language}{path}")
    files = static_files(page.content.decode())
    scripts = sum(size_of(name) for name in files if name.endswith(".js"))
    html = len(gzip.compress(page.content, 6))
    css = sum(size_of(name) for name in files if name.endswith(".css"))
    font = size_of("storefront/fonts/naskh-urdu-400.woff2") if language == "/ur" else 0
    others = sum(size_of(name) for name in files if not name.endswith((".js", ".css")))
    assert html + css <= PAGE_BUDGET
    assert scripts <= SCRIPT_BUDGET
    assert html + css + scripts + font + others <= ALL_BUDGET


@pytest.mark.parametrize("language", ["", "/hi", "/ur"])
def test_the_kept_pages_are_nobodys(women: Women, language: str) -> None:
    for path in (SHELL, "offline/"):
        mine = women.haseena.get(f"{language}/sell/{path}")
        anybodys = Client().get(f"{language}/sell/{path}")
        assert (mine.status_code, mine.content) == (200, anybodys.content)
        assert "sessionid" not in mine.cookies and "csrftoken" not in mine.cookies
        text = mine.content.decode()
        assert " data-shell" in text and "data-who" not in text
        for private in ("Haseena", "KZ09", "csrfmiddlewaretoken"):
            assert private not in text


@pytest.mark.parametrize("language", ["", "/hi", "/ur"])
def test_a_worker_keeps_what_its_pages_need_and_nothing_else(women: Women, language: str) -> None:
    answer = Client().get(f"{language}/sell/sw.js")
    text = answer.content.decode()
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer["Cache-Control"] == "no-cache"
    assert f'SCOPE = "{language}/sell/"' in text
    kept = set(re.findall(r'"/static/([^"]+)"', text))
    for path in (SHELL, "offline/"):
        page = Client().get(f"{language}/sell/{path}").content.decode()
        assert static_files(page) <= kept
    assert ("storefront/fonts/naskh-urdu-400.woff2" in kept) is (language == "/ur")
    assert women.haseena.get(f"{language}/sell/sw.js").content.decode() == text


def test_each_language_has_a_worker_of_its_own() -> None:
    texts = {Client().get(f"{language}/sell/sw.js").content for language in ("", "/hi", "/ur")}
    assert len(texts) == 3


def test_the_page_for_adding_may_listen_and_no_other(women: Women) -> None:
    add, goods = women.haseena.get(ADD), women.haseena.get("/sell/products/")
    assert "microphone=(self)" in add["Permissions-Policy"]
    assert "microphone=()" in goods["Permissions-Policy"]
    assert "media-src 'self' blob:" in add["Content-Security-Policy"]
    assert "unsafe" not in add["Content-Security-Policy"]


def test_the_portal_can_be_put_on_the_phones_first_page() -> None:
    found = json.loads(Client().get("/ur/sell/manifest.webmanifest").content)
    assert (found["start_url"], found["dir"], found["lang"]) == ("/ur/sell/", "rtl", "ur")


def test_pages_of_members_are_kept_nowhere_on_the_way(women: Women) -> None:
    for path in (ADD, "/sell/products/", "/sell/"):
        assert "no-store" in women.haseena.get(path)["Cache-Control"]
