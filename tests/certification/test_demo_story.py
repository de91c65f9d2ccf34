"""The demo's certificates from the application to the label, on the demo's goods: cut off, told once."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

import certification.inspection.facade as inspection
import certification.verification.facade as verification
import sellers.tax.facade as tax
from catalogue.facade import load_demo
from certification.cases.facade import complaints
from certification.cases.models import Case
from certification.certificates.models import Certificate
from certification.inspection.models import Visit
from certification.labels.models import Label
from certification.laboratory.models import Sample
from certification.lots.models import Lot
from certification.standards.facade import seed_standards
from certification.verification.models import Seen
from jkrlm.invariants import CLAUSES
from sellers.portal.facade import load_demo_sellers
from storefront.demo import certification as story
from storefront.demo.people import demo_user
from tests.common.buyer import text

pytestmark = pytest.mark.django_db


class PowerCut(Exception):
    pass


@pytest.fixture
def goods(db: None, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.CERT_KEYS_DIR = tmp_path / "keys"
    tax.load_reference_data()
    tax.load_demo_registrations()
    seed_standards()
    load_demo()
    load_demo_sellers()


def tell() -> None:
    story.load_demo_certification(lambda _line: None)


def counts() -> list[int]:
    return [each.objects.count() for each in (Case, Visit, Sample, Lot, Certificate, Label, Seen)]


def test_it_is_told_once_after_a_power_cut_and_every_desk_has_work(
    goods: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    _cut_off(monkeypatch)
    tell()
    told = counts()
    tell()
    assert counts() == told

    assert Counter(Case.objects.values_list("state", flat=True)) == {
        "granted": 4,
        "evaluated": 1,
        "assigned": 3,
        "incomplete": 1,
        "complete": 1,
        "submitted": 1,
    }
    assert Counter(Sample.objects.values_list("state", flat=True)) == {"released": 5, "entered": 1}
    assert Counter(Certificate.objects.values_list("state", flat=True)) == {"valid": 3, "suspended": 1}
    attached = Label.objects.filter(state="attached").values_list("code", flat=True)
    assert {str(verification.verdict(code).word) for code in attached} == {
        "genuine",
        "suspended",
        "seen-too-often",
    }
    assert len(complaints(open_only=True)) == 1
    for clause in CLAUSES:
        assert clause.check() == [], clause.sentence
    _pages_show_it()


def _cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """The power fails before the visits, then before the labels."""
    for room, name in ((inspection, "load_demo_visits"), (verification, "load_demo_labels")):
        with monkeypatch.context() as cut:
            cut.setattr(room, name, _fails)
            with pytest.raises(PowerCut):
                tell()


def _fails(*_args: object, **_named: object) -> None:
    raise PowerCut


def _pages_show_it() -> None:
    number = Case.objects.get(state="evaluated").number
    for person, path, words in (
        ("officer", "/staff/certification/", "Ready to decide"),
        ("officer", f"/staff/certification/cases/{number}/", "Photos from the visit"),
        ("officer", "/staff/certification/certificates/", "Suspended"),
        ("officer", "/staff/certification/lots/", "Kashmir Mongra Saffron"),
        ("officer", "/staff/certification/labels/", "Handspun Pashmina Stole"),
        ("inspector", "/staff/certification/visits/", "To be made"),
        ("lab-verifier", "/staff/certification/laboratory/", "Measured, to be verified"),
        ("member", "/sell/certificates/", "Kani Wool Stole"),
    ):
        client = Client()
        client.post("/demo/", {"person": person})
        assert words in text(client.get(path)), path


def test_without_the_demos_goods_there_is_no_story(db: None) -> None:
    assert demo_user("officer") is not None
    tell()
    assert counts() == [0] * 7
    assert complaints() == ()
