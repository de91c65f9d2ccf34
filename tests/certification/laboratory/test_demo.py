"""The demo shows a visit that was made, visits that clash, a sample to verify and one that is released."""

import pytest

from certification.cases.facade import CaseState, case
from certification.inspection.facade import load_demo_visits, visit_of
from certification.laboratory.facade import load_demo_samples, samples_of
from certification.laboratory.models import Sample
from jkrlm.kernel import relay
from tests.certification.cases.world import People
from tests.certification.inspection.world import VISITS, case_of, signed_in
from tests.certification.laboratory.world import LAB
from tests.common.buyer import text

pytestmark = pytest.mark.django_db


def test_the_demo_tells_a_story_and_tells_it_once(people: People) -> None:
    ready, measured, *planned = (case_of(people) for _place in range(4))
    for _time in range(2):
        load_demo_visits(made=(ready.number, measured.number))
        relay.drain()
        load_demo_samples(first=people.lab, second=people.verifier, released=(ready.number,))
    assert case(ready.number).state is CaseState.EVALUATED
    assert [each.state for each in Sample.objects.order_by("pk")] == ["released", "entered"]
    assert len(samples_of(ready.number)) == 1
    assert visit_of(ready.number) is not None
    assert all(visit_of(each.number) is None for each in planned)
    assert "2 visits get in each other’s way" in text(signed_in(people.inspector).get(VISITS))
    said = text(signed_in(people.verifier).get(LAB))
    assert "Nobody verifies it yet" in said
    assert "Released" in said or "released" in said
