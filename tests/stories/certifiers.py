"""Those who bring goods to their certificate, each with a browser of her own that sends the pages' forms."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urljoin

import httpx
import pytest
from django.test import Client

import certification.standards.facade as standards
from certification.laboratory.models import Sample
from certification.laboratory.states import SampleState
from jkrlm.kernel import clock
from jkrlm.people.facade import Role, User
from sellers.registry.facade import add_member
from sellers.registry.services.licences import record_licence, verify_licence
from tests.certification.inspection.world import photograph, signed_in
from tests.certification.laboratory.world import LAB
from tests.common.live import LiveShop, at_rest
from tests.journeys import Form, forms
from tests.portal.world import SHARED, Phone
from tests.registry.world import somebody

CASES = "/staff/certification/cases/"
CERTIFICATES = "/staff/certification/certificates/"
LABELS = "/staff/certification/labels/"


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
        given: dict[str, object] | None = None,
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


@pytest.fixture
def certifiers(live_shop: LiveShop) -> Iterator[Certifiers]:
    """A group that may sell saffron, the standards, and the people of certification."""
    standards.seed_standards()
    day, at = clock.today(), clock.now()
    add_member(code="KZ09", name="Shameema Akhter", phone=SHARED, on=day, actor=None, now=at)
    officer = somebody("Shabnam Ara", Role.OFFICER)
    staff = (
        officer,
        somebody("Mehbooba Bhat", Role.OFFICER),
        somebody("Parveena Lone", Role.INSPECTOR),
        somebody("Aasif Shah", Role.LABORATORY),
        somebody("Mehvish Rather", Role.LABORATORY),
    )
    licence = record_licence(
        code="KZ09",
        kind="fssai",
        number="21219999000123",
        valid_from=day - timedelta(days=90),
        last_day=day + timedelta(days=700),
        actor=None,
    )
    verify_licence(code="KZ09", licence_id=licence, how="FoSCoS", actor=officer, now=at)
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
