"""In a browser at 390 px, in Urdu, with a network that goes away: what she added goes out once, and in her name."""

import re
from io import BytesIO

from django.test import Client
from PIL import Image
from playwright.sync_api import Page, Route, expect

from catalogue.facade import ListingState
from media.facade import picture, picture_bytes
from sellers.portal.models import KeptFile
from tests.portal.world import PIN
from tests.portal_goods.phones import (
    IN_A_BROWSER,
    Open,
    Village,
    drafts,
    fill,
    open_add,
    ready,
    send,
    take_photo,
    unlock,
    worker_ready,
)
from tests.portal_goods.world import goods_of, kept, photograph

pytestmark = IN_A_BROWSER

STATE = "#goods-state .badge"


def sent(page: Page) -> None:
    expect(page.locator(STATE)).to_have_class(re.compile(r"\bok\b"))


def sideways() -> bytes:
    """A photograph that a phone took upright: its pixels lie on their side, red was at the top."""
    image = Image.new("RGB", (2000, 1000), "blue")
    image.paste("red", (0, 0, 600, 1000))
    exif = image.getexif()
    exif[0x0112] = 6
    out = BytesIO()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_goods_added_without_network_go_out_once_when_it_is_back(phone: Open, village: Village) -> None:
    context = phone()
    unlock(context, village.women.haseena, village.url)
    page = open_add(context, "/ur")
    worker_ready(page)
    take_photo(page)
    context.set_offline(True)
    expect(page.locator("#net")).to_be_visible()
    take_photo(page, sideways(), shots=2)
    fill(page)
    send(page)
    expect(page.locator(STATE)).to_have_class(re.compile(r"\bwarn\b"))
    assert goods_of() == ()

    page.reload()
    ready(page)
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("body")).to_have_attribute("data-shell", "")
    expect(page.locator("#others li")).to_have_count(1)
    page.goto("/ur/sell/products/")
    expect(page.locator("h1")).not_to_contain_text("کنیہامہ")
    expect(page.locator('main a[href="/ur/sell/products/new/"]')).to_be_visible()
    page.goto("/ur/sell/products/new/")
    ready(page)

    context.set_offline(False)
    expect(page.locator("#others .badge")).to_have_class(re.compile(r"\bok\b"))
    (listing,) = goods_of()
    assert (listing.state, listing.quantity, len(listing.photo_keys)) == (ListingState.CHECKING, 3, 2)
    assert (listing.person_id, kept()) == (village.women.id_of("Haseena Begum"), 2)


def test_photos_are_made_small_on_the_phone_and_stay_upright(phone: Open, village: Village) -> None:
    context = phone()
    unlock(context, village.women.haseena, village.url)
    page = open_add(context)
    take_photo(page, sideways())
    fill(page)
    send(page)
    sent(page)
    (listing,) = goods_of()
    kept_picture = picture(listing.photo_keys[0])
    assert (kept_picture.width, kept_picture.height) == (800, 1600)
    image = Image.open(BytesIO(picture_bytes(listing.photo_keys[0]))).convert("RGB")
    top, bottom = image.getpixel((400, 100)), image.getpixel((400, 1500))
    assert (top[0] > 200 and top[2] < 60, bottom[2] > 200 and bottom[0] < 60) == (True, True)


def test_what_she_typed_is_there_again(phone: Open, village: Village) -> None:
    context = phone()
    unlock(context, village.women.haseena, village.url)
    page = open_add(context)
    take_photo(page)
    fill(page, price="2300", quantity="5")
    page.locator("details.blk summary").click()
    page.locator("#words").fill("Blue vine")
    page.locator("[name=variant-name]").first.fill("Small")
    page.wait_for_timeout(600)
    page.close()
    page = open_add(context)
    expect(page.locator("#price")).to_have_value("2300")
    expect(page.locator("#quantity")).to_have_value("5")
    expect(page.locator("#words")).to_have_value("Blue vine")
    expect(page.locator("[name=variant-name]").first).to_have_value("Small")
    expect(page.locator("input[value=crewel]")).to_be_checked()
    expect(page.locator("#shots .shot")).to_have_count(1)
    page.locator("#shots .drop").click()
    expect(page.locator("#shots .shot")).to_have_count(0)
    page.reload()
    ready(page)
    expect(page.locator("#shots .shot")).to_have_count(0)


def test_a_page_killed_in_the_middle_goes_on_where_it_was(phone: Open, village: Village) -> None:
    context = phone()
    unlock(context, village.women.haseena, village.url)
    page = open_add(context)
    for shots, colour in enumerate(("teal", "navy", "gold"), 1):
        take_photo(page, photograph(colour), shots=shots)
    fill(page)
    seen: list[str] = []

    def second_never_answers(route: Route) -> None:
        seen.append(route.request.url)
        if len(seen) != 2:
            route.continue_()

    page.route("**/files/**", second_never_answers)
    send(page)
    expect(page.locator(STATE)).to_contain_text("1 of 3")
    while len(seen) < 2:
        page.wait_for_timeout(50)
    page.close(run_before_unload=False)
    assert (kept(), goods_of()) == (1, ())

    page = context.new_page()
    uploads: list[str] = []
    page.on("request", lambda request: uploads.append(request.url) if "/files/" in request.url else None)
    page.goto("/sell/products/")
    for _time in range(100):
        if goods_of():
            break
        page.wait_for_timeout(100)
    (listing,) = goods_of()
    # What had come is not sent again; another may be tried twice on a busy machine.
    assert (len(listing.photo_keys), kept(), len(set(uploads))) == (3, 3, 2)
    expect(page.locator("#waiting")).to_be_hidden()


def test_pressed_twice_and_open_twice_is_sent_once(phone: Open, village: Village) -> None:
    context = phone()
    unlock(context, village.women.haseena, village.url)
    page = open_add(context)
    take_photo(page)
    fill(page)
    page.wait_for_timeout(500)
    other = open_add(context)
    expect(other.locator("#price")).to_have_value("1450")
    posts: list[str] = []
    for each in (page, other):
        each.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    page.evaluate("() => { const b = document.querySelector('[name=send]'); b.click(); b.click(); }")
    other.evaluate("document.querySelector('[name=send]').click()")
    sent(page)
    sent(other)
    page.wait_for_timeout(500)
    assert len(goods_of()) == 1
    assert len([each for each in posts if "/files/" not in each]) == 1
    assert kept() == 1


def test_a_refusal_stands_on_the_draft_and_nothing_is_lost(phone: Open, village: Village) -> None:
    context = phone()
    unlock(context, village.women.haseena, village.url)
    page = open_add(context)
    take_photo(page)
    fill(page, price="90000000")
    send(page)
    expect(page.locator("#error-price")).to_contain_text("Write the price in rupees")
    expect(page.locator(STATE)).to_have_class(re.compile(r"\berr\b"))
    expect(page.locator("#shots .shot")).to_have_count(1)
    assert goods_of() == ()
    page.locator("#price").fill("1450")
    send(page)
    sent(page)
    assert len(goods_of()) == 1


def test_missing_things_are_told_before_anything_is_sent(phone: Open, village: Village) -> None:
    context = phone()
    unlock(context, village.women.haseena, village.url)
    page = open_add(context)
    send(page)
    for name in ("photos", "kind", "price"):
        expect(page.locator(f"#error-{name}")).to_be_visible()
    assert drafts(page) == []


def test_another_woman_on_the_phone_never_sees_nor_sends_her_draft(phone: Open, village: Village) -> None:
    """Haseena adds without network and leaves; Shameema unlocks; Haseena comes back, and it goes out."""
    context, women = phone(), village.women
    unlock(context, women.haseena, village.url)
    page = open_add(context)
    worker_ready(page)
    take_photo(page)
    fill(page)
    page.route("**/drafts/**", lambda route: route.abort())
    send(page)
    expect(page.locator(STATE)).to_have_class(re.compile(r"\bwarn\b"))
    page.goto("/sell/help/")
    page.locator("form[action$='/leave/'] button").first.click()
    page.wait_for_url("**/who/**")
    page.unroute("**/drafts/**")

    context.set_offline(True)
    page.goto("/sell/products/new/")
    expect(page.locator("#goods-locked")).to_be_visible()
    expect(page.locator("#goods")).to_be_hidden()
    expect(page.locator("#others")).to_be_hidden()
    context.set_offline(False)

    page.goto(f"/sell/who/{women.id_of('Shameema Akhter')}/")
    page.locator("#id_passcode").fill(PIN)
    page.locator("main button").first.click()
    page.wait_for_url("**/sell/**")
    page.goto("/sell/products/new/")
    ready(page)
    expect(page.locator("#others")).to_be_hidden()
    expect(page.locator("#price")).to_have_value("")
    page.goto("/sell/products/")
    expect(page.locator("#waiting")).to_be_hidden()
    page.wait_for_timeout(500)
    assert goods_of() == ()

    page.goto(f"/sell/who/{women.id_of('Haseena Begum')}/")
    page.locator("#id_passcode").fill(PIN)
    page.locator("main button").first.click()
    page.wait_for_url("**/sell/**")
    for _time in range(100):
        if goods_of():
            break
        page.wait_for_timeout(100)
    assert goods_of()[0].person_id == women.id_of("Haseena Begum")


def test_a_session_that_ended_keeps_and_says_so(phone: Open, village: Village) -> None:
    context = phone()
    unlock(context, village.women.haseena, village.url)
    page = open_add(context)
    take_photo(page)
    fill(page)
    context.clear_cookies(name="sessionid")
    send(page)
    expect(page.locator(STATE)).to_contain_text("Unlock your part of the phone")
    assert (goods_of(), kept()) == ((), 0)
    (draft,) = drafts(page)
    assert (draft["state"], draft["locked"]) == ("waiting", True)
    unlock(context, village.women.haseena, village.url)
    page.reload()
    ready(page)
    expect(page.locator("#others .badge")).to_have_class(re.compile(r"\bok\b"))
    assert len(goods_of()) == 1


def test_a_full_phone_is_told(phone: Open, village: Village) -> None:
    context = phone()
    unlock(context, village.women.haseena, village.url)
    context.add_init_script(
        """const put = IDBObjectStore.prototype.put;
        IDBObjectStore.prototype.put = function (value) {
          if (value.blob) throw new DOMException("full", "QuotaExceededError");
          return put.call(this, value);
        };"""
    )
    page = open_add(context)
    page.locator("input[data-photo]").first.set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": sideways()}
    )
    expect(page.locator("#goods-trouble")).to_contain_text("The phone is full")
    expect(page.locator("#shots .shot")).to_have_count(0)


def test_her_voice_is_recorded_played_deleted_and_sent(phone: Open, village: Village) -> None:
    context = phone()
    unlock(context, village.women.haseena, village.url)
    page = open_add(context)
    take_photo(page)
    fill(page)
    mic = page.locator("#mic")
    mic.click()
    expect(mic).to_have_attribute("aria-pressed", "true")
    page.wait_for_timeout(1200)
    mic.click()
    expect(page.locator("#player")).to_be_visible()
    expect(page.locator("#said")).to_contain_text("0:01")
    page.evaluate("document.querySelector('#player').play()")
    page.wait_for_function("document.querySelector('#player').currentTime > 0")
    page.locator("#drop-voice").click()
    expect(page.locator("#player")).to_be_hidden()
    mic.focus()
    page.keyboard.press("Enter")
    expect(mic).to_have_attribute("aria-pressed", "true")
    page.wait_for_timeout(1000)
    page.keyboard.press("Enter")
    expect(page.locator("#player")).to_be_visible()
    send(page)
    sent(page)
    (listing,) = goods_of()
    assert listing.voice_key
    assert KeptFile.objects.filter(kind="voice").count() == 1


def test_what_the_phone_keeps_for_offline_names_nobody(phone: Open, village: Village) -> None:
    context = phone()
    unlock(context, village.women.haseena, village.url)
    page = open_add(context)
    worker_ready(page)
    for path in ("/sell/", "/sell/products/", "/sell/help/"):
        page.goto(path)
    texts = page.evaluate(
        """async () => {
          const all = [];
          for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const request of await cache.keys()) {
              all.push([new URL(request.url).pathname, await (await cache.match(request)).text()]);
            }
          }
          return all;
        }"""
    )
    assert {"/sell/products/new/offline/", "/sell/offline/"} <= {path for path, _text in texts}
    assert all(path.startswith("/static/") or path.endswith("/offline/") for path, _text in texts)
    for _path, text in texts:
        for private in ("Haseena", "Shameema", "Kanihama", "KZ09", "csrfmiddlewaretoken"):
            assert private not in text


def test_goods_sent_back_are_mended_on_the_phone(phone: Open, village: Village) -> None:
    from catalogue.models import Listing

    context = phone()
    unlock(context, village.women.haseena, village.url)
    page = open_add(context)
    take_photo(page)
    fill(page)
    send(page)
    sent(page)
    (listing,) = goods_of()
    Listing.objects.update(stage="sent-back", reasons=["photo-more"])
    page.goto("/sell/products/")
    page.locator(f"#g{listing.id} .acts a.btn").first.click()
    ready(page)
    expect(page.locator(".sent-back")).to_contain_text("One photo is not enough")
    expect(page.locator("#price")).to_have_value("1450")
    take_photo(page, sideways(), shots=2)
    send(page)
    sent(page)
    (after,) = goods_of()
    assert (after.state, len(after.photo_keys), after.photo_keys[0]) == (
        ListingState.CHECKING,
        2,
        listing.photo_keys[0],
    )


def test_without_javascript_it_is_a_plain_form(phone: Open, village: Village) -> None:
    context = phone(script=False)
    unlock(context, village.women.haseena, village.url)
    page = context.new_page()
    page.goto("/ur/sell/products/new/")
    for field in page.locator("input[name=photo]").all()[:1]:
        field.set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": sideways()})
    page.locator("summary.more").first.click()
    page.locator("input[value=crewel]").check(force=True)
    page.locator("#price").fill("1450")
    page.locator("button[name=look]").click()
    expect(page.locator("#get b")).to_contain_text("₹1,2")
    expect(page.locator("#shots .shot")).to_have_count(1)
    send(page)
    page.wait_for_url("**/ur/sell/products/")
    assert len(goods_of()[0].photo_keys) == 1
    assert isinstance(village.women.haseena, Client)
