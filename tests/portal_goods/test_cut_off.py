"""In a browser: the network breaks off in the middle of a large photograph, and what came is not sent again."""

import re
from io import BytesIO

from PIL import Image
from playwright.sync_api import Route, expect

from tests.portal_goods.phones import (
    IN_A_BROWSER,
    Open,
    Village,
    fill,
    open_add,
    send,
    take_photo,
    unlock,
)
from tests.portal_goods.test_offline import STATE
from tests.portal_goods.world import goods_of, kept

pytestmark = IN_A_BROWSER


def test_a_photograph_cut_off_in_the_middle_goes_on_with_its_next_piece(
    phone: Open, village: Village
) -> None:
    context = phone()
    unlock(context, village.women.haseena, village.url)
    page = open_add(context)
    grain = BytesIO()
    Image.effect_noise((1600, 1200), 90).convert("RGB").save(grain, "JPEG", quality=90)
    take_photo(page, grain.getvalue())
    fill(page)
    asked: list[tuple[str, str]] = []

    def cut_after_two(route: Route) -> None:
        asked.append((route.request.method, route.request.headers.get("upload-offset", "")))
        if len(asked) == 3:
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/files/**", cut_after_two)
    send(page)
    expect(page.locator(STATE)).to_have_class(re.compile(r"\bok\b"), timeout=30_000)
    offsets = [int(offset) for method, offset in asked if method == "PATCH"]
    assert ("HEAD", "") in asked, "it asks how far it came"
    assert offsets[:2] == [0, 64 * 1024] and offsets[2] == offsets[3] > 64 * 1024, (
        "nothing is sent twice but the piece that was cut"
    )
    assert (kept(), len(goods_of()[0].photo_keys)) == (1, 1)
