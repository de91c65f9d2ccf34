"""Two at the same moment, the last minute to apply, nothing to give."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

import exhibitions.plan.facade as plan
import exhibitions.stalls.facade as stalls
from exhibitions.stalls.errors import StallRefusal
from exhibitions.stalls.models import Application, Call, Holding, Proposal, Verdict
from jkrlm.kernel import clock
from tests.common.at_once import at_once
from tests.exhibitions.stalls.world import Mela, a_mela, allotted, applied, call, deadline_over, form, leader


@pytest.fixture
def busy(transactional_db: None) -> Mela:
    """Three groups applied, and the last day is over; others see what is written."""
    mela = a_mela(3)
    call(mela)
    for code in mela.groups:
        applied(mela, code)
    deadline_over(mela)
    return mela


def statuses(answers: list) -> list[int]:
    return sorted(each.status_code for each in answers)


def test_two_managers_work_it_out_and_two_approve_at_one_moment(busy: Mela) -> None:
    page, fair = f"{busy.desk}allotment/", busy.fair
    desks = [fair.desk(), fair.desk(fair.administrator)]
    keys = [uuid4().hex, uuid4().hex]
    found = at_once(
        *(
            lambda desk=desk, key=key: desk.post(f"{page}propose/", {"key": key})
            for desk, key in zip(desks, keys, strict=True)
        )
    )
    assert (statuses(found), Proposal.objects.count()) == ([302, 409], 1)
    made = Proposal.objects.get()
    other = fair.administrator if made.proposed_by_id == fair.manager.pk else fair.manager
    decide = f"{page}{made.pk}/decide/"
    found = at_once(*[lambda: fair.desk(other).post(decide, {"verdict": "approve"})] * 2)
    assert {each.status_code for each in found} <= {302, 409}
    assert Holding.objects.count() == len({each.stall_code for each in stalls.allotted(busy.code)}) == 3
    assert plan.exhibition(busy.code).state == "allotted"
    assert {sentence: check() for sentence, check in stalls.invariants() if check()} == {}


def test_an_application_sent_twice_at_one_moment_is_one(transactional_db: None) -> None:
    mela = a_mela(1)
    call(mela)
    sent = form(mela, "FA01")
    phones = [leader(mela, "FA01") for _each in range(3)]
    found = at_once(*(lambda phone=phone: phone.post(mela.sell, sent) for phone in phones))
    assert statuses(found) == [302, 302, 302]
    assert Application.objects.count() == 1


@pytest.mark.django_db
def test_the_last_minute_to_apply_is_that_of_india(monkeypatch: pytest.MonkeyPatch) -> None:
    mela = a_mela(2)
    deadline = call(mela).deadline
    first, second = (leader(mela, code) for code in mela.groups)

    def at(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    midnight = datetime.combine(deadline + timedelta(days=1), time(0), clock.INDIA)
    at(midnight - timedelta(seconds=1))
    assert first.post(mela.sell, form(mela, "FA01")).status_code == 302
    at(midnight)
    late = second.post(mela.sell, form(mela, "FA02"))
    assert (late.status_code, Application.objects.count()) in ((404, 1), (409, 1))
    changed = first.post(mela.sell, form(mela, "FA01", version="1", words="Later"))
    assert (changed.status_code, "The last day to apply is over" in changed.content.decode()) == (409, True)


@pytest.mark.django_db
def test_where_no_stall_is_left_everybody_waits_and_is_told_so() -> None:
    mela = a_mela(3)
    call(mela, quota_district_Budgam="9")
    for code in mela.groups:
        applied(mela, code)
    for each in plan.stalls(mela.code):
        plan.set_stall(
            mela.code, each.code, plan.StallState.BLOCKED, reason="The roof leaks", by=mela.fair.manager
        )
    allotted(mela)
    assert set(Verdict.objects.values_list("result", flat=True)) == {"waiting"}
    assert stalls.allotted(mela.code) == ()
    assert plan.exhibition(mela.code).state == "allotted"
    assert sorted(Verdict.objects.values_list("line", flat=True)) == [1, 2, 3]
    said = leader(mela, "FA01").get(mela.sell).content.decode()
    assert "waiting" in said.lower()
    answer = mela.fair.desk().get(f"{mela.desk}allotment/")
    assert answer.status_code == 200


@pytest.mark.django_db
def test_nobody_applied_and_the_fair_can_still_be_held() -> None:
    mela = a_mela(1)
    call(mela)
    deadline_over(mela)
    propose = f"{mela.desk}allotment/propose/"
    assert mela.fair.desk().post(propose, {"key": "x"}).status_code in (302, 409)
    assert Call.objects.count() == 1
    with pytest.raises(StallRefusal):
        stalls.approve_allotment(0, by=mela.fair.administrator)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("accept_days", 0),
        ("travellers_most", 0),
        ("daily_allowance", Decimal(-1)),
        ("travel_most", Decimal(-1)),
    ],
)
def test_a_call_with_a_number_that_cannot_be_says_which(name: str, value: Decimal) -> None:
    mela = a_mela(1)
    points = {"new": 30, "certified": 25, "far": 20, "ready": 15, "conduct": 10}
    wish = stalls.CallWish(deadline=clock.today(), message="", points=points, quotas={})
    with pytest.raises(stalls.BadCall) as refused:
        stalls.send_call(mela.code, replace(wish, **{name: value}), key="once", by=mela.fair.manager)
    assert refused.value.field == name
