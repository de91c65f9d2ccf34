"""From draft to settled: which steps there are, what each asks for, and that the database knows them too."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction

import exhibitions.plan.facade as plan
from commerce.facade import app_store
from exhibitions.plan.facade import ExhibitionState as State
from exhibitions.plan.models import Exhibition, ExhibitionMove, TeamMember
from exhibitions.plan.states import EXHIBITION_TRANSITIONS
from jkrlm.kernel import clock, outbox
from jkrlm.kernel.models import OutboxMessage
from tests.exhibitions.world import CODE, STEPS, a_fair, bring_to, goods_for, wish

pytestmark = pytest.mark.django_db


def moved() -> list[dict]:
    return list(
        OutboxMessage.objects.filter(name="ExhibitionMoved").order_by("id").values_list("payload", flat=True)
    )


@pytest.fixture
def heard() -> Iterator[None]:
    """Somebody listens to moves; afterwards those who did before."""
    before = {name: dict(found) for name, found in outbox._reactions.items()}
    outbox._reactions["ExhibitionMoved"] = {"tests": lambda event: None}
    yield
    outbox._reactions.clear()
    outbox._reactions.update(before)


def test_a_fair_goes_through_its_states_and_each_step_is_told_and_kept(heard: None) -> None:
    fair = a_fair.__wrapped__(State.SETTLED)
    steps = [(before.value, after.value) for before, after in pairwise(STEPS)]
    assert [(each["from"], each["to"]) for each in moved()] == steps
    history = ExhibitionMove.objects.order_by("id").values_list("from_state", "to_state")
    assert list(history) == steps
    assert plan.exhibition(fair.code).state == State.SETTLED
    with pytest.raises(IntegrityError, match="only added to"), transaction.atomic():
        ExhibitionMove.objects.update(reason="nothing happened")
    with pytest.raises(IntegrityError, match="only added to"), transaction.atomic():
        ExhibitionMove.objects.all().delete()


def test_what_the_table_does_not_list_is_refused_by_us_and_by_the_database() -> None:
    fair = a_fair(State.DRAFT)
    for source in STEPS:
        bring_to(fair, source)
        for target in State:
            if target == source or target in EXHIBITION_TRANSITIONS[source]:
                continue
            with pytest.raises(plan.MoveRefused, match="does not go from"):
                plan.move(fair.code, target, by=fair.manager, reason="Because")
            with pytest.raises(IntegrityError, match="cannot go from"), transaction.atomic():
                Exhibition.objects.update(state=target)
        assert plan.exhibition(fair.code).state == source
    reached = {target for targets in EXHIBITION_TRANSITIONS.values() for target in targets}
    assert reached | {State.DRAFT} == set(State)


def test_groups_are_invited_to_stalls_by_a_manager_before_the_last_day_to_apply(heard: None) -> None:
    fair = a_fair(State.DRAFT, opens_in=30)
    TeamMember.objects.filter(duty="manager").delete()
    with pytest.raises(plan.MoveRefused, match="Nobody manages it"):
        plan.move(CODE, State.INVITING, by=fair.manager)
    plan.keep_member(
        CODE,
        fair.manager,
        plan.Duty.MANAGER,
        since=fair.opens_on,
        until=fair.opens_on,
        key="m",
        by=fair.manager,
    )
    Exhibition.objects.update(apply_by=clock.today() - timedelta(days=1))
    with pytest.raises(plan.MoveRefused, match="last day to apply is past"):
        plan.move(CODE, State.INVITING, by=fair.manager)
    Exhibition.objects.update(apply_by=clock.today())
    plan.move(CODE, State.INVITING, by=fair.manager)
    plan.move(CODE, State.INVITING, by=fair.manager)
    assert len(moved()) == 1


def test_it_opens_on_its_days_with_a_cashier_and_closes_early_only_with_a_reason() -> None:
    fair = a_fair(State.ALLOTTED, opens_in=2)
    with pytest.raises(plan.MoveRefused, match="not before the day before"):
        plan.move(CODE, State.RUNNING, by=fair.manager)
    Exhibition.objects.update(opens_on=clock.today())
    TeamMember.objects.filter(duty="cashier").delete()
    with pytest.raises(plan.MoveRefused, match="Nobody stands at a till"):
        plan.move(CODE, State.RUNNING, by=fair.manager)
    plan.keep_member(
        CODE,
        fair.cashiers[0],
        plan.Duty.CASHIER,
        since=fair.opens_on,
        until=fair.opens_on,
        key="c",
        by=fair.manager,
    )
    plan.move(CODE, State.RUNNING, by=fair.manager)
    with pytest.raises(plan.MoveRefused, match="closes before its last day") as refused:
        plan.move(CODE, State.CLOSED, by=fair.manager)
    assert refused.value.field == "reason"
    plan.move(CODE, State.CLOSED, by=fair.manager, reason="The storm took the tents")


def test_other_rooms_have_their_say_and_a_cancelled_fair_says_why() -> None:
    fair = a_fair(State.INVITING, opens_in=30)
    with pytest.raises(plan.MoveRefused, match="The allotment is not approved yet"):
        plan.move(CODE, State.ALLOTTED, by=fair.manager)
    with pytest.raises(ValueError, match=r"allotment_missing \(allotted\)"):
        plan.set_guards({State.ALLOTTED: (lambda asked: "Five groups wait for an answer.",)})
    with pytest.raises(plan.MoveRefused, match="The allotment is not approved yet"):
        plan.move(CODE, State.ALLOTTED, by=fair.manager)
    with pytest.raises(plan.MoveRefused, match="Say why"):
        plan.move(CODE, State.CANCELLED, by=fair.manager, reason="  ")
    plan.move(CODE, State.CANCELLED, by=fair.manager, reason="The ground is flooded")
    assert ExhibitionMove.objects.order_by("-id")[0].reason == "The ground is flooded"


def test_an_exhibition_begins_as_a_draft_and_keeps_its_code_once_announced() -> None:
    fair = a_fair(State.DRAFT, opens_in=30)
    with pytest.raises(IntegrityError, match="begins as a draft"), transaction.atomic():
        row = Exhibition.objects.get()
        row.pk, row.code, row.slug, row.key, row.place_code = None, "OTHER-26", "other", "other", "other"
        row.state, row._state.adding = State.RUNNING, True
        row.save(force_insert=True)
    bring_to(fair, State.INVITING)
    with pytest.raises(IntegrityError, match="its code and address stay"), transaction.atomic():
        Exhibition.objects.update(slug="elsewhere")
    with pytest.raises(plan.BadPlan, match="its code stays"):
        from exhibitions.plan.services.keep_exhibition import change_exhibition

        changed = wish(fair.opens_on, "SARAS-JMU-27")
        version = Exhibition.objects.get().version
        change_exhibition(code=CODE, wish=changed, version=version, key="k", by=fair.manager, now=clock.now())


def test_the_world_of_the_other_rooms_stands() -> None:
    fair = a_fair()
    goods = goods_for(fair)
    assert len(goods.variants) == 6
    asked = list(goods.shop.products.values())
    found = app_store().listing_products(ids=asked, channel="stalls", first=20).products
    prices = {
        listing.channel.slug: listing.price.amount
        for edge in found.edges
        for variant in edge.node.product_variants.edges
        for listing in variant.node.channel_listings
        if variant.node.id == goods.variants["KZ09", "Stole"]
    }
    assert (len(found.edges), prices) == (6, {"online": 3500.0, "stalls": 3500.0})
    assert [each.name for each in plan.cashiers(fair.code)] == ["Cashier One", "Cashier Two"]
    assert plan.live_on(clock.today())[0].code == fair.code
    assert len(plan.stalls(fair.code)) == 22
