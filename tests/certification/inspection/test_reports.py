"""What a phone sends arrives once, whole, and from the inspector whose visit it is."""

import uuid

import pytest
from django.test import Client

from certification.cases.facade import Case, CaseState, assign, case, findings, may_decide, step_again
from certification.inspection.facade import visit_of
from certification.inspection.facts import facts_of
from certification.inspection.models import Photo, Report, Visit
from certification.inspection.states import VisitState
from certification.laboratory.models import Sample
from jkrlm.kernel import relay
from jkrlm.people.models import AuditEntry
from media.facade import picture
from tests.bad_input.unchanged import nothing_changes
from tests.certification.cases.world import People
from tests.certification.inspection.world import (
    VISITS,
    asked,
    case_of,
    photograph,
    photos_asked,
    photos_sent,
    report,
    send,
    send_photo,
    signed_in,
    visit_of_case,
    visited,
)

pytestmark = pytest.mark.django_db


def test_a_report_becomes_findings_and_a_sample_on_its_way(people: People) -> None:
    held = case_of(people)
    visit, client = visit_of_case(held), signed_in(people.inspector)
    body = report(held, photos_sent(client, visit, people.inspector, held))
    answer = send(client, visit, people.inspector, body)
    assert (answer.status_code, answer.json()["message"]) == (200, "Sent. The case has it.")
    relay.drain()

    found = {each.code: each for each in findings(held.number) if each.source == f"visit:{visit.pk}"}
    assert set(found) == {each.code for each in asked(held)}
    assert {each.by for each in found.values()} == {people.inspector.pk}
    seen = visit_of(held.number)
    assert seen is not None
    assert (seen.outcome, seen.via, seen.inspector_name) == ("seen", "phone", "Parveena Lone")
    assert seen.place is not None
    assert (str(seen.place.latitude), seen.place.accuracy_m) == ("34.031200", 14)
    assert sorted(each.code for each in seen.photos) == sorted([*photos_asked(held), ""])
    assert all(each.taken_at is not None for each in seen.photos)
    sample = Sample.objects.get()
    assert (sample.case_number, sample.seal, sample.state) == (held.number, body["seal"], "sealed")
    assert case(held.number).state is CaseState.ASSIGNED
    assert may_decide(held.number, people.inspector) is not None
    assert AuditEntry.objects.filter(verb="cert.visit.report", actor=people.inspector).count() == 1


def test_sent_again_it_counts_once_and_another_report_is_refused(people: People) -> None:
    held = case_of(people)
    visit, client = visit_of_case(held), signed_in(people.inspector)
    body = report(held, photos_sent(client, visit, people.inspector, held))
    first = send(client, visit, people.inspector, body)
    relay.drain()
    with nothing_changes():
        again = send(client, visit, people.inspector, body)
        later = send(client, visit, people.inspector, {**body, "sent_at": "2026-11-30T10:00:00Z"})
    assert [each.json() for each in (again, later)] == [first.json()] * 2
    relay.drain()
    assert (Report.objects.count(), Sample.objects.count()) == (1, 1)
    with nothing_changes():
        other = send(client, visit, people.inspector, {**body, "key": str(uuid.uuid4())})
        changed = send(client, visit, people.inspector, {**body, "note": "Looms not seen"})
        _file, late = send_photo(client, visit, people.inspector)
    for each in (other, changed):
        assert (each.status_code, each.json()["code"]) == (422, "SENT_BEFORE")
    assert (late.status_code, late.json()["code"]) == (422, "VISIT_CLOSED")


def test_a_photograph_sent_twice_is_one_and_one_left_out_is_forgotten(people: People) -> None:
    held = case_of(people)
    visit, client = visit_of_case(held), signed_in(people.inspector)
    photos = photos_sent(client, visit, people.inspector, held)
    for file in photos:
        assert send_photo(client, visit, people.inspector, file=file)[1].status_code == 201
    left_out, _answer = send_photo(client, visit, people.inspector)
    assert Photo.objects.count() == len(photos) + 1
    assert send(client, visit, people.inspector, report(held, photos)).status_code == 200
    assert {str(each.file) for each in Photo.objects.all()} == set(photos)
    assert left_out not in photos


def test_photographs_that_have_not_come_are_named(people: People) -> None:
    held = case_of(people)
    visit, client = visit_of_case(held), signed_in(people.inspector)
    photos = photos_sent(client, visit, people.inspector, held)
    lost = str(uuid.uuid4())
    with nothing_changes():
        answer = send(client, visit, people.inspector, report(held, {**photos, lost: ""}))
    assert (answer.status_code, answer.json()["missing"]) == (422, [lost])
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"outcome": ""}, "outcome", "Say whether the goods could be seen."),
        ({"ended_at": "2020-01-01T10:00:00Z"}, "ended_at", "The visit ends before it begins"),
        ({"ended_at": "2031-01-01T10:00:00Z"}, "ended_at", "in the future"),
        ({"nonconforming": "many"}, "nonconforming", "Count how many"),
        ({"nonconforming": "9999"}, "nonconforming", "Count how many"),
        ({"seal": "Kanihama group"}, "seal", "capitals, figures, dashes"),
        ({"sample_quantity": "-3"}, "sample_quantity", "above 0"),
        ({"sample_quantity": "NaN"}, "sample_quantity", "above 0"),
        ({"sample_unit": "pound"}, "sample_unit", "Choose the unit"),
        ({"photos": []}, "photos", "A photograph is missing"),
        ({"outcome": "not-possible", "note": ""}, "note", "Say why"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_nothing_kept(
    people: People, changes: dict, field: str, said: str
) -> None:
    held = case_of(people)
    visit, client = visit_of_case(held), signed_in(people.inspector)
    body = report(held, photos_sent(client, visit, people.inspector, held))
    with nothing_changes():
        answer = send(client, visit, people.inspector, {**body, **changes})
    assert answer.status_code == 422
    assert said in answer.json()["errors"][field]
    assert not Report.objects.exists()


def test_an_answer_that_is_missing_is_named(people: People) -> None:
    held = case_of(people)
    visit, client = visit_of_case(held), signed_in(people.inspector)
    body = report(held, photos_sent(client, visit, people.inspector, held), answers={})
    answer = send(client, visit, people.inspector, body)
    assert set(answer.json()["errors"]) == {f"answer-{each.code}" for each in asked(held)}


def test_the_lot_is_judged_by_the_sampling_plan(people: People) -> None:
    held = case_of(people)
    visit, client = visit_of_case(held), signed_in(people.inspector)
    photos = photos_sent(client, visit, people.inspector, held)
    size = _plan_size(held)
    assert (
        send(client, visit, people.inspector, report(held, photos, nonconforming=str(size))).status_code
        == 200
    )
    seen = visit_of(held.number)
    assert seen is not None
    assert (seen.lot_size, seen.sample_size, seen.nonconforming, seen.accepted) == (500, size, size, False)


def _plan_size(held: Case) -> int:
    plan = facts_of(held.number).plan
    assert plan is not None
    return plan.size


def test_a_visit_that_could_not_be_made_stands_in_the_list_again(people: People) -> None:
    held = case_of(people)
    visit, client = visit_of_case(held), signed_in(people.inspector)
    answer = send(
        client, visit, people.inspector, report(held, {}, outcome="not-possible", note="Snow on the road")
    )
    assert answer.json()["message"] == "Sent. The visit is in your list again."
    visit.refresh_from_db()
    again = visit_of_case(held)
    assert (visit.state, again.pk != visit.pk, again.inspector) == (VisitState.FAILED, True, people.inspector)
    assert findings(held.number) == tuple(each for each in findings(held.number) if each.source == "declared")
    relay.drain()
    assert not Sample.objects.exists()


def test_another_inspectors_visit_is_refused_everywhere(people: People) -> None:
    held = case_of(people)
    visit, client = visit_of_case(held), signed_in(people.other)
    hers = signed_in(people.inspector)
    photos = photos_sent(hers, visit, people.inspector, held)
    file = next(iter(photos))
    with nothing_changes():
        for address in ("", "fill/", f"files/{file}/"):
            assert client.get(f"{VISITS}{visit.pk}/{address}").status_code == 404, address
        assert (
            client.post(f"{VISITS}{visit.pk}/plan/", {"planned_for": "2026-12-01T10:00"}).status_code == 404
        )
        assert client.post(f"{VISITS}{visit.pk}/fill/", {"outcome": "seen"}).status_code == 404
        assert client.post(f"{VISITS}{visit.pk}/files/{file}/drop/").status_code == 404
        assert send_photo(client, visit, people.other)[1].status_code == 404
        assert send(client, visit, people.other, report(held, photos)).status_code == 404
    assert held.title not in client.get(VISITS).content.decode()
    assert client.post(f"{VISITS}packs/").json()["packs"] == []
    assert hers.get(f"{VISITS}{visit.pk}/files/{file}/").status_code == 200


def test_an_inspectors_photograph_may_be_as_large_as_any_other(people: People) -> None:
    visit = visit_of_case(case_of(people))
    large = photograph() + bytes(9 * 1024 * 1024)
    assert send_photo(signed_in(people.inspector), visit, people.inspector, data=large)[1].status_code == 201


def test_a_report_goes_out_in_its_inspectors_name_alone(people: People) -> None:
    """Two inspectors share a phone: what one wrote is not sent under the other's session."""
    held = case_of(people)
    visit, client = visit_of_case(held), signed_in(people.inspector)
    with nothing_changes():
        for user in (people.other, None):
            header = {"X-Umeed-Person": str(user.pk)} if user else {}
            answer = client.post(
                f"{VISITS}{visit.pk}/report/",
                report(held, {}),
                content_type="application/json",
                headers=header,
            )
            assert (answer.status_code, answer.json()["code"]) == (409, "OTHER_PERSON")


@pytest.mark.parametrize("who", ["officer", "admin"])
def test_the_office_reads_all_and_reports_nothing(people: People, who: str) -> None:
    held = case_of(people)
    visit = visit_of_case(held)
    user = getattr(people, who)
    client = signed_in(user)
    file, _answer = send_photo(signed_in(people.inspector), visit, people.inspector)
    assert held.title in client.get(VISITS).content.decode()
    assert client.get(f"{VISITS}{visit.pk}/").status_code == 200
    assert client.get(f"{VISITS}{visit.pk}/files/{file}/").status_code == 200
    with nothing_changes():
        for address in ("plan/", "fill/", "report/", f"files/{file}/"):
            assert client.post(f"{VISITS}{visit.pk}/{address}").status_code == 403, address
        assert client.post(f"{VISITS}packs/").status_code == 403


@pytest.mark.parametrize("who", ["lab", "nobody", "seller"])
def test_strangers_are_turned_away(people: People, who: str) -> None:
    held = case_of(people)
    visit = visit_of_case(held)
    file, _answer = send_photo(signed_in(people.inspector), visit, people.inspector)
    user = {"lab": people.lab, "seller": people.seller.user, "nobody": None}[who]
    client = signed_in(user) if user else Client()
    wanted = 302 if user is None else 403
    with nothing_changes():
        for address in ("", "phone/", "phone/worker.js", f"{visit.pk}/", f"{visit.pk}/files/{file}/"):
            assert client.get(VISITS + address).status_code == wanted, address
        for address in ("packs/", f"{visit.pk}/report/", f"{visit.pk}/fill/", f"{visit.pk}/files/{file}/"):
            assert client.post(VISITS + address).status_code == wanted, address


def test_photographs_of_visits_are_private(people: People) -> None:
    held = case_of(people)
    visit = visit_of_case(held)
    send_photo(signed_in(people.inspector), visit, people.inspector)
    kept = picture(Photo.objects.get().picture_key)
    assert Client().get(kept.url).status_code == 404
    assert Visit.objects.get() == visit


def test_a_case_given_to_another_takes_its_visit_along(people: People) -> None:
    held = case_of(people)
    visit, client = visit_of_case(held), signed_in(people.inspector)
    photos = photos_sent(client, visit, people.inspector, held)
    assign(held.number, people.other.pk, people.officer)
    relay.drain()
    visit.refresh_from_db()
    assert visit.inspector == people.other
    with nothing_changes():
        answer = send(client, visit, people.inspector, report(held, photos))
    assert (answer.status_code, "given to somebody else" in answer.json()["message"]) == (404, True)


def test_another_visit_ordered_by_the_desk_stands_in_the_list(people: People) -> None:
    """visit_again on the desk: what the first visit found stays until the second one finds something else."""
    held = visited(people)
    first = Visit.objects.get(case_number=held.number)
    step_again(held.number, "inspection", people.officer, "The looms were not seen")
    relay.drain()
    relay.drain()
    again = visit_of_case(held)
    assert (again.pk != first.pk, again.inspector, Visit.objects.count()) == (True, people.inspector, 2)
