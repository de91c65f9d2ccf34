"""A sample's way: custody, measured by one, verified by another, released; measured again; taken back."""

import uuid
from datetime import timedelta

import pytest

from certification.cases.facade import CaseState, assessment, case, findings, may_decide
from certification.inspection.models import Visit
from certification.inspection.states import Purpose
from certification.laboratory.facade import on_sample_taken, order_retest, retract, samples_of
from certification.laboratory.models import CustodyStep, Result, RetestOrder, Sample
from certification.laboratory.rules import ALPHABET, new_code
from jkrlm.kernel import relay
from jkrlm.kernel.clock import INDIA
from jkrlm.kernel.models import OutboxMessage
from jkrlm.kernel.outbox import Event
from jkrlm.people.models import AuditEntry
from tests.bad_input.unchanged import nothing_changes
from tests.certification.cases.world import People
from tests.certification.inspection.world import report, send, signed_in, visit_of_case
from tests.certification.laboratory.world import (
    LAB,
    a_failure,
    act,
    entered,
    hand_over,
    measured,
    receive,
    released,
    sampled,
    verify,
)
from tests.common.buyer import text

pytestmark = pytest.mark.django_db


def test_from_the_visit_to_the_case(people: People) -> None:
    held, sample = sampled(people)
    inspector, lab = signed_in(people.inspector), signed_in(people.lab)
    assert hand_over(inspector, sample).status_code == 302
    assert receive(lab, sample).status_code == 302
    assert act(lab, sample, "take").status_code == 302
    assert act(lab, sample, "results", measured(held)).status_code == 302
    assert case(held.number).state is CaseState.ASSIGNED
    verify(people.verifier, sample)

    assert case(held.number).state is CaseState.EVALUATED
    found = {each.code for each in findings(held.number) if each.source == f"sample:{sample.number}"}
    assert {f"value-{code}" for code in found} == set(measured(held))
    assert assessment(held.number).passes
    (shown,) = samples_of(held.number)
    assert [step.holder for step in shown.custody] == ["Inspector", "Courier or post", "Laboratory"]
    assert (shown.analyst, shown.verifier, shown.critical_failed) == ("Aasif Shah", "Mehvish Rather", ())
    assert [each.state for each in shown.changes] == [
        "On its way",
        "Received",
        "Being measured",
        "Measured, to be verified",
        "Verified and released",
    ]
    for user in (people.lab, people.verifier, people.inspector):
        assert may_decide(held.number, user) is not None
    verbs = AuditEntry.objects.filter(target=f"sample {sample.number}").values_list("verb", flat=True)
    assert set(verbs) == {
        "cert.sample.custody",
        "cert.sample.received",
        "cert.sample.in-work",
        "cert.sample.entered",
        "cert.sample.verify",
        "cert.sample.released",
    }


def test_it_may_be_handed_over_in_the_minute_in_which_it_was_sealed(people: People) -> None:
    _held, sample = sampled(people)
    inspector = signed_in(people.inspector)
    sealed = CustodyStep.objects.get(sample=sample).at
    minute = sealed.astimezone(INDIA)
    early = hand_over(inspector, sample, at=f"{minute - timedelta(minutes=1):%Y-%m-%dT%H:%M}")
    assert early.status_code == 422
    assert f"It was last handed on at {minute:%d %B %Y %H:%M}." in text(early)
    assert hand_over(inspector, sample, at=f"{minute:%Y-%m-%dT%H:%M}").status_code == 302
    assert CustodyStep.objects.get(sample=sample, position=2).at == sealed


def test_pressed_twice_everything_happens_once(people: People) -> None:
    held, sample = sampled(people)
    inspector, lab, second = (signed_in(each) for each in (people.inspector, people.lab, people.verifier))
    key = str(uuid.uuid4())
    for _time in range(2):
        assert hand_over(inspector, sample, key=key).status_code == 302
    key = str(uuid.uuid4())
    for _time in range(2):
        assert receive(lab, sample, key=key, giver="courier").status_code == 302
    for _time in range(2):
        assert act(lab, sample, "take").status_code == 302
    for _time in range(2):
        assert act(lab, sample, "results", measured(held)).status_code == 302
    for _time in range(2):
        assert act(second, sample, "verify").status_code == 302
    seen = second.get(f"{LAB}samples/{sample.code}/").context["seen"]
    for _time in range(2):
        assert act(second, sample, "release", {"seen": seen}).status_code == 302
    assert CustodyStep.objects.count() == 3
    assert set(Result.objects.values_list("revision", flat=True)) == {1}
    mine = [each for each in findings(held.number) if each.source == f"sample:{sample.number}"]
    assert len(mine) == len(measured(held))
    assert sample.changes.count() == 5


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"giver": "courier"}, "The chain ends with: Inspector"),
        ({"giver": "office"}, "The chain ends with: Inspector"),
        ({"seal": "JK-OTHER-1"}, "not the seal that was written down"),
        ({"intact": ""}, "seal is broken is not measured"),
    ],
)
def test_a_gap_in_the_chain_is_refused(people: People, changes: dict, said: str) -> None:
    """The courier brings it, and nobody wrote down that he had it."""
    _held, sample = sampled(people)
    lab = signed_in(people.lab)
    with nothing_changes():
        answer = receive(lab, sample, **changes)
    assert answer.status_code == 422
    assert said in text(answer)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"giver": "courier"}, "The chain ends with: Inspector"),
        ({"at": "2020-01-01T10:00"}, "Give a time between"),
        ({"at": "2031-01-01T10:00"}, "Give a time between"),
        ({"holder": "laboratory"}, "Select a valid choice"),
    ],
)
def test_handing_over_leaves_no_gap(people: People, changes: dict, said: str) -> None:
    _held, sample = sampled(people)
    inspector = signed_in(people.inspector)
    with nothing_changes():
        answer = hand_over(inspector, sample, **changes)
    assert answer.status_code == 422
    assert said in text(answer)


def test_values_that_are_missing_or_wrong_keep_what_was_typed(people: People) -> None:
    held, sample = sampled(people)
    lab = signed_in(people.lab)
    receive(lab, sample)
    act(lab, sample, "take")
    code, *others = (name.removeprefix("value-") for name in measured(held))
    with nothing_changes():
        answer = act(lab, sample, "results", measured(held, **{code: "much", others[0]: ""}))
    assert answer.status_code == 422
    said = answer.content.decode()
    assert 'value="much"' in said
    assert "Not entered yet" in said
    assert not Result.objects.exists()


def test_who_measured_does_not_verify_and_who_took_it_does_neither(people: People) -> None:
    held, sample = sampled(people)
    entered(people, held, sample)
    lab = signed_in(people.lab)
    seen = lab.get(f"{LAB}samples/{sample.code}/").context["seen"]
    with nothing_changes():
        assert act(lab, sample, "verify").status_code == 409
        assert act(lab, sample, "release", {"seen": seen}).status_code == 409
        assert act(lab, sample, "send-back", {"back-reason": "Not sure of it"}).status_code == 422
    sample.refresh_from_db()
    assert (sample.state, sample.verifier) == ("entered", None)


def test_sent_back_the_values_are_entered_anew_and_the_old_ones_stay(people: People) -> None:
    held, sample = sampled(people)
    entered(people, held, sample)
    second, lab = signed_in(people.verifier), signed_in(people.lab)
    act(second, sample, "verify")
    assert act(second, sample, "send-back", {"back-reason": ""}).status_code == 422
    seen = second.get(f"{LAB}samples/{sample.code}/").context["seen"]
    assert act(second, sample, "send-back", {"back-reason": "Moisture looks like a slip"}).status_code == 302
    (code,) = a_failure(held)
    old = Result.objects.get(code=code)
    assert act(lab, sample, "results", measured(held, grade=1)).status_code == 302
    assert [each.revision for each in Result.objects.filter(code=code).order_by("revision")] in ([1], [1, 2])
    assert Result.objects.filter(pk=old.pk, value=old.value).exists()
    changed = Result.objects.filter(revision=2).exists()
    assert changed
    with nothing_changes():
        assert act(second, sample, "release", {"seen": seen}).status_code == 409
    sample.refresh_from_db()
    assert sample.state == "entered"


def test_a_failure_failure_is_measured_again_under_another_code(people: People) -> None:
    held, sample = sampled(people)
    released(people, held, sample, **a_failure(held))
    (shown,) = samples_of(held.number)
    assert shown.critical_failed
    assert not assessment(held.number).passes
    assert case(held.number).state is CaseState.EVALUATED
    key = uuid.uuid4()
    officer = signed_in(people.officer)
    body = {"key": str(key), "material": "kept", "reason": "The instrument was out of order"}
    for _time in range(2):
        assert act(officer, sample, "retest", body).status_code == 302
    assert RetestOrder.objects.count() == 1
    assert case(held.number).state is CaseState.ASSIGNED
    again = Sample.objects.exclude(pk=sample.pk).get()
    assert (again.retest_of, again.state, again.code != sample.code) == (sample, "received", True)

    lab = signed_in(people.lab)
    act(lab, again, "take")
    act(lab, again, "results", measured(held))
    verify(people.verifier, again)
    assert case(held.number).state is CaseState.EVALUATED
    assert assessment(held.number).passes
    first, second = samples_of(held.number)
    assert (first.retested_by, second.retest_of) == (second.number, first.number)
    assert first.critical_failed


def test_a_new_sample_sends_the_inspector_out_again(people: People) -> None:
    held, sample = sampled(people)
    lab = signed_in(people.lab)
    assert act(lab, sample, "reject", {"reject-reason": ""}).status_code == 422
    assert act(lab, sample, "reject", {"reject-reason": "The bag came open"}).status_code == 302
    assert order_retest(sample.number, people.officer, "Another one is needed", new_material=True) == ""
    relay.drain()
    visit = visit_of_case(held)
    assert (visit.purpose, visit.retest_of, visit.inspector) == (
        Purpose.SAMPLE,
        sample.number,
        people.inspector,
    )
    client = signed_in(people.inspector)
    assert client.post("/staff/certification/visits/packs/").json()["packs"][0]["asked"] == []
    answer = send(client, visit, people.inspector, report(held, {}, answers={}, nonconforming=""))
    assert answer.status_code == 200, answer.content
    relay.drain()
    again = Sample.objects.exclude(pk=sample.pk).get()
    assert (again.retest_of, again.state) == (sample, "sealed")
    released(people, held, again)
    assert case(held.number).state is CaseState.EVALUATED
    assert Visit.objects.count() == 2


def test_taken_back_with_a_reason_the_case_forgets_it(people: People) -> None:
    held, sample = sampled(people)
    released(people, held, sample)
    lab = signed_in(people.lab)
    with nothing_changes():
        assert act(lab, sample, "retract", {"retract-reason": " "}).status_code == 422
    retract(sample.number, "Two vials were mixed up", people.officer)
    sample.refresh_from_db()
    assert (sample.state, sample.reason) == ("retracted", "Two vials were mixed up")
    assert all(each.replaced for each in findings(held.number) if each.source == f"sample:{sample.number}")
    assert case(held.number).state is CaseState.ASSIGNED
    (shown,) = samples_of(held.number)
    assert len(shown.results) == len(measured(held))
    assert shown.changes[-1].reason == "Two vials were mixed up"


def test_codes_say_nothing_and_have_no_look_alikes() -> None:
    codes = {new_code() for _time in range(2000)}
    assert len(codes) == 2000
    assert set("".join(codes)) <= set(ALPHABET)
    assert not set(ALPHABET) & set("01IOLU")


def test_a_visit_told_twice_makes_one_sample(people: People) -> None:
    _held, sample = sampled(people)
    (message,) = OutboxMessage.objects.filter(name="SampleTaken")
    on_sample_taken(Event(message.pk, message.name, message.payload, message.issued_at))
    assert Sample.objects.get() == sample
