"""Two at the same moment: two officers decide, two phones send the same form, two apply for the same goods."""

from pathlib import Path
from uuid import uuid4

import pytest

from certification.cases.facade import (
    AlreadyDecided,
    AppliedAlready,
    CaseState,
    apply,
    case,
    decide,
    history,
)
from certification.cases.models import Case, DecisionRow
from tests.certification.cases.world import evaluated, open_desk, wish
from tests.common.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(transactional_db: None, settings, tmp_path: Path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return open_desk()


def test_two_officers_decide(people):
    found = evaluated(people)
    told = at_once(
        lambda: decide(found.number, "grant", [], "", None, people.second, "a"),
        lambda: decide(found.number, "refuse", ["grade"], "", None, people.third, "b"),
    )
    assert len([each for each in told if isinstance(each, AlreadyDecided)]) == 1
    assert DecisionRow.objects.count() == 1
    assert [line.what for line in history(found.number)].count("decided") == 1


def test_one_officer_presses_twice(people):
    found = evaluated(people)
    told = at_once(
        *[lambda: decide(found.number, "grant", [], "", None, people.second, "a").id for _press in range(4)]
    )
    assert len(set(told)) == 1 and DecisionRow.objects.count() == 1
    assert case(found.number).state == CaseState.GRANTED


def test_the_same_form_and_the_same_goods(people):
    wanted = wish("kani")
    told = at_once(*[lambda: apply(wanted, people.seller).number for _press in range(3)])
    assert len(set(told)) == 1 and Case.objects.count() == 1
    product = f"p-{uuid4().hex[:6]}"
    told = at_once(
        *[
            lambda each=each: apply(wish("kani", product_id=product), people.seller).number
            for each in range(3)
        ]
    )
    assert len([each for each in told if isinstance(each, AppliedAlready)]) == 2
    assert all(line.is_true for line in history(Case.objects.latest("id").number))
