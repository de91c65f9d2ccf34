"""A fair from the first form to the last visitor, by the pages that its manager and the gate use."""

import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client

import exhibitions.plan.facade as plan
from exhibitions.plan.models import Exhibition, GateCount, ProgrammeItem, Task, VisitorPass
from exhibitions.plan.template import TASKS
from jkrlm.kernel import clock
from jkrlm.people.facade import Role, User
from jkrlm.people.models import AuditEntry
from logistics.places.facade import place
from tests.common.pdf import words_of
from tests.exhibitions.world import CODE, DESK, a_fair, person, signed_in, unguarded, wish

pytestmark = pytest.mark.django_db

SIZE = {"width": "3", "height": "3"}


def typed(**changes: object) -> dict[str, object]:
    asked = wish(clock.today() + timedelta(days=40))
    form = {name: getattr(asked, name) for name in asked.__dataclass_fields__ if name != "is_sample"}
    form |= {"opens_at": "10:00", "closes_at": "21:00", "key": "form-1"}
    return {**form, **changes}


def test_a_manager_plans_a_fair_draws_its_hall_and_opens_the_gates() -> None:
    meera = person("Meera Bakshi", Role.EXHIBITIONS)
    desk = signed_in(meera)
    fair = _planned(desk)
    _drawn(desk)
    _kept_back_and_priced(desk)
    _with_a_team(desk, fair, meera)
    _invited_and_opened(desk)
    verbs = set(AuditEntry.objects.filter(target=f"exhibition {fair.code}").values_list("verb", flat=True))
    assert verbs >= {
        f"exhibitions.{verb}" for verb in ("plan", "zone", "rows", "stall", "team", "move", "change")
    }


def _planned(desk: Client) -> plan.Exhibition:
    assert "None yet" in desk.get("/staff/exhibitions/").content.decode()

    refused = desk.post("/staff/exhibitions/new/", typed(closes_on="2020-01-01", venue="Gulshan Ground"))
    assert refused.status_code == 422
    assert "The last day is before the first." in refused.content.decode()
    assert 'value="Gulshan Ground"' in refused.content.decode()
    assert Exhibition.objects.count() == 0

    for _twice in range(2):
        made = desk.post("/staff/exhibitions/new/", typed())
        assert made.headers["Location"] == f"{DESK}hall/"
    fair = plan.exhibition("SARAS-JMU-26")
    assert place(fair.place_code).begins == fair.opens_on
    tasks = Task.objects.filter(exhibition__code=fair.code)
    assert tasks.count() == len(TASKS)
    assert tasks.get(title__startswith="Report").due_on == fair.closes_on + timedelta(days=15)
    return fair


def _drawn(desk: Client) -> None:
    zone = {"zone-code": "a", "zone-name": "Weaves and shawls", "zone-tint": 1, "zone-crafts": ["kani"]}
    assert desk.post(f"{DESK}hall/zones/", zone | {"zone-key": "z"}).status_code in (302, 422)
    desk.post(f"{DESK}hall/zones/", {**zone, "zone-crafts": [], "zone-key": "z2"})
    rows = {
        "zone": "A",
        "rows": 2,
        "per_row": 8,
        "width": 3,
        "height": 3,
        "price": 6000,
        "x": 2,
        "y": 3,
        "aisle": 3,
    }
    rows = {f"rows-{name}": value for name, value in rows.items()}
    wide = desk.post(f"{DESK}hall/rows/", rows | {"rows-per_row": 20, "rows-key": "r0"})
    assert wide.status_code == 422
    assert "They would end at 62 m; the hall is 40 m wide" in wide.content.decode()
    for _twice in range(2):
        assert desk.post(f"{DESK}hall/rows/", rows | {"rows-key": "r1"}).status_code == 302
    assert [each.code for each in plan.stalls(CODE)] == [f"A{number}" for number in range(1, 17)]
    over = desk.post(f"{DESK}hall/rows/", rows | {"rows-key": "r2", "rows-rows": 1})
    assert "A17 would stand on A1" in over.content.decode()


def _kept_back_and_priced(desk: Client) -> None:
    kept = desk.post(f"{DESK}hall/A8/", {"state": "kept", "reason": ""})
    assert "Say why" in kept.content.decode()
    desk.post(f"{DESK}hall/A8/", {"state": "kept", "reason": "Information desk"})
    assert plan.stalls(CODE)[7].kept
    drawn = desk.get(f"{DESK}hall/").content.decode()
    assert drawn.count("<rect ") == 17
    assert "16 × 3 × 3 m, ₹6,000" in re.sub(r"<[^>]+>", "", drawn)
    cheap = desk.post(f"{DESK}hall/zones/A/price/", SIZE | {"price": "-1"})
    assert cheap.status_code == 422
    nowhere = desk.post(f"{DESK}hall/zones/A/price/", {"width": "0", "height": "3", "price": "1"})
    assert nowhere.status_code == 404
    desk.post(f"{DESK}hall/zones/A/price/", SIZE | {"price": "6500"})
    assert {str(each.price.amount) for each in plan.stalls(CODE)} == {"6500.00"}
    assert "A8" in words_of(desk.get(f"{DESK}hall.pdf").content)


def _with_a_team(desk: Client, fair: plan.Exhibition, meera: User) -> None:
    cashier = person("Tariq", Role.CASHIER)
    member = {
        "user": cashier.pk,
        "duty": "cashier",
        "since": fair.opens_on,
        "until": fair.closes_on,
        "key": "t",
    }
    wrong = desk.post(f"{DESK}team/", member | {"duty": "manager"})
    assert "has not the role" in wrong.content.decode()
    assert desk.post(f"{DESK}team/", member).status_code == 302
    task = Task.objects.filter(exhibition__code=fair.code).order_by("due_on")[0]
    desk.post(f"{DESK}tasks/{task.pk}/tick/", {"done": "1"})
    task.refresh_from_db()
    assert (task.done_by, task.done_at is not None) == (meera, True)


def _invited_and_opened(desk: Client) -> None:
    assert desk.post(f"{DESK}move/", {"to": "running"}).status_code == 409
    assert desk.post(f"{DESK}move/", {"to": "inviting"}).status_code == 302
    changed = typed(key="form-2", version=Exhibition.objects.get().version, venue="M.A. Stadium")
    assert desk.post(f"{DESK}edit/", changed).status_code == 302
    stale = desk.post(f"{DESK}edit/", typed(key="form-3", version=1))
    assert (stale.status_code, "Somebody else changed it" in stale.content.decode()) == (422, True)
    assert plan.exhibition(CODE).venue == "M.A. Stadium"
    dear = desk.post(f"{DESK}hall/zones/A/price/", SIZE | {"price": "9000"})
    assert "Groups were invited at ₹6,500 for this size: it stays." in dear.content.decode()
    with unguarded():
        desk.post(f"{DESK}move/", {"to": "allotted"})
        Exhibition.objects.update(opens_on=clock.today(), apply_by=clock.today() - timedelta(days=9))
        desk.post(f"{DESK}move/", {"to": "running"})
    assert plan.exhibition(CODE).state == "running"


def test_the_gate_counts_a_pass_once_and_everybody_else_by_the_hour() -> None:
    fair = a_fair()
    gate, visitor = signed_in(fair.cashiers[0]), Client()
    form = {
        "key": str(uuid.uuid4()),
        "name": "Asha Rani",
        "contact": "94190 12345",
        "people": 3,
        "consent": "on",
    }
    page = f"/exhibitions/{Exhibition.objects.get().slug}/pass/"
    no = visitor.post(page, form | {"contact": "12", "consent": ""})
    assert no.status_code == 422
    assert "Give a mobile number" in visitor.post(page, form | {"contact": "12"}).content.decode()
    assert VisitorPass.objects.count() == 0
    for _twice in range(2):
        answer = visitor.post(page, form)
    made = VisitorPass.objects.get()
    assert answer.headers["Location"] == f"{page}{made.token}/"
    shown = visitor.get(answer.headers["Location"])
    assert ("VP-00001" in shown.content.decode(), shown.headers["Cache-Control"]) == (
        True,
        "private, no-store",
    )
    for language in ("", "/hi", "/ur"):
        assert visitor.get(f"{language}{page}{made.token}/pass.pdf").content.startswith(b"%PDF")

    scan, count = f"{DESK}gate/scan/", f"{DESK}gate/count/"
    good = gate.post(scan, {"code": f"http://fair.test{page}{made.token}/"})
    assert (good.status_code, "3 people, welcome" in good.content.decode()) == (200, True)
    again = gate.post(scan, {"code": "vp-00001"})
    assert (again.status_code, "already" in again.content.decode()) == (409, True)
    assert gate.post(scan, {"code": "nothing"}).status_code == 422
    key = str(uuid.uuid4())
    for _twice in range(2):
        gate.post(count, {"key": key, "people": 5})
    gate.post(count, {"key": str(uuid.uuid4()), "people": -1})
    too_many = gate.post(count, {"key": str(uuid.uuid4()), "people": -9})
    assert (too_many.status_code, "So many were not counted." in too_many.content.decode()) == (422, True)
    counts = plan.hour_counts(fair.code)
    assert (sum(each.with_pass for each in counts), sum(each.at_gate for each in counts)) == (3, 4)
    assert plan.footfall(fair.code) == plan.footfall(fair.code, clock.today()) == 7
    assert GateCount.objects.count() == 3
    stranger = signed_in(person("Elsewhere", Role.CASHIER))
    assert stranger.get(f"{DESK}gate/").status_code == 403
    assert stranger.post(count, {"key": str(uuid.uuid4()), "people": 5}).status_code == 403
    assert plan.footfall(fair.code) == 7


def test_a_contact_gets_three_passes_and_a_name_goes_when_the_fair_is_long_over() -> None:
    from exhibitions.plan.services.make_pass import forget_old_passes

    fair, visitor = a_fair(), Client()
    page = f"/exhibitions/{Exhibition.objects.get().slug}/pass/"
    asked = {"name": "Asha Rani", "contact": "Asha@example.org", "people": 1, "consent": "on"}
    answers = [visitor.post(page, asked | {"key": str(uuid.uuid4())}).status_code for _each in range(4)]
    assert answers == [302, 302, 302, 429]
    plan.count_pass(fair.code, "2", by=fair.manager)
    subject = type("Subject", (), {"phones": ("",), "emails": ("asha@example.org",)})()
    assert len(plan.PERSONAL_DATA.tell(subject)[0].rows) == 3
    close = plan.exhibition(fair.code).closes_on
    assert forget_old_passes(now=clock.now(), today=close + timedelta(days=30)) == 0
    assert forget_old_passes(now=clock.now(), today=close + timedelta(days=31)) == 3
    assert set(VisitorPass.objects.values_list("name", "phone", "email")) == {("", "", "")}
    assert plan.footfall(fair.code) == 1
    assert plan.PERSONAL_DATA.tell(subject)[0].rows == ()


def test_another_fairs_manager_reads_but_does_not_change_and_a_copy_is_hers() -> None:
    fair = a_fair()
    other = fair.desk(fair.other_manager)
    assert other.get(DESK).status_code == 200
    before = AuditEntry.objects.count()
    asked = (
        ("move/", {"to": "closed"}),
        ("hall/A1/", {"state": "blocked", "reason": "Mine"}),
        ("hall/A1/drop/", {}),
        ("tasks/", {"title": "Mine", "due_on": "2026-12-01"}),
        ("team/", {"user": fair.other_manager.pk, "duty": "manager"}),
        ("edit/", {}),
    )
    assert {other.post(f"{DESK}{path}", form).status_code for path, form in asked} == {403}
    assert AuditEntry.objects.count() == before
    copy = {"name": "Saras Mela, Srinagar", "code": "SARAS-SXR-27", "opens_on": "2027-06-01", "key": "copy"}
    for _twice in range(2):
        assert other.post(f"{DESK}copy/", copy).headers["Location"] == "/staff/exhibitions/SARAS-SXR-27/"
    made = plan.exhibition("SARAS-SXR-27")
    assert (made.state, str(made.closes_on), made.days) == ("draft", "2027-06-10", 10)
    assert [(each.code, each.price) for each in plan.stalls(made.code)] == [
        (each.code, each.price) for each in plan.stalls(fair.code)
    ]
    assert [each.user_id for each in plan.team(made.code)] == [fair.other_manager.pk]
    assert plan.may_run(fair.other_manager, made.code)
    assert not plan.may_run(fair.manager, made.code)
    assert plan.may_run(fair.administrator, made.code)
    assert fair.desk(fair.helper).get(DESK).status_code == 403


def test_a_stall_that_a_group_has_stays() -> None:
    from exhibitions.plan.handed_in import handed_in

    fair = a_fair(plan.ExhibitionState.ALLOTTED, opens_in=5)
    before = handed_in.groups_at
    plan.set_groups_at(lambda code: (plan.PublicGroup("KZ09", "A2"),))
    try:
        desk = fair.desk()
        for path, form in (("drop/", {}), ("", {"state": "blocked", "reason": "A pillar"})):
            answer = desk.post(f"{DESK}hall/A2/{path}", form, follow=True)
            assert "Group KZ09 has stall A2" in answer.content.decode()
        assert (
            "Group KZ09 has stall A2" in desk.post(f"{DESK}hall/zones/A/drop/", follow=True).content.decode()
        )
        assert plan.stalls(fair.code)[1].code == "A2"
        assert desk.post(f"{DESK}hall/A3/drop/").status_code == 302
        moved = desk.post(f"{DESK}hall/A4/place/", {"x": 8, "y": 3})
        assert moved.status_code == 302
        assert "would stand on" in desk.post(f"{DESK}hall/A5/place/", {"x": 9, "y": 4}).content.decode()
    finally:
        plan.set_groups_at(before)
    codes = [each.code for each in plan.stalls(fair.code)]
    assert codes[:3] == ["A1", "A2", "A4"]


def test_a_form_that_comes_again_after_its_thing_is_gone_does_nothing() -> None:
    fair = a_fair()
    desk, day = fair.desk(), fair.opens_on.isoformat()
    item = {"kind": "stage", "day": day, "starts": "11:00", "ends": "12:00", "title": "Folk music"}
    for page, form, kept in (
        (
            "tasks/",
            {"title": "Ask for the tents", "due_on": day},
            Task.objects.filter(title="Ask for the tents"),
        ),
        ("programme/", item, ProgrammeItem.objects.filter(title="Folk music")),
    ):
        sent = {**form, "key": f"of {page}"}
        assert desk.post(f"{DESK}{page}", sent).status_code == 302
        assert kept.count() == 1
        kept.delete()
        assert desk.post(f"{DESK}{page}", sent).status_code == 302
        assert not kept.exists(), page
