"""In a browser: dark and blurred are said when a photograph is taken, offline too, as the server judges them."""

import io
import re

from PIL import Image
from playwright.sync_api import Page, expect

from catalogue.models import ListingPhoto
from media.facade import picture_bytes, seen_of, store_picture
from media.models import PictureEdit
from tests.photos.samples import blurred, dark, good
from tests.portal_goods.phones import (
    IN_A_BROWSER,
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
from tests.portal_goods.world import goods_of

pytestmark = IN_A_BROWSER
SAMPLES = {"good": good, "dark": dark, "blurred": blurred}


def measured(page: Page, data: bytes) -> dict:
    page.evaluate(
        """(bytes) => createImageBitmap(new Blob([new Uint8Array(bytes)])).then((picture) => {
            window.found = window.umeedPicture.measure(picture);
        })""",
        list(data),
    )
    return page.evaluate("window.found")


def test_the_phone_and_the_server_judge_alike_and_draw_alike(phone: Open, village: Village) -> None:
    context = phone()
    unlock(context, village.women.haseena, village.url)
    page = open_add(context)
    for seed in (1, 4, 8):
        for name, make in SAMPLES.items():
            data = make(seed)
            key = store_picture(data, private=True).key
            server, here = seen_of([key])[key], measured(page, data)
            assert here["trouble"] == server.trouble == ("" if name == "good" else name), (
                name,
                seed,
                here,
                server,
            )
            assert abs(here["light"] - (server.light or 0)) <= 2
    words = page.evaluate(
        """() => { const b = window.umeedPicture; let r = b.read("c0-125-750-1000.w200-300.e-1.l");
            const all = [b.write(r)];
            for (const act of ["turn", "square", "turn", "lighter", "white", "white", "levels", "undo"]) {
              r = b.press(r, act, 1200, 900); all.push(b.write(r)); }
            return all; }"""
    )
    from media.recipes import pressed, recipe_of

    recipe, wanted = recipe_of(words[0]), [words[0]]
    for act in ("turn", "square", "turn", "lighter", "white", "white", "levels", "undo"):
        recipe = pressed(recipe, act, width=1200, height=900)
        wanted.append(recipe.words)
    assert words == wanted


def test_offline_she_is_told_makes_it_better_and_what_arrives_is_edited(
    phone: Open, village: Village
) -> None:
    context = phone()
    unlock(context, village.women.haseena, village.url)
    page = open_add(context, "/ur")
    worker_ready(page)
    context.set_offline(True)
    page.goto("/ur/sell/products/new/")
    page.locator("#goods[data-ready]").wait_for(state="attached")
    take_photo(page, dark())
    expect(page.locator("#troubles .trouble.dark")).to_be_visible()
    take_photo(page, blurred(), shots=2)
    expect(page.locator("#troubles .trouble.blurred")).to_contain_text("2")
    page.locator("#shots .shot .pen").first.click()
    expect(page.locator("#pen")).to_be_visible()
    for act in ("turn", "square", "lighter", "lighter", "lighter", "white"):
        page.locator(f"#pen [data-press={act}]").click()
    found: list[str] = []
    looked_at(page, found)
    assert found == []
    page.locator("#pen-done").click()
    expect(page.locator("#troubles .trouble.dark")).to_have_count(0)
    page.locator("#shots .shot .drop").nth(1).click()
    expect(page.locator("#troubles .trouble")).to_have_count(0)
    fill(page)
    send(page)
    context.set_offline(False)
    expect(page.locator("#goods-state .badge")).to_have_class(re.compile(r"\bok\b"), timeout=30_000)
    (listing,) = goods_of()
    one = ListingPhoto.objects.get(listing=listing.id)
    assert PictureEdit.objects.get(picture=one.shown_key).recipe == "t1.c0-125-1000-875.wa.e6"
    came = Image.open(io.BytesIO(picture_bytes(one.original_key)))
    shown = Image.open(io.BytesIO(picture_bytes(one.shown_key)))
    assert came.size == (1200, 900), "the photograph came as it was taken"
    assert shown.size == (900, 900)
