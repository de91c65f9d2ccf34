"""A round changed by hand: a stop moved within it or to another round of its hub, another driver."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

import logistics.places.facade as places
from jkrlm.people.facade import Role, User, audit, has_role
from logistics.rounds.errors import DoesNotFit, PlanMoved, RoundUnknown
from logistics.rounds.gather import metres_between
from logistics.rounds.models import Round, Stop
from logistics.rounds.problem import Call, Misfit, Problem, Trip, Truck, driven
from logistics.rounds.states import PlanState, RoundState

_OPEN: Final = (RoundState.PROPOSED, RoundState.ACCEPTED)


def move_stop(*, stop_id: int, to_round: int, position: int, by: User, now: datetime) -> Round:
    """
    Put a stop at a position (from 1) of a round of the same plan and hub; both rounds get new hours. A
    round without
    stops that way stays, empty, for nothing else to be lost.

    Raises:
        RoundUnknown: there is no such stop or round.
        PlanMoved: the plan was replaced, or the stop was visited already.
        DoesNotFit: too heavy, too late at a place, or back after the shift; the message says by how much.
    """
    del now
    with transaction.atomic():
        stop, source, target = _locked(stop_id, to_round)
        before = _stops(source)
        row = [each for each in before if each.pk != stop.pk]
        other = row if target.pk == source.pk else _stops(target)
        if any(hasattr(each, "visit") for each in other[max(0, position - 1) :]):
            raise PlanMoved(
                _("The stops from there on were driven already. Choose a later place."), field="position"
            )
        other.insert(max(0, min(position - 1, len(other))), stop)
        _drive(target, other)
        if target.pk != source.pk:
            _drive(source, row)
        audit(
            actor=by,
            verb="rounds.move-stop",
            target=f"round {source.code}",
            before={"place": stop.place_code, "round": source.code, "position": stop.position},
            after={"round": target.code, "position": position},
        )
    return target


def set_driver(*, round_id: int, driver_id: int | None, by: User) -> Round:
    """
    Say who drives a round.

    Raises:
        RoundUnknown: no such round, or no such driver.
        PlanMoved: it was driven, or replaced.
    """
    with transaction.atomic():
        row = Round.objects.select_for_update().filter(pk=round_id).first()
        if row is None:
            raise RoundUnknown(_("There is no such round."))
        if row.state not in _OPEN:
            raise PlanMoved(_("This round was driven already, or another took its place."))
        driver = User.objects.filter(pk=driver_id, is_active=True).first() if driver_id else None
        if driver_id and (driver is None or not has_role(driver, Role.DRIVER)):
            raise RoundUnknown(_("There is no such driver."), field="driver")
        before, row.driver = row.driver_id, driver
        row.save(update_fields=("driver",))
        audit(
            actor=by,
            verb="rounds.driver",
            target=f"round {row.code}",
            before={"driver": before},
            after={"driver": row.driver_id},
        )
    return row


def _locked(stop_id: int, to_round: int) -> tuple[Stop, Round, Round]:
    stop = Stop.objects.filter(pk=stop_id).first()
    if stop is None:
        raise RoundUnknown(_("There is no such stop."))
    wanted = {stop.round_id, to_round}
    rows = {
        each.pk: each
        for each in Round.objects.select_for_update(of=("self",))
        .select_related("plan")
        .filter(pk__in=wanted)
        .order_by("pk")
    }
    stop = Stop.objects.select_related("visit").get(pk=stop_id)
    if rows.keys() != wanted or stop.round_id not in rows:
        raise RoundUnknown(_("There is no such round."), field="round")
    source, target = rows[stop.round_id], rows[to_round]
    if (source.plan_id, source.hub_code) != (target.plan_id, target.hub_code):
        raise RoundUnknown(_("That round is of another hub, or another day."), field="round")
    is_open = source.state in _OPEN and target.state in _OPEN
    if not is_open or source.plan.state not in (PlanState.READY, PlanState.ACCEPTED):
        raise PlanMoved(_("This round was driven already, or another took its place. Look at the day again."))
    if hasattr(stop, "visit"):
        raise PlanMoved(_("This stop was visited already: it stays where it is."))
    return stop, source, target


def _stops(row: Round) -> list[Stop]:
    return list(row.stops.select_related("visit").order_by("position"))


def _drive(row: Round, stops: Sequence[Stop]) -> None:
    """Give a round these stops in this order, with their hours. Raises DoesNotFit."""
    if not stops:
        row.grams = row.metres = 0
        row.back = row.leaves
    else:
        trip = _driven(row, stops)
        row.grams, row.metres, row.leaves, row.back = trip.grams, trip.metres, trip.leaves, trip.back
        for position, (stop, arrives) in enumerate(zip(stops, trip.arrives, strict=True), start=1):
            stop.round, stop.position, stop.arrives = row, position, arrives
        Stop.objects.bulk_update(stops, ("round", "position", "arrives"))
    row.is_by_hand = True
    row.save(update_fields=("grams", "metres", "leaves", "back", "is_by_hand"))


def _driven(row: Round, stops: Sequence[Stop]) -> Trip:
    stands = [places.place(each.place_code) for each in stops]
    problem = Problem(
        row.hub_code,
        tuple(Call(each.place_code, each.grams, each.opens, each.closes, each.minutes) for each in stops),
        (Truck("", row.capacity_grams, row.starts, row.ends, row.speed_kmh),),
        metres_between(places.place(row.hub_code), stands),
    )
    found = driven(problem, 0, range(len(stops)))
    if isinstance(found, Misfit):
        raise DoesNotFit(_why(row, found, stands), field="position", params={"kind": found.kind})
    return found


def _why(row: Round, misfit: Misfit, stands: Sequence[places.Place]) -> str:
    if misfit.kind == "heavy":
        facts = {"round": row.code, "kg": f"{misfit.amount / 1000:.1f}"}
        return _("Round %(round)s would be %(kg)s kg too heavy. Choose another round.") % facts
    if misfit.kind == "late":
        name = stands[misfit.call or 0].name
        return _(
            "%(place)s would be reached %(minutes)d minutes too late."
            " Choose an earlier place or another round."
        ) % {"place": name, "minutes": misfit.amount}
    return _("Round %(round)s would be back %(minutes)d minutes after the shift. Choose another round.") % {
        "round": row.code,
        "minutes": misfit.amount,
    }
