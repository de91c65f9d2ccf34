"""Who may look at a case and who may decide it: interests, villages, leave, appeals, two at once."""

from datetime import timedelta

import pytest

from certification.cases.facade import (
    AlreadyDecided,
    Away,
    BadInterest,
    CaseState,
    NoAppeal,
    NotAnInspector,
    NotImpartial,
    WrongState,
    appeals,
    ask_appeal,
    assign,
    candidates,
    case,
    cases_of_inspector,
    decide,
    decide_appeal,
    declare_interest,
    declare_village,
    end_interest,
    give_back,
    may_decide,
    may_evaluate,
    note_evaluator,
    record_findings,
    take,
    why_no_appeal,
)
from certification.cases.models import AppealRow, DecisionRow
from jkrlm.kernel import clock
from jkrlm.people.facade import take_leave
from sellers.registry.facade import add_member, link_person
from tests.certification.cases.world import assigned, completed, evaluated, lot_evaluated
from tests.registry.world import LONG_AGO


def test_a_declared_interest_keeps_her_away(people):
    waiting = completed(people)
    with pytest.raises(BadInterest):
        declare_interest(people.inspector, "KZ09", "  ")
    first = declare_interest(people.inspector, "KZ09", "My sister weaves there")
    assert declare_interest(people.inspector, "KZ09", "again") == first
    declare_village(people.other, "budgam", "Kanihama ", "My mother's house")
    told = {each.name: each.refusal.code for each in candidates(waiting.number) if each.refusal}
    assert told == {"Parveena Lone": "INTEREST", "Rukhsana Devi": "SAME_VILLAGE"}
    for who in (people.inspector, people.other):
        with pytest.raises(NotImpartial):
            assign(waiting.number, who.pk, people.officer)
    assert case(waiting.number).state == CaseState.COMPLETE
    with pytest.raises(BadInterest):
        end_interest(first, people.other)
    end_interest(first, people.inspector)
    assert assign(waiting.number, people.inspector.pk, people.officer).state == CaseState.ASSIGNED


def test_an_interest_declared_later_stops_her_too(people):
    found = assigned(people)
    declare_interest(people.inspector, "KZ09", "She married into the group")
    with pytest.raises(NotImpartial):
        record_findings(found.number, {"flaws": "0"}, "visit:1", people.inspector)


def test_a_member_of_a_group_in_the_village_neither_evaluates_nor_decides(people):
    add_member(code="KZ09", name="Nighat Dar", phone="", on=LONG_AGO, actor=None, now=clock.now())
    from sellers.registry.models import Person

    link_person(person_id=Person.objects.get(name="Nighat Dar").pk, user=people.third)
    found = evaluated(people)
    assert may_evaluate(found.number, people.third).code == "INTEREST"
    assert may_decide(found.number, people.third).code == "INTEREST"
    with pytest.raises(NotImpartial):
        decide(found.number, "grant", [], "", None, people.third, "d")


def test_who_evaluated_does_not_decide_even_as_an_officer(people):
    found = evaluated(people)
    assert may_decide(found.number, people.second) is None
    note_evaluator(found.number, people.second.pk, "looked over the loom")
    note_evaluator(found.number, people.second.pk, "looked over the loom")
    assert may_decide(found.number, people.second).code == "EVALUATED"
    with pytest.raises(NotImpartial, match="You evaluated"):
        decide(found.number, "grant", [], "", None, people.second, "d")
    assert DecisionRow.objects.count() == 0


def test_leave_gives_the_case_to_who_stands_in(people):
    waiting = completed(people)
    today = clock.today()
    take_leave(
        user_id=people.inspector.pk,
        since=today,
        until=today + timedelta(days=5),
        deputy_id=people.other.pk,
        note="",
        by=people.admin,
        today=today,
    )
    first, away = candidates(waiting.number)
    assert (first.name, away.refusal.code, away.deputy_name) == ("Rukhsana Devi", "AWAY", "Rukhsana Devi")
    with pytest.raises(Away, match="Rukhsana Devi stands in"):
        assign(waiting.number, people.inspector.pk, people.officer)
    assign(waiting.number, people.other.pk, people.officer)
    assert [each.number for each in cases_of_inspector([people.other.pk])] == [waiting.number]


def test_hand_over_and_take_back(people):
    found = assigned(people)
    assert found.officer_name == "Shabnam Ara"
    assert assign(found.number, people.other.pk, people.officer).inspector_name == "Rukhsana Devi"
    for wrong in (people.lab.pk, 999_999, None):
        with pytest.raises(NotAnInspector):
            assign(found.number, wrong, people.officer)
    with pytest.raises(NotAnInspector, match="Say why"):
        give_back(found.number, " ", people.officer)
    back = give_back(found.number, "Ill for a month", people.officer)
    assert (back.state, back.inspector_id) == (CaseState.COMPLETE, None)
    assert take(found.number, people.second).officer_name == "Mehbooba Bhat"
    assert take(found.number, people.second, people.third.pk).officer_name == "Nighat Dar"
    with pytest.raises(NotAnInspector):
        take(found.number, people.second, people.inspector.pk)


def test_an_appeal_is_decided_by_others(people):
    found = lot_evaluated(people)
    decide(found.number, "refuse", ["origin"], "", None, people.second, "d")
    with pytest.raises(NoAppeal, match="Say what"):
        ask_appeal(found.number, " ", people.seller, "a")
    asked = ask_appeal(found.number, "The field book was there.", people.seller, "a")
    assert ask_appeal(found.number, "The field book was there.", people.seller, "a").id == asked.id
    with pytest.raises(NoAppeal, match="already"):
        ask_appeal(found.number, "Once more", people.seller, "b")
    for who in (people.second, people.inspector):
        with pytest.raises(NotImpartial):
            decide_appeal(asked.id, False, "No.", who)
    with pytest.raises(NoAppeal):
        decide_appeal(asked.id, True, " ", people.third)
    assert AppealRow.objects.get().state == "asked"
    decide_appeal(asked.id, True, "The book was in the file.", people.third)
    with pytest.raises(AlreadyDecided):
        decide_appeal(asked.id, False, "No.", people.officer)
    again = case(found.number)
    assert (again.state, again.round) == (CaseState.EVALUATED, 2)
    assert may_decide(found.number, people.second).code == "DECIDED_BEFORE"
    with pytest.raises(NotImpartial):
        decide(found.number, "refuse", ["origin"], "", None, people.second, "d2")
    made = decide(found.number, "grant", [], "", None, people.officer, "d3")
    assert (made.round, case(found.number).state) == (2, CaseState.GRANTED)
    assert [each.state for each in appeals(found.number)] == ["upheld"]


def test_an_appeal_has_its_time_and_needs_a_refusal(people):
    found = evaluated(people)
    assert "no decision" in why_no_appeal(found.number)
    decide(found.number, "grant", [], "", None, people.second, "d")
    with pytest.raises(NoAppeal):
        ask_appeal(found.number, "More!", people.seller, "a")
    from certification.cases.models import Case
    from certification.cases.services.appeals import why_no_appeal as why

    other = evaluated(people)
    decide(other.number, "refuse", ["grade"], "", None, people.second, "d9")
    row = Case.objects.get(number=other.number)
    assert why(row, clock.now() + timedelta(days=29)) == ""
    assert "30 days" in why(row, clock.now() + timedelta(days=31))


def test_dismissed_the_decision_stands(people):
    found = evaluated(people)
    decide(found.number, "refuse", ["grade"], "", None, people.second, "d")
    asked = ask_appeal(found.number, "No!", people.seller, "a")
    decide_appeal(asked.id, False, "Looked at again: it is so.", people.third)
    assert case(found.number).state == CaseState.REFUSED
    with pytest.raises(WrongState):
        assign(found.number, people.inspector.pk, people.officer)
