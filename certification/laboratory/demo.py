"""Samples of the demo: the first is measured and waits to be verified, the others wait to be received."""

from uuid import UUID, uuid5

import certification.standards.facade as standards
from certification.laboratory.models import Sample
from certification.laboratory.selectors import holder_of, live_results
from certification.laboratory.services.hand_over import receive
from certification.laboratory.services.measure import enter_results, take
from certification.laboratory.services.verify import mark_of, release, take_to_verify
from certification.laboratory.states import Holder, SampleState
from jkrlm.kernel.clock import now
from jkrlm.people.facade import User

_SPACE = UUID("6c1a9c1e-7d0e-4a55-9d51-3d6e52d0a002")


def load_demo_samples(*, first: User, second: User, released: tuple[str, ...] = ()) -> None:
    """
    Let ``first`` measure the oldest sample that waits, so that ``second`` can verify it; samples of the cases
    ``released`` are verified by her and released.

    Twice, it changes nothing.
    """
    for sample in Sample.objects.filter(case_number__in=released, state=SampleState.SEALED).order_by("pk"):
        _measure(sample, first)
        take_to_verify(code=sample.code, by=second)
        release(code=sample.code, seen=mark_of(live_results(sample)), by=second, now=now())
    waiting = Sample.objects.exclude(case_number__in=released)
    if waiting.filter(state=SampleState.ENTERED).exists():
        return
    oldest = waiting.filter(state=SampleState.SEALED).order_by("pk").first()
    if oldest is not None:
        _measure(oldest, first)


def _measure(sample: Sample, by: User) -> None:
    version = standards.version(sample.version_id)
    receive(
        code=sample.code,
        giver=holder_of(sample.pk) or Holder.INSPECTOR,
        seal=sample.seal,
        is_intact=True,
        key=uuid5(_SPACE, sample.code),
        by=by,
        now=now(),
    )
    take(code=sample.code, by=by, now=now())
    values = {
        each.code: standards.good_value(version, each) for each in version.parameters_from("laboratory")
    }
    enter_results(code=sample.code, values=values, notes={}, by=by, now=now())
