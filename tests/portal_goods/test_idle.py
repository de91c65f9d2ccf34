"""A shared phone that lay idle: what she typed is kept, and out of sight until she gives her PIN again."""

from playwright.sync_api import expect

from tests.portal_goods.phones import (
    IN_A_BROWSER,
    Open,
    Village,
    choose,
    drafts,
    open_add,
    ready,
    unlock,
    worker_ready,
)

pytestmark = IN_A_BROWSER
AN_HOUR_AGO = """() => {
  const who = JSON.parse(localStorage.getItem("umeed.who"));
  localStorage.setItem("umeed.who", JSON.stringify({ ...who, seen: Date.now() - 3600000 }));
}"""


def test_an_idle_phone_hides_what_is_on_it(phone: Open, village: Village) -> None:
    context = phone()
    unlock(context, village.women.haseena, village.url)
    page = open_add(context)
    worker_ready(page)
    choose(page)
    page.wait_for_timeout(500)
    context.set_offline(True)
    page.evaluate(AN_HOUR_AGO)
    page.locator("#price").fill("1450")
    expect(page.locator("#goods-locked")).to_be_visible()
    for hidden in ("#goods", "#others", "#goods-state"):
        expect(page.locator(hidden)).to_be_hidden()
    assert [each["values"]["price"] for each in drafts(page)] == ["1450"]

    context.set_offline(False)
    page.goto("/sell/products/new/")
    ready(page)
    expect(page.locator("#price")).to_have_value("1450")
