"""Who is eligible is asked again when a stall is given; what is only offered is nobody's stall yet."""

from uuid import uuid4

import pytest
from django.test import Client

import exhibitions.plan.facade as plan
import exhibitions.stalls.facade as stalls
from exhibitions.results.reporting import figures
from exhibitions.stalls.models import Application, Call, Verdict
from exhibitions.stalls.states import AppState, Ended
from jkrlm.kernel.models import OutboxMessage
from sellers.registry.facade import groups_by_code
from sellers.registry.models import Onboarding
from tests.exhibitions.stalls.test_cancelled import a_full_mela
from tests.exhibitions.stalls.world import Mela, a_mela, applied, call, deadline_over, form, goods, leader

pytestmark = pytest.mark.django_db


def suspend(code: str, state: str = "suspended") -> None:
    Onboarding.objects.filter(group__code=code).update(state=state)


def in_line() -> list[Application]:
    rows = Verdict.objects.filter(result="waiting").order_by("line").select_related("application")
    return [each.application for each in rows]


def state_of(mela: Mela, code: str) -> str:
    return Application.objects.get(call__exhibition_code=mela.code, group_code=code).state


@pytest.mark.parametrize(("before", "after"), [("approved", "suspended"), ("suspended", "approved")])
def test_who_is_suspended_after_the_proposal_gets_no_stall_and_the_refusal_says_who(
    before: str, after: str
) -> None:
    mela = a_mela(2)
    call(mela)
    for code in mela.groups:
        applied(mela, code)
    deadline_over(mela)
    suspend("FA01", before)
    desk, other = mela.fair.desk(), mela.fair.desk(mela.fair.administrator)
    desk.post(f"{mela.desk}allotment/propose/", {"key": uuid4().hex})
    decide = f"{mela.desk}allotment/{Call.objects.get().proposals.get().pk}/decide/"
    suspend("FA01", after)
    answer = other.post(decide, {"verdict": "approve"})
    assert (answer.status_code, "(FA01)" in answer.content.decode()) == (409, True)
    assert stalls.allotted(mela.code) == ()
    assert other.post(decide, {"verdict": "send-back", "why": "Suspended"}).status_code == 302
    desk.post(f"{mela.desk}allotment/propose/", {"key": uuid4().hex})
    again = f"{mela.desk}allotment/{Call.objects.get().proposals.latest('pk').pk}/decide/"
    assert other.post(again, {"verdict": "approve"}).status_code == 302
    got = {each.group_code for each in stalls.allotted(mela.code)}
    assert got == ({"FA02"} if after == "suspended" else {"FA01", "FA02"})


def test_the_waiting_list_passes_over_who_is_not_eligible_any_more() -> None:
    mela = a_full_mela(3, 1)
    (has,) = stalls.allotted(mela.code)
    first, second = in_line()
    suspend(first.group_code)
    stalls.release_stall(has.application_number, Ended.GIVEN_UP, by=mela.fair.manager)
    assert (state_of(mela, first.group_code), state_of(mela, second.group_code)) == ("waiting", "offered")
    kept = next(each.code for each in plan.stalls(mela.code) if each.kept)
    with pytest.raises(stalls.WrongState, match="not approved for selling"):
        stalls.offer_stall(mela.code, first.number, kept, why="A friend", by=mela.fair.manager)
    assert mela.fair.desk().get(f"{mela.desk}allotment/").status_code == 200
    suspend(second.group_code)
    answer = leader(mela, second.group_code).post(f"{mela.sell}accept/", {"group": second.group_code})
    assert (answer.status_code, state_of(mela, second.group_code)) in ((409, "offered"), (403, "offered"))


def test_an_offer_is_no_stall_before_it_is_accepted() -> None:
    mela = a_full_mela(3, 1)
    (has,) = stalls.allotted(mela.code)
    stalls.release_stall(has.application_number, Ended.GIVEN_UP, by=mela.fair.manager)
    row = Application.objects.get(state=AppState.OFFERED)
    fair = plan.exhibition(mela.code)
    name = groups_by_code([row.group_code])[row.group_code].name
    assert (stalls.allotted(mela.code), stalls.stall_of(mela.code, row.group_code)) == ((), None)
    assert stalls.group_numbers([mela.code]).get(mela.code, 0) == 0
    assert name not in Client().get(f"/exhibitions/{fair.slug}/").content.decode()
    assert (figures(fair).allotted, figures(fair).taken) == (1, 0)

    kept = next(each.code for each in plan.stalls(mela.code) if each.kept)
    OutboxMessage.objects.all().delete()
    stalls.swap_stalls(
        mela.code, stalls.application(row.number).stall_code, kept, why="A ramp", by=mela.fair.manager
    )
    told = OutboxMessage.objects.filter(payload__application=row.number).values_list("name", "payload__stall")
    assert ("StallOffered", kept) in told
    assert "StallAllotted" not in {name for name, _stall in told}

    accept = leader(mela, row.group_code).post(f"{mela.sell}accept/", {"group": row.group_code})
    assert accept.status_code == 302
    assert stalls.stall_of(mela.code, row.group_code) == kept
    assert name in Client().get(f"/exhibitions/{fair.slug}/").content.decode()
    assert (figures(fair).allotted, figures(fair).taken) == (2, 1)


def test_goods_of_other_crafts_stay_at_home() -> None:
    mela = a_mela(1)
    other = goods("FA01", "aari")
    call(mela, crafts=["crewel"])
    phone = leader(mela, "FA01")
    page = phone.get(mela.sell).content.decode()
    assert (f"n-{mela.goods['FA01']}" in page, f"n-{other}" in page) == (True, False)
    answer = phone.post(mela.sell, form(mela, "FA01", **{f"n-{other}": "3"}))
    assert (answer.status_code, "for other crafts" in answer.content.decode()) == (422, True)
    assert not Application.objects.exists()
    assert phone.post(mela.sell, form(mela, "FA01")).status_code == 302
