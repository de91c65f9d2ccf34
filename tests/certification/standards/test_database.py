"""What the database itself refuses, whoever writes."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from certification.standards.models import KindInForce, StandardVersion, VersionChange
from certification.standards.services.decide_version import approve, propose
from certification.standards.services.licence_brand import end_licence, give_licence
from certification.standards.services.write_draft import begin_version
from certification.standards.states import TRANSITIONS, VersionState
from jkrlm.kernel import clock
from jkrlm.people.facade import Role, User
from tests.registry.world import open_registry, somebody

pytestmark = pytest.mark.django_db
NOW = clock.now()


def version(number: str) -> StandardVersion:
    return StandardVersion.objects.get(number=number)


def refused(sql: str, *values: object, words: str) -> None:
    with pytest.raises(DatabaseError, match=words), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def next_saffron(writer: User) -> StandardVersion:
    """The draft that comes with the code, proposed by somebody."""
    draft = StandardVersion.objects.get(standard__code="JK-SAFF", ordinal=2)
    return propose(version_id=draft.pk, words="", key="p", by=writer, now=NOW)


def test_an_adopted_version_stays_what_it_is() -> None:
    held = version("JK-PASH-1:2026")
    for change in (
        "content = jsonb_set(content, '{parameters,0,limits,pass,min}', '\"99\"')",
        'content = content || \'{"kinds": ["kani"]}\'',
    ):
        refused(
            f"UPDATE cert_standards_standardversion SET {change} WHERE id = %s", held.pk, words="is decided"
        )
    for change in ("valid_from = '2020-01-01'", "number = 'JK-PASH-9:2026'"):
        refused(
            f"UPDATE cert_standards_standardversion SET {change} WHERE id = %s", held.pk, words="are decided"
        )
    refused("UPDATE cert_standards_standardversion SET approved_at = NULL WHERE id = %s", held.pk, words=".")
    refused("DELETE FROM cert_standards_standardversion WHERE id = %s", held.pk, words="never deleted")
    fresh = version("JK-PASH-1:2026")
    assert (fresh.content, fresh.valid_from) == (held.content, held.valid_from)


@pytest.mark.parametrize("start", VersionState)
@pytest.mark.parametrize("to", VersionState)
def test_states_move_as_the_table_says(start: VersionState, to: VersionState) -> None:
    held = version("JK-PASH-1:2026")
    probe = StandardVersion.objects.create(
        standard=held.standard,
        ordinal=90,
        number="PROBE",
        state=start,
        valid_from=date(2020, 1, 1),
        valid_until=date(2020, 2, 1),
        content=held.content,
        key="probe",
        made_at=NOW,
        seeded=True,
        approved_at=NOW,
    )
    move = "UPDATE cert_standards_standardversion SET state = %s WHERE id = %s"
    if to in TRANSITIONS[start] or to == start:
        with connection.cursor() as cursor:
            cursor.execute(move, [to.value, probe.pk])
    else:
        refused(move, to.value, probe.pk, words="does not become")


def test_nobody_approves_what_she_wrote() -> None:
    writer, other = somebody("Shabnam Ara", Role.OFFICER), somebody("Bilal Mir", Role.OFFICER)
    row = next_saffron(writer)
    approved = (
        "UPDATE cert_standards_standardversion SET approved_by_id = %s, approved_at = now() WHERE id = %s"
    )
    refused(approved, writer.pk, row.pk, words="cert_standards_second_person")
    refused(
        "UPDATE cert_standards_standardversion SET writers = '{}' WHERE id = %s",
        row.pk,
        words="stays its writer",
    )
    refused(
        "UPDATE cert_standards_standardversion SET state = 'adopted', valid_from = '2027-04-01',"
        " approved_by_id = NULL, approved_at = NULL WHERE id = %s",
        row.pk,
        words="cert_standards_in_force_was_approved",
    )
    approve(version_id=row.pk, to=VersionState.ADOPTED, words="", key="a", by=other, now=NOW)
    assert version("JK-SAFF-1:2026").valid_until == date(2027, 4, 1)
    held = KindInForce.objects.filter(kind="saffron").order_by("period")
    assert [(each.period.lower, each.period.upper) for each in held] == [
        (date(2026, 4, 1), date(2027, 4, 1)),
        (date(2027, 4, 1), None),
    ]


def test_versions_in_force_never_overlap() -> None:
    writer, other = somebody("Shabnam Ara", Role.OFFICER), somebody("Bilal Mir", Role.OFFICER)
    row = next_saffron(writer)
    raw = "UPDATE cert_standards_standardversion SET state = 'adopted', approved_by_id = %s, approved_at = now()"
    refused(f"{raw} WHERE id = %s", other.pk, row.pk, words="cert_standards_one_in_force")


def test_goods_have_one_standard_on_a_day() -> None:
    writer, other = somebody("Shabnam Ara", Role.OFFICER), somebody("Bilal Mir", Role.OFFICER)
    rival = begin_version(
        standard_code="JK-RIVAL",
        content=version("JK-PASH-1:2026").content,
        valid_from=date(2027, 1, 1),
        note="",
        key="rival",
        by=writer,
        now=NOW,
    )
    propose(version_id=rival.pk, words="", key="p", by=writer, now=NOW)
    raw = "UPDATE cert_standards_standardversion SET state = 'adopted', approved_by_id = %s, approved_at = now()"
    refused(f"{raw} WHERE id = %s", other.pk, rival.pk, words="cert_standards_kind_once")
    refused(
        "INSERT INTO cert_standards_kindinforce (kind, version_id, period) VALUES ('namda', %s, '[2020-01-01,)')",
        rival.pk,
        words="follows from the versions",
    )
    refused("DELETE FROM cert_standards_kindinforce", words="follows from the versions")


def test_history_is_only_added_to() -> None:
    next_saffron(somebody("Shabnam Ara", Role.OFFICER))
    assert VersionChange.objects.count() == 1
    refused("UPDATE cert_standards_versionchange SET words = 'x'", words="only added to")
    refused("DELETE FROM cert_standards_versionchange", words="only added to")


def test_a_brand_licence_is_ended_and_never_taken_up_again() -> None:
    open_registry()
    officer = somebody("Shabnam Ara", Role.OFFICER)
    days = {"valid_from": date(2026, 1, 1), "valid_until": date(2099, 1, 1)}
    row = give_licence(group_code="kz09", key="k", by=officer, now=NOW, **days)
    assert give_licence(group_code="KZ09", key="k", by=officer, now=NOW, **days).pk == row.pk
    refused(
        "UPDATE cert_standards_branduse SET valid_until = '2100-01-01' WHERE id = %s",
        row.pk,
        words="ended once",
    )
    end_licence(number=row.number, reason="Left the mission", by=officer, now=NOW)
    refused("UPDATE cert_standards_branduse SET ended_at = NULL WHERE id = %s", row.pk, words="ended once")
    refused("DELETE FROM cert_standards_branduse WHERE id = %s", row.pk, words="ended once")
