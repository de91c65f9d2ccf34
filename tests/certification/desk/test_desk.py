"""The desk: the queue at 300 open cases, the page of a case, and who may do what on it."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from certification.cases.facade import (
    ask_appeal,
    calendar,
    case,
    complain,
    complaints,
    decide,
    decisions,
    interests,
)
from certification.cases.models import Case, CaseLine, DecisionRow
from jkrlm.kernel import clock
from jkrlm.people.backends import DEMO_BACKEND
from jkrlm.people.facade import Role, take_leave
from jkrlm.people.models import AuditEntry
from logistics.facade import load_reference_data
from tests.bad_input.unchanged import nothing_changes
from tests.certification.cases.world import (
    applied,
    assigned,
    completed,
    evaluated,
    lot_evaluated,
    photo,
)
from tests.common.buyer import text
from tests.registry.world import somebody

AT = "/staff/certification/"
#: Statements of the queue's page, however many cases wait.
QUEUE_STATEMENTS = 14


def browser(user) -> Client:
    client = Client()
    client.force_login(user, backend=DEMO_BACKEND)
    return client


@pytest.fixture
def officer(people) -> Client:
    return browser(people.officer)


def shown(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return text(answer)


def hidden(page, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page.content.decode())
    return found[1] if found else ""


def many(people, count: int) -> None:
    """Copy one case: as the owner of the database, with its line of history."""
    first = applied(people)
    row = Case.objects.get(number=first.number)
    line = row.lines.get()
    today = clock.today()
    made = []
    for number in range(count - 1):
        row.pk = None
        row.number, row.key = f"JK-XX-26-{number:05d}", str(uuid4())
        row.product_id, row.title = f"p-{number}", f"Shawl {number}"
        row.due_on = today + timedelta(days=number % 21 - 10)
        row.officer = (people.officer, people.second, None)[number % 3]
        row.district = ("Budgam", "Srinagar")[number % 2]
        made.append(Case(**{f.attname: getattr(row, f.attname) for f in Case._meta.concrete_fields}))
    Case.objects.bulk_create(made)
    CaseLine.objects.bulk_create(
        CaseLine(case=each, at=line.at, actor=line.actor, what="applied", state="submitted", facts="{}")
        for each in made
    )


def test_statements_do_not_grow_and_the_latest_comes_first(people, officer):
    load_reference_data()
    many(people, 301)
    officer.get(AT)  # what is kept in memory is read once
    with CaptureQueriesContext(connection) as queries:
        page = officer.get(AT)
    assert len(queries) <= QUEUE_STATEMENTS, "\n".join(
        each["sql"][:70] + " .. " + each["sql"][-120:] for each in queries
    )
    words = shown(page)
    assert "301 cases wait for an answer" in words
    assert page.content.decode().count('<tr><th scope="row">') == 25
    firsts = re.findall(r"(\d+) days? late", words)
    assert firsts == sorted(firsts, key=int, reverse=True)
    assert "late" in words.split("Shawl")[1]
    last = officer.get(f"{AT}?page=13")
    assert last.content.decode().count('<tr><th scope="row">') == 1
    assert officer.get(f"{AT}?page=99").status_code == 200
    assert "100" in shown(officer.get(f"{AT}?who={people.officer.pk}"))
    assert "Nothing waits here" in shown(officer.get(f"{AT}?q=no-such-thing"))
    mine = officer.get(f"{AT}?t=mine&district=Budgam")
    assert "Srinagar</small>" not in mine.content.decode()
    listed = officer.get(f"{AT}queue.csv?t=mine")
    assert listed.content.decode("utf-8-sig").count("\r\n") == 101


def test_a_formula_is_no_formula_in_the_list(people, officer):
    applied(people, title="=HYPERLINK(1)")
    assert "'=HYPERLINK(1)" in officer.get(f"{AT}queue.csv").content.decode()


def test_mine_has_those_of_whom_i_stand_in_for(people, officer):
    found = applied(people)
    officer.post(f"{AT}cases/{found.number}/take/")
    assert case(found.number).officer_id == people.officer.pk
    second = browser(people.second)
    assert "Nothing waits here" in shown(second.get(f"{AT}?t=mine"))
    today = clock.today()
    take_leave(
        user_id=people.officer.pk, since=today, until=today + timedelta(days=3), deputy_id=people.second.pk,
        note="", by=people.admin, today=today,
    )  # fmt: skip
    words = shown(second.get(f"{AT}?t=mine"))
    assert found.number in words and "on leave for whom you stand in" in words


def test_from_incomplete_to_assigned(people, officer):
    found = applied(people, photo_keys={"whole": (photo(),)})
    at = f"{AT}cases/{found.number}/"
    page = officer.get(at)
    assert "Missing: The reverse of the pattern" in shown(page)
    assert 'name="missing" value="reverse" id="id_missing_1" checked' in page.content.decode()
    assert "It is complete" not in shown(page)
    officer.post(f"{at}complete/")
    assert case(found.number).state == "submitted"
    refused = officer.post(f"{at}send-back/", {"words": " "})
    assert refused.status_code == 422 and "Say what is missing" in text(refused)
    officer.post(f"{at}send-back/", {"missing": ["reverse"], "words": "In daylight"})
    assert case(found.number).missing_words == "In daylight"
    fresh = applied(people)
    at = f"{AT}cases/{fresh.number}/"
    officer.post(f"{at}complete/")
    page = shown(officer.get(at))
    assert "Who visits?" in page and "Parveena Lone 0 visits open" in page
    officer.post(f"{at}assign/", {"inspector": people.inspector.pk})
    officer.post(f"{at}assign/", {"inspector": "x"})
    assert case(fresh.number).inspector_id == people.inspector.pk
    officer.post(f"{at}assign/", {"inspector": people.other.pk})
    assert case(fresh.number).inspector_id == people.other.pk
    officer.post(f"{at}give-back/", {"words": "Ill"})
    assert case(fresh.number).state == "complete"
    verbs = list(
        AuditEntry.objects.filter(actor=people.officer).order_by("pk").values_list("verb", flat=True)
    )
    assert verbs == [
        "cert.send-back", "cert.complete", "cert.assign", "cert.assign", "cert.give-back"
    ]  # fmt: skip


def test_a_decision_is_chosen_signed_and_made_once(people):
    found = evaluated(people)
    at = f"{AT}cases/{found.number}/"
    second = browser(people.second)
    page = second.get(at)
    words = shown(page)
    assert "Meets the standard, worked out by the system" in words
    assert "Parveena Lone inspected, so she cannot decide. You did not inspect or test. You can." in words
    assert "Each line is sealed to the one before" in words
    form = page.content.decode().split('id="d">')[1].split("</form>")[0]
    assert 'type="radio"' in form and "checked" not in form
    assert 'name="grade' not in page.content.decode()
    given = {"key": hidden(page, "key"), "outcome": "grant", "note": "Fine."}
    unsure = second.post(f"{at}decide/", given)
    assert unsure.status_code == 422 and "Look at them first" in text(unsure) and "Fine." in text(unsure)
    assert second.post(f"{at}decide/", {**given, "outcome": "", "sure": "on"}).status_code == 422
    bare = second.post(f"{at}decide/", {**given, "outcome": "refuse", "sure": "on"})
    assert bare.status_code == 422 and "Choose why" in text(bare)
    for _press in range(2):
        assert second.post(f"{at}decide/", {**given, "sure": "on"}).status_code == 302
    assert [each.outcome for each in decisions(found.number)] == ["grant"]
    late = browser(people.third).post(
        f"{at}decide/", {"key": "other", "outcome": "refuse", "reasons": ["grade"], "sure": "on"}
    )
    assert late.status_code == 422 and "meanwhile" in text(late)
    assert DecisionRow.objects.count() == 1


def test_part_of_a_batch(people):
    found = lot_evaluated(people)
    at = f"{AT}cases/{found.number}/"
    second = browser(people.second)
    key = hidden(second.get(at), "key")
    given = {"key": key, "outcome": "grant-part", "quantity": "50", "sure": "on"}
    refused = second.post(f"{at}decide/", given)
    assert refused.status_code == 422 and "fewer than all" in text(refused)
    second.post(f"{at}decide/", {**given, "quantity": "20"})
    assert decisions(found.number)[0].quantity == 20
    asked = ask_appeal(found.number, "All are alike", people.seller, "a")
    own = shown(second.get(at))
    assert "You decided this case: another person answers the appeal." in own
    third = browser(people.third)
    refused = third.post(f"{at}appeals/{asked.id}/", {"outcome": "upheld", "answer": " "})
    assert refused.status_code == 422
    third.post(f"{at}appeals/{asked.id}/", {"outcome": "upheld", "answer": "Look again"})
    assert case(found.number).state == "evaluated"
    assert "You decided it before the appeal" in shown(second.get(at))


def test_who_evaluated_sees_why_she_cannot(people):
    from certification.cases.facade import note_evaluator

    found = evaluated(people)
    note_evaluator(found.number, people.second.pk, "visited too")
    page = browser(people.second).get(f"{AT}cases/{found.number}/")
    assert "You evaluated this case: another person decides." in shown(page)
    assert "Sign decision" not in shown(page)


def acts(people) -> list[tuple[str, dict[str, object]]]:
    found = evaluated(people)
    waiting = completed(people)
    seen = assigned(people)
    at = f"{AT}cases/"
    decided = {"key": "k", "outcome": "grant", "sure": "on", "reasons": ["grade"]}
    return [
        (f"{at}{found.number}/decide/", decided),
        (f"{at}{found.number}/visit-again/", {"words": "x"}),
        (f"{at}{found.number}/retest/", {"reason": "x"}),
        (f"{at}{found.number}/take/", {}),
        (f"{at}{waiting.number}/assign/", {"inspector": people.inspector.pk}),
        (f"{at}{waiting.number}/send-back/", {"words": "x"}),
        (f"{at}{waiting.number}/complete/", {}),
        (f"{at}{seen.number}/give-back/", {"words": "x"}),
        (f"{at}{seen.number}/appeals/1/", {"outcome": "upheld", "answer": "x"}),
        (f"{AT}calendar/1/open/", {}),
    ]


def test_strangers_of_every_role_change_nothing(people):
    wanted = acts(people)
    users = [somebody(f"Stranger {role.label}", role) for role in Role if role != Role.OFFICER]
    users += [people.inspector, people.verifier]
    clients = [browser(user) for user in users]
    with nothing_changes():
        for client in clients:
            for address, given in wanted:
                assert client.post(address, given).status_code == 403, address
        for address, given in wanted:
            assert Client().post(address, given).status_code == 302
    assert DecisionRow.objects.count() == 0


def test_who_may_read_what(people):
    found = assigned(people)
    at = f"{AT}cases/{found.number}/"
    picture = f"{at}photos/photo/whole/0/"
    for user, queue, page in (
        (people.officer, 200, 200),
        (people.admin, 200, 200),
        (people.inspector, 403, 200),
        (people.other, 403, 404),
        (people.lab, 403, 403),
        (somebody("A Maker", Role.FINANCE_MAKER), 403, 403),
        (people.seller.user, 403, 403),
    ):
        client = browser(user)
        assert client.get(AT).status_code == queue, user.name
        assert client.get(at).status_code == page, user.name
        assert client.get(picture).status_code == page, user.name
    assert browser(people.officer).get(f"{at}photos/photo/whole/9/").status_code == 404
    assert browser(people.officer).get(f"{AT}cases/NONE/").status_code == 404
    looks_on = shown(browser(people.admin).get(at))
    assert "Hand over" not in looks_on and "Take it back" not in looks_on


def test_the_page_of_a_case_costs_a_fixed_number(people, officer):
    found = evaluated(people)
    with CaptureQueriesContext(connection) as queries:
        officer.get(f"{AT}cases/{found.number}/")
    assert len(queries) <= 60, len(queries)


def test_interests_are_declared_by_oneself(people):
    lab = browser(people.lab)
    at = f"{AT}impartiality/"
    assert lab.post(at, {"words": "x"}).status_code == 422
    assert lab.post(at, {"group_code": "NONE", "words": "x"}).status_code == 422
    assert lab.post(at, {"village": "Kanihama", "words": "x"}).status_code == 422
    lab.post(at, {"village": "Kanihama", "district": "Budgam", "words": "My home"})
    lab.post(at, {"group_code": "kz11", "words": "My cousin"})
    assert len(interests([people.lab.pk])) == 2
    assert "My cousin" not in shown(browser(people.inspector).get(at))
    assert "My cousin" in shown(browser(people.officer).get(at))
    mine = interests([people.lab.pk])[0]
    browser(people.inspector).post(f"{at}{mine.id}/end/")
    assert len(interests([people.lab.pk])) == 2
    lab.post(f"{at}{mine.id}/end/")
    assert len(interests([people.lab.pk])) == 1


def test_calendar_and_complaints(people, officer):
    found = evaluated(people, "walnut-carving", quantity=10)
    decide(found.number, "grant", [], "", None, people.second, "d")
    planned = calendar(found.number)[0]
    made = complain("c-1", "The lid came off", contact="Ananya", case_number=found.number)
    assert complain("c-1", "The lid came off", contact="Ananya").number == made.number
    page = shown(officer.get(f"{AT}calendar/"))
    assert "Surveillance" in page and "The lid came off" in page
    at = f"{AT}complaints/{made.number}/"
    assert officer.post(at, {"outcome": "founded", "answer": " "}).status_code == 422
    assert browser(people.admin).post(at, {"outcome": "founded", "answer": "x"}).status_code == 200
    assert complaints(found.number)[0].state == "open"
    officer.post(at, {"outcome": "founded", "answer": "Replaced; the group was told."})
    assert complaints(found.number)[0].state == "founded"
    assert officer.get(f"{AT}complaints/none/").status_code == 404
    answer = officer.post(f"{AT}calendar/{planned.id}/open/")
    assert "Surveillance" in shown(officer.get(answer.url))
