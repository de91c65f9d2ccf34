"""The standards that come with the code."""

from datetime import date

import pytest
from django.utils import translation

import certification.standards.facade as standards
from catalogue.facade import kinds
from certification.standards.models import StandardVersion
from certification.standards.services.seed_standards import seed_standards

DAY = date(2026, 11, 22)


@pytest.mark.django_db
def test_every_kind_that_needs_a_certificate_has_a_standard() -> None:
    wanting = {kind.slug for kind in kinds() if kind.needs_certificate}
    assert {kind for kind in wanting if standards.version_for(kind, on=DAY) is None} == set()


@pytest.mark.django_db
def test_seeding_again_adds_nothing() -> None:
    before = StandardVersion.objects.count()
    assert before >= 15
    assert seed_standards() == 0
    assert StandardVersion.objects.count() == before


@pytest.mark.django_db
def test_every_value_says_where_it_comes_from() -> None:
    for version in standards.versions_in_force(on=DAY):
        assert [each.code for each in version.parameters if not each.origin] == [], version.number
        assert version.evidence, version.number
        assert version.seeded


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["hi", "ur"])
def test_what_makers_and_buyers_read_is_in_their_language(language: str) -> None:
    with translation.override(language):
        for version in standards.versions_in_force(on=DAY):
            read = [
                version.title,
                *(each.name for each in version.grades),
                *(each.name for each in version.parameters),
                *(choice.label for each in version.parameters for choice in each.choices),
                *(each.label for each in version.evidence),
            ]
            assert {words for words in read if standards.worded(words) == words} <= {"HMF"}, version.number
