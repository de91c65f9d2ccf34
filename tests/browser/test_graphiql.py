"""The demo's page to try queries on: it asks and shows, under its content security policy."""

from playwright.sync_api import expect

from commerce.client import ProductInput
from commerce.facade import app_store, refuse_on
from tests.browser.conftest import Store


def test_the_first_query_shows_a_shawl(store: Store, open_page) -> None:
    goods = app_store().products_for_index(channel="online", first=10, after=None).products
    stole = next(edge.node.id for edge in goods.edges if "Stole" in edge.node.name)
    renamed = app_store().product_update(id=stole, input=ProductInput(name="Kani pashmina shawl"))
    refuse_on(renamed.product_update.errors)

    page = open_page(1280)
    page.goto("/graphql/")
    page.get_by_role("button", name="Execute query").click()

    expect(page.locator(".result-window")).to_contain_text("Kani pashmina shawl")
    expect(page.locator(".result-window")).to_contain_text('"amount": 3450')
    expect(page.locator(".result-window")).not_to_contain_text("errors")
