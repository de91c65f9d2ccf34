"""Days and hours; visits that get in each other's way are shown; the plain form of the site."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from certification.cases.facade import findings
from certification.inspection.models import Photo, Report, Visit
from certification.inspection.rules import Planned, clashes
from jkrlm.kernel.clock import INDIA, now
from tests.bad_input.unchanged import nothing_changes
from tests.certification.cases.world import People, good_value, version_of
from tests.certification.inspection.world import (
    VISITS,
    asked,
    case_of,
    photograph,
    photos_asked,
    signed_in,
    visit_of_case,
)
from tests.common.buyer import text

TEN = datetime(2026, 12, 1, 4, 30, tzinfo=UTC)


def planned(
    visit: int, *, start: int = 0, minutes: int = 90, who: int = 1, group: str = "KZ09", district="Budgam"
):
    begins = TEN + timedelta(minutes=start)
    return Planned(
        visit,
        f"JK-{visit}",
        who,
        group,
        f"Group {group}",
        district,
        begins,
        begins + timedelta(minutes=minutes),
    )


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (planned(2, start=60, group="KZ11"), "At the same hours you are with Group KZ11"),
        (planned(2, start=90, group="KZ11"), ""),
        (planned(2, start=110, group="KZ11", district="Srinagar"), "Only 20 minutes lie between"),
        (planned(2, start=150, group="KZ11", district="Srinagar"), ""),
        (planned(2, start=240, who=2), "Another inspector comes to Group KZ09 on the same day"),
        (planned(2, start=60, who=2, group="KZ11"), ""),
        (planned(1, start=0), ""),
    ],
)
def test_what_clashes(other: Planned, said: str) -> None:
    assert [said in each.words for each in clashes(planned(1), [other])] == ([True] if said else [])


def day(hours: int) -> str:
    tomorrow = now().astimezone(INDIA).replace(hour=10, minute=0) + timedelta(days=1, hours=hours)
    return tomorrow.strftime("%Y-%m-%dT%H:%M")


@pytest.mark.django_db
def test_clashing_visits_are_shown_on_the_desk_and_taken_along(people: People) -> None:
    first, second = (visit_of_case(case_of(people)) for _place in range(2))
    client = signed_in(people.inspector)
    for visit, hours in ((first, 0), (second, 1)):
        answer = client.post(f"{VISITS}{visit.pk}/plan/", {"planned_for": day(hours), "minutes": "90"})
        assert answer.status_code == 302
    said = text(client.get(VISITS))
    assert "2 visits get in each other’s way" in said
    assert "At the same hours you are with Kanihama Tuji SHG" in said
    packs = client.post(f"{VISITS}packs/").json()["packs"]
    assert [len(each["clashes"]) for each in packs] == [1, 1]
    assert Visit.objects.filter(taken_along_at=None).count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"planned_for": "2020-01-01T10:00", "minutes": "90"}, "from today on"),
        ({"planned_for": day(0), "minutes": "5"}, "greater than or equal to 15"),
        ({"planned_for": "soon", "minutes": "90"}, "Enter a valid date/time"),
    ],
)
def test_a_day_that_cannot_be_is_refused(people: People, typed: dict, said: str) -> None:
    visit = visit_of_case(case_of(people))
    client = signed_in(people.inspector)
    with nothing_changes():
        answer = client.post(f"{VISITS}{visit.pk}/plan/", typed)
    assert answer.status_code == 422
    assert said in text(answer)


def form(case, **changes: object) -> dict[str, object]:
    version = version_of(case.kind)
    began = now().astimezone(INDIA) - timedelta(hours=3)
    return {
        "key": "5b0c0d52-3a49-4a3a-9a49-0d1a3a1a0001",
        "outcome": "seen",
        "started_at": began.strftime("%Y-%m-%dT%H:%M"),
        "ended_at": (began + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M"),
        "nonconforming": "1",
        "seal": "jk 4471",
        "sample_quantity": "25",
        "sample_unit": "g",
        "note": "",
        **{f"answer-{each.code}": good_value(version, each) for each in asked(case)},
        **{
            f"photo-{code}": SimpleUploadedFile(f"{code}.jpg", photograph(), "image/jpeg")
            for code in photos_asked(case)
        },
        **changes,
    }


@pytest.mark.django_db
def test_the_plain_form_does_the_same_and_loses_nothing(people: People) -> None:
    case = case_of(people)
    visit, client = visit_of_case(case), signed_in(people.inspector)
    page = client.get(f"{VISITS}{visit.pk}/fill/")
    assert page.status_code == 200
    assert "checked" not in page.content.decode()
    refused = client.post(
        f"{VISITS}{visit.pk}/fill/", form(case, nonconforming="many", note="Two bowls dusty")
    )
    assert refused.status_code == 422
    said = refused.content.decode()
    assert "Count how many" in said
    assert "Two bowls dusty" in said
    assert Photo.objects.count() == len(photos_asked(case))
    assert not Report.objects.exists()

    again = {name: value for name, value in form(case).items() if not name.startswith("photo-")}
    for _time in range(2):
        assert client.post(f"{VISITS}{visit.pk}/fill/", again).status_code == 302
    kept = Report.objects.get()
    assert (kept.via, kept.seal, kept.nonconforming) == ("form", "JK4471", 1)
    assert len(findings(case.number)) >= len(asked(case))
    assert "What was found" in text(client.get(f"{VISITS}{visit.pk}/"))


@pytest.mark.django_db
def test_a_photograph_that_is_none_is_refused_beside_its_field(people: People) -> None:
    case = case_of(people)
    visit, client = visit_of_case(case), signed_in(people.inspector)
    (code, *_more) = photos_asked(case)
    wrong = SimpleUploadedFile("x.jpg", b"no picture", "image/jpeg")
    answer = client.post(f"{VISITS}{visit.pk}/fill/", form(case, **{f"photo-{code}": wrong}))
    assert answer.status_code == 422
    assert not Report.objects.exists()
    file = Photo.objects.first()
    if file is not None:
        client.post(f"{VISITS}{visit.pk}/files/{file.file}/drop/")
        assert not Photo.objects.filter(pk=file.pk).exists()
