"""Stalls after the allotment: the waiting list moves up, stalls are exchanged, given up, left empty."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

import exhibitions.plan.facade as plan
from exhibitions.stalls import words
from exhibitions.stalls.engine import Applicant, QuotaRule, StallToGive, natural, next_in_line
from exhibitions.stalls.errors import ApplicationUnknown, QuotaFull, StallTaken, TooLate, WrongState
from exhibitions.stalls.facts import barred_now
from exhibitions.stalls.models import Application, Call, Holding
from exhibitions.stalls.services.allot_stalls import free_stalls, quotas_of
from exhibitions.stalls.services.apply import own
from exhibitions.stalls.services.common import (
    about,
    approved_verdicts,
    call_of,
    check_on,
    crafts_of_zones,
    end,
    give_passes,
    held_by,
    hold,
    move,
    note,
    stalls_to_give,
    take_passes,
)
from exhibitions.stalls.states import HOLDING, AppState, CameBy, Ended
from jkrlm.kernel import outbox
from jkrlm.people.facade import User, audit
from sellers.portal.facade import Acting, audit_act


def give_up(
    *, number: str, group_codes: tuple[str, ...], acting: Acting, now: datetime, today: date
) -> Application:
    """
    A group gives its stall up, or says no to an offer; the waiting list moves up.

    Raises:
        ApplicationUnknown; WrongState: it holds none; TooLate: the fair is on.
    """
    with transaction.atomic():
        row, call, holding = _own_holding(number, group_codes)
        if row.state == AppState.GIVEN_UP:
            return row
        check_on(call)
        if holding is None:
            raise WrongState(_("The group holds no stall under this application."))
        if today >= plan.exhibition(call.exhibition_code).opens_on:
            raise TooLate(_("The fair is on. Tell the manager of the fair."))
        _leave(call, row, holding, Ended.GIVEN_UP, "gave-up", now, acting.user, acting.on_behalf_of)
        audit_act(
            acting,
            verb="stalls.give-up",
            target=f"application {row.number}",
            before={"stall": holding.stall_code},
        )
        move_line(call, now=now, today=today)
    return row


def accept(
    *, number: str, group_codes: tuple[str, ...], acting: Acting, now: datetime, today: date
) -> Application:
    """
    A group takes the stall that it was offered from the waiting list.

    Raises:
        ApplicationUnknown; TooLate: the day is over; WrongState: nothing is offered, the fair is cancelled,
        or something stands in the group's way by now, with the sentence what.
    """
    with transaction.atomic():
        row, call, holding = _own_holding(number, group_codes)
        if row.state == AppState.ALLOTTED:
            return row
        check_on(call)
        if holding is None or row.state != AppState.OFFERED:
            raise WrongState(_("No stall is offered to the group now."))
        if holding.accept_by is not None and today > holding.accept_by:
            raise TooLate(_("The day to accept it is over."))
        _check_eligible(call, row, today)
        move(
            row,
            AppState.ALLOTTED,
            what="accepted",
            now=now,
            by=acting.user,
            on_behalf_of=acting.on_behalf_of,
            facts={"stall": holding.stall_code},
        )
        holding.accepted_at = now
        holding.save(update_fields=("accepted_at",))
        give_passes(row, now=now)
        outbox.record(
            "StallAllotted", about(call, row, stall=holding.stall_code, came_by=CameBy.WAITING.value)
        )
        audit_act(
            acting,
            verb="stalls.accept",
            target=f"application {row.number}",
            after={"stall": holding.stall_code},
        )
    return row


def release(*, number: str, why: Ended, by: User, now: datetime, today: date) -> Application:
    """
    Staff write down that a group gave its stall up, or did not come; the waiting list moves up.

    Raises:
        ApplicationUnknown; WrongState: it holds none, or did not come before the fair is on.
    """
    with transaction.atomic():
        row, call, holding = _holding(number)
        check_on(call)
        if holding is None:
            raise WrongState("This group holds no stall.")
        exhibition = plan.exhibition(call.exhibition_code)
        is_no_show = why == Ended.NO_SHOW
        if is_no_show and today < exhibition.opens_on:
            raise WrongState("The fair has not begun: nobody is missing yet.")
        if is_no_show and row.state != AppState.ALLOTTED:
            raise WrongState("The stall was only offered to this group.")
        what = "no-show" if is_no_show else "gave-up"
        _leave(call, row, holding, why, what, now, by, "")
        audit(
            actor=by,
            verb=f"stalls.{what}",
            target=f"application {row.number}",
            before={"stall": holding.stall_code},
        )
        move_line(call, now=now, today=today)
    return row


def swap(
    *, exhibition_code: str, one: str, other: str, why: str, by: User, now: datetime, today: date
) -> None:
    """
    Exchange two stalls; where one is free or kept, its taker moves there for a reason that stays written, and
    the stall left behind goes to the waiting list.

    Raises:
        ApplicationUnknown: no such stall; WrongState: the same stall, nobody holds either, or no reason.
    """
    with transaction.atomic():
        call = call_of(exhibition_code, lock=True)
        check_on(call)
        there = stalls_to_give(exhibition_code)
        if one not in there or other not in there:
            raise ApplicationUnknown("There is no such stall, or it is blocked.", field="other")
        rows = Holding.objects.filter(call=call, ended_at=None, stall_code__in=(one, other))
        held = {each.stall_code: each for each in rows.select_related("application")}
        if one == other or not held:
            raise WrongState("Choose two stalls, one of which is held.")
        reason = " ".join(why.split())[:300]
        if len(held) < 2 and not reason:
            empty = other if one in held else one
            raise WrongState(
                f"Nobody holds {empty}, and groups wait for stalls: write why this group gets it.",
                field="why",
            )
        for each in held.values():
            end(each, Ended.SWAP, now=now)
        for stall, each in held.items():
            target = other if stall == one else one
            hold(
                each.application,
                target,
                came_by=CameBy.SWAP,
                now=now,
                accept_by=each.accept_by,
                accepted_at=each.accepted_at,
            )
            note(
                each.application,
                what="swapped",
                now=now,
                by=by,
                facts={"from": stall, "stall": target, "why": reason},
            )
            _tell_moved(call, each, target)
        audit(
            actor=by,
            verb="stalls.swap",
            target=f"exhibition {exhibition_code}",
            before={stall: each.application.number for stall, each in held.items()},
            after={
                **{(other if stall == one else one): each.application.number for stall, each in held.items()},
                "why": reason,
            },
        )
        if len(held) < 2:
            move_line(call, now=now, today=today)


def offer(
    *, exhibition_code: str, number: str, stall_code: str, why: str, by: User, now: datetime, today: date
) -> Application:
    """
    Offer a free stall of an exhibition, or one that was kept back, to a group on its waiting list; who is
    not the next in line for it is offered it for a reason that everybody on the list can read.

    Raises:
        ApplicationUnknown: also of another exhibition; StallTaken; QuotaFull;
        WrongState: not waiting, not eligible any more, or not the next without a reason.
    """
    with transaction.atomic():
        row, call, _held = _holding(number)
        if call.exhibition_code != exhibition_code:
            raise ApplicationUnknown(_("There is no such application."))
        check_on(call)
        if row.state != AppState.WAITING:
            raise WrongState(f"{row.number} is not on the waiting list any more.")
        stall = stalls_to_give(call.exhibition_code).get(stall_code)
        if stall is None:
            raise ApplicationUnknown("There is no such stall, or it is blocked.", field="stall")
        if Holding.objects.filter(call=call, ended_at=None, stall_code=stall_code).exists():
            raise StallTaken(f"Stall {stall_code} is held by a group.", field="stall")
        _check_eligible(call, row, today)
        nxt = _next(
            call,
            StallToGive(stall.code, stall.size, crafts_of_zones(call.exhibition_code)[stall.zone_code]),
            eligible_in_line(call, today),
        )
        if (nxt is None or nxt.number != row.number) and not why.strip():
            first = f"{nxt.number} is the next in line for {stall_code}." if nxt else ""
            raise WrongState(f"{first} Write why this group comes first.".strip(), field="why")
        if next_in_line([_applicant(row)], StallToGive(stall.code), quotas_of(call), holders(call)) is None:
            raise QuotaFull("The quota of its district or craft is full.", field="stall")
        _offer(call, row, stall_code, why.strip(), by, now, today)
    return row


def move_line(call: Call, *, now: datetime, today: date) -> int:
    """
    Offer every free stall to the next on the waiting list who may have it and is eligible today; returns
    how many were offered. Who is not eligible keeps her place, and is looked at again for the next stall.
    The caller holds the call's lock. Kept stalls are given by hand.
    """
    exhibition = plan.exhibition(call.exhibition_code)
    if exhibition.state not in (plan.ExhibitionState.ALLOTTED, plan.ExhibitionState.RUNNING):
        return 0
    if today >= exhibition.closes_on:
        return 0
    taken = set(Holding.objects.filter(call=call, ended_at=None).values_list("stall_code", flat=True))
    line = eligible_in_line(call, today)
    offered = 0
    for stall in sorted(free_stalls(call.exhibition_code), key=lambda each: natural(each.code)):
        if stall.code in taken:
            continue
        row = _next(call, stall, line)
        if row is not None:
            _offer(call, row, stall.code, "", None, now, today)
            line.remove(row)
            offered += 1
    return offered


def lapse(*, now: datetime, today: date) -> int:
    """End offers that were not accepted in time, and move the lists up; returns how many ended."""
    late = Holding.objects.filter(
        ended_at=None, accepted_at=None, accept_by__lt=today, application__state=AppState.OFFERED
    )
    ended = 0
    for call_id in sorted(set(late.values_list("call_id", flat=True))):
        with transaction.atomic():
            call = Call.objects.select_for_update().get(pk=call_id)
            for holding in late.filter(call=call).select_related("application"):
                _leave(call, holding.application, holding, Ended.LAPSED, "lapsed", now, None, "")
                ended += 1
            move_line(call, now=now, today=today)
    return ended


def _offer(
    call: Call, row: Application, stall: str, why: str, by: User | None, now: datetime, today: date
) -> None:
    exhibition = plan.exhibition(call.exhibition_code)
    last = max(today, min(today + timedelta(days=call.accept_days), exhibition.opens_on - timedelta(days=1)))
    move(
        row,
        AppState.OFFERED,
        what="offered",
        now=now,
        by=by,
        facts={"stall": stall, "why": why, "by": last.isoformat()},
    )
    hold(row, stall, came_by=CameBy.WAITING, now=now, accept_by=last)
    outbox.record("StallOffered", about(call, row, stall=stall, by=last.isoformat()))
    audit(
        actor=by,
        verb="stalls.offer",
        target=f"application {row.number}",
        after={"stall": stall, "why": why, "accept_by": last.isoformat()},
    )


def _leave(
    call: Call,
    row: Application,
    holding: Holding,
    why: Ended,
    what: str,
    now: datetime,
    by: User | None,
    on_behalf_of: str,
) -> None:
    to = AppState.NO_SHOW if why == Ended.NO_SHOW else AppState.GIVEN_UP
    move(row, to, what=what, now=now, by=by, on_behalf_of=on_behalf_of, facts={"stall": holding.stall_code})
    end(holding, why, now=now)
    take_passes(row, now=now)
    outbox.record("StallGivenUp", about(call, row, stall=holding.stall_code, why=why.value))


def eligible_in_line(call: Call, today: date) -> list[Application]:
    """Return the waiting list in its order, without those in whose way something stands today."""
    rows = Application.objects.filter(call=call, state=AppState.WAITING).prefetch_related("goods")
    waiting = {each.pk: each for each in rows}
    barred = barred_now(call, waiting.values(), today=today)
    verdicts = sorted(approved_verdicts(call).values(), key=lambda each: each.line)
    return [
        waiting[each.application_id]
        for each in verdicts
        if each.application_id in waiting and not barred[each.application_id]
    ]


def _next(call: Call, stall: StallToGive, line: Iterable[Application]) -> Application | None:
    rows = {each.number: each for each in line}
    waiting = [_applicant(each) for each in rows.values()]
    found = next_in_line(waiting, stall, quotas_of(call), holders(call))
    return rows[found.number] if found else None


def _check_eligible(call: Call, row: Application, today: date) -> None:
    found = barred_now(call, [row], today=today)[row.pk]
    if found:
        raise WrongState(" ".join(words.obstacle(each.code, each.facts) for each in found))


def _tell_moved(call: Call, holding: Holding, stall: str) -> None:
    """A stall that was only offered is offered elsewhere now: it is not the group's yet."""
    row = holding.application
    if holding.accepted_at is None and holding.accept_by is not None:
        outbox.record("StallOffered", about(call, row, stall=stall, by=holding.accept_by.isoformat()))
        return
    outbox.record("StallAllotted", about(call, row, stall=stall, came_by=CameBy.SWAP.value))


def fits(
    row: Application, stall: StallToGive, quotas: Iterable[QuotaRule], held: Iterable[Applicant]
) -> bool:
    """Say whether a group on the list may have a stall: by its craft, and by the quotas as they are used."""
    return next_in_line([_applicant(row)], stall, quotas, held) is not None


def holders(call: Call) -> list[Applicant]:
    """Return who holds a stall now, as far as quotas ask."""
    rows = Holding.objects.filter(call=call, ended_at=None)
    return [Applicant("", craft, district, 0) for craft, district in rows.values_list("craft", "district")]


def _applicant(row: Application) -> Applicant:
    return Applicant(row.number, row.craft, row.district, 0, row.kind)


def _holding(number: str) -> tuple[Application, Call, Holding | None]:
    found = Application.objects.filter(number=number[:32].replace("\x00", "")).select_related("call").first()
    if found is None:
        raise ApplicationUnknown(_("There is no such application."))
    call = call_of(found.call.exhibition_code, lock=True)
    found.refresh_from_db()
    found.call = call
    return found, call, held_by(found) if found.state in HOLDING else None


def _own_holding(number: str, group_codes: tuple[str, ...]) -> tuple[Application, Call, Holding | None]:
    return _holding(own(number, group_codes).number)
