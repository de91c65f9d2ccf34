"""The desk of parcels and the hub's page on a phone, with a script and without one."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from jkrlm.kernel import clock
from jkrlm.people.facade import Role
from logistics.parcels.models import CarrierAsk, Parcel
from logistics.parcels.services.note_trouble import note_trouble
from logistics.parcels.services.say_late import promise
from logistics.parcels.services.scan import scan
from logistics.parcels.states import Bearer, Step, TroubleKind
from tests.common.looks import faults
from tests.common.web import Web
from tests.parcels.world import ACTOR, happened, opened
from tests.registry.world import open_registry
from tests.seller_orders.conftest import staff

BASE = "/staff/logistics/parcels/"


@pytest.fixture
def phone(browser: Browser, web: Web, transactional_db: None) -> Iterator[Page]:
    open_registry()
    context = browser.new_context(viewport={"width": 390, "height": 844}, base_url=web.url)
    session = staff(Role.LOGISTICS, name="Javid Wani").cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": web.url}])
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    context.close()


def looked_at(page: Page, name: str) -> None:
    assert faults(page) == [], name


def test_a_hub_scans_and_every_page_is_sound(phone: Page) -> None:
    found, broken = opened(), opened(number="1043")
    scan(broken.code, happened(Step.HANDED_OVER, "gone"), tracking_number="EE123456786IN")
    day = broken.latest.replace(year=broken.latest.year + 1)
    promise(broken.code, expected=day, actor=ACTOR, now=clock.now(), words="Snow")
    facts = happened(Step.DAMAGED, "broken", words="Wet through")
    note_trouble(broken.code, kind=TroubleKind.DAMAGED, bearer=Bearer.CARRIER, happened=facts)
    CarrierAsk.objects.create(
        key="k", parcel=found, kind="create", state="failed", answer="too heavy", asked_at=clock.now(),
        changed_at=clock.now(),
    )  # fmt: skip

    phone.goto(f"{BASE}scan/?place={found.hub_code}")
    expect(phone.get_by_label("Parcel", exact=True)).to_be_focused()
    looked_at(phone, "scan")
    phone.keyboard.type("nonsense\n")
    expect(phone.get_by_text("No parcel fits “nonsense”.")).to_be_visible()
    looked_at(phone, "scan-refused")
    phone.get_by_label("Parcel", exact=True).fill("")
    phone.get_by_label("Parcel", exact=True).press_sequentially(f"{found.code}\n")
    expect(phone.get_by_text(f"{found.code}: At a hub.")).to_be_visible()
    assert Parcel.objects.get(pk=found.pk).state == "at-hub"
    pages = ("", "?lane=trouble", "queue/", "claims/", f"{broken.code}/", f"{found.code}/trouble/")
    for address in pages:
        phone.goto(BASE + address)
        looked_at(phone, address)
