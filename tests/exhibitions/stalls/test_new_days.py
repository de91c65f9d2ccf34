"""A fair’s days change: whoever waits for it or has a stall is told each time, once; nobody else is."""

from dataclasses import replace
from datetime import timedelta

import pytest

import exhibitions.plan.facade as plan
import exhibitions.stalls.facade as stalls
from exhibitions.plan.models import Exhibition
from exhibitions.plan.services.keep_exhibition import wish_of
from exhibitions.stalls.states import Ended
from jkrlm.kernel.models import OutboxMessage
from jkrlm.kernel.outbox import Event
from sellers.notices.models import Notice
from tests.exhibitions.stalls.test_cancelled import a_full_mela, cancel
from tests.exhibitions.stalls.world import Mela, leader
from tests.exhibitions.till.world import work

pytestmark = pytest.mark.django_db


def move_days(mela: Mela, by: int) -> Exhibition:
    row = Exhibition.objects.get(code=mela.code)
    names = ("apply_by", "opens_on", "closes_on")
    wish = replace(wish_of(row), **{name: getattr(row, name) + timedelta(days=by) for name in names})
    plan.change_exhibition(row.code, wish, version=row.version, key=f"by {by}", by=mela.fair.manager)
    row.refresh_from_db()
    return row


def told() -> list[Notice]:
    return list(Notice.objects.filter(kind="fair-days").order_by("pk"))


def test_who_has_a_stall_and_who_waits_are_told_the_new_days_once() -> None:
    mela = a_full_mela(3, 1)
    (has,) = stalls.allotted(mela.code)
    work()
    row = move_days(mela, 3)
    work()
    once = len(told())
    happened = OutboxMessage.objects.get(name="ExhibitionDaysChanged")
    stalls.on_exhibition_days_changed(Event(happened.pk, happened.name, happened.payload, happened.issued_at))
    work()
    assert {each.group_code for each in told()} == set(mela.groups)
    assert len(told()) == once
    assert {(each.facts["day"], each.facts["until"]) for each in told()} == {
        (row.opens_on.isoformat(), row.closes_on.isoformat())
    }
    phone = leader(mela, has.group_code)
    page = phone.get("/sell/notices/").content.decode()
    opens, closes = (f"{day.day} {day:%b}" for day in (row.opens_on, row.closes_on))
    assert f"is now from {opens} to {closes}" in page
    # There and back again is news each time.
    move_days(mela, -3)
    work()
    assert len(told()) == 2 * once


def test_nobody_is_told_of_what_is_no_news_or_none_of_hers() -> None:
    mela = a_full_mela(3, 1)
    (has,) = stalls.allotted(mela.code)
    stalls.release_stall(has.application_number, Ended.GIVEN_UP, by=mela.fair.manager)
    work()
    move_days(mela, 0)
    work()
    assert told() == []
    move_days(mela, 1)
    work()
    assert {each.group_code for each in told()} == set(mela.groups) - {has.group_code}


def test_a_cancelled_fair_has_no_days() -> None:
    mela = a_full_mela(2, 1)
    move_days(mela, 1)
    cancel(mela)
    work()
    assert told() == []
