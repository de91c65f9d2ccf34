"""Two people put labels on the same goods: never more labels than certified pieces, never one label twice."""

from pathlib import Path

import pytest

import certification.labels.facade as labels
from certification.labels.errors import LabelState, TooManyAttached
from certification.labels.models import Coverage, Label, LabelChange
from certification.labels.states import LabelStateName
from tests.certification.cases.world import People, open_desk
from tests.certification.certificates.world import certified_lot
from tests.certification.labels.world import ACTOR, batch_of, codes_of, put_on
from tests.common.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(transactional_db: None, settings, tmp_path: Path) -> People:
    settings.MEDIA_ROOT, settings.CERT_KEYS_DIR = tmp_path / "media", tmp_path / "keys"
    return open_desk()


def test_ten_labels_for_three_certified_pieces(people: People) -> None:
    certificate = certified_lot(people, quantity=3)
    codes = codes_of(batch_of(certificate, people.officer, 10))
    found = at_once(*[lambda code=code: put_on([code]) for code in codes])
    assert [type(each) for each in found].count(TooManyAttached) == 7
    assert Label.objects.filter(state=LabelStateName.ATTACHED).count() == 3 == Coverage.objects.get().attached


def test_one_label_put_on_by_four_and_spoiled_by_a_fifth(people: People) -> None:
    certificate = certified_lot(people, quantity=3)
    (code,) = codes_of(batch_of(certificate, people.officer, 1))
    found = at_once(
        *[lambda: put_on([code])] * 4,
        lambda: labels.take_out([code], LabelStateName.SPOILED, "Torn", ACTOR),
    )
    assert Label.objects.get().state == LabelStateName.SPOILED and Coverage.objects.get().attached == 0
    refused = [each for each in found if isinstance(each, Exception)]
    assert all(isinstance(each, LabelState) for each in refused)
    written = list(LabelChange.objects.order_by("id").values_list("state", flat=True))
    assert written in (["spoiled"], ["attached", "spoiled"])
