"""Those who bring goods to their certificate, each with a browser of her own that sends the pages' forms."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urljoin

import httpx
import pytest
from django.test import Client

import certification.cases.facade as cases
import certification.standards.facade as standards
from catalogue.facade import BlockReason, Listing, ListingState, listings_of, provision, reindex_all
from certification.laboratory.models import Sample
from certification.laboratory.states import SampleState
from commerce.facade import public_store
from jkrlm.kernel import clock
from jkrlm.people.facade import Role, User
from sellers.registry.facade import add_member
from sellers.registry.services.licences import record_licence, verify_licence
from sellers.tax.facade import load_demo_registrations
from tests.certification.inspection.world import photograph, signed_in
from tests.certification.laboratory.world import LAB
from tests.common.live import LiveShop, at_rest
from tests.journeys import Form, forms
from tests.portal.world import SHARED, Phone
from tests.registry.world import somebody
from tests.stories.desks import Staff, approve_goods

CASES = "/staff/certification/cases/"
CERTIFICATES = "/staff/certification/certificates/"
LABELS = "/staff/certification/labels/"

QUANTITY = 20
TEXTS = {
    "title": "Mongra saffron, 1 g",
    "title_hi": "मोंगरा केसर",
    "title_ur": "مونگرا زعفران",
    "description": "Dried whole stigmas.",
    "hsn": "09102010",
    "weight_grams": "12",
    "dims_cm": "8x6x2",
    "attr-net-g": "1",
}


class Hand:
    """Somebody signed in: reads a page and sends one of its forms, as a browser without script does."""

    def __init__(self, url: str, client: Client, user: User | None = None) -> None:
        self.user = user
        self.client = client
        self.web = httpx.Client(base_url=url, follow_redirects=True, timeout=40)
        for name, each in client.cookies.items():
            self.web.cookies.set(name, each.value)

    def page(self, address: str) -> httpx.Response:
        answer = self.web.get(address)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        return answer

    def press(
        self,
        address: str,
        given: Mapping[str, object] | None = None,
        *,
        to: str = "",
        field: str = "",
        photos: tuple[str, ...] = (),
        status: int = 200,
    ) -> httpx.Response:
        """Send the page's form that leads ``to`` an address and has this ``field``; ``photos`` are attached."""
        page = self.page(address)
        found = _form(page, to or str(page.url.path), field)
        sent = {name: value for name, value in found.values({}).items() if not name.startswith("file-")}
        files = [
            (name, (f"{name}.jpg", photograph(colour), "image/jpeg"))
            for name, colour in zip(photos, ("teal", "maroon", "navy", "gold"), strict=False)
        ]
        target = urljoin(str(page.url), found.action)
        answer = self.web.post(target, data={**sent, **(given or {})}, files=files or None)
        assert answer.status_code == status, f"{target}: {answer.status_code} {_main(answer)}"
        return answer


def _form(page: httpx.Response, to: str, field: str) -> Form:
    for found in forms(page):
        leads = to in urljoin(str(page.url), found.action)
        if (
            found.method == "post"
            and leads
            and (not field or field in {each.name for each in found.controls})
        ):
            return found
    raise AssertionError(f"no form to {to} with {field!r} on {page.url}: {_main(page)}")


def _main(answer: httpx.Response) -> str:
    """Return what went wrong, as far as the page says it, else how it begins."""
    main = answer.text.partition("<main")[2]
    found = re.findall(r'<p class="(?:err|note (?:bad|warn))[^>]*>.*?</p>', main, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", "".join(found) or main).split())[:1500]


@dataclass
class Certifiers:
    """``seller`` is of Kanihama; ``second`` is another officer; the laboratory are two."""

    seller: Hand
    officer: Hand
    second: Hand
    inspector: Hand
    lab: Hand
    verifier: Hand


def licensed(officer: User | None, number: str, *, since: date) -> None:
    """The group has a licence for food, and somebody has looked it up."""
    licence = record_licence(
        code="KZ09",
        kind="fssai",
        number=number,
        valid_from=since,
        last_day=since + timedelta(days=700),
        actor=None,
    )
    assert officer is not None
    verify_licence(code="KZ09", licence_id=licence, how="FoSCoS", actor=officer, now=clock.now())


@pytest.fixture
def certifiers(live_shop: LiveShop) -> Iterator[Certifiers]:
    """A group that may sell saffron, the standards, and the people of certification."""
    standards.seed_standards()
    given = {"phone": SHARED, "on": clock.today(), "actor": None, "now": clock.now()}
    add_member(code="KZ09", name="Shameema Akhter", **given)
    officer = somebody("Shabnam Ara", Role.OFFICER)
    staff = (
        officer,
        somebody("Mehbooba Bhat", Role.OFFICER),
        somebody("Parveena Lone", Role.INSPECTOR),
        somebody("Aasif Shah", Role.LABORATORY),
        somebody("Mehvish Rather", Role.LABORATORY),
    )
    licensed(officer, "21219999000123", since=clock.today() - timedelta(days=90))
    seller = Hand(live_shop.url, Phone(SHARED).trust().client)
    they = Certifiers(seller, *(Hand(live_shop.url, signed_in(each), each) for each in staff))
    yield they
    for each in vars(they).values():
        each.web.close()


def newest_sample(case_number: str) -> Sample:
    return Sample.objects.filter(case_number=case_number).latest("pk")


def at_the_laboratory(they: Certifiers, sample: Sample) -> None:
    """The inspector gives it to the courier at once; it arrives with its seal unbroken."""
    at = f"{LAB}samples/{sample.code}/"
    given = {"holder": "courier", "at": f"{clock.now().astimezone(clock.INDIA):%Y-%m-%dT%H:%M}"}
    they.inspector.press(at, {**given, "note": "India Post EK123456789IN"}, to="hand-over")
    they.lab.press(at, {"giver": "courier", "seal": sample.seal.lower(), "intact": "on"}, to="receive")


def measure(they: Certifiers, sample: Sample, **values: str) -> None:
    """One of the laboratory measures and hands in; another looks at it and releases it."""
    at = f"{LAB}samples/{sample.code}/"
    they.lab.press(at, to="take")
    they.lab.press(at, {f"value-{code}": value for code, value in values.items()}, to="results")
    they.verifier.press(at, to="verify")
    they.verifier.press(at, to="release")
    at_rest()
    sample.refresh_from_db()
    assert sample.state == SampleState.RELEASED


@pytest.fixture
def staff(live_shop: LiveShop, settings, tmp_path: Path) -> Staff:
    settings.MEDIA_ROOT, settings.CERT_KEYS_DIR = tmp_path / "media", tmp_path / "keys"
    settings.GS1_COMPANY_PREFIX = "8901234"
    provision()
    load_demo_registrations()
    reindex_all()
    desk = Staff()
    desk.admit("KZ09")
    return desk


def mine() -> Listing:
    (found,) = listings_of(("KZ09",))
    return found


def blocks() -> set[str]:
    return {str(each.reason) for each in mine().blocks}


def on_sale(live: LiveShop) -> bool:
    """Return whether a buyer finds a button; listing and store must say the same."""
    row = mine()
    page = live.buyer("looker").web.get(f"/products/{row.slug}/")
    product = public_store().product_details(slug=row.slug, channel="online").product
    assert product is not None
    offered = "/cart/add/" in page.text
    assert product.is_available_for_purchase is offered
    assert (row.state == ListingState.ON_SALE) is offered
    return offered


def saffron_in_the_shop(live: LiveShop, staff: Staff, they: Certifiers) -> Listing:
    """She adds it, an editor approves it; it cannot be bought before it has its certificate."""
    they.seller.press(
        "/sell/products/new/",
        {
            "kind": "saffron",
            "price": "450",
            "quantity": str(QUANTITY),
            "lead_days": "3",
            "answer-saffron.net-g": "1",
        },
        field="kind",
        photos=("photo",),
    )
    approve_goods(staff[Role.EDITOR], mine(), **TEXTS)
    assert blocks() == {BlockReason.CERTIFICATE}
    assert not on_sale(live)
    return mine()


def asked_and_completed(they: Certifiers, row: Listing) -> cases.Case:
    """She forgets the licence's paper; the officer sends the case back; she adds it, and it is complete."""
    today = clock.today()
    batch = {
        "lot": "new",
        "made_on": (today - timedelta(days=20)).isoformat(),
        "expires_on": (today + timedelta(days=500)).isoformat(),
        "quantity": str(QUANTITY),
        "say-harvest": "Pampore, October, dried in shade",
    }
    address = f"/sell/certificates/new/{row.id}/"
    page = they.seller.press(address, batch, field="quantity", photos=("file-threads", "file-pack"))
    (case,) = cases.cases_of(("KZ09",))
    assert page.url.path == f"/sell/certificates/{case.number}/"
    assert case.missing == ("fssai",)
    at = f"{CASES}{case.number}/"
    they.officer.press(at, {"words": "The paper of the licence, please."}, to="send-back")
    assert cases.case(case.number).state == cases.CaseState.INCOMPLETE
    they.seller.press(page.url.path, field="key", photos=("file-fssai",))
    assert cases.case(case.number).missing == ()
    they.officer.press(at, to="complete")
    they.officer.press(at, {"inspector": str(they.inspector.user.pk)}, to="assign")
    at_rest()
    case = cases.case(case.number)
    assert case.state == cases.CaseState.ASSIGNED
    return case
