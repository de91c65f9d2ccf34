"""Licences are recorded as the group shows them, verified by staff, and end."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from jkrlm.people.facade import User
from sellers.registry import models
from sellers.registry.errors import BadDay, HeldAlready, NotHere
from sellers.registry.formats import checked_licence_number
from sellers.registry.rules import day_after
from sellers.registry.services.common import locked_group, once, record


@transaction.atomic
def record_licence(
    *,
    code: str,
    kind: str,
    number: str,
    valid_from: date,
    last_day: date | None,
    actor: User | None,
    on_behalf_of: str = "",
    paper_key: str = "",
) -> int:
    """
    Keep a licence's number and days, not yet verified; return its id. Without ``last_day`` it has no end.

    ``paper_key`` is media's, of a picture or a PDF of the paper.

    Raises:
        GroupUnknown, BadNumber; BadDay: it ends before it begins.
        HeldAlready: known for those days, of this group or, for PAN and GST, of another.
    """
    group = locked_group(code)
    number = checked_licence_number(kind, number)
    if last_day is not None and last_day < valid_from:
        raise BadDay(_("The last day lies before the first."), field="last_day")
    with once(_("This licence, or another of its kind, is recorded for those days already."), field="number"):
        licence = models.Licence.objects.create(
            group=group,
            kind=kind,
            number=number,
            held_from=valid_from,
            held_to=day_after(last_day),
            paper_key=paper_key,
            recorded_by=actor,
        )
    record(
        group,
        "licence.record",
        actor=actor,
        on_behalf_of=on_behalf_of,
        after={
            "licence": licence.pk,
            "kind": kind,
            "from": valid_from.isoformat(),
            **({"paper": paper_key} if paper_key else {}),
        },
    )
    return licence.pk


@transaction.atomic
def keep_paper(*, code: str, licence_id: int, paper_key: str, actor: User, on_behalf_of: str = "") -> None:
    """
    Put the picture or PDF of a licence beside it; the same again changes nothing.

    Raises:
        GroupUnknown; NotHere: no such licence; HeldAlready: verified by another paper, which stays.
    """
    group = locked_group(code)
    licence = _licence(group, licence_id)
    if licence.paper_key == paper_key:
        return
    if licence.paper_key and licence.verified_by_id is not None:
        raise HeldAlready(
            _("This licence was verified by the paper that is here. Record a new one instead."), field="paper"
        )
    before: dict[str, object] = {"paper": licence.paper_key}
    licence.paper_key = paper_key
    licence.save(update_fields=["paper_key"])
    record(
        group,
        "licence.paper",
        actor=actor,
        on_behalf_of=on_behalf_of,
        before=before,
        after={"licence": licence.pk, "paper": paper_key},
    )


@transaction.atomic
def verify_licence(*, code: str, licence_id: int, how: str, actor: User, now: datetime) -> None:
    """
    Say that the paper or the register was looked at; ``how`` names it.

    Raises:
        GroupUnknown; NotHere: the group has no such licence; HeldAlready: it is verified.
    """
    group = locked_group(code)
    licence = _licence(group, licence_id)
    if licence.verified_by_id is not None:
        raise HeldAlready(_("This licence is verified already."))
    licence.verified_by, licence.verified_at, licence.verified_how = actor, now, how
    licence.save(update_fields=["verified_by", "verified_at", "verified_how"])
    record(
        group,
        "licence.verify",
        actor=actor,
        after={"licence": licence.pk, "kind": licence.kind, "how": how},
    )


@transaction.atomic
def end_licence(*, code: str, licence_id: int, last_day: date, why: str, actor: User | None) -> None:
    """
    Let a licence be valid for the last time on a day: withdrawn, given back, recorded wrongly.

    One that should never have been recorded ends on its first day.

    Raises:
        GroupUnknown; NotHere: no such licence; BadDay: before its first day, or it ends earlier.
    """
    group = locked_group(code)
    licence = _licence(group, licence_id)
    if last_day < licence.held_from:
        raise BadDay(_("The last day lies before the first."), field="last_day")
    until = day_after(last_day)
    assert until is not None
    if licence.held_to is not None and licence.held_to <= until:
        raise BadDay(_("It ends earlier than that."), field="last_day")
    before: dict[str, object] = {"held_to": licence.held_to.isoformat() if licence.held_to else ""}
    licence.held_to, licence.note = until, why
    licence.save(update_fields=["held_to", "note"])
    record(
        group,
        "licence.end",
        actor=actor,
        before=before,
        after={"licence": licence.pk, "last_day": last_day.isoformat(), "why": why},
    )


def _licence(group: models.Group, licence_id: int) -> models.Licence:
    found = models.Licence.objects.select_for_update().filter(pk=licence_id, group=group).first()
    if found is None:
        raise NotHere(_("The group has no such licence."))
    return found
