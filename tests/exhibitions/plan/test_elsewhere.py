"""A pavilion in Delhi: planned by the page, sold at with the tax of another state, its stalls too; and other days."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

import exhibitions.plan.facade as plan
from exhibitions.plan.contracts import ELSEWHERE
from exhibitions.plan.models import Exhibition, Task, TeamMember
from exhibitions.plan.services.keep_exhibition import wish_of
from exhibitions.plan.states import ExhibitionState
from exhibitions.results.reckoning import heads_of, tax_in
from exhibitions.till.bundle import state_of
from jkrlm.kernel import clock
from jkrlm.kernel.money import Money
from jkrlm.people.facade import Role
from logistics.places.facade import place
from sellers.tax.models import TaxDocument
from tests.exhibitions.plan.test_story import typed
from tests.exhibitions.till.world import a_stall, all_hold, work
from tests.exhibitions.world import Fair, a_fair, person, signed_in

pytestmark = pytest.mark.django_db

DELHI = "110001"
AT = "/staff/exhibitions/SARAS-JMU-26/"


def test_a_pavilion_in_delhi_is_planned_by_the_page() -> None:
    desk = signed_in(person("Meera Bakshi", Role.EXHIBITIONS))
    assert "Outside Jammu and Kashmir" in desk.get("/staff/exhibitions/new/").content.decode()
    new = {"town": "New Delhi", "district": ELSEWHERE}
    refused = desk.post("/staff/exhibitions/new/", typed(**new, pincode="180004"))
    assert refused.status_code == 422
    assert "choose the district" in refused.content.decode()
    refused = desk.post("/staff/exhibitions/new/", typed(**new, pincode="199999"))
    assert refused.status_code == 422
    assert "We do not know this PIN code." in refused.content.decode()

    assert desk.post("/staff/exhibitions/new/", typed(**new, pincode=DELHI)).status_code == 302
    fair = plan.exhibition("SARAS-JMU-26")
    held = place(fair.place_code)
    assert (fair.district, held.pincode, held.hub_code) == ("Delhi", DELHI, "")
    page = desk.get(f"{AT}edit/").content.decode()
    assert f'value="{ELSEWHERE}" selected' in page


def test_what_is_sold_in_delhi_bears_the_tax_of_another_state() -> None:
    stall = a_stall(pincode=DELHI)
    assert state_of(stall.code) == "Delhi"
    tablet = stall.tablet()
    sale = tablet.sell(("KZ11", "Box", 1))
    tablet.give_back(sale, 0, 1)
    tablet.send()
    work()
    sold, back = TaxDocument.objects.order_by("pk")
    assert (sold.place_of_supply, sold.cgst, sold.sgst) == ("Delhi", 0, 0)
    assert sold.igst > 0 and back.igst == sold.igst
    all_hold()


def test_a_stall_is_taxed_where_it_stands(settings) -> None:
    settings.STALL_GST_PERCENT = 18
    tax = tax_in(Money(Decimal(6000), "INR"))
    at_home, elsewhere = heads_of(tax, state="Jammu and Kashmir"), heads_of(tax, state="Delhi")
    assert (at_home.total, elsewhere.total) == (tax, tax)
    assert (at_home.igst.amount, elsewhere.igst) == (0, tax)


def changed(fair: Fair, **changes: object) -> None:
    now = Exhibition.objects.get(code=fair.code)
    wanted = replace(wish_of(now), **changes)
    plan.change_exhibition(
        fair.code, wanted, version=now.version, key=f"change {now.version}", by=fair.manager
    )


def test_team_and_tasks_move_with_the_days() -> None:
    fair = a_fair(ExhibitionState.INVITING, opens_in=30)
    old = plan.exhibition(fair.code)
    half = TeamMember.objects.filter(exhibition__code=fair.code, user=fair.helper)
    half.update(since=old.opens_on - timedelta(days=2), until=old.opens_on + timedelta(days=3))
    due = dict(Task.objects.filter(exhibition__code=fair.code).values_list("title", "due_on"))
    later, longer = timedelta(days=20), timedelta(days=22)
    changed(
        fair, opens_on=old.opens_on + later, closes_on=old.closes_on + longer, apply_by=old.apply_by + later
    )
    new = plan.exhibition(fair.code)
    for member in TeamMember.objects.filter(exhibition__code=fair.code).exclude(user=fair.helper):
        assert (member.since, member.until) == (new.opens_on, new.closes_on)
    assert half.values_list("since", "until").get() == (
        new.opens_on - timedelta(days=2),
        new.opens_on + timedelta(days=3),
    )
    for title, day in Task.objects.filter(exhibition__code=fair.code).values_list("title", "due_on"):
        assert day == due[title] + (longer if due[title] >= old.closes_on else later), title
    assert place(new.place_code).ends == new.closes_on


def test_a_running_fair_goes_on_for_a_day_more_and_nothing_else_of_it_changes() -> None:
    fair = a_fair(opens_in=-3)
    old = plan.exhibition(fair.code)
    assert f'href="{AT}edit/"' in fair.desk().get(AT).content.decode()
    for field, value in (("hall_width", Decimal(41)), ("opens_on", old.opens_on - timedelta(days=1))):
        with pytest.raises(plan.BadPlan, match="It is running") as refused:
            changed(fair, **{field: value})
        assert refused.value.field == field
    day = timedelta(days=1)
    changed(fair, closes_on=old.closes_on + day, cashiers_discount_percent=Decimal(8))
    assert plan.exhibition(fair.code).closes_on == old.closes_on + day
    assert {each.until for each in plan.cashiers(fair.code)} == {old.closes_on + day}
    with pytest.raises(plan.BadPlan, match="cannot be over"):
        changed(fair, closes_on=clock.today() - day)
