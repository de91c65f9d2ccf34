"""A plan becomes what is driven, and takes the place of the one before."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from jkrlm.people.facade import User, audit
from logistics.rounds.errors import PlanMoved, RoundUnknown
from logistics.rounds.models import Plan, Round, StopParcel
from logistics.rounds.selectors import hubs_under_way
from logistics.rounds.services.plan_day import move_plan
from logistics.rounds.states import PlanState, RoundState


def accept_plan(*, plan_id: int, by: User, now: datetime) -> tuple[str, ...]:
    """
    Accept a plan: its rounds are driven, those of the day before it are replaced. Accepted again, nothing
    happens.

    Where a hub's rounds are under way meanwhile they stay, and the plan's own for that hub are put aside;
    returns these
    hubs.

    Raises:
        RoundUnknown: there is no such plan.
        PlanMoved: it was replaced, or is not ready.
    """
    with transaction.atomic():
        day = Plan.objects.filter(pk=plan_id).values_list("day", flat=True).first()
        if day is None:
            raise RoundUnknown(_("There is no such plan."))
        plans = {each.pk: each for each in Plan.objects.select_for_update().filter(day=day).order_by("pk")}
        plan = plans[plan_id]
        if plan.state == PlanState.ACCEPTED:
            return ()
        if plan.state != PlanState.READY:
            raise PlanMoved(_("This plan is not ready, or another took its place. Look at the day again."))
        kept = hubs_under_way(day)
        for each in plans.values():
            if each.state == PlanState.ACCEPTED:
                move_plan(each.pk, to=PlanState.REPLACED, now=now)
        before = Round.objects.filter(plan__day=day, state=RoundState.ACCEPTED).exclude(hub_code__in=kept)
        StopParcel.objects.filter(stop__round__in=before).update(is_live=False)
        before.update(state=RoundState.REPLACED)
        rounds = Round.objects.filter(plan=plan)
        rounds.filter(hub_code__in=kept).update(state=RoundState.REPLACED)
        rounds.exclude(hub_code__in=kept).update(state=RoundState.ACCEPTED)
        _make_live(plan)
        move_plan(plan_id, to=PlanState.ACCEPTED, now=now)
        audit(
            actor=by,
            verb="rounds.accept",
            target=f"rounds of {day}",
            after={"plan": plan_id, "kept": list(kept)},
        )
    return kept


def _make_live(plan: Plan) -> None:
    """Claim the parcels; one that another live round holds (its place changed hubs) stays with that round."""
    mine = StopParcel.objects.filter(stop__round__plan=plan, stop__round__state=RoundState.ACCEPTED)
    held = StopParcel.objects.filter(is_live=True).exclude(stop__round__plan=plan)
    mine.exclude(parcel_code__in=held.values("parcel_code")).update(is_live=True)
