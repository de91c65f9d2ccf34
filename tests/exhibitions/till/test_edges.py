"""Where one thing ends and the next begins: bands of tax, financial years, days, groups, pages."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st

from exhibitions.plan.models import Exhibition
from exhibitions.till.facade import flags
from exhibitions.till.models import Bill, Bundle, CashierPin, Entry, Flag, TillDay
from exhibitions.till.services.judge_sale import rate_at
from exhibitions.till.states import FlagCode
from exhibitions.till.web.settling import AT_ONCE
from jkrlm.kernel import clock
from sellers.tax.facade import documents_of_bill, financial_year, year_name
from tests.exhibitions.till.test_desk import text, url
from tests.exhibitions.till.test_money_back import codes, on, sent
from tests.exhibitions.till.world import Stall, all_hold

#: Midnight in India between 31 March and 1 April.
NEW_YEAR = datetime(2027, 3, 31, 18, 30, tzinfo=UTC)


@given(upto=st.integers(1, 10**7), quantity=st.integers(1, 500), over=st.integers(-3, 3))
def test_a_part_of_a_paisa_above_a_band_is_above_it(upto: int, quantity: int, over: int) -> None:
    gross = upto * quantity + over
    bands = [{"upto": upto, "rate": "5.00"}, {"upto": None, "rate": "18.00"}]
    assert rate_at(bands, gross, quantity) == Decimal("18.00" if over > 0 else "5.00")


@given(seconds=st.integers(-40_000, 40_000), years=st.integers(-20, 60))
def test_a_financial_year_begins_at_midnight_in_india(seconds: int, years: int) -> None:
    start = NEW_YEAR.replace(year=NEW_YEAR.year + years)
    at = start + timedelta(seconds=seconds)
    assert financial_year(clock.local_date(at)) == start.year - (seconds < 0)


@pytest.mark.django_db
def test_the_last_second_of_march_and_the_first_of_april(
    stall: Stall, monkeypatch: pytest.MonkeyPatch
) -> None:
    tablet = stall.tablet()
    first = financial_year(clock.today())
    midnight = datetime(first + 1, 3, 31, 18, 30, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: midnight + timedelta(minutes=5))
    found = {}
    for at in (midnight - timedelta(seconds=1), midnight):
        year = year_name(financial_year(clock.local_date(at)))
        for seller in tablet.bundle["sellers"]:
            seller["series"]["year"] = year
        tablet.counts.clear()
        found[year] = tablet.sell(("JM09", "Honey", 1), at=at.isoformat())
    sent(tablet)
    assert list(found) == [year_name(first), year_name(first + 1)]
    assert "number-wrong" not in codes(stall)
    for (year, sale), day in zip(found.items(), (31, 1), strict=True):
        bill = Bill.objects.get(bill_id=sale["id"])
        (document,) = documents_of_bill(bill.order_number)
        assert document.number == sale["documents"][0]["number"] == f"T01B/{year}/00001"
        assert bill.sold_on.day == day


@pytest.mark.django_db
def test_a_discount_is_judged_group_by_group(stall: Stall) -> None:
    Exhibition.objects.filter(code=stall.code).update(cashiers_discount_percent=10)
    tablet = stall.tablet()
    # 30 % of the stole, 9 % of the bill: KZ09 would bear it all.
    tablet.sell(("KZ09", "Stole", 1), ("JM09", "Honey", 17), discount=105_000)
    # A tenth of each is what cashiers may give.
    lines = [
        tablet.line(stall.variant("KZ09", "Stole"), 1, discount=35_000),
        tablet.line(stall.variant("JM09", "Pickle"), 1, discount=2_200),
    ]
    tablet.bill(lines)
    sent(tablet)
    (flag,) = flags(stall.code)
    assert (flag.code, flag.message) == (
        "discount-above-limit",
        "KZ09: 30.00 % off, cashiers may give 10.00 %.",
    )
    all_hold()


@pytest.mark.django_db
def test_a_bill_void_twice_gives_its_cash_back_once(stall: Stall) -> None:
    tablet = stall.tablet()
    tablet.open()
    sale = tablet.sell(("JM09", "Honey", 2))
    tablet.sell(("JM09", "Honey", 1))
    tablet.void(sale)
    sent(tablet)
    tablet.send(tablet.sent)  # the answer was lost
    tablet.write("void", of=sale["id"], reason="Pressed again")
    tablet.close()
    tablet.open()
    tablet.write("void", of=sale["id"], reason="And on the next day")
    tablet.close()
    sent(tablet)
    assert [each.difference for each in TillDay.objects.order_by("pk")] == [0, 0]
    assert [each.cash_out for each in TillDay.objects.order_by("pk")] == [960, 0]
    assert (on("stall-cash", tablet.row.purse), on("cash-differences"), codes(stall)) == (480, 0, [])
    all_hold()


@pytest.mark.django_db
def test_kept_bundles_know_no_pins_and_tablets_get_them(stall: Stall) -> None:
    tablet = stall.tablet()
    pins = dict(CashierPin.objects.values_list("user_id", "hash"))
    assert {int(each["id"]): each["pin"]["hash"] for each in tablet.bundle["cashiers"]} == pins
    kept = list(Bundle.objects.all())
    assert kept
    assert not any(pin in str(row.content) for row in kept for pin in pins.values())
    # As they were kept before.
    old = kept[0]
    names, old.content["cashiers"] = old.content["cashiers"], tablet.bundle["cashiers"]
    old.save()
    migration: Any = import_module("exhibitions.till.migrations.0004_bundles_without_pins")
    migration.strip(apps, None)
    old.refresh_from_db()
    assert old.content["cashiers"] == names


@pytest.mark.django_db
def test_two_hundred_flags_are_shown_page_by_page(stall: Stall) -> None:
    desk, page = stall.fair.desk(), url(stall, "flags/")
    assert "Nothing waits: every bill is settled." in text(desk.get(page))
    tablet = stall.tablet()
    tablet.open()
    sent(tablet)
    entry = Entry.objects.get()
    Flag.objects.bulk_create(
        Flag(
            entry=entry,
            exhibition=stall.code,
            code=FlagCode.OVERSOLD,
            about=str(at),
            message=f"Piece {at} was not there.",
            made_at=clock.now(),
        )
        for at in range(200)
    )
    seen: list[str] = []
    where = page
    for _page in range(200 // AT_ONCE):
        answer = desk.get(where)
        body = answer.content.decode()
        assert len(body) < 150_000
        seen += [line for line in text(answer).split("Piece ")[1:] if "was not there" in line]
        where = f"{page}?after={body.partition('?after=')[2].partition(chr(34))[0]}"
    assert len(seen) == 200
    assert [int(each.split()[0]) for each in seen] == list(range(200))
    assert "No more follow." in text(desk.get(f"{page}?after={2**31}"))
    assert desk.get(f"{page}?after=x").status_code == 200
    # The last one is refused: it stands first, as it was typed.
    last = Flag.objects.latest("pk")
    wrong = desk.post(f"{page}{last.pk}/", {"outcome": "accepted", "reason": "<b>x"})
    assert wrong.status_code == 422
    assert "&lt;b&gt;x" in wrong.content.decode()
    assert "Piece 199" in text(wrong)
    told = {"outcome": "accepted", "reason": "Counted with the group"}
    assert desk.post(f"{page}{last.pk}/", told).status_code == 302
    late = desk.post(f"{page}{last.pk}/", {"outcome": "counted", "reason": "Counted by me"})
    assert "Somebody has settled it meanwhile." in text(late)
