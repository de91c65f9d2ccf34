"""Editors write Hindi and Urdu for goods in the shop: its pages say them, and goods are found by them."""

from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client

from catalogue import facade as catalogue
from catalogue.facade import SearchQuery, search
from catalogue.models import Listing
from catalogue.services.texts import Text, write_texts
from catalogue.web.views import EDITORS
from commerce.client import LanguageCodeEnum
from commerce.facade import app_store
from jkrlm.kernel import relay
from jkrlm.kernel.models import OutboxMessage
from jkrlm.people.facade import Role, audit_trail
from tests.bad_input.unchanged import nothing_changes
from tests.catalogue.goods import cushion
from tests.catalogue.test_editors_desk import browser, press
from tests.common.buyer import text
from tests.registry.world import open_registry

pytestmark = pytest.mark.django_db

HINDI = {"title_hi": "नीली बेल का कुशन", "description_hi": "सूती कपड़े पर ऊन।\nदो हफ़्ते का काम।"}
URDU = {"title_ur": "نیلی بیل کا کشن", "description_ur": "سوتی کپڑے پر اون۔"}


@pytest.fixture
def cushion_on_sale(settings, tmp_path: Path) -> Listing:
    settings.MEDIA_ROOT = tmp_path / "media"
    open_registry()
    catalogue.provision()
    made = catalogue.propose(cushion())
    assert press(browser(Role.EDITOR), made.id, "approve").status_code == 302
    relay.drain()
    row = Listing.objects.get(pk=made.id)
    assert row.published_at is not None
    return row


def send(client: Client, row: Listing, **texts: str):
    drawn = as_drawn(client.get(f"/staff/goods/{row.pk}/texts/"))
    return client.post(f"/staff/goods/{row.pk}/texts/", {**drawn, **texts})


def as_drawn(page: HttpResponse) -> dict[str, str]:
    """What a browser would send of the page where nothing is typed."""
    return {field.html_name: str(field.value() or "") for field in page.context["form"]}


def test_what_an_editor_writes_is_on_the_shops_page_and_found(cushion_on_sale: Listing) -> None:
    row, editor = cushion_on_sale, browser(Role.EDITOR, name="Nasreen")
    assert "Crewel Cushion, blue vine" in text(editor.get("/staff/goods/texts/"))
    before = text(Client().get(f"/hi/products/{row.slug}/"))
    assert "क्रूएल कुशन" in before and "Wool on cotton." in before
    assert "यह पाठ अंग्रेज़ी में है" in before

    assert send(editor, row, **HINDI, **URDU).status_code == 302
    relay.drain()

    hindi = Client().get(f"/hi/products/{row.slug}/")
    assert "नीली बेल का कुशन" in text(hindi) and "दो हफ़्ते का काम।" in text(hindi)
    assert "यह पाठ अंग्रेज़ी में है" not in text(hindi)
    assert "سوتی کپڑے پر اون۔" in text(Client().get(f"/ur/products/{row.slug}/"))
    assert "Wool on cotton." in text(Client().get(f"/products/{row.slug}/"))
    assert search(SearchQuery(q="कुशन")).product_ids == (row.product_id,)
    assert search(SearchQuery(q="اون")).product_ids == (row.product_id,)
    assert "Crewel Cushion, blue vine" not in text(editor.get("/staff/goods/texts/"))
    (entry,) = [each for each in audit_trail(f"listing {row.pk}", most=9) if each.verb == "listing.translate"]
    assert entry.after["title_hi"] == "नीली बेल का कुशन"


def test_a_text_taken_back_is_english_again_and_says_so(cushion_on_sale: Listing) -> None:
    row, editor = cushion_on_sale, browser(Role.EDITOR, name="Nasreen")
    send(editor, row, **HINDI, **URDU)
    relay.drain()
    assert send(editor, row, **HINDI, title_ur="", description_ur="").status_code == 302
    relay.drain()

    page = Client().get(f"/ur/products/{row.slug}/").content.decode()
    assert '<h1 lang="en">Crewel Cushion, blue vine</h1>' in page
    assert '<p class="mb-s" lang="en" dir="auto">Wool on cotton.</p>' in page
    listing = Client().get("/ur/products/").content.decode()
    assert f'<a href="/ur/products/{row.slug}/" lang="en">Crewel Cushion, blue vine</a>' in listing
    assert f'<a href="/hi/products/{row.slug}/">नीली बेल का कुशन</a>' in (
        Client().get("/hi/products/").content.decode()
    )


def test_the_second_of_two_editors_is_told_and_loses_nothing(cushion_on_sale: Listing) -> None:
    row, first, second = (
        cushion_on_sale,
        browser(Role.EDITOR, name="Nasreen"),
        browser(Role.EDITOR, name="Zahida"),
    )
    stale = {**as_drawn(second.get(f"/staff/goods/{row.pk}/texts/")), **HINDI, **URDU}
    send(first, row, **HINDI)

    refused = second.post(f"/staff/goods/{row.pk}/texts/", stale)

    assert refused.status_code == 409
    assert "Somebody else changed this" in text(refused) and "نیلی بیل کا کشن" in refused.content.decode()
    row.refresh_from_db()
    assert row.title_ur == stale["seen_title_ur"] == "کریول کشن"
    assert send(second, row, **HINDI, **URDU).status_code == 302
    with nothing_changes():
        repeated = second.post(f"/staff/goods/{row.pk}/texts/", stale)
    assert repeated.status_code == 302
    too_long = send(second, row, **{**HINDI, **URDU, "title_hi": "क" * 201})
    assert too_long.status_code == 422 and "क" * 201 in too_long.content.decode()


def test_the_second_press_writes_what_she_typed_and_nothing_else(cushion_on_sale: Listing) -> None:
    row, first, second = (
        cushion_on_sale,
        browser(Role.EDITOR, name="Nasreen"),
        browser(Role.EDITOR, name="Zahida"),
    )
    send(first, row, **HINDI)
    path = f"/staff/goods/{row.pk}/texts/"
    drawn = as_drawn(second.get(path))
    send(first, row, title_hi="नीला कुशन", title_ur="نیلا کشن")

    refused = second.post(path, {**drawn, "title_ur": URDU["title_ur"]})

    assert refused.status_code == 409
    assert "Kept now: نیلا کشن" in text(refused)
    typed = as_drawn(refused)
    assert (typed["title_hi"], typed["title_ur"]) == ("नीला कुशन", URDU["title_ur"])
    assert "Kept now: नीला" not in text(refused)
    assert second.post(path, typed).status_code == 302
    row.refresh_from_db()
    assert (row.title_hi, row.title_ur) == ("नीला कुशन", URDU["title_ur"])
    assert row.description_hi == HINDI["description_hi"]


def test_what_a_translator_wrote_in_the_store_outlives_another_language(cushion_on_sale: Listing) -> None:
    row, editor = cushion_on_sale, browser(Role.EDITOR, name="Nasreen")
    write_texts(app_store(), row.product_id, {LanguageCodeEnum.UR: Text("نیلی بیل", "سوتی کپڑا")})

    send(editor, row, **HINDI)
    event = OutboxMessage.objects.get(name="ListingTranslated")
    assert event.payload["languages"] == ["hi"]
    relay.drain()

    assert "नीली बेल का कुशन" in text(Client().get(f"/hi/products/{row.slug}/"))
    urdu = text(Client().get(f"/ur/products/{row.slug}/"))
    assert "نیلی بیل" in urdu and "سوتی کپڑا" in urdu


def test_only_editors_translate(cushion_on_sale: Listing) -> None:
    path = f"/staff/goods/{cushion_on_sale.pk}/texts/"
    strangers = [browser(role, name=f"Not {role}") for role in Role if role not in EDITORS]
    with nothing_changes():
        for stranger in strangers:
            for answer in (
                stranger.get("/staff/goods/texts/"),
                stranger.get(path),
                stranger.post(path, {"version": "1", **HINDI}),
            ):
                assert answer.status_code in (302, 403)
                assert "/staff/goods" not in answer.headers.get("Location", "").partition("?")[0]
