"""One comparison of Saleor with all rooms: found, mended, left; kept where staff see it."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings

from commerce.drift import Comparer, Drift, Window, comparers
from commerce.errors import StoreUnavailable
from commerce.models import ReconcileRun, StoreDrift
from commerce.saleor.reconcile import missed_events, payment_drift, webhook_drift
from jkrlm.kernel.clock import now as clock_now
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.locks import advisory_lock

logger = logging.getLogger(__name__)

#: The next comparison looks again at what changed so shortly before the last one ended.
OVERLAP: Final = timedelta(minutes=10)
#: A webhook of a change so young may still be on its way; the periodic comparison leaves it alone.
ON_ITS_WAY: Final = timedelta(minutes=2)
#: Rows of one run that are kept; the counts are of all.
KEPT_MAX: Final = 1000

WEBHOOKS: Final = "webhooks"
OWN: Final[dict[str, Comparer]] = {
    "events of orders": missed_events.compare,
    "payments": payment_drift.compare,
    WEBHOOKS: webhook_drift.compare,
}


class AlreadyRunning(DomainError):
    """Another process is comparing."""

    code = "ALREADY_RUNNING"


def reconcile(
    *, now: datetime, since: datetime | None = None, dry_run: bool = False, thorough: bool = False
) -> ReconcileRun:
    """
    Compare what changed up to ``now`` and mend it; without ``since``, from where the last run was complete.

    What cannot be compared is said in ``trouble`` and compared by the next run; what could be stands.

    Raises:
        AlreadyRunning: in another process.
    """
    with advisory_lock("commerce.saleor.reconcile", wait=False) as got:
        if not got:
            raise AlreadyRunning("Saleor is being compared by another process; try again in a minute.")
        mark = _mark(now)
        window = Window(since or mark, now, dry_run=dry_run, thorough=thorough)
        run = ReconcileRun.objects.create(
            since=window.since, until=now, dry_run=dry_run, thorough=thorough, started_at=clock_now()
        )
        troubles = _compare_all(run, window)
        run.trouble = "\n".join(f"{what}: {why}" for what, why in troubles.items())
        # Webhooks are looked at as they are now: what was missed of them leaves no gap.
        run.complete = window.since <= mark and not troubles.keys() - {WEBHOOKS}
        run.finished_at = clock_now()
        run.save()
        return run


def _mark(now: datetime) -> datetime:
    """Return from where on nothing has been compared yet."""
    last = ReconcileRun.objects.filter(complete=True, dry_run=False).order_by("-until").first()
    earliest = now - timedelta(days=settings.STORE_CHECK_DAYS)
    return max(last.until - OVERLAP, earliest) if last is not None else earliest


def _compare_all(run: ReconcileRun, window: Window) -> dict[str, str]:
    """Return what could not be compared, and why; an absent Saleor ends it, for the rest would fail too."""
    troubles: dict[str, str] = {}
    absence = ""
    for what, compare in (*OWN.items(), *comparers().items()):
        if absence:
            troubles[what] = absence
            continue
        try:
            for drift in compare(window):
                _keep(run, drift)
        except StoreUnavailable as fault:
            troubles[what] = absence = fault.message
        except Exception as fault:
            logger.exception("%s could not be compared", what)
            troubles[what] = f"{type(fault).__name__}: {fault}"
    return troubles


def _keep(run: ReconcileRun, drift: Drift) -> None:
    run.found += 1
    run.mended += drift.mended
    run.left += not drift.mended
    if run.found <= KEPT_MAX:
        StoreDrift.objects.create(
            run=run,
            kind=drift.kind.value,
            subject=drift.subject[:255],
            sentence=drift.sentence,
            mended=drift.mended,
        )


def in_words(run: ReconcileRun) -> Iterator[str]:
    """Yield what a run came to, a line for each thing."""
    for drift in run.drifts.order_by("id"):
        state = "mended" if drift.mended else "found" if run.dry_run else "LEFT"
        yield f"{state:8}{drift.kind:11}{drift.sentence}"
    if run.found > KEPT_MAX:
        yield f"        and {run.found - KEPT_MAX} more"
    for line in run.trouble.splitlines():
        yield f"TROUBLE {line}"
    yield (
        f"Changes from {run.since:%Y-%m-%d %H:%M} to {run.until:%Y-%m-%d %H:%M} UTC: "
        f"{run.found} found, {run.mended} mended, {run.left} left."
    )
