"""Who may be a till: a code works once and not for long, a lost tablet neither reads nor sends."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from exhibitions.till.facade import bills
from exhibitions.till.models import Entry, PairingCode, Till
from exhibitions.till.services.pair import revoke
from exhibitions.till.services.set_pin import end_pin
from jkrlm.kernel import clock
from tests.exhibitions.till.world import Stall, Tablet, all_hold, b64, work

pytestmark = pytest.mark.django_db


def ended(stall: Stall, tablet: Tablet) -> None:
    revoke(device=tablet.row.device, reason="Lost on the bus", by=stall.fair.manager, now=clock.now())


def test_a_code_pairs_one_tablet_and_only_hashes_are_kept(stall: Stall) -> None:
    code = stall.code_for_pairing("Counter of A1", "A1")
    first, second = Tablet(stall), Tablet(stall)
    assert first.pair(code).status_code == 201
    assert (first.row.number, first.row.label, first.row.stall_code) == (1, "Counter of A1", "A1")
    answer = second.pair(code)
    assert (answer.status_code, answer.json()["code"]) == (410, "pairing-over")
    kept = [str(value) for row in (first.row, PairingCode.objects.get()) for value in vars(row).values()]
    assert not any(secret in value for value in kept for secret in (first.token, code))

    token = first.token
    assert first.pair(code).status_code == 201  # its answer was lost
    assert Till.objects.count() == 1
    assert first.get("/pos/state/").status_code == 200
    first.token = token
    assert first.get("/pos/state/").json()["code"] == "device-unknown"


def test_a_code_ends_after_fifteen_minutes_and_a_key_must_be_on_the_curve(stall: Stall) -> None:
    code = stall.code_for_pairing()
    PairingCode.objects.update(
        made_at=clock.now() - timedelta(minutes=16), expires_at=clock.now() - timedelta(minutes=1)
    )
    assert Tablet(stall).pair(code).status_code == 410
    fresh = stall.code_for_pairing()
    told = {"code": fresh, "name": "x", "key": str(uuid4())}
    for wrong in ({"kty": "EC", "crv": "P-256", "x": b64(b"1" * 32), "y": b64(b"2" * 32)}, {}, "x", None):
        answer = Tablet(stall).post("/pos/pair/", {**told, "public_key": wrong})
        assert (answer.status_code, answer.json()["code"]) == (422, "key-wrong")
    assert not Till.objects.exists()
    assert Tablet(stall).pair(fresh).status_code == 201


def test_a_revoked_tablet_neither_reads_nor_sends_and_what_it_sent_stays(stall: Stall) -> None:
    tablet = stall.tablet()
    tablet.sell(("KZ09", "Stole", 1))
    tablet.send()
    tablet.sell(("KZ09", "Stole", 1))
    ended(stall, tablet)
    for answer in (
        tablet.get("/pos/bundle/"),
        tablet.get("/pos/state/"),
        tablet.post("/pos/entries/", {"entries": tablet.unsent}),
        tablet.post("/pos/tested/", {"what": "printer"}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (401, "device-revoked")
    work()
    assert len(bills(stall.code)) == 1
    assert Entry.objects.count() == 1
    all_hold()


def test_nobody_elses_entries_are_taken_and_forged_ones_are_shown(stall: Stall) -> None:
    mine, other = stall.tablet(), stall.tablet()
    sale = mine.sell(("KZ09", "Stole", 1))
    (answer,) = other.send(mine.unsent)
    assert (answer["state"], answer["code"]) == ("refused", "signature-wrong")
    (answer,) = other.send([other.sign({**sale})])
    assert answer["code"] == "not-this-device"
    assert [each["state"] for each in mine.send()] == ["kept"]
    forged = mine.sign({**sale, "at": clock.now().isoformat()})
    (answer,) = mine.send([forged])
    assert (answer["state"], answer["code"]) == ("refused", "id-taken")
    assert mine.row.odd.get().payload == forged["payload"]
    assert [each["code"] for each in mine.state()["flags"]] == ["id-taken"]
    other_chain = {**sale, "id": str(uuid4()), "seq": 2, "prev": "0" * 64}
    (answer,) = mine.send([mine.sign(other_chain)])
    assert (answer["code"], answer["message"]) == (
        "payload-wrong",
        "prev: not what this tablet wrote before.",
    )
    assert list(Entry.objects.order_by("seq").values_list("kind", flat=True)) == ["sale", "unread"]


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"total": 1}, "total"),
        ({"lines": []}, "lines"),
        ({"prev": "0" * 64}, "prev"),
        ({"at": "2026-11-22T10:00:00"}, "at"),
        ({"kind": "gift"}, "no entry"),
        ({"payments": [{"method": "upi", "amount": 350000, "reference": "PAID"}]}, "payments.0.reference"),
        ({"documents": []}, "documents"),
    ],
)
def test_what_does_not_add_up_is_refused(stall: Stall, change: dict[str, object], where: str) -> None:
    tablet = stall.tablet()
    sale = tablet.sell(("KZ09", "Stole", 1))
    (answer,) = tablet.send([tablet.sign({**sale, **change})])
    assert answer["state"] == "refused"
    assert where in answer["message"]
    assert Entry.objects.get().kind == "unread"  # it keeps its place, and is never booked
    work()
    assert not bills(stall.code)


def test_the_bundle_is_sent_anew_only_where_it_changed(stall: Stall) -> None:
    tablet = stall.tablet()
    first = tablet.bundle["version"]
    assert tablet.take_bundle().status_code == 304
    assert [each["name"] for each in tablet.bundle["cashiers"]] == ["Cashier One", "Cashier Two"]
    (box,) = [each for each in tablet.bundle["items"] if each["name"]["en"] == "Box"]
    assert (box["price"], box["quantity"], box["blocked"]) == (90000, 12, None)
    tablet.sell(("KZ11", "Box", 1))
    tablet.send()
    work()
    assert tablet.take_bundle().status_code == 200
    assert tablet.bundle["version"] == first
    assert tablet.item(box["variant"])["quantity"] == 11
    end_pin(exhibition=stall.code, user_id=stall.fair.cashiers[0].pk, by=stall.fair.manager, now=clock.now())
    tablet.take_bundle()
    assert tablet.bundle["version"] != first
    assert [each["name"] for each in tablet.bundle["cashiers"]] == ["Cashier Two"]


def test_the_database_keeps_what_was_signed(stall: Stall) -> None:
    tablet = stall.tablet()
    tablet.sell(("KZ09", "Stole", 1))
    tablet.send()
    for words in ("UPDATE exhibitions_till_entry SET payload = ''", "DELETE FROM exhibitions_till_entry"):
        with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
            connection.cursor().execute(words)
