"""What a driver did at a stop: kept once, in whatever order stops come, and told to the parcels."""

import hashlib
import json
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

import logistics.parcels.facade as parcels
from jkrlm.kernel.clock import local_date
from jkrlm.kernel.errors import DomainError
from jkrlm.people.facade import User, audit
from logistics.rounds.contracts import GivenVisit
from logistics.rounds.errors import BadVisit, RoundUnknown, VisitedBefore
from logistics.rounds.in_words import in_every_language
from logistics.rounds.models import Round, Stop, StopParcel, Visit
from logistics.rounds.states import Outcome, RoundState, Via

#: How much a phone's clock may be ahead of ours.
AHEAD_MAX: Final = timedelta(minutes=10)
#: Nobody keeps a visit so long without sending it: a phone that says so has lost its clock.
OLD_MAX: Final = timedelta(days=60)
#: A round that was replaced is driven on for so long at most: a phone may be without a network for days.
REPLACED_FOR: Final = timedelta(days=3)
#: More than a vehicle carries; a list beyond it was made by no driver.
TAKEN_MAX: Final = 500


def keep_visit(*, given: GivenVisit, by: User, any_driver: bool, now: datetime) -> Visit:
    """
    Keep what was done at a stop; the same key again returns what was kept. Each parcel taken along is
    booked as
    collected; what was not there waits again. A parcel that cannot be booked stands in ``refused`` with
    why: the
    driver has driven on, so the visit is kept.

    A round that was replaced while its driver was out is taken all the same, for some days. ``any_driver``:
    the office types it in.

    Raises:
        RoundUnknown: no such stop, or another driver's.
        VisitedBefore: another report of this stop came first.
        BadVisit: what cannot be, by field; nothing was kept.
    """
    digest = _digest(given)
    stop = _stop(given.stop_id, by, any_driver)
    known = _known(stop, given, digest)
    if known is not None:
        return known
    happened_at = _checked(given, now)
    if stop.round.state == RoundState.REPLACED and local_date(now) - stop.round.plan.day > REPLACED_FOR:
        raise BadVisit(
            _("This round was replaced days ago. Take your rounds along again, or call the office."),
            field="stop",
        )
    try:
        with transaction.atomic():
            row = Round.objects.select_for_update().get(pk=stop.round_id)
            known = _known(stop, given, digest)
            return known if known is not None else _keep(row, stop, given, happened_at, digest, by, now)
    except IntegrityError as taken:
        if "key" in str(taken):
            raise BadVisit(
                _("This key belongs to another stop. Load the round again."), field="key"
            ) from taken
        raise


def _stop(stop_id: int, by: User, any_driver: bool) -> Stop:
    found = Stop.objects.select_related("round__plan").filter(pk=stop_id).first()
    is_his = found is not None and (any_driver or found.round.driver_id == by.pk)
    if found is None or not is_his or found.round.state == RoundState.PROPOSED:
        raise RoundUnknown(_("There is no such stop in your rounds."))
    return found


def _known(stop: Stop, given: GivenVisit, digest: str) -> Visit | None:
    found = Visit.objects.filter(stop=stop).first()
    if found is None or (found.key, found.digest) == (given.key, digest):
        return found
    raise VisitedBefore(
        _(
            "What was done at this stop came before, from another phone or the office. It stays as it came: "
            "call the office if it is wrong."
        )
    )


def _checked(given: GivenVisit, now: datetime) -> datetime:
    if given.outcome not in Outcome.values or given.via not in Via.values:
        raise BadVisit(_("Say whether parcels were taken along."), field="outcome")
    if given.outcome != Outcome.COLLECTED and given.taken:
        raise BadVisit(_("Parcels were scanned: then something was taken along."), field="outcome")
    if given.outcome == Outcome.COLLECTED and not given.taken:
        raise BadVisit(
            _("Tick or scan the parcels that were taken along, or say that nothing was there."), field="taken"
        )
    if len(given.taken) > TAKEN_MAX:
        raise BadVisit(_("So many parcels are in no vehicle."), field="taken")
    if given.happened_at is None or not now - OLD_MAX < given.happened_at <= now + AHEAD_MAX:
        raise BadVisit(_("Say when it was; the phone’s clock may be wrong."), field="happened_at")
    return given.happened_at


def _keep(
    row: Round, stop: Stop, given: GivenVisit, happened_at: datetime, digest: str, by: User, now: datetime
) -> Visit:
    expected = set(stop.parcels.values_list("parcel_code", flat=True))
    taken = list(dict.fromkeys(each[:40] for each in given.taken))
    refused: dict[str, dict[str, str]] = {}
    for code in taken:
        words = {} if code in expected else _elsewhere(code, stop)
        words = words or _book(code, stop, given, happened_at, by)
        if words:
            refused[code] = words
    made = Visit.objects.create(
        stop=stop,
        key=given.key,
        digest=digest,
        outcome=given.outcome,
        via=given.via,
        note=given.note.strip()[:300],
        taken=taken,
        missing=sorted(expected - set(taken)),
        refused=refused,
        happened_at=happened_at,
        received_at=now,
        by=by,
    )
    StopParcel.objects.filter(stop=stop).update(is_live=False)
    if row.state == RoundState.ACCEPTED and not row.stops.filter(visit__isnull=True).exists():
        row.state = RoundState.DONE
        row.save(update_fields=("state",))
    audit(
        actor=by,
        verb="rounds.visit",
        target=f"round {row.code}, {stop.place_code}",
        after={"outcome": given.outcome, "via": given.via, "taken": len(taken), "missing": len(made.missing)},
    )
    return made


def _elsewhere(code: str, stop: Stop) -> dict[str, str]:
    """
    Say why a parcel that the round does not list here cannot be taken along; nothing where it waits here,
    packed after the plan was made.
    """
    try:
        waits_here = parcels.parcel(code).from_place == stop.place_code
    except parcels.ParcelUnknown as unknown:
        return in_every_language(partial(str, unknown.message))
    if waits_here:
        return {}
    return in_every_language(
        lambda: _("%(code)s does not wait here: tell the office where you found it.") % {"code": code}
    )


def _book(code: str, stop: Stop, given: GivenVisit, happened_at: datetime, by: User) -> dict[str, str]:
    """Tell the parcels that one was collected; return why not, or nothing."""
    try:
        with transaction.atomic():
            parcels.scan(
                code,
                parcels.Step.COLLECTED,
                stop.place_code,
                f"person:{by.pk}",
                f"{given.key}:{code}",
                at=happened_at,
            )
    except DomainError as refusal:
        return in_every_language(partial(str, refusal.message))
    return {}


def _digest(given: GivenVisit) -> str:
    said = [given.stop_id, given.outcome, str(given.happened_at), given.note, *given.taken]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()
