"""India Post's adapter against a server that speaks HTTP, in a process of its own: slow, failing, killed."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import httpx
import pytest

from jkrlm.kernel.money import Money
from logistics.carriers.by_hand import CarrierByHand
from logistics.carriers.facade import (
    Address,
    BadNews,
    ByHand,
    CarrierRefused,
    CarrierUnavailable,
    Milestone,
    PickupWish,
    Shipment,
    carrier,
    is_s10,
    looks_s10,
    tidy,
)
from logistics.carriers.india_post import SIGNATURE, IndiaPost, signature
from tests.parcels.post import KEY, SECRET, LocalPost

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)


def shipment(key: str, **changes: object) -> Shipment:
    facts: dict[str, object] = {
        "key": key,
        "reference": "P000000017",
        "service": "Parcel",
        "origin_pincode": "193401",
        "to": Address("Ananya Rao", ("12 MG Road", "Bengaluru"), "560034", "+919419000000"),
        "weight_grams": 190,
        "dims_cm": "28x22x4",
        "declared_value": Money(Decimal("3500.00"), "INR"),
        "cash_to_collect": Money(Decimal("3542.50"), "INR"),
        **changes,
    }
    return Shipment(**facts)  # type: ignore[arg-type]


def company(post: LocalPost, *, seconds: float = 5) -> IndiaPost:
    return IndiaPost(post.address, KEY, SECRET, seconds=seconds)


def test_the_same_key_is_one_article_also_after_the_server_died(post: LocalPost) -> None:
    number = company(post).create(shipment("one"))
    assert is_s10(number)
    post.kill()
    with pytest.raises(CarrierUnavailable):
        company(post).create(shipment("one"))
    post.start()
    assert company(post).create(shipment("one")) == number
    assert company(post).create(shipment("two")) != number
    with pytest.raises(CarrierRefused, match="something else"):
        company(post).create(shipment("one", weight_grams=200))
    assert (company(post).booked("one"), company(post).booked("never")) == (number, None)


def test_a_failure_is_tried_again_and_a_refusal_is_not(post: LocalPost) -> None:
    post.fails("503", "slow")
    assert company(post, seconds=4).create(shipment("patient"))
    post.fails("reset", "500")
    with pytest.raises(CarrierUnavailable):
        company(post).create(shipment("unlucky"))
    post.fails("slow", "slow")
    with pytest.raises(CarrierUnavailable):
        company(post, seconds=0.3).create(shipment("timed out"))
    with pytest.raises(CarrierRefused, match="at most 35 kg"):
        company(post).create(shipment("heavy", weight_grams=40_000))
    with pytest.raises(CarrierRefused, match="opens nothing"):
        IndiaPost(post.address, "wrong", SECRET).create(shipment("stranger"))


def test_label_pickup_cancel_track_and_cash(post: LocalPost) -> None:
    post_office = company(post)
    number = post_office.create(shipment("journey"))
    assert post_office.label(number)[:5] == b"%PDF-"
    wish = PickupWish("pick", date(2026, 11, 23), "193401", (number,))
    assert post_office.pickup(wish) == post_office.pickup(wish)
    post.happens(number, "dispatched", office="Srinagar GPO", at="2026-11-22T09:00:00+05:30")
    post.happens(number, "delivered", at="2026-11-24T11:00:00+05:30")
    moved, came = post_office.track([number, "EE000000000IN"])
    assert (moved.milestone, moved.where, came.milestone) == (
        Milestone.MOVED,
        "Srinagar GPO",
        Milestone.DELIVERED,
    )
    assert moved.at == datetime(2026, 11, 22, 3, 30, tzinfo=UTC)
    with pytest.raises(CarrierRefused, match="on its way"):
        post_office.cancel(number)
    other = post_office.create(shipment("unwanted"))
    post_office.cancel(other)
    post_office.cancel(other)

    post.hands_in()
    (line,) = [
        each
        for advice in post_office.remittances(date(2026, 1, 1))
        for each in advice.lines
        if each.tracking_number == number
    ]
    assert (line.amount.amount, line.fee.amount, line.fee_gst.amount) == (
        Decimal("3542.50"), Decimal("70.85"), Decimal("12.75"),
    )  # fmt: skip


def test_news_are_believed_when_they_are_signed_and_new(post: LocalPost) -> None:
    body = json.dumps(
        {"events": [{"id": "e1", "article": "EE1", "event": "delivered", "at": NOW.isoformat()}]}
    ).encode()

    def heard(body: bytes, moment: datetime = NOW, secret: str = SECRET, now: datetime = NOW):
        stamp = str(int(moment.timestamp()))
        return company(post).heard(
            body, {SIGNATURE: f"t={stamp},v1={signature(secret, stamp, body)}"}, now=now
        )

    assert [each.milestone for each in heard(body)] == [Milestone.DELIVERED]
    for wrong in (
        lambda: heard(body, secret="another"),
        lambda: heard(body, now=NOW + timedelta(minutes=6)),
        lambda: heard(b"[]"),
        lambda: heard(b'{"events":[{"event":"delivered"}]}'),
        lambda: heard(body.replace(b"+00:00", b"")),
        lambda: company(post).heard(body, {}, now=NOW),
        lambda: IndiaPost(post.address, KEY, "").heard(body, {SIGNATURE: "t=1,v1=x"}, now=NOW),
    ):
        with pytest.raises(BadNews):
            wrong()


def test_the_stand_in_survives_what_is_no_request(post: LocalPost) -> None:
    for path, body in (("/v1/articles", b"{"), ("/control/articles/x", b"[]"), ("/v1/pickups", b"null")):
        answer = httpx.post(post.address + path, content=body, headers={"Authorization": f"Bearer {KEY}"})
        assert answer.status_code == 400, path
    assert "No article" in httpx.get(post.address).text or "<form" in httpx.get(post.address).text


def test_without_an_address_a_carrier_is_one_by_hand(settings) -> None:
    settings.INDIA_POST_API_URL = ""
    found = carrier("India Post")
    assert isinstance(found, CarrierByHand) and found.by_hand
    with pytest.raises(ByHand):
        found.create(shipment("x"))
    assert (found.track(["EE1"]), found.label("EE1"), found.remittances(date(2026, 1, 1))) == ((), None, ())


@pytest.mark.parametrize(
    ("typed", "has_form", "is_right"),
    [
        ("EE123456785IN", True, True),
        ("ee 1234 5678 5 in", True, True),
        ("EE123456786IN", True, False),
        ("RA473124829GB", True, True),
        ("1Z999AA10123456784", False, False),
        ("", False, False),
    ],
)
def test_numbers_of_posts(typed: str, has_form: bool, is_right: bool) -> None:
    assert (looks_s10(tidy(typed)), is_s10(tidy(typed))) == (has_form, is_right)
