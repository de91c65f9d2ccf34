"""What the database itself refuses, whatever code forgets."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError

from exhibitions.stalls.invariants import invariants
from exhibitions.stalls.models import Application, Call, Holding, Proposal
from tests.exhibitions.stalls.world import Mela, a_mela, allotted, applied, call

pytestmark = pytest.mark.django_db

REFUSED = (IntegrityError, InternalError)


@pytest.fixture
def mela() -> Mela:
    found = a_mela(6)
    call(found, quota_district_Budgam="1")
    for code in found.groups:
        applied(found, code)
    allotted(found)
    return found


def refused(statement: str, *values: object, says: str = "") -> None:
    with pytest.raises(REFUSED) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE exhibitions_stalls_weight SET points = 100", "only added to"),
        ("DELETE FROM exhibitions_stalls_quota", "only added to"),
        ("UPDATE exhibitions_stalls_verdict SET score = 100", "only added to"),
        ("DELETE FROM exhibitions_stalls_change", "only added to"),
        ("UPDATE exhibitions_stalls_call SET commitment = repeat('0', 64)", "are published"),
        ("UPDATE exhibitions_stalls_call SET daily_allowance = 1", "are published"),
        ("UPDATE exhibitions_stalls_call SET seed = repeat('1', 64)", "its seed stays"),
        ("UPDATE exhibitions_stalls_call SET seed = '', revealed_at = NULL", "its seed stays"),
        ("UPDATE exhibitions_stalls_proposal SET given = '{}'", "as it was proposed"),
        ("UPDATE exhibitions_stalls_proposal SET state = 'sent-back'", "as it was proposed"),
        ("UPDATE exhibitions_stalls_holding SET stall_code = 'A8'", "stays as it was"),
        ("DELETE FROM exhibitions_stalls_holding", "stays as it was"),
        ("UPDATE exhibitions_stalls_application SET state = 'happy'", "stalls_application_state"),
    ],
)
def test_history_and_rules_stay(mela: Mela, statement: str, says: str) -> None:
    assert Holding.objects.exists()
    refused(statement, says=says)


def test_a_stall_is_held_once_and_quotas_are_kept(mela: Mela) -> None:
    made = Call.objects.get()
    held = Holding.objects.filter(district="Budgam").get()
    other = Application.objects.filter(district="Budgam", state="waiting").first()
    elsewhere = Application.objects.exclude(district="Budgam").first()
    assert other is not None
    insert = (
        "INSERT INTO exhibitions_stalls_holding (call_id, application_id, stall_code, district, craft, came_by,"
        " since, ended) VALUES (%s, %s, %s, %s, 'crewel', 'allotment', now(), '')"
    )
    refused(insert, made.pk, other.pk, "A15", "Budgam", says="quota of district Budgam is full")
    refused(insert, made.pk, other.pk, held.stall_code, "Jammu", says="stalls_holding_stall_once")
    refused(insert, made.pk, elsewhere.pk, "A15", "Jammu", says="stalls_holding_group_once")


def test_a_seed_that_was_not_promised_is_refused() -> None:
    found = a_mela(2)
    call(found)
    refused(
        "UPDATE exhibitions_stalls_call SET seed = repeat('1', 64), revealed_at = now()",
        says="not the seed that was promised",
    )


def test_two_decide(mela: Mela) -> None:
    made = Proposal.objects.get()
    values = (uuid4().hex, made.call_id, made.digest, made.proposed_by_id, made.proposed_by_id)
    refused(
        "INSERT INTO exhibitions_stalls_proposal (key, call_id, state, given, digest, proposed_at, proposed_by_id,"
        " decided_by_id, decided_at, why) VALUES (%s, %s, 'sent-back', '{}', %s, now(), %s, %s, now(), '')",
        *values,
        says="stalls_proposal_two",
    )


@pytest.mark.parametrize(
    ("place", "broken"),
    [
        (0, "UPDATE exhibitions_stalls_application SET state = 'waiting' WHERE state = 'allotted'"),
        (
            1,
            "SET LOCAL session_replication_role = replica;"
            "UPDATE exhibitions_stalls_verdict SET stall_code = stall_code || '0' WHERE stall_code <> ''",
        ),
        (
            2,
            "INSERT INTO exhibitions_stalls_allowance (application_id, key, kind, people, days, amount, state,"
            " proposed_at, proposed_by_id, decided_by_id, why) SELECT a.id, 'k', 'travel', 0, 0, 5, 'paid', now(),"
            " c.sent_by_id, (SELECT max(id) FROM people_user), '' FROM exhibitions_stalls_application a"
            " JOIN exhibitions_stalls_call c ON c.id = a.call_id LIMIT 1",
        ),
    ],
)
def test_each_invariant_finds_what_it_is_there_for(mela: Mela, place: int, broken: str) -> None:
    checks = [check for _sentence, check in invariants()]
    assert [check() for check in checks] == [[], [], []]
    with connection.cursor() as cursor:
        cursor.execute(broken)
    assert checks[place]() != []
