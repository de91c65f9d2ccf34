"""A fair is cancelled: every group that applied reads why, and nothing more is done at its stalls."""

from uuid import uuid4

import pytest

import exhibitions.plan.facade as plan
import exhibitions.stalls.facade as stalls
from exhibitions.plan.facade import ExhibitionState
from exhibitions.plan.models import Exhibition
from exhibitions.stalls.models import Allowance, Application, Call, Holding, Pass
from exhibitions.stalls.states import AppState, Ended
from jkrlm.people.facade import Role
from sellers.notices.models import Notice
from tests.exhibitions.stalls.world import Mela, a_mela, allotted, applied, call, deadline_over, leader
from tests.exhibitions.till.world import work
from tests.exhibitions.world import a_fair, person, signed_in

pytestmark = pytest.mark.django_db

WHY = "The river is over its banks."


def a_full_mela(many: int, free: int) -> Mela:
    """Groups that applied to a fair with so many stalls to give; the stalls are allotted."""
    mela = a_mela(many)
    call(mela)
    for code in mela.groups:
        applied(mela, code)
    there = [each for each in plan.stalls(mela.code) if not each.kept and each.zone_code == "A"]
    for each in there[free:]:
        plan.set_stall(mela.code, each.code, plan.StallState.BLOCKED, reason="Roof", by=mela.fair.manager)
    allotted(mela)
    return mela


def cancel(mela: Mela) -> None:
    plan.move(mela.code, ExhibitionState.CANCELLED, by=mela.fair.manager, reason=WHY)


def state_of(mela: Mela, code: str) -> str:
    return Application.objects.get(call__exhibition_code=mela.code, group_code=code).state


def test_every_group_is_told_why_and_holds_nothing_any_more() -> None:
    mela = a_full_mela(3, 1)
    (has,) = stalls.allotted(mela.code)
    work()
    cancel(mela)
    work()
    work()
    assert {state_of(mela, code) for code in mela.groups} == {"cancelled"}
    assert Holding.objects.get().ended == Ended.CANCELLED
    assert not Pass.objects.filter(void_at=None).exists()
    told = Notice.objects.filter(kind="fair-cancelled")
    assert {each.group_code for each in told} == set(mela.groups)
    assert {each.facts["why"] for each in told} == {WHY}
    assert (stalls.allotted(mela.code), plan.groups_at(mela.code)) == ((), ())

    phone = leader(mela, has.group_code)
    page = phone.get(mela.sell).content.decode()
    assert ("This fair is cancelled." in page, WHY in page) == (True, True)
    assert "give-up/" not in page
    listed = phone.get("/sell/exhibitions/").content.decode()
    assert ("Has a stall" in listed, "The fair is cancelled" in listed) == (False, True)
    for paper in ("letter", "passes"):
        assert phone.get(f"{mela.sell}{paper}.pdf").status_code == 404
    assert {sentence: check() for sentence, check in stalls.invariants() if check()} == {}


def test_nothing_is_done_at_a_cancelled_fair_before_the_cancellation_has_reached_the_stalls() -> None:
    mela = a_full_mela(3, 1)
    (has,) = stalls.allotted(mela.code)
    stalls.release_stall(has.application_number, Ended.GIVEN_UP, by=mela.fair.manager)
    offered = Application.objects.get(state=AppState.OFFERED)
    waiting = Application.objects.get(state=AppState.WAITING)
    at = Holding.objects.get(ended_at=None).stall_code
    cancel(mela)  # what follows from it has not run yet

    phone, by = leader(mela, offered.group_code), mela.fair.manager
    answer = phone.post(f"{mela.sell}accept/", {"group": offered.group_code})
    assert (answer.status_code, "This fair is cancelled." in answer.content.decode()) == (409, True)
    assert phone.post(f"{mela.sell}give-up/", {"group": offered.group_code}).status_code == 409
    kept = next(each.code for each in plan.stalls(mela.code) if each.kept)
    with pytest.raises(stalls.WrongState, match="cancelled"):
        stalls.offer_stall(mela.code, waiting.number, kept, why="A friend", by=by)
    with pytest.raises(stalls.WrongState, match="cancelled"):
        stalls.swap_stalls(mela.code, at, kept, why="A ramp", by=by)
    for why in (Ended.NO_SHOW, Ended.GIVEN_UP):
        with pytest.raises(stalls.WrongState, match="cancelled"):
            stalls.release_stall(offered.number, why, by=by)
    work()
    assert state_of(mela, offered.group_code) == "cancelled"


def test_a_proposed_allotment_of_a_cancelled_fair_is_not_approved() -> None:
    mela = a_mela(1)
    call(mela)
    applied(mela, "FA01")
    deadline_over(mela)
    mela.fair.desk().post(f"{mela.desk}allotment/propose/", {"key": uuid4().hex})
    cancel(mela)
    with pytest.raises(stalls.WrongState, match="cancelled"):
        stalls.approve_allotment(Call.objects.get().proposals.get().pk, by=mela.fair.administrator)
    assert state_of(mela, "FA01") == "sent"


@pytest.mark.parametrize("is_through", [True, False])
def test_of_a_cancelled_fair_travel_is_paid_to_who_had_a_stall_and_no_day(is_through: bool) -> None:
    mela = a_full_mela(2, 1)
    (has,) = stalls.allotted(mela.code)
    maker, checker = person("Maker", Role.FINANCE_MAKER), person("Checker", Role.FINANCE_CHECKER)
    cancel(mela)
    if is_through:
        work()
    page = signed_in(maker).get(f"{mela.desk}allowances/")
    assert page.status_code == 200
    propose = f"{mela.desk}allowances/propose/"
    sent = {"number": has.application_number, "people": "1", "days": "1", "amount": "1234"}
    answer = signed_in(maker).post(propose, {**sent, "key": uuid4().hex, "kind": "daily"})
    assert (answer.status_code, "only travel is paid" in answer.content.decode()) == (422, True)
    assert signed_in(maker).post(propose, {**sent, "key": uuid4().hex, "kind": "travel"}).status_code == 302
    other = Application.objects.exclude(number=has.application_number).get().number
    answer = signed_in(maker).post(propose, {**sent, "number": other, "key": uuid4().hex, "kind": "travel"})
    assert answer.status_code == 422
    decide = f"{mela.desk}allowances/{Allowance.objects.get().pk}/decide/"
    assert signed_in(checker).post(decide, {"verdict": "pay"}).status_code == 302


@pytest.mark.parametrize(
    ("states", "said"),
    [
        ((), "first fair"),
        (("cancelled",), "first fair"),
        (("running",), "1 fair before"),
        (("running", "closed"), "1 fair before"),
    ],
)
def test_only_fairs_that_were_held_count_as_fairs_before(states: tuple[str, ...], said: str) -> None:
    mela = a_full_mela(1, 1)
    for state in states:
        Exhibition.objects.filter(code=mela.code).update(state=state)
    second = a_fair(ExhibitionState.DRAFT, opens_in=60, code="HAAT-SXR-27")
    later = Mela(second, second.code, mela.groups, mela.goods, mela.people)
    call(later)
    applied(later, "FA01")
    assert said in leader(later, "FA01").get(later.sell).content.decode()
