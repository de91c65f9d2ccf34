"""The frame: one column, three languages, no dead buttons, and small."""

import gzip
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from jkrlm.kernel.money import Money
from sellers.orders.facade import Piece, SellerOrderCard, SellerOrderState
from sellers.portal import clips
from sellers.portal.rules import today_of
from tests.common.buyer import text
from tests.portal.world import LONE, SHARED, Phone, Village

LANGUAGES = ("en", "hi", "ur")
KB = 1024


def size_of(body: bytes) -> int:
    return len(gzip.compress(body, 9))


def stylesheet() -> bytes:
    return Path(finders.find("portal/portal.css")).read_bytes()


@pytest.fixture
def phone(village: Village) -> Phone:
    found = Phone(SHARED).trust()
    found.choose(village.people["Haseena Begum"])
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["", "help/", "who/"])
def test_budget_of_the_first_view(phone: Phone, path: str, language: str) -> None:
    prefix = "" if language == "en" else f"/{language}"
    page = phone.client.get(f"{prefix}/sell/{path}")

    assert page.status_code == 200
    assert size_of(stylesheet()) <= 8 * KB
    assert size_of(page.content) + size_of(stylesheet()) <= 14 * KB
    assert page.content.count(b"<script") == 1, "that sends what waits on the phone, and no other"
    assert size_of(Path(finders.find("portal/goods-phone.js")).read_bytes()) <= 5 * KB
    assert b"fonts" not in page.content, "no font is loaded before it is needed"
    direction = "rtl" if language == "ur" else "ltr"
    assert f'<html lang="{language}" dir="{direction}">'.encode() in page.content


def test_pages_of_one_language_hold_no_english(phone: Phone) -> None:
    for language in ("hi", "ur"):
        for path in ("", "help/", "who/", "for/"):
            page = text(phone.client.get(f"/{language}/sell/{path}"))
            for name in ("Haseena Begum", "Shameema Akhter", "Rafiqa Jan", "Shazia Bano", "Naseema Khan"):
                page = page.replace(name, "")
            page = page.replace("Kanihama Tuji SHG", "")
            assert re.findall(r"[A-Za-z]{3,}", page) == [], path


def test_the_language_is_changed_on_the_same_page(phone: Phone) -> None:
    page = phone.client.get("/sell/help/").content.decode()
    links = re.findall(r'<a href="([^"]+)" lang="(\w+)"', page)
    assert links == [("/sell/help/", "en"), ("/hi/sell/help/", "hi"), ("/ur/sell/help/", "ur")]


def test_the_bar_names_the_group_in_its_language(phone: Phone) -> None:
    assert "Kanihama Tuji SHG" in phone.client.get("/sell/").content.decode()
    assert "کنیہامہ توجی ایس ایچ جی" in phone.client.get("/ur/sell/").content.decode()


def test_every_link_and_form_leads_somewhere(phone: Phone) -> None:
    """No dead buttons: what the dock has no page for is not in it."""
    for path in ("/sell/", "/sell/help/", "/sell/who/", "/ur/sell/"):
        page = phone.client.get(path).content.decode()
        for link in re.findall(r'<a [^>]*href="(/[^"]*)"', page):
            assert phone.client.get(link).status_code in (200, 302), link
        assert 'href="#"' not in page
        for form in re.findall(r'<form[^>]*action="([^"]+)"', page):
            assert phone.client.get(form).status_code in (200, 302, 405), form


def test_listen_is_offered_where_a_clip_exists(phone: Phone, tmp_path: Path, settings) -> None:
    clips.clip.cache_clear()
    assert "Listen" not in phone.client.get("/sell/help/").content.decode()
    folder = tmp_path / "portal" / "clips"
    folder.mkdir(parents=True)
    (folder / "help.en.mp3").write_bytes(b"ID3")
    settings.STATICFILES_DIRS = [tmp_path]
    finders.get_finder.cache_clear()
    clips.clip.cache_clear()
    try:
        assert (
            'href="/static/portal/clips/help.en.mp3" aria-label="Listen"'
            in phone.client.get("/sell/help/").content.decode()
        )
        assert "clips" not in phone.client.get("/sell/").content.decode()
        assert "clips" not in phone.client.get("/ur/sell/help/").content.decode()
    finally:
        clips.clip.cache_clear()
        finders.get_finder.cache_clear()


def test_whom_to_ask(phone: Phone) -> None:
    page = phone.client.get("/sell/help/").content.decode()
    assert 'href="tel:+919419055502"' in page
    words = text(phone.client.get("/sell/help/"))
    assert "Shazia Bano Resource person 94190 55502" in words
    assert "Naseema Khan Officer of the federation 94190 55503" in words


def test_who_is_not_signed_in_sees_no_name_of_a_group(village: Village) -> None:
    page = Client().get("/sell/sign-in/").content.decode()
    assert "SHG" not in text(Client().get("/sell/sign-in/"))
    assert 'class="dock"' not in page


def card(number: str, state: SellerOrderState, pack_by: date, group: str = "KZ09") -> SellerOrderCard:
    return SellerOrderCard(
        code=f"{number}-{group}",
        number=number,
        group_code=group,
        state=state,
        pack_by=pack_by,
        ship_on=pack_by,
        carrier="India Post",
        service="Speed Post",
        destination_pincode="560034",
        tracking_number="",
        pieces=(Piece("Kani stole", "KZ09-1", "p1", 2, 0, Money(Decimal("6900"), "INR")),),
        group_gets=Money(Decimal("6100"), "INR"),
        cash=Money(Decimal("0"), "INR"),
        confirmed_at=datetime(2026, 11, 18, tzinfo=UTC),
        order_id="o1",
    )


def test_what_waits_today() -> None:
    today = date(2026, 11, 20)
    S = SellerOrderState
    row = today_of(
        "KZ09",
        "Kanihama Tuji SHG",
        [
            card("1001", S.ACCEPTED, date(2026, 11, 19)),
            card("1002", S.ACCEPTED, date(2026, 11, 20)),
            card("1003", S.NEW, date(2026, 11, 22)),
            card("1004", S.NEW, date(2026, 11, 23)),
            card("1005", S.PACKED, date(2026, 11, 18)),
            card("2001", S.NEW, date(2026, 11, 18), group="KZ11"),
        ],
        today=today,
    )

    assert (row.accepted, row.new, row.packed, row.late) == (2, 2, 1, 2)
    assert [(order.number, order.is_late) for order in row.first] == [
        ("1001", True),
        ("1002", True),
        ("1003", False),
    ]
    assert row.first[0].pieces == "Kani stole × 2"


def test_home_asks_a_fixed_number_of_times(phone: Phone, crp: Phone, django_assert_max_num_queries) -> None:
    for one in (phone, crp):
        with django_assert_max_num_queries(13):
            one.client.get("/sell/")
        with django_assert_max_num_queries(20):
            one.client.get("/sell/help/")


def test_the_page_of_a_lone_phone(village: Village) -> None:
    found = Phone(LONE).trust()
    found.client.post("/sell/leave/")
    person = village.people["Dilshada Mir"]
    assert "Go on as Dilshada Mir" in text(found.client.get(f"/sell/who/{person}/"))
    assert found.client.post(f"/sell/who/{person}/")["Location"] == "/sell/"
    assert found.is_in()
