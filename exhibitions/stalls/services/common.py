"""What several verbs do."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

import exhibitions.plan.facade as plan
from catalogue.facade import crafts
from exhibitions.stalls.errors import ApplicationUnknown, WrongState
from exhibitions.stalls.models import Application, Call, Change, Holding, Pass, Verdict
from exhibitions.stalls.rules import Limits
from exhibitions.stalls.states import APP_TRANSITIONS, AppState, CameBy, Ended, ProposalState
from jkrlm.people.facade import User


def call_of(exhibition_code: str, *, lock: bool = False) -> Call:
    """
    Return an exhibition's call, locked where asked: whoever changes who holds what locks it first.

    Raises:
        ApplicationUnknown: no call was sent.
    """
    rows = Call.objects.select_for_update() if lock else Call.objects.all()
    found = rows.filter(exhibition_code=exhibition_code[:24].replace("\x00", "")).first()
    if found is None:
        raise ApplicationUnknown("There is no call for this exhibition.")
    return found


def check_on(call: Call) -> None:
    """Raises WrongState: the exhibition is cancelled; the reaction to it may still be under way."""
    if plan.exhibition(call.exhibition_code).state == plan.ExhibitionState.CANCELLED:
        raise WrongState(_("This fair is cancelled."))


def limits_of(call: Call) -> Limits:
    return Limits(call.no_shows_most, call.grievances_most, call.late_percent_most)


def move(
    application: Application,
    to: AppState,
    *,
    what: str,
    now: datetime,
    by: User | None,
    on_behalf_of: str = "",
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Move an application, locked by its call, and write it into its history. Raises WrongState."""
    state = AppState(application.state)
    if to not in APP_TRANSITIONS[state]:
        words = {"number": application.number, "state": state.label}
        raise WrongState(_("%(number)s is “%(state)s” now: look at it again.") % words)
    application.state = to
    application.changed_at = now
    application.version += 1
    application.save(update_fields=("state", "changed_at", "version"))
    note(application, what=what, now=now, by=by, on_behalf_of=on_behalf_of, facts=facts)


def note(
    application: Application,
    *,
    what: str,
    now: datetime,
    by: User | None,
    on_behalf_of: str = "",
    facts: Mapping[str, Any] | None = None,
) -> None:
    Change.objects.create(
        application=application,
        at=now,
        state=application.state,
        what=what,
        facts=dict(facts or {}),
        by=by,
        on_behalf_of=on_behalf_of[:160],
    )


def hold(
    application: Application,
    stall_code: str,
    *,
    came_by: CameBy,
    now: datetime,
    accept_by: Any = None,
    accepted_at: datetime | None = None,
) -> Holding:
    """Give an application a stall. The database refuses one that is taken, and beyond a quota."""
    return Holding.objects.create(
        call_id=application.call_id,
        application=application,
        stall_code=stall_code,
        district=application.district,
        craft=application.craft,
        came_by=came_by,
        since=now,
        accept_by=accept_by,
        accepted_at=accepted_at,
    )


def end(holding: Holding, why: Ended, *, now: datetime) -> None:
    holding.ended_at, holding.ended = now, why
    holding.save(update_fields=("ended_at", "ended"))


def held_by(application: Application) -> Holding | None:
    return Holding.objects.filter(application=application, ended_at=None).first()


def give_passes(application: Application, *, now: datetime) -> None:
    """Make a pass for each traveller who has none; one that was void counts again."""
    people = application.travellers.all()
    Pass.objects.bulk_create(
        [Pass(traveller=each, made_at=now) for each in people],
        update_conflicts=True,
        unique_fields=["traveller"],
        update_fields=["void_at"],
    )


def take_passes(application: Application, *, now: datetime) -> None:
    Pass.objects.filter(traveller__application=application, void_at=None).update(void_at=now)


def about(call: Call, application: Application, **more: str | int) -> dict[str, str | int]:
    """Return what every event about an application says."""
    return {
        "exhibition": call.exhibition_code,
        "application": application.number,
        "group": application.group_code,
        "name": plan.exhibition(call.exhibition_code).name,
        **more,
    }


def approved_verdicts(call: Call) -> dict[int, Verdict]:
    """Return what the approved allotment said, by application."""
    rows = Verdict.objects.filter(proposal__call=call, proposal__state=ProposalState.APPROVED)
    return {each.application_id: each for each in rows.select_related("application")}


def stalls_to_give(exhibition_code: str) -> dict[str, plan.Stall]:
    """Return the stalls that may be given, kept ones too; blocked ones to nobody."""
    return {each.code: each for each in plan.stalls(exhibition_code) if not each.blocked}


def crafts_of_zones(exhibition_code: str) -> dict[str, frozenset[str]]:
    """Return the crafts of each zone; a zone may name a category of the catalogue for all its crafts."""
    known = crafts()
    return {
        zone.code: frozenset(
            each.slug for each in known if each.slug in zone.crafts or each.category in zone.crafts
        )
        for zone in plan.zones(exhibition_code)
    }
