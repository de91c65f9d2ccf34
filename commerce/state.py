"""How we stand with the store: for the staff's page and banner."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued

from commerce.identity import issuer, on_saleor
from commerce.models import ReconcileRun, StoreContact, StoreDrift

#: Of one run so many differences are shown; the command and the table have all.
SHOWN_MAX = 50


@dataclass(frozen=True, slots=True)
class Absence:
    """The store does not answer: since when, when it was last tried, and what went wrong."""

    since: datetime
    tried_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class StoreState:
    """
    ``breaker`` is this process's own: closed, open (not asked) or half-open; empty for the embedded store.

    ``answered_at`` is of all processes, and a quarter of a minute old at most.
    """

    issuer: str
    is_saleor: bool
    answered_at: datetime | None
    absence: Absence | None
    breaker: str
    breaker_retry_in_seconds: float


@dataclass(frozen=True, slots=True)
class ShownDrift:
    kind: str
    sentence: str
    mended: bool


@dataclass(frozen=True, slots=True)
class ShownRun:
    """One comparison with the store; ``left`` first among its differences."""

    started_at: datetime
    finished_at: datetime | None
    since: datetime
    until: datetime
    dry_run: bool
    thorough: bool
    found: int
    mended: int
    left: int
    troubles: tuple[str, ...]
    drifts: tuple[ShownDrift, ...]


def absence() -> Absence | None:
    """Return since when the store does not answer; None while it does, and for the embedded one."""
    if not on_saleor():
        return None
    return _absence(StoreContact.objects.first())


def _absence(contact: StoreContact | None) -> Absence | None:
    if contact is None or contact.away_since is None or contact.failed_at is None:
        return None
    return Absence(contact.away_since, contact.failed_at, contact.failure)


def store_state() -> StoreState:
    """Return which store it is and whether it answers. One query."""
    if not on_saleor():
        return StoreState(issuer(), False, None, None, "", 0.0)
    from commerce.saleor import breaker

    contact = StoreContact.objects.first()
    state = breaker.state()
    return StoreState(
        issuer=issuer(),
        is_saleor=True,
        answered_at=contact.answered_at if contact is not None else None,
        absence=_absence(contact),
        breaker=state.name,
        breaker_retry_in_seconds=state.retry_in_seconds,
    )


def reconcile_runs(limit: int = 10) -> tuple[ShownRun, ...]:
    """Return the last comparisons, newest first. A query, and one for each that found something."""
    return tuple(_shown(run) for run in ReconcileRun.objects.order_by("-id")[:limit])


def _shown(run: ReconcileRun) -> ShownRun:
    drifts = StoreDrift.objects.filter(run=run).order_by("mended", "id")[:SHOWN_MAX] if run.found else ()
    return ShownRun(
        started_at=run.started_at,
        finished_at=run.finished_at,
        since=run.since,
        until=run.until,
        dry_run=run.dry_run,
        thorough=run.thorough,
        found=run.found,
        mended=run.mended,
        left=run.left,
        troubles=tuple(run.trouble.splitlines()),
        drifts=tuple(ShownDrift(drift.kind, drift.sentence, drift.mended) for drift in drifts),
    )


def request_reconcile(*, at: datetime) -> bool:
    """Have the worker compare the store soon; returns False where that is waiting to be done already."""
    from commerce.tasks import reconcile

    try:
        with transaction.atomic():
            reconcile.configure().defer(timestamp=int(at.timestamp()))
    except AlreadyEnqueued:
        return False
    return True
