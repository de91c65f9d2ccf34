"""Signed figures beyond what a tablet can mean: told apart before they are kept, and the till goes on."""

import json
from typing import Any

import pytest

from exhibitions.till.models import Entry
from exhibitions.till.states import EntryKind, FlagCode
from tests.exhibitions.till.test_money_back import codes
from tests.exhibitions.till.world import Stall, Tablet, all_hold, work

pytestmark = pytest.mark.django_db


def spoilt(tablet: Tablet, **figures: Any) -> dict[str, Any]:
    """The tablet's next entry with these figures in it, signed; return what the server says of it."""
    tablet.write(
        "void", seller="none", number=f"T{tablet.number:02d}B/26-27/00001", reason="Torn off the roll"
    )
    told = json.loads(tablet.unsent.pop()["payload"]) | figures
    (said,) = tablet.send([tablet.sign(told)])
    work()
    return said


@pytest.mark.parametrize(
    "at",
    [
        "0001-01-01T00:00:00+05:30",
        "1969-12-31T23:59:59+05:30",
        "2101-01-01T00:00:00+05:30",
        "9999-12-31T23:59:59-05:30",
    ],
)
def test_an_impossible_moment_stops_nobody(stall: Stall, at: str) -> None:
    tablet = stall.tablet()
    tablet.open()
    tablet.send()
    said = spoilt(tablet, at=at)
    assert (said["state"], said["code"]) == ("refused", "payload-wrong")
    assert said["message"].startswith("at: ")
    assert Entry.objects.get(seq=2).kind == EntryKind.UNREAD
    assert FlagCode.UNREAD in codes(stall)
    assert (tablet.row.done_seq, tablet.row.stuck) == (2, "")
    assert stall.fair.desk().get(f"/staff/exhibitions/{stall.code}/tills/{tablet.number}/").status_code == 200
    all_hold()


def test_a_clock_that_a_flat_battery_set_back_is_read(stall: Stall) -> None:
    """To 1970, as tablets do: it is put right and flagged, and the bill stands."""
    tablet = stall.tablet()
    tablet.open()
    tablet.sell(("KZ09", "Stole", 1), at="1970-01-01T00:04:00+05:30")
    assert [each["state"] for each in tablet.send()] == ["kept", "kept"]
    work()
    assert (tablet.row.done_seq, tablet.row.stuck) == (2, "")
    assert FlagCode.CLOCK in codes(stall)
    all_hold()


@pytest.mark.parametrize("seq", [1_000_001, 10**12, 10**30])
def test_a_place_in_the_chain_that_no_tablet_reaches_is_refused(stall: Stall, seq: int) -> None:
    tablet = stall.tablet()
    tablet.open()
    tablet.send()
    said = spoilt(tablet, seq=seq)
    assert (said["state"], said["code"]) == ("refused", "payload-wrong")
    assert said["message"].startswith("seq: ")
    assert Entry.objects.count() == 1


def test_a_sum_of_cash_beyond_all_reckoning_is_unread(stall: Stall) -> None:
    tablet = stall.tablet()
    tablet.open()
    tablet.write(
        "close", counted={"1": 1}, cash_expected=10**15, cash_counted=100, reason="The drawer was emptied"
    )
    assert [each["state"] for each in tablet.send()] == ["kept", "refused"]
    work()
    assert (tablet.row.done_seq, tablet.row.stuck) == (2, "")
    assert FlagCode.UNREAD in codes(stall)
