"""Labels of the demo: on the certified goods that are there, one out of use, one looked at too often."""

import uuid
from datetime import timedelta

import certification.certificates.facade as certificates
import certification.labels.facade as labels
from certification.verification.models import Seen
from certification.verification.scans import mark_of
from jkrlm.kernel import clock
from jkrlm.people.facade import User

_COUNT = 24
_SPACE = uuid.UUID("5b6f5f0e-6d38-4a3b-9a6b-2f3d0c5a9c11")


def load_demo_labels(numbers: tuple[str, ...], officer: User) -> tuple[str, ...]:
    """
    Make labels for certificates and put some on pieces; return one code on a piece for each certificate.

    Repeated, it changes nothing. A certificate that is not valid now keeps the labels that it has.
    """
    return tuple(code for number in numbers for code in _labels(number, officer))


def _labels(number: str, officer: User) -> tuple[str, ...]:
    key = uuid.uuid5(_SPACE, number)
    known = next(iter(labels.batches(words=number)), None)
    if known is None:
        certificate = certificates.certificate(number)
        if certificate.state != "valid":
            return ()
        covers = certificate.quantity if certificate.lot_number or certificate.unit else _COUNT
        count = min(_COUNT, covers)
        made = labels.ask_for_batch(number, count, "a4-24", key, officer)
        labels.make_batch(batch_id=made)
        codes = labels.codes_of_batch(made)
        actor = f"person:{officer.pk}"
        labels.attach(codes[: max(1, count - 3)], actor)
        if count > 4:
            labels.take_out(codes[-1:], labels.LabelStateName.SPOILED, "Torn at sewing (sample)", actor)
            _copied(codes[1])
        known = labels.batch(made)
    return labels.codes_of_batch(known.id)[:1]


def _copied(code: str) -> None:
    """Forty devices on a fortnight's days: more than one piece would be looked at."""
    today = clock.today()
    Seen.objects.bulk_create(
        (
            Seen(code=code, mark=mark_of(code, f"demo {at}"), first_on=today - timedelta(days=at % 14))
            for at in range(40)
        ),
        ignore_conflicts=True,
    )
