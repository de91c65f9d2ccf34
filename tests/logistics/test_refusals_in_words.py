"""Whoever packs, fetches, scans or drives reads in her language why something cannot be done."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils.html import escape
from django.utils.translation import override

import logistics
from jkrlm.kernel import clock
from jkrlm.kernel.money import Money
from logistics.carriers.facade import Address, Shipment, carrier
from logistics.parcels.errors import StepRefused
from logistics.parcels.models import Parcel
from logistics.parcels.selectors import steps_of
from logistics.parcels.services.follow_tracking import poll
from logistics.parcels.services.scan import scan
from logistics.parcels.states import Step
from logistics.rounds.models import Round, Stop, Visit
from sellers.portal.web.orders.reasons import in_words
from storefront.orders.tracking import track_cards
from tests.logistics.rounds.world import BUDGAM, DESK, Day, accepted, open_day, packed, send
from tests.parcels.conftest import post, post_company
from tests.parcels.post import LocalPost
from tests.parcels.world import happened, opened
from tests.registry.world import open_registry

__all__ = ["post", "post_company"]
ROOM = Path(logistics.__file__).parent
#: What a carrier says is in its words; what a program posts to us no person reads.
IN_A_CARRIERS_WORDS = ("CarrierRefused", "CarrierUnavailable", "BadNews", "Refusal")
#: What the worker keeps of a plan that failed names a hub, for who calls for help; of a 404 nothing is shown.
FOR_HELPERS = (
    "NotSolved",
    "CommandError",
    "ImproperlyConfigured",
    "ValueError",
    "ValidationError",
    "Http404",
)


def english_refusals() -> Iterator[str]:
    """Yield each refusal of logistics that is raised with a sentence which no catalogue can have."""
    for path in sorted(ROOM.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            made = node.exc if isinstance(node, ast.Raise) else None
            if not isinstance(made, ast.Call) or not isinstance(made.func, ast.Name) or not made.args:
                continue
            is_plain = isinstance(made.args[0], ast.JoinedStr | ast.Constant)
            if is_plain and made.func.id not in (*IN_A_CARRIERS_WORDS, *FOR_HELPERS):
                yield f"{path.relative_to(ROOM)}:{node.lineno}"


def test_no_refusal_of_logistics_is_english_for_all() -> None:
    assert list(english_refusals()) == []


@pytest.mark.django_db
def test_a_refusal_is_put_into_words_when_it_is_shown() -> None:
    open_registry()
    found = opened()
    scan(found.code, happened(Step.HANDED_OVER, "gone"))
    with override("en"), pytest.raises(StepRefused) as refused:
        scan(found.code, happened(Step.COLLECTED, "again"))
    said = {}
    for language in ("en", "hi", "ur"):
        with override(language):
            said[language] = str(refused.value.message)
    assert (
        said["en"] == f"{found.code} is “With the carrier”: “Fetched from the group” cannot follow on that."
    )
    assert "इसके बाद" in said["hi"]
    assert len(set(said.values())) == 3


@pytest.mark.django_db
def test_what_a_driver_could_not_take_her_office_reads_in_its_own_language() -> None:
    day: Day = open_day()
    rounds = accepted(day)
    stop = Stop.objects.get(parcels__parcel_code=day.parcels["KZ09-0"])
    gone, other = packed("KZ09", "193401", grams=900, number=77), day.parcels["KZ11-0"]
    scan(gone, happened(Step.HANDED_OVER, "gone"))
    told = send(
        day.phone(), day.driver, stop.pk, [day.parcels["KZ09-0"], gone, other, "P000000001"], at="/hi/"
    ).json()["refused"]
    assert "यहाँ का नहीं" in told[other] and "कोई पार्सल नहीं" in told["P000000001"] and "इसके बाद" in told[gone]

    row = Round.objects.get(stops=stop)
    assert row.code in {each.code for each in rounds}
    pages = {
        "en": day.desk().get(f"{DESK}plans/{row.plan_id}/hubs/{BUDGAM}/"),
        "hi": day.phone().get(f"/hi/rounds/{row.code}/"),
        "ur": day.phone().get(f"/ur/rounds/{row.code}/"),
    }
    kept = Visit.objects.get().refused
    for language, page in pages.items():
        for code in (gone, other, "P000000001"):
            assert escape(kept[code][language]) in page.content.decode(), (language, code)
    assert "“With the carrier”" in kept[gone]["en"] and len(set(kept[gone].values())) == 3


@pytest.mark.django_db
def test_why_it_came_back_is_said_in_the_language_of_its_reader(post: LocalPost) -> None:
    open_registry()
    for number, remark in (("1", ""), ("2", "door locked")):
        found = opened(number=number)
        scan(found.code, happened(Step.PACKED, f"packed {number}"))
        number_there = _booked(found)
        post.happens(number_there, "returned", **({"remark": remark} if remark else {}))
    poll(now=clock.now())
    for language, title in (("en", "It came back to us."), ("hi", "वापस")):
        with override(language):
            plain, remarked = (
                track_cards(steps_of(f"T3JkZXI6{number}"), {})[f"{number}-KZ09"].rows[0] for number in "12"
            )
        assert title in plain.title
        assert "Came back" not in plain.detail and remarked.detail.endswith("door locked"), language
    with override("hi"):
        assert in_words("Damaged: wet all through") == "खराब: wet all through"


def _booked(found: Parcel) -> str:
    nothing = Money.zero("INR")
    number = carrier("India Post").create(
        Shipment(
            key=f"test-{found.code}",
            reference=found.code,
            service=found.service,
            origin_pincode="193401",
            to=Address("Ananya Rao", ("12 MG Road",), "560034", "+919419000000"),
            weight_grams=190,
            dims_cm="",
            declared_value=nothing,
            cash_to_collect=nothing,
        )
    )
    Parcel.objects.filter(pk=found.pk).update(tracking_number=number)
    return number
