"""What the database itself refuses of samples, whatever asks it."""

import uuid

import pytest
from django.db import DatabaseError, connection, transaction

from certification.laboratory import triggers
from certification.laboratory.models import CustodyStep, Result, Sample, SampleChange
from certification.laboratory.states import TRANSITIONS, SampleState
from jkrlm.people.facade import Role
from tests.certification.cases.world import People
from tests.certification.laboratory.world import entered, released, sampled
from tests.registry.world import somebody

pytestmark = pytest.mark.django_db


def run(sql: str, *values: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def refused(sql: str, *values: object, said: str = "") -> None:
    with pytest.raises(DatabaseError) as fault:
        run(sql, *values)
    assert said in str(fault.value)


def test_the_database_holds_the_same_table_of_states() -> None:
    pairs = {f"{held}>{to}" for held, ways in TRANSITIONS.items() for to in ways}
    assert set(triggers.PAIRS) == pairs


def test_no_state_is_jumped_to(people: People) -> None:
    _held, sample = sampled(people)
    for to in set(SampleState.values) - {"sealed", "rejected"}:
        refused("UPDATE cert_laboratory_sample SET state = %s, reason = 'x' WHERE id = %s", to, sample.pk)
    sample.refresh_from_db()
    assert sample.state == "sealed"


def test_whoever_measured_never_stands_as_verifier(people: People) -> None:
    held, sample = sampled(people)
    entered(people, held, sample)
    verifier = "UPDATE cert_laboratory_sample SET verifier_id = %s WHERE id = %s"
    refused(verifier, people.lab.pk, sample.pk, said="lab_sample_two_people")
    refused(verifier, people.inspector.pk, sample.pk, said="lab_sample_not_hers")
    refused(
        "UPDATE cert_laboratory_sample SET state = 'released', verifier_id = analyst_id WHERE id = %s",
        sample.pk,
    )
    refused("UPDATE cert_laboratory_sample SET state = 'released' WHERE id = %s", sample.pk)
    refused("UPDATE cert_laboratory_sample SET analyst_id = %s WHERE id = %s", people.verifier.pk, sample.pk)
    refused(
        "UPDATE cert_laboratory_sample SET analyst_id = NULL, verifier_id = %s, state = 'released' WHERE id = %s",
        people.lab.pk,
        sample.pk,
    )
    sample.refresh_from_db()
    assert (sample.state, sample.analyst, sample.verifier) == ("entered", people.lab, None)


def test_a_verified_result_is_not_changed(people: People) -> None:
    held, sample = sampled(people)
    released(people, held, sample)
    before = list(Result.objects.order_by("pk").values_list("code", "value"))
    refused("UPDATE cert_laboratory_result SET value = '1'", said="only added to")
    refused("DELETE FROM cert_laboratory_result", said="only added to")
    insert = (
        "INSERT INTO cert_laboratory_result (sample_id, code, revision, name, value, unit, method, note,"
        " entered_by_id, entered_at) VALUES (%s, %s, 2, 'x', '1', '', '', '', %s, now())"
    )
    refused(insert, sample.pk, before[0][0], people.lab.pk, said="by who measures it")
    for column in (
        "case_number = 'x'",
        "version_id = 0",
        "seal = 'x'",
        "analyst_id = NULL",
        "changed_at = now()",
    ):
        refused(f"UPDATE cert_laboratory_sample SET {column} WHERE id = %s", sample.pk)
    refused("DELETE FROM cert_laboratory_sample")
    refused("UPDATE cert_laboratory_samplechange SET reason = 'x'", said="only added to")
    refused("DELETE FROM cert_laboratory_samplechange")
    assert list(Result.objects.order_by("pk").values_list("code", "value")) == before


def test_what_is_taken_back_by_hand_leaves_a_trace_and_needs_a_reason(people: People) -> None:
    held, sample = sampled(people)
    released(people, held, sample)
    refused("UPDATE cert_laboratory_sample SET state = 'retracted', reason = '' WHERE id = %s", sample.pk)
    run("UPDATE cert_laboratory_sample SET state = 'retracted', reason = 'by hand' WHERE id = %s", sample.pk)
    last = SampleChange.objects.filter(sample=sample).order_by("-pk").first()
    assert last is not None
    assert (last.state, last.reason) == ("retracted", "by hand")


def test_results_are_entered_by_whoever_measures_while_she_does(people: People) -> None:
    _held, sample = sampled(people)
    stranger = somebody("Bilal Mir", Role.LABORATORY)
    insert = (
        "INSERT INTO cert_laboratory_result (sample_id, code, revision, name, value, unit, method, note,"
        " entered_by_id, entered_at) VALUES (%s, 'crocin', 1, 'x', '1', '', '', '', %s, now())"
    )
    refused(insert, sample.pk, people.lab.pk)
    refused(insert, sample.pk, stranger.pk)
    assert not Result.objects.exists()


def test_a_chain_of_custody_has_no_gap(people: People) -> None:
    _held, sample = sampled(people)
    insert = (
        "INSERT INTO cert_laboratory_custodystep (sample_id, position, key, giver, holder, at, by_id, seal_intact,"
        " place, note) VALUES (%s, %s, %s, %s, %s, now() + %s * interval '1 hour', %s, true, '', '')"
    )

    def step(position: int, giver: str, holder: str, hours: int = 0) -> tuple[object, ...]:
        return (sample.pk, position, str(uuid.uuid4()), giver, holder, hours, people.inspector.pk)

    refused(insert, *step(3, "inspector", "courier"), said="has a gap")
    refused(insert, *step(2, "courier", "laboratory"), said="has a gap")
    refused(insert, *step(2, "", "courier"), said="has a gap")
    refused(insert, *step(2, "inspector", "courier", hours=-100), said="has a gap")
    refused("UPDATE cert_laboratory_custodystep SET holder = 'courier'", said="only added to")
    refused("DELETE FROM cert_laboratory_custodystep", said="only added to")
    refused(
        "UPDATE cert_laboratory_sample SET state = 'received' WHERE id = %s",
        sample.pk,
        said="does not end with the laboratory",
    )
    assert CustodyStep.objects.count() == 1
    run(insert, *step(2, "inspector", "laboratory"))
    refused(insert, *step(3, "laboratory", "courier", hours=1), said="has a gap")


def test_a_sample_begins_under_its_seal_and_alone(people: People) -> None:
    held, sample = sampled(people)
    columns = "code, origin, case_number, version_id, seal, quantity, unit, taken_by_id, taken_at, state, changed_at, reason"
    insert = f"INSERT INTO cert_laboratory_sample ({columns}) VALUES (%s, %s, %s, %s, 'X1', 1, 'g', %s, now(), %s, now(), '')"
    refused(
        insert,
        "AAAA2222",
        "x1",
        "another",
        sample.version_id,
        people.inspector.pk,
        "received",
        said="begins under",
    )
    refused(
        insert,
        "AAAA2222",
        "x1",
        held.number,
        sample.version_id,
        people.inspector.pk,
        "sealed",
        said="underway_once",
    )
    assert Sample.objects.count() == 1
