"""What somebody with a database prompt cannot do: each attempt is refused, and nothing is changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product

import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from certification.cases import triggers
from certification.cases.facade import (
    CaseState,
    ask_appeal,
    case,
    decide,
    decide_appeal,
    declare_interest,
    declare_village,
    history,
)
from certification.cases.invariants import invariants
from certification.cases.models import Case, CaseLine, DecisionRow
from certification.cases.states import TRANSITIONS
from tests.bad_input.unchanged import nothing_changes
from tests.certification.cases.world import applied, assigned, evaluated, lot_evaluated

REFUSED = (IntegrityError, InternalError)


def run(sql: str, *parameters: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def refused(sql: str, *parameters: object, why: str = "") -> None:
    with nothing_changes(), pytest.raises(REFUSED) as fault:
        run(sql, *parameters)
    assert why in str(fault.value), fault.value


DECIDE = (
    "INSERT INTO cert_cases_decisionrow (case_id, round, key, outcome, reasons, note, quantity, grade_code, "
    "grade_name, assessed, working_days, decided_by_id, decided_at) VALUES "
    "(%s, %s, %s, %s, %s, '', %s, %s, 'Meets the standard', '{}', 1, %s, now())"
)


def test_the_database_has_the_same_table_of_states():
    pairs = {f"{before.value}>{after.value}" for before, to in TRANSITIONS.items() for after in to}
    assert set(triggers.PAIRS) == pairs
    assert set(TRANSITIONS) == set(CaseState)


def test_every_step_that_is_not_in_the_table_is_refused(people):
    """For each state, a case is brought there by force of the owner, then each unlisted step is tried."""
    found = applied(people)
    steps = list(product(CaseState, CaseState))
    unlisted = [(a, b) for a, b in steps if a is not b and b not in TRANSITIONS[a]]
    assert len(unlisted) == 100 - 10 - len(triggers.PAIRS)
    for before, after in unlisted:
        with transaction.atomic():
            place = transaction.savepoint()
            forced(found.id, before)
            with (
                pytest.raises(REFUSED, match="cannot go from"),
                transaction.atomic(),
            ):
                Case.objects.filter(pk=found.id).update(state=after)
            transaction.savepoint_rollback(place)
    assert case(found.number).state == CaseState.SUBMITTED


@contextmanager
def no_triggers() -> Iterator[None]:
    """As the database's owner, whom nothing stops: only what is found out afterwards is left."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        yield
        cursor.execute("SET session_replication_role = origin")


def forced(case_id: int, state: str) -> None:
    with no_triggers():
        Case.objects.filter(pk=case_id).update(
            state=state, inspection="done", laboratory="done", missing_words="x"
        )


def test_a_listed_step_wants_its_decision_and_its_line(people):
    found = evaluated(people)
    for state in ("granted", "returned", "refused"):
        refused("UPDATE cert_cases_case SET state = %s WHERE id = %s", state, found.id, why="Nobody decided")
    fresh = applied(people)
    refused(
        "UPDATE cert_cases_case SET state = 'complete' WHERE id = %s",
        fresh.id,
        why="does not tell that it is",
    )
    refused("UPDATE cert_cases_case SET round = 3 WHERE id = %s", fresh.id, why="one round to the next")
    refused("UPDATE cert_cases_case SET group_code = 'KZ11' WHERE id = %s", fresh.id, why="stay")
    refused(
        "INSERT INTO cert_cases_case SELECT (jsonb_populate_record(c, jsonb_build_object('id', 99999, 'number',"
        " 'X-1', 'key', 'x', 'product_id', 'y', 'state', 'granted'))).* FROM cert_cases_case c WHERE id = %s",
        fresh.id,
        why="begins as asked for",
    )


def test_nobody_decides_what_she_evaluated(people):
    found = evaluated(people)
    for who, why in (
        (people.inspector, "evaluated it"),
        (people.verifier, "evaluated it"),
        (people.seller.user, "applied for it"),
    ):
        row = (found.id, 1, f"k-{who.pk}", "grant", [], 1, "pass", who.pk)
        refused(DECIDE, *row, why=why)
    declare_interest(people.second, "KZ09", "My sister is a member")
    refused(DECIDE, found.id, 1, "k", "grant", [], 1, "pass", people.second.pk, why="declared interest")
    declare_village(people.third, "Budgam", " KANIHAMA ", "My home")
    refused(DECIDE, found.id, 1, "k", "grant", [], 1, "pass", people.third.pk, why="declared interest")
    refused(
        DECIDE, found.id, 1, "k", "grant", [], 1, "pass", people.officer.pk, why="A decision moves its case"
    )
    refused(DECIDE, found.id, 2, "k", "grant", [], 1, "pass", people.officer.pk, why="does not wait")
    refused(DECIDE, found.id, 1, "k", "grant", [], 2, "pass", people.officer.pk, why="cannot be granted for")
    refused(
        DECIDE, found.id, 1, "k", "grant-part", [], 1, "pass", people.officer.pk, why="cannot be granted for"
    )
    refused(DECIDE, found.id, 1, "k", "grant", [], 1, "", people.officer.pk, why="cert_decision_whole")
    refused(DECIDE, found.id, 1, "k", "refuse", [], 0, "", people.officer.pk, why="cert_decision_whole")
    early = assigned(people)
    refused(DECIDE, early.id, 1, "k", "refuse", ["grade"], 0, "", people.officer.pk, why="does not wait")


def test_a_decision_stays_as_it_was_signed(people):
    found = evaluated(people)
    made = decide(found.number, "refuse", ["origin"], "Not shown.", None, people.second, "d")
    for sql in (
        "UPDATE cert_cases_decisionrow SET outcome = 'grant' WHERE id = %s",
        "UPDATE cert_cases_decisionrow SET decided_by_id = decided_by_id WHERE id = %s",
        "DELETE FROM cert_cases_decisionrow WHERE id = %s",
    ):
        refused(sql, made.id, why="only added to")
    refused(
        "UPDATE cert_cases_case SET state = 'evaluated', round = 2 WHERE id = %s", found.id, why="No appeal"
    )


def test_history_findings_and_evaluators_are_only_added_to(people):
    found = evaluated(people)
    for table in ("caseline", "findingrow", "evaluator"):
        refused(f"DELETE FROM cert_cases_{table} WHERE case_id = %s", found.id, why="only added to")
    refused("UPDATE cert_cases_findingrow SET value = '0' WHERE case_id = %s", found.id, why="only added to")
    refused("UPDATE cert_cases_caseline SET words = 'x' WHERE case_id = %s", found.id, why="only added to")
    refused(
        "INSERT INTO cert_cases_findingrow (case_id, round, code, kind, value, unit, source, by_id, at) "
        "VALUES (%s, 1, 'flaws', 'number', '0', '', 'visit:9', %s, now())",
        found.id,
        people.second.pk,
        why="is not being looked at",
    )


def test_the_history_is_a_chain(people):
    found = evaluated(people)
    lines = history(found.number)
    assert all(line.is_true for line in lines)
    assert [line.seq for line in lines] == list(range(len(lines), 0, -1))
    run(
        "INSERT INTO cert_cases_caseline (case_id, seq, at, actor, on_behalf_of, what, words, state, facts, "
        "previous, seal) VALUES (%s, 77, now(), 'x', '', 'forged', 'Umeed · कारीगर', %s, '{}', 'p', 's')",
        found.id,
        found.state.value,
    )
    newest = history(found.number)[0]
    assert (newest.seq, newest.is_true, newest.what) == (len(lines) + 1, True, "forged")
    with no_triggers():
        CaseLine.objects.filter(case=found.id, seq=2).update(words="I was never here")
    told = {line.seq: line.is_true for line in history(found.number)}
    assert told[1] is True and told[2] is False
    broken = dict(invariants())["the histories of cases are sealed, line by line"]()
    assert broken == [f"line 2 of case {found.number} is not as it was written"]


def test_an_appeal_is_answered_once_and_by_others(people):
    found = lot_evaluated(people)
    decide(found.number, "grant-part", [], "", 10, people.second, "d")
    asked = ask_appeal(found.number, "The other forty are the same.", people.seller, "a")
    answer = (
        "UPDATE cert_cases_appealrow SET state = 'dismissed', answer = 'No', decided_at = now(), "
        "decided_by_id = %s WHERE id = %s"
    )
    refused(answer, people.second.pk, asked.id, why="decided it")
    refused(answer, people.inspector.pk, asked.id, why="evaluated it")
    decide_appeal(asked.id, True, "Look again.", people.third)
    assert (case(found.number).state, case(found.number).round) == ("evaluated", 2)
    refused(answer, people.officer.pk, asked.id, why="answered once")
    refused(
        DECIDE, found.id, 2, "k", "grant", [], 50, "I", people.second.pk, why="decided it before the appeal"
    )


def test_the_invariants_hold_and_are_broken_one_by_one(people):
    found = evaluated(people)
    decide(found.number, "grant", [], "", None, people.second, "d")
    assert all(check() == [] for _sentence, check in invariants())
    with no_triggers():
        Case.objects.filter(pk=found.id).update(state="refused")
        DecisionRow.objects.update(decided_by=people.inspector)
    assert [bool(check()) for _sentence, check in invariants()] == [False, True, True, True]
    forced(found.id, "granted")
