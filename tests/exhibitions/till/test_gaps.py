"""What a till cannot get over by itself: lost tablets, gaps in the chain, entries that nobody can read."""

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

import exhibitions.plan.facade as plan
import sellers.ledger.facade as ledger
from exhibitions.plan.facade import ExhibitionState
from exhibitions.plan.models import Exhibition, TeamMember
from exhibitions.till import bundle
from exhibitions.till.errors import DayRefused
from exhibitions.till.facade import bills, count_till, flags, look_after_tills, unsent, why_not_settled
from exhibitions.till.models import Entry, Skipped, TillDay
from exhibitions.till.payload import Whole, back_of, net_of
from exhibitions.till.services import place_orders, process
from exhibitions.till.services.pair import revoke
from exhibitions.till.services.read_in import read_in
from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.money import Money
from jkrlm.people.facade import Role
from sellers.tax.models import SpoiltNumber
from tests.exhibitions.till.test_desk import text, url
from tests.exhibitions.till.world import Stall, Tablet, all_hold, upi_reference, work
from tests.exhibitions.world import bring_to, person, signed_in

pytestmark = pytest.mark.django_db


def codes(stall: Stall) -> list[str]:
    return [each.code for each in flags(stall.code)]


def ended(stall: Stall, tablet: Tablet) -> Client:
    revoke(device=tablet.row.device, reason="Lost on the bus", by=stall.fair.manager, now=clock.now())
    return stall.fair.desk()


def give_part(tablet: Tablet, sale: dict[str, Any], pieces: int, earlier: list[dict[str, int]]) -> None:
    """Give back pieces of the first line as the tablet reckons them."""
    sold = sale["lines"][0]
    sums = [sum(each[name] for each in earlier) for name in ("quantity", "gross", "net")]
    whole = Whole(sold["quantity"], sold["gross"], sold["net"], Decimal(sold["rate"]), *sums)
    gross, net = back_of(whole, pieces)
    back = {"line": 0, "quantity": pieces, "gross": gross, "net": net, "tax": gross - net}
    earlier.append(back)
    tablet.cash -= gross
    tablet.write(
        "return",
        of=sale["id"],
        lines=[back],
        documents=tablet.papers([back], [sold["seller"]], "credit"),
        payments=[{"method": "cash", "amount": gross, "tendered": None, "change": None, "reference": None}],
        total=gross,
        reason="Another size is wanted",
    )


@pytest.mark.parametrize("off", [0, 1, 7, 13])
def test_a_line_comes_back_piece_by_piece_to_the_paisa(stall: Stall, off: int) -> None:
    tablet = stall.tablet()
    tablet.open()
    sale = tablet.sell(("KZ11", "Box", 3), discount=off)
    earlier: list[dict[str, int]] = []
    for _piece in range(3):
        give_part(tablet, sale, 1, earlier)
    assert sum(each["net"] for each in earlier) == sale["lines"][0]["net"]
    tablet.close()
    tablet.send()
    work()
    assert codes(stall) == []
    assert len(bills(stall.code)) == 4
    all_hold()


def test_a_return_of_more_than_its_pieces_cost_is_not_booked(stall: Stall) -> None:
    tablet = stall.tablet()
    sale = tablet.sell(("JM09", "Honey", 2))
    dear = {**sale, "lines": [{**sale["lines"][0], "gross": 96002, "net": 96002}]}
    give_part(tablet, dear, 1, [])
    tablet.send()
    work()
    assert codes(stall) == ["cannot-apply"]
    assert "did not cost so much" in flags(stall.code)[0].message
    all_hold()


def test_every_split_leaves_nothing_over() -> None:
    for gross in (*range(1, 60), 9999, 10001, 123457):
        for rate in (Decimal(0), Decimal("0.25"), Decimal(5), Decimal(18), Decimal(28)):
            net = net_of(gross, rate)
            for pieces in (1, 2, 3, 7):
                parts: list[tuple[int, int]] = []
                for at in range(pieces):
                    sums = [sum(each[name] for each in parts) for name in (0, 1)]
                    parts.append(back_of(Whole(pieces, gross, net, rate, at, *sums), 1))
                    assert 0 <= parts[-1][1] <= parts[-1][0]
                assert [sum(each[name] for each in parts) for name in (0, 1)] == [gross, net]


def test_a_lost_tablets_day_is_counted_by_staff(stall: Stall) -> None:
    tablet = stall.tablet()
    tablet.open()
    tablet.sell(("JM09", "Honey", 2))
    tablet.send()
    work()
    desk = stall.fair.desk()
    told = {"found": "900", "reason": "The tablet was stolen"}
    assert desk.post(url(stall, "1/count/"), told).status_code == 422  # it is not ended
    desk = ended(stall, tablet)
    assert "Count in place of the tablet" in text(desk.get(url(stall, "1/")))
    assert desk.post(url(stall, "1/count/"), {**told, "reason": ""}).status_code == 422
    assert why_not_settled(plan.exhibition(stall.code)) == "A till's day is still open."
    with pytest.raises(DayRefused, match="less than nothing") as refused:
        count_till(stall.code, 1, Money(Decimal(-1), "INR"), reason="By a program", by=stall.fair.manager)
    assert refused.value.field == "found"
    assert desk.post(url(stall, "1/count/"), told).status_code == 302
    assert desk.post(url(stall, "1/count/"), told).status_code == 422
    day = TillDay.objects.get()
    with pytest.raises(IntegrityError, match="till_day_counted"), transaction.atomic():
        TillDay.objects.update(counted=-1, difference=-1 - day.expected)
    assert (day.difference, day.counted, day.reason) == (-60, day.till_float + 900, told["reason"])
    assert ledger.balance(ledger.account_of("stall-cash", tablet.row.purse)).amount == 900
    assert why_not_settled(plan.exhibition(stall.code)) == ""
    assert desk.get(url(stall, f"1/days/{day.pk}.pdf")).status_code == 200
    all_hold()


def test_books_below_nought_of_a_lost_tablet_are_topped_up(stall: Stall) -> None:
    tablet = stall.tablet()
    tablet.open()
    sold = tablet.sell(("KZ09", "Stole", 1), upi=upi_reference())
    tablet.send()
    work()
    desk = ended(stall, tablet)
    assert desk.post(url(stall, "1/count/"), {"found": "0", "reason": "It was stolen"}).status_code == 302
    # It is found, with a return in it that was paid in cash.
    tablet.give_back(sold, 0, 1)
    content = json.dumps({"entries": tablet.unsent}).encode()
    read_in(till=tablet.row, content=content, by=stall.fair.manager, now=clock.now())
    work()
    cash = ledger.account_of("stall-cash", tablet.row.purse)
    assert ledger.balance(cash).amount == -3500
    finance = signed_in(person("Finance", Role.FINANCE_MAKER))
    told = {"key": "top-1", "reference": "JKB 0099"}
    assert finance.post(url(stall, "1/top-up/"), told).status_code == 302
    assert ledger.balance(cash).amount == 0
    all_hold()


def test_what_cannot_be_read_keeps_its_place_and_the_rest_is_booked(stall: Stall) -> None:
    tablet = stall.tablet()
    tablet.open()
    sale = tablet.sell(("JM09", "Honey", 1))
    tablet.unsent.pop(), tablet.sent.pop()
    tablet.seq -= 1
    tablet.prev = sale["prev"]
    tablet.write("sale", **{name: sale[name] for name in ("lines", "documents", "payments")}, total=1)
    broken = tablet.unsent[-1]
    tablet.sell(("JM09", "Honey", 1))
    answers = tablet.send()
    assert [each["state"] for each in answers] == ["kept", "refused", "kept"]
    assert tablet.send([broken])[0]["state"] == "refused"
    work()
    assert codes(stall) == ["unread"]
    assert "total: not the sum" in flags(stall.code)[0].message
    assert (len(bills(stall.code)), tablet.row.done_seq, tablet.row.stuck) == (1, 3, "")
    assert SpoiltNumber.objects.get().reason == "the entry could not be read"
    all_hold()


def test_a_gap_is_shown_and_the_manager_goes_on_without(stall: Stall) -> None:
    tablet = stall.tablet()
    tablet.open()
    lost = tablet.sell(("JM09", "Honey", 1))
    lost_entry = tablet.unsent.pop()
    tablet.sell(("JM09", "Honey", 1))
    tablet.send()
    work()
    assert tablet.row.stuck == "Entry 2 is missing: what came after it waits."
    assert unsent(stall.code) == ((1, "missing"),)
    desk, page = stall.fair.desk(), url(stall, "1/go-on/")
    assert "Entry 2 has not come" in text(desk.get(url(stall, "1/")))
    assert desk.post(page, {"seq": 2, "reason": ""}).status_code == 422
    assert desk.post(page, {"seq": 3, "reason": "Not the one"}).status_code == 422
    told = {"seq": 2, "reason": "The tablet's memory broke"}
    assert desk.post(page, told).status_code == 302
    assert desk.post(page, told).status_code == 302
    work()
    assert (tablet.row.done_seq, tablet.row.stuck, Skipped.objects.count()) == (3, "", 1)
    assert len(bills(stall.code)) == 1
    assert unsent(stall.code) == ((1, "open"),)
    # It comes after all: kept, shown, never booked.
    (answer,) = tablet.send([lost_entry])
    assert (answer["state"], answer["id"]) == ("refused", lost["id"])
    work()
    assert codes(stall) == ["unread"]
    assert len(bills(stall.code)) == 1
    assert unsent(stall.code) == ((1, "open"),)
    all_hold()


def test_a_file_of_an_ended_tablet_is_read_in(stall: Stall) -> None:
    tablet = stall.tablet()
    tablet.open()
    tablet.send()
    tablet.sell(("JM09", "Honey", 1))
    saved = json.dumps({"entries": tablet.unsent}).encode()
    desk = ended(stall, tablet)

    def read_in(content: bytes, client: Client = desk) -> Any:
        return client.post(url(stall, "1/file/"), {"file": SimpleUploadedFile("till-1.json", content)})

    for wrong in (b"{}", b"[]", b'{"entries": [{"payload": 1, "signature": 2}]}', b"\xff"):
        assert read_in(wrong).status_code == 422, wrong
    assert read_in(saved, stall.fair.desk(stall.fair.cashiers[0])).status_code == 403
    assert read_in(saved).status_code == 302
    assert read_in(saved).status_code == 302
    work()
    assert "0 entries are new, 1 were known" in text(desk.get(url(stall, "1/")))
    assert (len(bills(stall.code)), Entry.objects.count()) == (1, 2)
    all_hold()


def test_a_price_that_changed_while_all_were_offline_is_flagged(
    stall: Stall, monkeypatch: pytest.MonkeyPatch
) -> None:
    tablet, facts = stall.tablet(), bundle._facts
    tablet.sell(("KZ09", "Stole", 1))

    def dearer(product_ids: Any) -> Any:
        return {name: {**each, "price": Decimal(4000)} for name, each in facts(product_ids).items()}

    monkeypatch.setattr(bundle, "_facts", dearer)
    tablet.send()
    work()
    assert codes(stall) == ["price-changed"]
    all_hold()


def test_sales_outside_the_days_and_of_a_cashier_off_the_team_are_flagged(stall: Stall) -> None:
    tablet = stall.tablet()
    member = next(each for each in plan.cashiers(stall.code) if str(each.user_id) == tablet.cashier)
    rows = TeamMember.objects.filter(user_id=member.user_id)
    rows.update(since=member.since + timedelta(days=1))
    tablet.sell(("JM09", "Honey", 1))
    tablet.send()
    work()
    assert codes(stall) == ["revoked-cashier"]
    rows.update(since=member.since)
    held = Exhibition.objects.filter(code=stall.code)
    held.update(opens_on=clock.today() + timedelta(days=1))
    tablet.sell(("JM09", "Honey", 1))
    tablet.send()
    work()
    assert codes(stall)[1:] == ["outside-days"]
    held.update(opens_on=clock.today())
    bring_to(stall.fair, ExhibitionState.SETTLED)
    assert tablet.get("/pos/state/").json()["code"] == "device-revoked"


def test_whatever_stops_a_till_is_shown_and_the_others_go_on(
    stall: Stall, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = stall.tablet(), stall.tablet()
    first.sell(("JM09", "Honey", 1))
    second.sell(("JM09", "Honey", 1))
    place = place_orders.place_orders

    def refused(*, till: Any, **more: Any) -> None:
        if till.number == 1:
            raise DomainError("The store knows no such warehouse.")
        place(till=till, **more)

    first.send()
    second.send()
    with monkeypatch.context() as patch:
        patch.setattr(process, "place_orders", refused)
        work()
        look_after_tills()
        assert first.row.stuck == "Entry 1: The store knows no such warehouse."
        assert (second.row.stuck, len(bills(stall.code))) == ("", 1)
        patch.setattr(process, "place_orders", place)
        patch.setattr(process, "book_sale", lambda **_more: 1 / 0)
        look_after_tills()
        assert first.row.stuck == "Entry 1: ZeroDivisionError"
    desk = stall.fair.desk()
    assert "Try again now" in text(desk.get(url(stall, "1/")))
    assert desk.post(url(stall, "1/again/")).status_code == 302
    work()
    assert (first.row.stuck, len(bills(stall.code))) == ("", 2)
    all_hold()
