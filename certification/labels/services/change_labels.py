"""Labels go onto pieces, and out of use."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction

from certification.certificates.facade import Certificate
from certification.labels.codes import is_code, plain, shown
from certification.labels.errors import CertificateNotLive, LabelState, LabelUnknown, TooManyAttached
from certification.labels.models import Batch, Coverage, Label
from certification.labels.states import TRANSITIONS, LabelStateName

CODES_MAX: Final = 2_000


def typed_codes(text: str) -> tuple[str, ...]:
    """
    Return the codes in a text: typed or scanned, apart by commas, spaces or lines.

    Raises:
        LabelUnknown: what is no code; names the first.
    """
    words = [word for word in re.split(r"[\s,;]+", text) if word]
    found = []
    for word in words:
        code = plain(word)
        if not is_code(code):
            raise LabelUnknown(
                f"“{word[:30]}” is not a label’s code: look at the line under the QR again.", field="codes"
            )
        found.append(code)
    if not found:
        raise LabelUnknown("Type or scan at least one code.", field="codes")
    if len(found) > CODES_MAX:
        raise LabelUnknown(f"At most {CODES_MAX:,} codes at once.", field="codes")
    return tuple(dict.fromkeys(found))


def certificates_of(codes: Sequence[str]) -> tuple[str, ...]:
    """Return the numbers of the certificates for which these labels were made. Raises LabelUnknown."""
    rows = dict(Label.objects.filter(code__in=codes).values_list("code", "batch__certificate_number"))
    missing = next((code for code in codes if code not in rows), None)
    if missing is not None:
        raise LabelUnknown(f"There is no label {shown(missing)}.", field="codes")
    return tuple(sorted(set(rows.values())))


def attach(
    *, codes: Sequence[str], certificates: Sequence[Certificate], unit: str, actor: str, now: datetime
) -> int:
    """
    Say that these labels are on pieces now; those that are already stay as they are. Returns how many were
    new.

    Raises:
        LabelUnknown, LabelState: nothing was changed.
        CertificateNotLive: only what is certified gets a label.
        TooManyAttached: every certified piece has one.
    """
    for certificate in certificates:
        if certificate.state != "valid":
            raise CertificateNotLive(
                f"Certificate {certificate.number} is {certificate.state}: its labels stay off."
            )
    try:
        with transaction.atomic():
            # One order of locks for all: counters by number, then labels by id.
            list(
                Coverage.objects.select_for_update()
                .filter(certificate_number__in=[each.number for each in certificates])
                .order_by("certificate_number")
            )
            return _move(codes, LabelStateName.ATTACHED, reason="", unit=unit, actor=actor, now=now)
    except IntegrityError as error:
        if "labels_covered" in str(error):
            raise TooManyAttached(
                "Every certified piece has its label already. Take a spoiled one out of use first.",
                field="codes",
            ) from error
        raise


def attach_batch(*, batch: Batch, certificate: Certificate, actor: str, now: datetime) -> int:
    """Say that all of a batch that is only printed is on pieces now. Raises as ``attach``."""
    codes = list(
        Label.objects.filter(batch=batch, state=LabelStateName.PRINTED).values_list("code", flat=True)
    )
    return attach(codes=codes, certificates=[certificate], unit="", actor=actor, now=now) if codes else 0


@transaction.atomic
def take_out(*, codes: Sequence[str], state: LabelStateName, reason: str, actor: str, now: datetime) -> int:
    """
    Void labels, or say that they are spoiled; those that are so already stay. Returns how many were new.

    Raises:
        LabelUnknown, LabelState: nothing was changed.
    """
    if len(reason.strip()) < 3:
        raise LabelState("Say what happened to them.", field="reason")
    numbers = Label.objects.filter(code__in=codes).values_list("batch__coverage_id", flat=True)
    list(Coverage.objects.select_for_update().filter(pk__in=set(numbers)).order_by("certificate_number"))
    return _move(codes, state, reason=reason.strip(), unit="", actor=actor, now=now)


def _move(
    codes: Sequence[str], state: LabelStateName, *, reason: str, unit: str, actor: str, now: datetime
) -> int:
    rows = list(Label.objects.select_for_update().filter(code__in=codes).order_by("id"))
    known = {row.code for row in rows}
    missing = next((code for code in codes if code not in known), None)
    if missing is not None:
        raise LabelUnknown(f"There is no label {shown(missing)}.", field="codes")
    moving = [row for row in rows if row.state != state]
    for row in moving:
        if state not in TRANSITIONS[LabelStateName(row.state)]:
            raise LabelState(
                f"Label {shown(row.code)} is {LabelStateName(row.state).label.lower()}"
                f" and cannot become “{state.label}”.",
                field="codes",
            )
    return Label.objects.filter(pk__in=[row.pk for row in moving]).update(
        state=state, reason=reason[:200], unit=unit[:60], changed_at=now, changed_by=actor[:80]
    )
