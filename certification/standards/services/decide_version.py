"""The way of a version: proposed, sent back, approved by a second person, adopted, withdrawn."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from certification.standards.errors import (
    Overlaps,
    ReasonMissing,
    SamePerson,
    VersionUnknown,
    WrongState,
)
from certification.standards.models import KindInForce, StandardVersion, VersionChange
from certification.standards.selectors import rows
from certification.standards.states import IN_FORCE, TRANSITIONS, VersionState
from jkrlm.kernel.clock import local_date
from jkrlm.people.facade import User


@transaction.atomic
def propose(*, version_id: int, words: str, key: str, by: User, now: datetime) -> StandardVersion:
    """
    Hand a draft to a second person; whoever proposes is one of its writers.

    Raises:
        VersionUnknown, WrongState.
    """
    row = _locked(version_id)
    if _is_known(key):
        return row
    _may_become(row, VersionState.PROPOSED)
    row.writers = sorted({*row.writers, by.pk})
    row.proposed_at = now
    return _moved(row, VersionState.PROPOSED, by=by, now=now, words=words, key=key)


@transaction.atomic
def send_back(*, version_id: int, words: str, key: str, by: User, now: datetime) -> StandardVersion:
    """
    Make a proposal a draft again, with what is to be mended.

    Raises:
        VersionUnknown, WrongState, ReasonMissing.
    """
    row = _locked(version_id)
    if _is_known(key):
        return row
    _may_become(row, VersionState.DRAFT)
    return _moved(row, VersionState.DRAFT, by=by, now=now, words=_said(words), key=key)


@transaction.atomic
def approve(
    *, version_id: int, to: VersionState, words: str, key: str, by: User, now: datetime
) -> StandardVersion:
    """
    Put a proposal in force as a pilot or adopted, a pilot as adopted; or approve what came with the software.

    The version of the same standard that was in force ends on the day on which this one begins. Certificates
    keep the version under which they were given.

    Raises:
        VersionUnknown, WrongState.
        SamePerson: she wrote it.
        Overlaps: it would begin in the past, or a version of these goods is in force then and later.
    """
    row = _locked(version_id)
    if _is_known(key):
        return row
    confirms = row.seeded and row.approved_by_id is None and row.state == to and to in IN_FORCE
    if not confirms:
        _may_become(row, to)
    if by.pk in row.writers:
        raise SamePerson(f"You wrote {row.number}: another person approves it.")
    if row.approved_at is None:
        _make_room(row, local_date(now))
    row.approved_by, row.approved_at = by, now
    try:
        with transaction.atomic():
            return _moved(row, to, by=by, now=now, words=words, key=key)
    except IntegrityError as clash:
        if "cert_standards_kind_once" in str(clash) or "cert_standards_one_in_force" in str(clash):
            raise Overlaps(_clash(row)) from clash
        raise


@transaction.atomic
def withdraw(*, version_id: int, words: str, key: str, by: User, now: datetime) -> StandardVersion:
    """
    Take a version out of force from today on, or give up a draft or proposal.

    Raises:
        VersionUnknown, WrongState, ReasonMissing.
    """
    row = _locked(version_id)
    if _is_known(key):
        return row
    _may_become(row, VersionState.WITHDRAWN)
    said = _said(words)
    ends = max(row.valid_from, local_date(now))
    if row.approved_at is not None and (row.valid_until is None or row.valid_until > ends):
        row.valid_until = ends
    return _moved(row, VersionState.WITHDRAWN, by=by, now=now, words=said, key=key)


def _locked(version_id: int) -> StandardVersion:
    row = rows().select_for_update(of=("self",)).filter(pk=version_id).first()
    if row is None:
        raise VersionUnknown(f"There is no version {version_id} of a standard.")
    return row


def _is_known(key: str) -> bool:
    return VersionChange.objects.filter(key=key).exists()


def _may_become(row: StandardVersion, to: VersionState) -> None:
    if to not in TRANSITIONS[VersionState(row.state)]:
        raise WrongState(
            f"{row.number} is {VersionState(row.state).label.lower()}; it does not become "
            f"{to.label.lower()}. Look at the page again."
        )


def _said(words: str) -> str:
    said = " ".join(words.split())
    if not said:
        raise ReasonMissing("Say why, in a sentence.", field="words")
    return said[:500]


def _make_room(row: StandardVersion, today: date) -> None:
    """End the version of the same standard that is in force when this one begins."""
    if row.valid_from < today:
        raise Overlaps(
            f"{row.number} would begin on {row.valid_from:%-d %b %Y}, in the past. "
            "Send it back: its first day is today or later."
        )
    others = rows().filter(standard=row.standard_id, approved_at__isnull=False).exclude(pk=row.pk)
    for other in others.select_for_update(of=("self",)).order_by("id"):
        if other.valid_until is not None and other.valid_until <= row.valid_from:
            continue
        if other.valid_from >= row.valid_from:
            raise Overlaps(
                f"{other.number} begins on {other.valid_from:%-d %b %Y}. "
                f"{row.number} begins later than that, or that one is withdrawn first."
            )
        other.valid_until = row.valid_from
        other.save(update_fields=["valid_until"])


def _clash(row: StandardVersion) -> str:
    period = DateRange(row.valid_from, row.valid_until)
    held = KindInForce.objects.filter(kind__in=row.content["kinds"], period__overlap=period)
    held = held.exclude(version__standard=row.standard_id)
    numbers = sorted(set(held.values_list("version__number", flat=True)))
    named = ", ".join(numbers) or "another version"
    return f"{named} is in force for the same goods in those days. Withdraw it first, or leave the goods out."


def _moved(
    row: StandardVersion, to: VersionState, *, by: User, now: datetime, words: str, key: str
) -> StandardVersion:
    row.state = to
    row.save()
    VersionChange.objects.create(
        version=row, state=to, at=now, by=by, words=" ".join(words.split())[:500], key=key
    )
    return row
