"""In a browser: reviews, questions and grievances, on phone and desk, dark and light, axe at nought."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page

from jkrlm.people.backends import DEMO_BACKEND
from jkrlm.people.facade import Role, User
from storefront.grievances.models import Grievance
from tests.common.buyer import Shopper
from tests.common.looks import faults
from tests.common.shop_world import open_shop
from tests.common.web import Web
from tests.grievances.world import opened, person, signed_in, write
from tests.portal.world import SHARED, Phone, open_village
from tests.reviews.world import Bought, a_photo, buy, decide, staff


@pytest.fixture
def told(transactional_db: None, web: Web, settings, tmp_path: Path) -> Bought:
    """A published review with a photograph, one grievance of which much was said."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PUBLIC_URL = web.url
    bought = buy(open_shop(), Shopper(), "Kani shawl")
    bought.write(photos=[a_photo()], shown_name="Ananya")
    decide(staff(), "review", bought.review.pk)
    made = opened()
    desk = signed_in(person())
    write(desk, made.number, "note", "The carrier dropped it.")
    write(desk, made.number, "resolve", "A new bowl left today.")
    opened()
    return bought


@pytest.fixture
def pages(browser: Browser, web: Web) -> Iterator:
    contexts = []

    def make(width: int, *, dark: bool, client: Client | None = None) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            base_url=web.url,
        )
        contexts.append(context)
        if client is not None:
            context.add_cookies(
                [{"name": name, "value": each.value, "url": web.url} for name, each in client.cookies.items()]
            )
        page = context.new_page()
        page.set_default_timeout(20_000)
        return page

    yield make
    for context in contexts:
        context.close()


def sound(page: Page, path: str) -> None:
    assert page.goto(path).ok, path
    assert faults(page) == [], path


def test_every_page_reads_well(told: Bought, pages) -> None:
    resolved, fresh = Grievance.objects.order_by("pk")
    public = (
        told.page,
        told.address,
        f"{told.page}questions/",
        "/grievance/?kind=order",
        f"/grievance/{resolved.token}/",
        f"/grievance/{fresh.token}/",
    )
    for prefix, width, dark in (("", 390, False), ("/ur", 390, True), ("/hi", 1280, False)):
        page = pages(width, dark=dark)
        for path in public:
            sound(page, prefix + path)
    village = open_village()
    leader = Phone(SHARED).trust()
    leader.choose(village.people["Haseena Begum"])
    page = pages(390, dark=True, client=leader.client)
    for path in ("/sell/reviews/", f"/sell/reviews/review/{told.review.pk}/", "/sell/grievances/"):
        sound(page, path)
    for role, paths in (
        (Role.EDITOR, ("/staff/reviews/?state=published", f"/staff/reviews/review/{told.review.pk}/")),
        (
            Role.GRIEVANCE,
            ("/staff/grievances/", f"/staff/grievances/{fresh.number}/", "/staff/grievances/figures/"),
        ),
    ):
        client = Client()
        client.force_login(User.objects.get(role_grants__role=role.value), backend=DEMO_BACKEND)
        for width, dark in ((390, False), (1280, True)):
            page = pages(width, dark=dark, client=client)
            for path in paths:
                sound(page, path)
