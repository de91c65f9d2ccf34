"""Every page of goods can be read and pressed: narrow, dark, from right to left, with one hand."""

import pytest
from playwright.sync_api import expect

from catalogue.facade import provision
from catalogue.models import Listing
from tests.catalogue.goods import cushion, let_sell, on_sale
from tests.portal_goods.phones import (
    IN_A_BROWSER,
    NARROW,
    PHONE,
    Open,
    Village,
    fill,
    looked_at,
    open_add,
    send,
    take_photo,
    unlock,
    worker_ready,
)
from tests.portal_goods.world import ADD, form, goods_of, photograph

pytestmark = IN_A_BROWSER


def shelf(village: Village) -> dict[str, int]:
    """Goods in every state but approved; return their ids by state."""
    from media.facade import store_picture

    women = village.women
    let_sell("KZ09")
    provision()
    key = store_picture(photograph("#7C1F3D"), private=True).key
    haseena = women.id_of("Haseena Begum")
    piece = on_sale(cushion(person_id=haseena, photo_keys=(key,)))
    women.haseena.post(ADD, form(words="back"))
    women.haseena.post(ADD, form(draft="1"))
    Listing.objects.filter(words="back").update(
        stage="sent-back", reasons=["photo-dark"], reason_words="Left corner."
    )
    women.haseena.post(ADD, form(words="checking"))
    return {each.state.value: each.id for each in goods_of(person=haseena)} | {"on-sale": piece.id}


@pytest.mark.parametrize(
    ("width", "scheme", "language"),
    [(PHONE, "light", "/ur"), (PHONE, "dark", ""), (NARROW, "light", "/hi")],
    ids=["urdu", "dark", "narrow"],
)
def test_every_page_can_be_read_and_pressed(
    phone: Open, village: Village, width: int, scheme: str, language: str
) -> None:
    ids, found = shelf(village), []
    context = phone(width=width, scheme=scheme)
    unlock(context, village.women.haseena, village.url)
    page = open_add(context, language)
    worker_ready(page)
    looked_at(page, found)
    send(page)
    looked_at(page, found)
    take_photo(page)
    fill(page)
    page.locator("details.blk summary").click()
    expect(page.locator("#get b")).not_to_be_empty()
    looked_at(page, found)
    context.set_offline(True)
    send(page)
    looked_at(page, found)
    page.goto(f"{language}/sell/products/new/")
    looked_at(page, found)
    page.goto(f"{language}/sell/products/")
    looked_at(page, found)
    context.set_offline(False)
    for path in ("", f"{ids['on-sale']}/", f"{ids['sent-back']}/", "?state=on-sale"):
        page.goto(f"{language}/sell/products/{path}")
        looked_at(page, found)
    helper = phone(width=width, scheme=scheme)
    unlock(helper, village.women.crp, village.url)
    page = helper.new_page()
    page.goto(f"{language}/sell/products/")
    looked_at(page, found)
    assert found == []


def test_number_and_price_change_in_place(phone: Open, village: Village) -> None:
    ids = shelf(village)
    context = phone()
    unlock(context, village.women.haseena, village.url)
    page = context.new_page()
    page.goto("/sell/products/")
    card = page.locator(f"#g{ids['on-sale']}")
    card.get_by_role("button", name="One more").click()
    expect(card.locator("[name=quantity]")).to_have_value("4")
    expect(card.locator(".note")).to_contain_text("Saved: 4 can be sold.")
    card.locator("[name=price]").fill("1700")
    card.get_by_role("button", name="Save price").click()
    expect(card.locator(".sum b")).to_have_text("₹1,700")
    card.get_by_role("button", name="Take off sale").click()
    expect(card.get_by_role("button", name="Put on sale")).to_be_visible()
    assert page.url.endswith("/sell/products/")
