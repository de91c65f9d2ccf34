"""Forty groups are called, apply, and get stalls: a tie drawn, two exchanged, one given up, one not come."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

import exhibitions.stalls.facade as stalls
from exhibitions.plan.facade import ExhibitionState, exhibition
from exhibitions.plan.models import Exhibition
from exhibitions.stalls.models import Application, Call, Holding, Verdict
from exhibitions.stalls.services.hold_stalls import lapse, release
from exhibitions.stalls.states import AppState, Ended
from jkrlm.kernel import clock
from jkrlm.people.facade import sms_messages
from tests.common.live import at_rest
from tests.exhibitions.stalls.world import Mela, a_mela, allotted, applied, call, leader
from tests.exhibitions.world import a_fair

pytestmark = pytest.mark.django_db


def states(code: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for each in Application.objects.filter(call__exhibition_code=code).values_list("state", flat=True):
        found[each] = found.get(each, 0) + 1
    return found


def test_from_the_call_to_the_gate() -> None:
    mela = a_mela()
    made = call(mela, quota_district_Budgam="3")  # so few that it is full whatever is drawn
    at_rest()
    texts = [each.text for each in sms_messages(most=200) if "Saras Mela" in each.text]
    assert len(texts) == 40
    first = leader(mela, "FA01")
    page = first.get(mela.sell).content.decode()
    assert made.commitment in page
    assert "New to fairs</dt><dd>30" in page
    assert "Budgam 3" in page

    for code in mela.groups:
        applied(mela, code)
    page = first.get(mela.sell).content.decode()
    assert "Today it would be 55 points" in page
    public = first.get(f"/exhibitions/{exhibition(mela.code).slug}/").content.decode()
    assert "/draw/" not in public
    assert exhibition(mela.code).state == "inviting"
    early = mela.fair.desk().post(f"{mela.desk}allotment/propose/", {"key": "early"})
    assert early.status_code == 409
    assert not Verdict.objects.exists()

    allotted(mela)
    assert exhibition(mela.code).state == "allotted"
    assert states(mela.code) == {"allotted": 21, "waiting": 19}
    held = stalls.allotted(mela.code)
    assert len({each.stall_code for each in held}) == 21
    assert "A8" not in {each.stall_code for each in held}
    assert sum(each.group_code in _of(mela, "Budgam") for each in held) == 3
    assert len(stalls.charges(mela.code)) == 21

    drawn = Verdict.objects.filter(equals__gt=0, result="waiting", reason="quota-district")
    assert drawn.exists()
    loser = drawn.first().application
    said = leader(mela, loser.group_code).get(mela.sell).content.decode()
    assert "the quota of district Budgam was full" in said
    assert "the draw decided who comes first" in said
    _check_draw(mela.code, first)

    _exchange(mela)
    _give_up_and_move_up(mela)
    _no_show(mela)


def _of(mela, district: str) -> set[str]:
    rows = Application.objects.filter(call__exhibition_code=mela.code, district=district)
    return set(rows.values_list("group_code", flat=True))


def _check_draw(code: str, client) -> None:
    made = Call.objects.get(exhibition_code=code)
    assert stalls.commitment(made.seed) == made.commitment
    out = StringIO()
    call_command("check_draw", code, stdout=out)
    assert out.getvalue().count("yes") == 3
    slug = exhibition(code).slug
    for prefix in ("", "/hi", "/ur"):
        public = client.get(f"{prefix}/exhibitions/{slug}/").content.decode()
        assert f'href="{prefix}/exhibitions/{slug}/draw/"' in public
    page = client.get(f"/exhibitions/{slug}/draw/").content.decode()
    assert made.seed in page
    given = client.get(f"/exhibitions/{slug}/draw.json").content.decode()
    again = stalls.repeat(given, made.seed).stalls()
    assert again == dict(
        Verdict.objects.exclude(stall_code="").values_list("application__number", "stall_code")
    )


def _exchange(mela) -> None:
    one, other = stalls.allotted(mela.code)[:2]
    answer = mela.fair.desk().post(
        f"{mela.desk}allotment/swap/", {"one": one.stall_code, "other": other.stall_code}
    )
    assert answer.status_code == 302
    assert stalls.stall_of(mela.code, one.group_code) == other.stall_code
    assert stalls.stall_of(mela.code, other.group_code) == one.stall_code


def _give_up_and_move_up(mela) -> None:
    gone = next(each for each in stalls.allotted(mela.code) if each.stall_code.startswith("A"))
    answer = leader(mela, gone.group_code).post(f"{mela.sell}give-up/", {"group": gone.group_code})
    assert answer.status_code == 302
    assert stalls.stall_of(mela.code, gone.group_code) is None
    offered = Application.objects.get(state=AppState.OFFERED)
    holding = Holding.objects.get(application=offered, ended_at=None)
    assert (holding.stall_code, holding.accept_by) == (
        gone.stall_code,
        clock.today() + timedelta(days=3),
    )
    nobody_before = Verdict.objects.filter(
        application__state="waiting", line__lt=Verdict.objects.get(application=offered).line
    )
    assert not [
        each
        for each in nobody_before
        if each.application.craft in ("crewel", "aari", "tilla") and each.reason != "quota-district"
    ]
    late = lapse(now=clock.now(), today=clock.today() + timedelta(days=4))
    assert late == 1
    offered.refresh_from_db()
    assert offered.state == AppState.GIVEN_UP
    second = Application.objects.get(state=AppState.OFFERED)
    answer = leader(mela, second.group_code).post(f"{mela.sell}accept/", {"group": second.group_code})
    assert answer.status_code == 302
    assert stalls.stall_of(mela.code, second.group_code) == gone.stall_code
    again = leader(mela, offered.group_code).post(f"{mela.sell}accept/", {"group": offered.group_code})
    assert again.status_code == 409


def _no_show(mela) -> None:
    missing = stalls.allotted(mela.code)[-1]
    opens = exhibition(mela.code).opens_on
    early = mela.fair.desk().post(
        f"{mela.desk}applications/{missing.application_number}/leave/", {"why": "no-show"}
    )
    assert early.status_code == 409
    release(
        number=missing.application_number,
        why=Ended.NO_SHOW,
        by=mela.fair.manager,
        now=clock.now(),
        today=opens,
    )
    row = Application.objects.get(number=missing.application_number)
    assert row.state == AppState.NO_SHOW
    assert missing.group_code in stalls.charges(mela.code)


def test_the_demo_tells_it_once() -> None:
    mela = a_mela(6)
    now = clock.now()
    wanted = stalls.DemoStalls(
        exhibition_code=mela.code,
        wish=stalls.CallWish(
            deadline=clock.today() - timedelta(days=2),
            message="",
            points={"new": 30, "certified": 25, "far": 20, "ready": 15, "conduct": 10},
            quotas={},
        ),
        called_at=now - timedelta(days=9),
        applied_at=now - timedelta(days=5),
        allotted_at=now,
        groups=[*mela.groups, "NOBODY"],
        manager=mela.fair.manager,
        approver=mela.fair.administrator,
    )
    for _time in range(2):
        stalls.load_demo_stalls(wanted)
    assert states(mela.code) == {"allotted": 6}
    assert Call.objects.count() == 1
    assert Holding.objects.count() == 6


def test_a_no_show_counts_at_the_next_fair() -> None:
    mela = a_mela(2)
    call(mela)
    for code in mela.groups:
        applied(mela, code)
    allotted(mela)
    opens = exhibition(mela.code).opens_on
    release(
        number=Application.objects.get(group_code="FA01").number,
        why=Ended.NO_SHOW,
        by=mela.fair.manager,
        now=clock.now(),
        today=opens,
    )
    Exhibition.objects.filter(code=mela.code).update(state="running")
    second = a_fair(ExhibitionState.DRAFT, opens_in=60, code="HAAT-SXR-27")
    next_mela = Mela(second, second.code, mela.groups, mela.goods, mela.people)
    call(next_mela)
    missed, came = (leader(mela, code) for code in mela.groups)
    applied(next_mela, "FA01")
    applied(next_mela, "FA02")
    page = missed.get(next_mela.sell).content.decode()
    assert "had a stall at 1 fair in three years and did not come" in page
    assert "did not come: 1" in page
    page = came.get(next_mela.sell).content.decode()
    assert "1 fair before" in page
    assert "did not come" not in page.split("How stalls are given")[0]
