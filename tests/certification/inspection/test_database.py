"""What the database itself refuses of visits, whatever asks it."""

import pytest
from django.db import DatabaseError, connection, transaction

from certification.inspection.models import Answer, Photo, Report, Visit
from tests.certification.cases.world import People
from tests.certification.inspection.world import case_of, visit_of_case, visited

pytestmark = pytest.mark.django_db


def refused(sql: str, *values: object) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_a_report_its_answers_and_photographs_stay(people: People) -> None:
    visited(people)
    before = (Report.objects.count(), Answer.objects.count(), Photo.objects.count())
    for table in ("report", "answer", "photo"):
        refused(f"DELETE FROM cert_inspection_{table}")
    refused("UPDATE cert_inspection_report SET note = 'other'")
    refused("UPDATE cert_inspection_answer SET value = '1'")
    refused("UPDATE cert_inspection_photo SET code = 'other'")
    refused("UPDATE cert_inspection_visit SET state = 'open'")
    refused("DELETE FROM cert_inspection_visit")
    refused(
        "INSERT INTO cert_inspection_answer (report_id, code, name, value, unit, note)"
        " SELECT id, 'late', 'Late', '1', '', '' FROM cert_inspection_report"
    )
    refused(
        "INSERT INTO cert_inspection_photo (visit_id, file, code, picture_key, received_at)"
        " SELECT id, gen_random_uuid(), '', 'x', now() FROM cert_inspection_visit"
    )
    assert before == (Report.objects.count(), Answer.objects.count(), Photo.objects.count())


def test_another_inspector_writes_no_report(people: People) -> None:
    visit = visit_of_case(case_of(people))
    refused(
        "INSERT INTO cert_inspection_report (visit_id, key, digest, by_id, via, outcome, note, started_at, ended_at,"
        " received_at, phone_ahead_seconds, sample_letter, seal, sample_unit)"
        " VALUES (%s, gen_random_uuid(), '', %s, 'phone', 'seen', '', now(), now(), now(), 0, '', '', '')",
        visit.pk,
        people.other.pk,
    )
    assert not Report.objects.exists()


def test_a_case_has_one_open_visit(people: People) -> None:
    visit = visit_of_case(case_of(people))
    refused(
        "INSERT INTO cert_inspection_visit (case_number, purpose, retest_of, inspector_id, state, minutes, created_at)"
        " VALUES (%s, 'inspection', '', %s, 'open', 90, now())",
        visit.case_number,
        people.other.pk,
    )
    assert Visit.objects.count() == 1
