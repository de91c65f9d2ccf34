"""The desks of logistics: sound on a phone and on a wide screen, in light and dark; a list of places is taken."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from jkrlm.people.facade import Role
from logistics.parcels.services.note_trouble import note_trouble
from logistics.parcels.services.scan import scan
from logistics.parcels.states import Bearer, Step, TroubleKind
from logistics.places.models import Place
from tests.common.looks import faults
from tests.common.web import Web
from tests.logistics.test_import import LIST
from tests.parcels.world import happened, opened
from tests.registry.world import open_registry
from tests.seller_orders.conftest import staff

BASE = "/staff/logistics/"
PAGES = (
    "",
    "places/hub-budgam/",
    "places/new/",
    "import/",
    "closures/",
    "closures/new/",
    "rates/",
    "rates/bands/",
    "parcels/",
    "parcels/claims/",
    "rounds/",
    "rounds/vehicles/",
)
LOOKS = (("light", 390), ("dark", 390), ("light", 1280), ("dark", 1280))


@pytest.fixture
def page(browser: Browser, web: Web, transactional_db: None) -> Iterator[Page]:
    open_registry()
    context = browser.new_context(base_url=web.url)
    session = staff(Role.LOGISTICS, name="Javid Wani").cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": web.url}])
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    context.close()


def looked_at(page: Page, name: str, looks: tuple[tuple[str, int], ...] = LOOKS) -> None:
    for theme, width in looks:
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": 844})
        assert faults(page) == [], (name, theme, width)


def test_every_desk_is_sound_and_a_list_of_places_is_taken(page: Page) -> None:
    lost = opened()
    scan(lost.code, happened(Step.HANDED_OVER, "gone"))
    gone = happened(Step.LOST, "lost", words="Never scanned again")
    note_trouble(lost.code, kind=TroubleKind.LOST, bearer=Bearer.CARRIER, happened=gone)
    for address in PAGES:
        answer = page.goto(BASE + address)
        assert answer is not None and answer.status == 200, address
        looked_at(page, address)

    page.goto(f"{BASE}import/")
    file = {
        "name": "list.csv",
        "mimeType": "text/csv",
        "buffer": f"{LIST}X1,shop,A,Budgam,193401,,,,,x\n".encode(),
    }
    page.get_by_label("The list (CSV)").set_input_files([file])  # type: ignore[list-item]
    page.get_by_label("Why").fill("The mission’s list")
    page.get_by_role("button", name="See what it changes").click()
    expect(page.get_by_role("heading", name="What it changes")).to_be_visible()
    looked_at(page, "import, seen", LOOKS[:1] + LOOKS[3:])
    page.get_by_role("button", name="Take 2 rows").click()
    expect(page.get_by_text("Taken: 2 new, 0 changed, 0 as they were, 1 refused.")).to_be_visible()
    assert Place.objects.filter(code="CFC-BUD-01").exists()
