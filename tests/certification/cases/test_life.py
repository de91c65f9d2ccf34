"""From the application to the decision, and back where something is missing or wrong."""

from dataclasses import replace
from decimal import Decimal

import pytest

from certification.cases.facade import (
    AlreadyDecided,
    AppliedAlready,
    BadApplication,
    BadDecision,
    BadFinding,
    CaseState,
    KeyTaken,
    NoStandard,
    NotComplete,
    NotImpartial,
    Outcome,
    Purpose,
    WrongState,
    apply,
    assessment,
    assign,
    calendar,
    case,
    complete,
    decide,
    decisions,
    findings,
    history,
    open_planned,
    record_findings,
    retract_findings,
    send_back,
    step_again,
    step_done,
    supplement,
    withdraw,
)
from certification.cases.models import Case, DecisionRow
from jkrlm.kernel.models import OutboxMessage
from tests.certification.cases.world import (
    assigned,
    completed,
    evaluate,
    evaluated,
    lot_evaluated,
    lot_wish,
    photo,
    values,
    version_of,
    wish,
)


def test_incomplete_then_completed_then_granted(people):
    wanted = wish("kani", photo_keys={"whole": (photo(),)})
    asked = apply(wanted, people.seller)
    assert (asked.state, asked.subject, asked.quantity) == (CaseState.SUBMITTED, "unit", 1)
    assert asked.number.startswith("JK-KA-") and asked.number.endswith("-00001")
    assert asked.missing == ("reverse",)
    assert [each.code for each in findings(asked.number)] == ["weaving_days"]

    with pytest.raises(NotComplete, match="send it back"):
        complete(asked.number, people.officer)
    with pytest.raises(NotComplete, match="Say what is missing"):
        send_back(asked.number, [], " ", people.officer)
    back = send_back(asked.number, ["reverse", "nonsense"], "In daylight.", people.officer)
    assert (back.state, back.missing, back.missing_words) == (
        CaseState.INCOMPLETE,
        ("reverse",),
        "In daylight.",
    )
    assert back.paused_on is not None
    assert send_back(asked.number, ["loom"], "", people.officer).missing == ("reverse",)

    for _press in range(2):
        again = supplement(asked.number, people.seller, key="k-1", photo_keys={"reverse": (photo(),)})
        assert (again.state, again.missing, again.paused_on) == (CaseState.SUBMITTED, (), None)
    assert complete(asked.number, people.officer).state == CaseState.COMPLETE
    assert assign(asked.number, people.inspector.pk, people.officer).inspector_name == "Parveena Lone"
    done = evaluate(people, case(asked.number))
    assert done.state == CaseState.EVALUATED
    assert assessment(asked.number).grade.code == "pass"

    made = decide(asked.number, "grant", [], "Fine work.", None, people.second, "d-1")
    assert (made.grade_code, made.quantity, made.round) == ("pass", 1, 1)
    assert case(asked.number).state == CaseState.GRANTED
    assert decide(asked.number, "grant", [], "Fine work.", None, people.second, "d-1").id == made.id
    with pytest.raises(KeyTaken):
        decide(asked.number, "refuse", ["grade"], "", None, people.second, "d-1")
    with pytest.raises(AlreadyDecided, match="Granted"):
        decide(asked.number, "refuse", ["grade"], "", None, people.third, "d-2")
    assert [line.what for line in reversed(history(asked.number))] == [
        "applied",
        "sent-back",
        "completed",
        "complete",
        "assigned",
        "found",
        "inspection-done",
        "found",
        "laboratory-done",
        "decided",
    ]
    assert all(line.is_true for line in history(asked.number))


def test_the_same_form_twice_is_one_case_and_goods_have_one_open_case(people):
    wanted = wish("kani")
    first = apply(wanted, people.seller)
    assert apply(wanted, people.seller).number == first.number
    with pytest.raises(KeyTaken):
        apply(wish("kani", key=wanted.key), people.seller)
    with pytest.raises(AppliedAlready, match=first.number):
        apply(wish("kani", product_id=wanted.product_id), people.seller)
    with pytest.raises(NoStandard):
        apply(replace(wanted, kind="gabba", key="x"), people.seller)
    assert Case.objects.count() == 1
    assert withdraw(first.number, people.seller).state == CaseState.WITHDRAWN
    assert apply(wish("kani", product_id=wanted.product_id), people.seller).purpose == Purpose.FIRST


def test_a_batch_is_granted_in_part_and_never_more_than_it_has(people):
    found = lot_evaluated(people, quantity=50, grade=1)
    assert (found.subject, found.quantity) == ("lot", 50)
    assert 0 < found.sample_size < 50
    assert assessment(found.number).grade.code == "II"
    for wrong in (None, 0, 50, 51):
        with pytest.raises(BadDecision) as refused:
            decide(found.number, "grant-part", [], "", wrong, people.second, f"d-{wrong}")
        assert refused.value.field == "quantity"
    made = decide(found.number, Outcome.GRANT_PART, [], "", 30, people.second, "d")
    assert (made.quantity, made.grade_name) == (30, "Grade II")
    assert case(found.number).state == CaseState.PARTLY_GRANTED


def test_a_lot_is_named_and_of_the_same_goods(people):
    for wrong, field in (
        ({"lot_number": ""}, "lot"),
        ({"lot_number": "NOT-THERE"}, "lot"),
        ({"product_id": "other"}, "lot"),
        ({"quantity": 51}, "quantity"),
        ({"quantity": 0}, "quantity"),
    ):
        with pytest.raises(BadApplication) as refused:
            apply(replace(lot_wish(people), **wrong), people.seller)
        assert refused.value.field == field
    assert Case.objects.count() == 0


def test_nothing_is_granted_without_its_grade_and_refusals_have_reasons(people):
    found = assigned(people)
    record_findings(found.number, {**values("kani", "inspection"), "flaws": "3"}, "visit:1", people.inspector)
    step_done(found.number, "inspection", people.inspector)
    record_findings(found.number, values("kani", "laboratory"), "sample:1", people.verifier)
    assert step_done(found.number, "laboratory", people.verifier).state == CaseState.EVALUATED
    assert not assessment(found.number).passes
    with pytest.raises(BadDecision, match="cannot be granted"):
        decide(found.number, "grant", [], "", None, people.second, "d")
    for outcome in ("return", "refuse"):
        with pytest.raises(BadDecision) as refused:
            decide(found.number, outcome, [], "No.", None, people.second, "d")
        assert refused.value.field == "reasons"
    with pytest.raises(BadDecision):
        decide(found.number, "refuse", ["because"], "", None, people.second, "d")
    assert DecisionRow.objects.count() == 0

    returned = decide(found.number, "return", ["workmanship"], "Mend the holes.", None, people.second, "d")
    assert (returned.quantity, returned.grade_code) == (0, "")
    again = supplement(found.number, people.seller, key="k", photo_keys={"whole": (photo("red"),)})
    assert (again.state, again.round, again.inspector_id) == (CaseState.SUBMITTED, 2, None)
    assert [
        each.code for each in findings(found.number) if not each.replaced and "visit" in each.source
    ] == []
    assert [
        each.code for each in findings(found.number) if not each.replaced and "sample" in each.source
    ] == ["fibre"]
    complete(found.number, people.officer)
    assign(found.number, people.inspector.pk, people.officer)
    record_findings(found.number, values("kani", "inspection"), "visit:2", people.inspector)
    assert step_done(found.number, "inspection", people.inspector).state == CaseState.EVALUATED
    assert decide(found.number, "grant", [], "", None, people.second, "d2").round == 2
    assert [each.outcome for each in decisions(found.number)] == ["return", "grant"]


def test_a_retest_replaces_and_a_retraction_stays_readable(people):
    found = assigned(people)
    record_findings(found.number, values("kani", "inspection"), "visit:1", people.inspector)
    step_done(found.number, "inspection", people.inspector)
    record_findings(found.number, {"fibre": "wool"}, "sample:1", people.verifier)
    record_findings(found.number, {"fibre": "Wool"}, "sample:1", people.verifier)
    assert len([each for each in findings(found.number) if each.code == "fibre"]) == 1
    with pytest.raises(BadFinding):
        record_findings(found.number, {"shine": "yes"}, "sample:1", people.verifier)
    with pytest.raises(BadFinding):
        record_findings(found.number, {"fibre": "nylon"}, "sample:1", people.verifier)
    step_done(found.number, "laboratory", people.verifier)
    with pytest.raises(BadFinding, match="Say why"):
        retract_findings(found.number, "sample:1", people.verifier, " ")
    retract_findings(found.number, "sample:1", people.verifier, "Samples were swapped")
    assert assessment(found.number).missing == ("fibre",)
    with pytest.raises(BadDecision):
        decide(found.number, "grant", [], "", None, people.second, "d")
    assert step_again(found.number, "laboratory", people.second, "Retest").state == CaseState.ASSIGNED
    record_findings(found.number, {"fibre": "pashm"}, "sample:2", people.verifier)
    assert step_done(found.number, "laboratory", people.verifier).state == CaseState.EVALUATED
    told = [
        (each.value, each.source, each.replaced) for each in findings(found.number) if each.code == "fibre"
    ]
    assert told == [("wool", "sample:1", True), ("pashm", "sample:2", False)]


def test_yes_is_yes_and_numbers_are_exact(people):
    found = assigned(people)
    record_findings(
        found.number, {"hand_woven": "YES ", "kani_woven": True, "flaws": "0"}, "visit:1", people.inspector
    )
    told = {each.code: each.value for each in findings(found.number)}
    assert told == {"weaving_days": Decimal(1), "hand_woven": True, "kani_woven": True, "flaws": Decimal(0)}


def test_findings_want_an_assigned_case(people):
    waiting = completed(people)
    with pytest.raises(WrongState):
        record_findings(waiting.number, {"flaws": "0"}, "visit:1", people.inspector)
    with pytest.raises(WrongState):
        step_done(waiting.number, "inspection", people.inspector)
    done = evaluated(people)
    with pytest.raises(WrongState):
        record_findings(done.number, {"flaws": "0"}, "visit:1", people.inspector)


def test_events_say_what_happened(people):
    from jkrlm.kernel import outbox
    from jkrlm.wiring import REACTIONS

    heard: list[str] = []

    def hear(event: outbox.Event) -> None:
        heard.append(event.name)

    names = ("CaseApplied", "CaseAssigned", "CaseReturned", "CaseDecided", "CaseReopened")
    outbox.set_reactions(dict.fromkeys(names, (hear,)))
    try:
        done = evaluated(people)
        decide(done.number, "refuse", ["origin"], "", None, people.second, "d")
        told = list(OutboxMessage.objects.order_by("id").values_list("name", "payload"))
    finally:
        outbox.set_reactions(REACTIONS)
    assert [name for name, _payload in told] == ["CaseApplied", "CaseAssigned", "CaseDecided"]
    assert told[1][1]["inspector"] == people.inspector.pk
    assert told[2][1] | {"decision_id": 0} == {
        "case": done.number,
        "outcome": "refuse",
        "decision_id": 0,
        "round": 1,
        "purpose": "first",
        "follows": "",
        "group": "KZ09",
        "product": done.product_id,
        "lot": "",
        "person_id": None,
        "title": done.title,
    }


def test_a_product_is_watched_and_renewed(people):
    found = evaluated(people, "walnut-carving", quantity=40)
    decide(found.number, "grant", [], "", None, people.second, "d")
    planned = calendar(found.number)
    assert [each.purpose for each in planned] == ["surveillance", "surveillance", "renewal"]
    opened = open_planned(planned[0].id, people.officer)
    assert open_planned(planned[0].id, people.officer).number == opened.number
    assert (opened.purpose, opened.follows, opened.state) == ("surveillance", found.number, "complete")
    assert version_of("walnut-carving").number == opened.version_number
    assign(opened.number, people.other.pk, people.officer)
    record_findings(opened.number, values("walnut-carving", "inspection"), "visit:9", people.other)
    decided = step_done(opened.number, "inspection", people.other)
    if decided.state != CaseState.EVALUATED:
        record_findings(opened.number, values("walnut-carving", "laboratory"), "sample:9", people.lab)
        step_done(opened.number, "laboratory", people.lab)
    decide(opened.number, "grant", [], "", None, people.second, "d2")
    assert {each.of_case for each in calendar()} == {opened.number}


def test_only_officers_decide(people):
    found = evaluated(people)
    for stranger in (people.lab, people.admin, people.other, people.seller.user):
        with pytest.raises(NotImpartial):
            decide(found.number, "grant", [], "", None, stranger, "d")
    assert DecisionRow.objects.count() == 0
