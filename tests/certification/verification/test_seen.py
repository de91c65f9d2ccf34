"""Labels seen too often at the desk: only those, by day, explained by an officer in words."""

import uuid

import pytest

from certification.verification.models import ScanReview
from jkrlm.kernel import clock
from jkrlm.people.models import AuditEntry
from tests.bad_input.unchanged import nothing_changes
from tests.certification.cases.world import People
from tests.certification.inspection.world import signed_in
from tests.certification.verification.world import labelled, seen_by
from tests.common.buyer import text

pytestmark = pytest.mark.django_db
AT = "/staff/certification/labels-seen/"


def test_only_what_passes_the_rule_is_listed_and_read_by_day(people: People) -> None:
    made = labelled(people)
    often, seldom = made.codes[:2]
    seen_by(often, 30, 12)
    seen_by(seldom, 25, 12)
    client = signed_in(people.officer)
    listed = client.get(AT).content.decode()
    assert f"{AT}{often}/" in listed and f"{AT}{seldom}/" not in listed
    page = client.get(f"{AT}{often}/")
    assert "30 devices, by the day of their first look" in text(page)
    days = page.context["days"]
    assert (
        len(days) == 12 == page.content.decode().count("<rect") and sum(count for _day, count in days) == 30
    )
    assert days[-1][0] == clock.today()


def test_an_officer_explains_it_once_and_an_administrator_only_reads(people: People) -> None:
    code = labelled(people).code
    seen_by(code, 30, 12)
    officer, admin, inspector = (signed_in(each) for each in (people.officer, people.admin, people.inspector))
    given = {"key": str(uuid.uuid4()), "words": "A film crew held it up for a week"}
    with nothing_changes():
        assert admin.get(f"{AT}{code}/").status_code == 200
        assert admin.post(f"{AT}{code}/", given).status_code == 403
        assert inspector.get(AT).status_code == 403
        assert officer.post(f"{AT}{code}/", {**given, "words": "seen"}).status_code == 422
        assert officer.get(f"{AT}ABCDEFGH/").status_code == 404
    for _time in range(2):
        assert officer.post(f"{AT}{code}/", given).status_code == 302
    (row,) = ScanReview.objects.all()
    assert (row.code, row.by, row.words) == (code, people.officer, given["words"])
    assert AuditEntry.objects.filter(verb="cert.scans.review").count() == 1
    assert "A film crew held it up" in text(officer.get(f"{AT}{code}/"))
    assert "None." in text(officer.get(AT))
