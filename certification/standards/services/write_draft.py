"""Drafts: begun, saved as often as wanted, proposed by decide_version."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from catalogue.facade import kinds
from certification.standards.checks import faults_of
from certification.standards.content import filled
from certification.standards.errors import BadContent, VersionMoved, VersionUnknown, WrongState
from certification.standards.models import Standard, StandardVersion, VersionChange
from certification.standards.selectors import rows
from certification.standards.states import VersionState
from jkrlm.people.facade import User


@transaction.atomic
def begin_version(
    *,
    standard_code: str,
    content: Mapping[str, Any],
    valid_from: date,
    note: str,
    key: str,
    by: User,
    now: datetime,
) -> StandardVersion:
    """
    Begin a standard, or the next version of one; the same key twice is one draft.

    Raises:
        BadContent: ``params["faults"]``; also where the standard has a draft or proposal already.
    """
    known = StandardVersion.objects.filter(key=key).first()
    if known is not None:
        return known
    whole = _checked(content)
    code = standard_code.strip().upper()
    Standard.objects.get_or_create(code=code, defaults={"made_at": now})
    standard = Standard.objects.select_for_update().get(code=code)
    open_one = standard.versions.filter(state__in=(VersionState.DRAFT, VersionState.PROPOSED)).first()
    if open_one is not None:
        raise BadContent(
            f"{open_one.number} is being worked on: finish it, or give it up, before another begins.",
            field="standard_code",
        )
    ordinal = (standard.versions.aggregate(last=Max("ordinal"))["last"] or 0) + 1
    made = StandardVersion.objects.create(
        standard=standard,
        ordinal=ordinal,
        number=number_of(code, ordinal, valid_from),
        valid_from=valid_from,
        content=whole,
        note=note,
        key=key,
        made_at=now,
        writers=[by.pk],
    )
    VersionChange.objects.create(
        version=made, state=made.state, at=now, by=by, words="begun", key=f"begun:{made.pk}"
    )
    return made


@transaction.atomic
def save_draft(
    *,
    version_id: int,
    content: Mapping[str, Any],
    valid_from: date,
    note: str,
    revision: int,
    by: User,
) -> StandardVersion:
    """
    Save a draft. ``revision`` is the one that was opened; whoever saves is one of its writers from then on.

    Raises:
        VersionUnknown, BadContent.
        WrongState: it is no draft any more.
        VersionMoved: somebody else saved it meanwhile.
    """
    whole = _checked(content)
    row = rows().select_for_update(of=("self",)).filter(pk=version_id).first()
    if row is None:
        raise VersionUnknown(f"There is no version {version_id} of a standard.")
    if row.state != VersionState.DRAFT:
        raise WrongState(f"{row.number} is no draft any more: begin a new version to change it.")
    number = number_of(row.standard.code, row.ordinal, valid_from)
    wished = (whole, valid_from, note, number)
    if wished == (row.content, row.valid_from, row.note, row.number):
        return row
    if row.revision != revision:
        raise VersionMoved(
            f"Somebody saved {row.number} while you were writing. Look at it in another window, put in "
            "what is new, and save again: this window then counts."
        )
    row.content, row.valid_from, row.note, row.number = wished
    row.revision += 1
    row.writers = sorted({*row.writers, by.pk})
    row.seeded = False
    row.save()
    return row


def number_of(code: str, ordinal: int, valid_from: date) -> str:
    """Return a version's number, such as JK-PASH-1:2026."""
    return f"{code}-{ordinal}:{valid_from.year}"


def _checked(content: Mapping[str, Any]) -> dict[str, Any]:
    whole = filled(content)
    faults = faults_of(whole, known_kinds={kind.slug for kind in kinds()})
    if faults:
        raise BadContent("The version is not complete.", params={"faults": faults})
    return whole
