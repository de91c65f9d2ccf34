"""Labels for certified goods."""

import uuid

import certification.certificates.facade as certificates
import certification.labels.facade as labels
from certification.labels.models import Batch, Label
from certification.labels.services.change_labels import attach
from certification.labels.services.make_batch import ask_for_batch, make_batch
from jkrlm.kernel import clock
from jkrlm.people.facade import User

ACTOR = "person:7"


def batch_of(
    certificate: certificates.Certificate, user: User, count: int = 5, *, layout: str = "a4-24"
) -> Batch:
    """A batch of labels, made as the worker makes it."""
    number = ask_for_batch(
        certificate=certificate, count=count, layout=layout, key=uuid.uuid4(), actor=user, now=clock.now()
    )
    make_batch(batch_id=number)
    return Batch.objects.get(pk=number)


def codes_of(batch: Batch) -> list[str]:
    return list(Label.objects.filter(batch=batch).order_by("position").values_list("code", flat=True))


def put_on(codes: list[str]) -> int:
    return labels.attach(codes, ACTOR)


def put_on_with(certificate: certificates.Certificate, codes: list[str]) -> int:
    return attach(codes=codes, certificates=[certificate], unit="", actor=ACTOR, now=clock.now())
