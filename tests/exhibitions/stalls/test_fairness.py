"""Nobody tries the draw twice, goes round the waiting list in silence, or is paid for not coming."""

from uuid import uuid4

import pytest

import exhibitions.plan.facade as plan
import exhibitions.stalls.facade as stalls
import sellers.ledger.facade as ledger
from exhibitions.plan.facade import ZoneWish
from exhibitions.plan.states import StallState
from exhibitions.stalls.models import Allowance, Application, Call, Change, Holding, Pass
from exhibitions.stalls.states import AppState
from jkrlm.people.facade import Role
from tests.exhibitions.stalls.world import Mela, a_mela, allotted, applied, call, deadline_over, leader
from tests.exhibitions.world import a_fair, person, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def mela() -> Mela:
    found = a_mela(3)
    call(found)
    for code in found.groups:
        applied(found, code)
    return found


def test_the_map_stays_from_the_deadline_until_the_stalls_are_given(mela: Mela) -> None:
    desk, by = mela.fair.desk(), mela.fair.manager
    plan.set_stall(mela.code, "A7", StallState.KEPT, reason="For the music", by=by)
    deadline_over(mela)
    keep = f"/staff/exhibitions/{mela.code}/hall/A6/"
    answer = desk.post(keep, {"state": "kept", "reason": "It pleases us"})
    assert (answer.status_code, "The last day to apply is over" in answer.content.decode()) == (422, True)
    assert desk.post(f"{mela.desk}allotment/propose/", {"key": uuid4().hex}).status_code == 302
    proposal = Call.objects.get().proposals.get()
    decide = f"{mela.desk}allotment/{proposal.pk}/decide/"
    other = mela.fair.desk(mela.fair.administrator)
    assert other.post(decide, {"verdict": "send-back", "why": "Another try"}).status_code == 302
    with pytest.raises(plan.PlanRefusal, match="not allotted yet"):
        plan.set_stall(mela.code, "A7", StallState.FREE, reason="", by=by)
    with pytest.raises(plan.PlanRefusal, match="not allotted yet"):
        plan.keep_zone(mela.code, ZoneWish("A", "Textiles", crafts=("carpet",)), key="late", by=by)
    kept = {each.code for each in plan.stalls(mela.code) if each.kept}
    assert ("A6" in kept, "A7" in kept) == (False, True)
    plan.keep_zone(mela.code, ZoneWish("A", "All textiles", crafts=("textile",)), key="name", by=by)

    allotted(mela)
    plan.set_stall(mela.code, "A7", StallState.FREE, reason="", by=by)


def test_a_swap_onto_a_stall_that_nobody_holds_says_why_and_the_line_gets_the_other(mela: Mela) -> None:
    allotted(mela)
    one = stalls.allotted(mela.code)[0]
    last = stalls.allotted(mela.code)[-1].application_number
    swap = f"{mela.desk}allotment/swap/"
    answer = mela.fair.desk().post(swap, {"one": one.stall_code, "other": "A8"})  # kept
    assert (answer.status_code, "write why" in answer.content.decode()) == (422, True)
    assert stalls.stall_of(mela.code, one.group_code) == one.stall_code
    told = {"one": one.stall_code, "other": "A8", "why": "She needs the ramp"}
    Holding.objects.filter(application__number=last).update(ended_at="2026-01-01T00:00Z", ended="given-up")
    Application.objects.filter(number=last).update(state=AppState.WAITING)
    assert mela.fair.desk().post(swap, told).status_code == 302
    assert stalls.stall_of(mela.code, one.group_code) == "A8"
    assert Change.objects.get(what="swapped").facts["why"] == "She needs the ramp"
    assert Application.objects.get(number=last).state == AppState.OFFERED


def test_no_allowance_for_a_group_that_gave_up(mela: Mela) -> None:
    allotted(mela)
    maker, checker = person("Maker", Role.FINANCE_MAKER), person("Checker", Role.FINANCE_CHECKER)
    number = Application.objects.get(group_code="FA01").number
    sent = {"key": uuid4().hex, "number": number, "kind": "travel", "amount": "1234"}
    assert signed_in(maker).post(f"{mela.desk}allowances/propose/", sent).status_code == 302
    leader(mela, "FA01").post(f"{mela.sell}give-up/", {"group": "FA01"})
    decide = f"{mela.desk}allowances/{Allowance.objects.get().pk}/decide/"
    assert signed_in(checker).post(decide, {"verdict": "pay"}).status_code == 409
    assert Allowance.objects.get().state == "proposed"
    assert ledger.balance(ledger.account_of("fair-allowances")).amount == 0
    refused = signed_in(checker).post(decide, {"verdict": "refuse", "why": "They gave up"})
    assert refused.status_code == 302


def test_the_makers_gate_is_for_the_fairs_own_team(mela: Mela) -> None:
    allotted(mela)
    code = Pass.objects.first().code
    pages = (f"{mela.desk}makers-gate/", f"{mela.desk}makers-gate/{code}/")
    strange = signed_in(person("Cashier elsewhere", Role.CASHIER))
    for page in pages:
        assert signed_in(mela.fair.cashiers[0]).get(page).status_code == 200
        assert strange.get(page).status_code == 403
        assert strange.post(page, {"gate": "1", "code": code}).status_code == 403


def test_who_runs_another_fair_gives_no_stall_of_this_one_away(mela: Mela) -> None:
    allotted(mela)
    last = stalls.allotted(mela.code)[-1]
    number, wish = last.application_number, {"stall": last.stall_code, "why": "They are my friends"}
    Holding.objects.filter(application__number=number).update(ended_at="2026-01-01T00:00Z", ended="given-up")
    Application.objects.filter(number=number).update(state=AppState.WAITING)
    other = a_fair(code="HAAT-SXR-26")
    answer = other.desk().post(f"/staff/exhibitions/{other.code}/allotment/offer/{number}/", wish)
    assert answer.status_code == 404
    with pytest.raises(stalls.ApplicationUnknown):
        stalls.offer_stall(other.code, number, wish["stall"], why=wish["why"], by=other.manager)
    assert Application.objects.get(number=number).state == AppState.WAITING
    answer = mela.fair.desk().post(f"{mela.desk}allotment/offer/{number}/", wish)
    assert (answer.status_code, Application.objects.get(number=number).state) == (302, AppState.OFFERED)
