"""Each promise of the laboratory is broken once, past the triggers that keep it, and seen."""

import pytest
from django.db import connection

from certification.laboratory.facade import invariants
from tests.certification.cases.world import People
from tests.certification.laboratory.world import released, sampled

BREAKS = {
    "what a case knows from the laboratory is what two people signed": (
        "cert_laboratory_result",
        "UPDATE cert_laboratory_result SET value = '1.2345' WHERE value ~ '^[0-9.]+$'",
    ),
    "every released sample was verified by somebody who neither measured nor took it": (
        "cert_laboratory_result",
        "UPDATE cert_laboratory_result r SET entered_by_id = s.verifier_id FROM cert_laboratory_sample s"
        " WHERE s.id = r.sample_id",
    ),
}


def broken() -> list[str]:
    return [sentence for sentence, check in invariants() if check()]


@pytest.mark.django_db
@pytest.mark.parametrize("sentence", BREAKS)
def test_a_broken_promise_is_seen(people: People, sentence: str) -> None:
    held, sample = sampled(people)
    released(people, held, sample)
    assert broken() == []
    table, statement = BREAKS[sentence]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement)
        assert cursor.rowcount > 0
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    assert broken() == [sentence]


def test_every_clause_is_broken_once() -> None:
    assert set(BREAKS) == {sentence for sentence, _check in invariants()}
