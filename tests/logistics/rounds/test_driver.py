"""The driver: rounds go along, each stop is sent once, in any order; parcels are booked; paper is typed in."""

import uuid
from datetime import timedelta

import logistics.parcels.facade as parcels
import logistics.rounds.facade as rounds
from jkrlm.kernel import clock
from jkrlm.people.facade import Role
from logistics.rounds.models import Round, Stop, StopParcel, Visit
from tests.logistics.rounds.world import BUDGAM, DESK, Day, accepted, packed, person, planned, send, signed_in

PHONE = "/rounds/"


def packs(client):
    return client.post(f"{PHONE}packs/", "{}", content_type="application/json").json()["rounds"]


def stops_of(day: Day) -> list[dict]:
    return [stop for each in packs(day.phone()) for stop in each["stops"]]


def test_stops_are_sent_once_in_any_order_and_parcels_are_booked(day: Day) -> None:
    accepted(day)
    phone, stops = day.phone(), stops_of(day)
    assert sorted(code for stop in stops for code in stop["parcels"]) == sorted(day.parcels.values())

    for stop in reversed(stops):
        key = str(uuid.uuid4())
        at = (clock.now() - timedelta(minutes=3)).isoformat()
        for _twice in range(2):
            answer = send(phone, day.driver, stop["id"], stop["parcels"], key=key, happened_at=at)
            assert answer.status_code == 200
            assert answer.json() == {"stop": stop["id"], "refused": {}}
    assert Visit.objects.count() == len(stops)
    assert {parcels.parcel(code).state for code in day.parcels.values()} == {"collected"}
    assert set(Round.objects.values_list("state", flat=True)) == {"done"}
    assert not StopParcel.objects.filter(is_live=True).exists()
    assert parcels.waiting(day.day) == ()


def test_what_was_not_there_waits_again_and_what_cannot_be_booked_says_why(day: Day) -> None:
    accepted(day)
    stop = next(each for each in stops_of(day) if day.parcels["KZ09-0"] in each["parcels"])
    late = packed("KZ09", "193401", grams=900, number=77)  # after the plan was made: it waits here, too
    other = day.parcels["KZ11-0"]  # of another place: whatever its code, it is not here
    taken = [day.parcels["KZ09-0"], late, other, "P000000001"]
    answer = send(day.phone(), day.driver, stop["id"], taken)
    assert answer.status_code == 200
    assert answer.json()["refused"] == {
        "P000000001": "There is no parcel P000000001.",
        other: f"{other} does not wait here: tell the office where you found it.",
    }
    visit = Visit.objects.get()
    assert visit.missing == [day.parcels["KZ09-1"]]
    assert parcels.parcel(day.parcels["KZ09-0"]).state == "collected"
    assert parcels.parcel(late).state == "collected"
    assert parcels.parcel(other).state == "ready"
    assert parcels.parcel(day.parcels["KZ09-1"]).state == "ready"
    waits = {each.parcel_code for each in parcels.waiting(day.day)}
    assert day.parcels["KZ09-1"] in waits


def test_another_report_of_the_same_stop_another_driver_and_nonsense_change_nothing(day: Day) -> None:
    accepted(day)
    stop = stops_of(day)[0]
    stranger = person("Other", Role.DRIVER)
    refused = [
        (send(day.phone(stranger), stranger, stop["id"], stop["parcels"]), 404),
        (send(day.phone(), stranger, stop["id"], stop["parcels"]), 409),
        (send(day.phone(), day.driver, stop["id"], []), 422),
        (send(day.phone(), day.driver, stop["id"], stop["parcels"], outcome="shut"), 422),
        (send(day.phone(), day.driver, stop["id"], stop["parcels"], outcome="eaten"), 422),
        (send(day.phone(), day.driver, stop["id"], stop["parcels"], happened_at="2099-01-01T00:00:00Z"), 422),
        (send(day.phone(), day.driver, stop["id"], stop["parcels"], happened_at="1970-01-01T00:00:00Z"), 422),
        (
            send(
                day.phone(), day.driver, stop["id"], stop["parcels"], happened_at="0001-01-01T00:00:00+14:00"
            ),
            422,
        ),
        (send(day.phone(), day.driver, stop["id"], stop["parcels"], key="x"), 422),
        (send(day.phone(), day.driver, 10**9, stop["parcels"]), 404),
        (send(day.phone(), day.driver, stop["id"], ["\ud800", "\x00"]), 422),
        (send(day.phone(), day.driver, 10**40, stop["parcels"]), 422),
    ]
    assert [answer.status_code for answer, _ in refused] == [status for _, status in refused]
    assert Visit.objects.count() == 0

    assert send(day.phone(), day.driver, stop["id"], [], outcome="nothing").status_code == 200
    answer = send(day.phone(), day.driver, stop["id"], stop["parcels"])
    assert answer.status_code == 422
    assert answer.json()["code"] == "VISITED_BEFORE"
    assert Visit.objects.get().outcome == "nothing"
    assert packs(signed_in(stranger)) == []


def test_a_round_that_was_replaced_while_he_was_out_is_taken_all_the_same(day: Day) -> None:
    accepted(day)
    stop = stops_of(day)[0]
    rounds.accept_rounds(planned(day), day.office)
    assert Stop.objects.get(pk=stop["id"]).round.state == "replaced"
    assert send(day.phone(), day.driver, stop["id"], stop["parcels"]).status_code == 200
    assert {parcels.parcel(code).state for code in stop["parcels"]} == {"collected"}


def test_a_round_that_was_replaced_days_ago_takes_nothing(day: Day) -> None:
    accepted(day)
    stop = stops_of(day)[0]
    rounds.accept_rounds(planned(day), day.office)
    old = Stop.objects.get(pk=stop["id"]).round.plan
    old.__class__.objects.filter(pk=old.pk).update(day=clock.today() - timedelta(days=4))
    answer = send(day.phone(), day.driver, stop["id"], stop["parcels"])
    assert (answer.status_code, answer.json()["code"]) == (422, "INVALID")
    assert "replaced" in answer.json()["message"]
    assert Visit.objects.count() == 0
    assert {parcels.parcel(code).state for code in stop["parcels"]} == {"ready"}


def test_without_script_each_stop_is_a_form_and_the_office_types_paper_in(day: Day) -> None:
    accepted(day)
    row = Round.objects.get(hub_code=BUDGAM)
    first, second = row.stops.order_by("position")[:2]
    phone, desk = day.phone(), day.desk()
    assert row.code in phone.get(PHONE).content.decode()
    assert "Say what was done" in phone.get(f"{PHONE}{row.code}/").content.decode()
    form = {"key": str(uuid.uuid4()), "outcome": "", "happened_at": "11:15", "note": "Rain"}
    answer = phone.post(f"{PHONE}stops/{first.pk}/", form)
    assert answer.status_code == 422
    assert "Rain" in answer.content.decode()
    codes = sorted(each.parcel_code for each in first.parcels.all())
    # The round may be tomorrow's where today is a Sunday: then the hour is still to come.
    Round.objects.filter(pk=row.pk).update(driver=day.driver)
    row.plan.__class__.objects.filter(pk=row.plan_id).update(day=clock.today() - timedelta(days=1))
    done = {**form, "outcome": "collected", "taken": codes}
    assert phone.post(f"{PHONE}stops/{first.pk}/", done).status_code == 302
    assert (
        desk.post(
            f"{PHONE}stops/{second.pk}/", {**form, "key": str(uuid.uuid4()), "outcome": "shut"}
        ).status_code
        == 302
    )
    assert dict(Visit.objects.values_list("stop_id", "outcome")) == {first.pk: "collected", second.pk: "shut"}
    assert {parcels.parcel(code).state for code in codes} == {"collected"}
    stranger = signed_in(person("Other", Role.DRIVER))
    assert stranger.get(f"{PHONE}{row.code}/").status_code == 404
    assert stranger.get(f"{PHONE}stops/{first.pk}/").status_code == 404


def test_a_proposed_round_is_not_the_drivers_yet(day: Day) -> None:
    planned(day)
    row = Round.objects.get(hub_code=BUDGAM)
    assert packs(day.phone()) == []
    assert day.phone().get(f"{PHONE}{row.code}/").status_code == 404
    stop = row.stops.first()
    assert send(day.phone(), day.driver, stop.pk, [day.parcels["KZ09-0"]]).status_code == 404


def test_strangers_get_nothing_of_the_drivers_pages(day: Day) -> None:
    accepted(day)
    row = Round.objects.get(hub_code=BUDGAM)
    pages = ("", "phone/", "phone/worker.js", f"{row.code}/", f"stops/{row.stops.first().pk}/")
    for role in (Role.BUYER, Role.MEMBER, Role.INSPECTOR):
        client = signed_in(person("Stranger", role))
        assert {client.get(f"{PHONE}{page}").status_code for page in pages} == {403}
        assert client.post(f"{PHONE}packs/").status_code == 403
        assert client.post(f"{PHONE}visits/").status_code == 403
    assert DESK not in signed_in(day.driver).get(PHONE).content.decode()


def test_each_invariant_finds_what_it_is_there_to_find(day: Day) -> None:
    accepted(day)
    assert [clause() for _sentence, clause in rounds.invariants()] == [[], []]
    Stop.objects.filter(round__hub_code=BUDGAM, position=1).update(grams=1)
    Round.objects.exclude(hub_code=BUDGAM).update(state="done")
    loads, live = (clause() for _sentence, clause in rounds.invariants())
    assert len(loads) == 1
    assert len(live) == 2


def test_a_driver_who_scans_a_label_is_at_her_stop(day: Day) -> None:
    code = day.parcels["KZ09-0"]
    phone = day.phone()
    assert phone.get(f"/p/{code}/").url == "/rounds/", "no round fetches it yet"
    accepted(day)
    stop = next(each for each in stops_of(day) if code in each["parcels"])
    assert phone.get(f"/p/{code}/").url == f"/rounds/stops/{stop['id']}/"
    order = parcels.parcel(code).shares[0]
    assert phone.get(f"/sell/p/{order}/").url == f"/p/{code}/", "the order's own code leads there, too"
    stranger = day.phone(person("Other", Role.DRIVER))
    assert stranger.get(f"/p/{code}/").url == "/rounds/"
    assert phone.get("/p/P000000000/").status_code == 404
