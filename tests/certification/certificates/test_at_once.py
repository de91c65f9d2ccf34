"""Two processes at once: no number twice and none left out, one certificate to a decision, one act to a key."""

from pathlib import Path

import pytest

from certification.certificates import facade
from certification.certificates.facade import WrongState, certificate, on_case_decided
from certification.certificates.invariants import invariants
from certification.certificates.models import Certificate, CertificateChange
from tests.certification.cases.world import evaluated, open_desk
from tests.certification.certificates.world import decided, event
from tests.common.at_once import at_once


@pytest.mark.django_db(transaction=True)
def test_issued_and_suspended_at_once(settings, tmp_path: Path):
    settings.MEDIA_ROOT, settings.CERT_KEYS_DIR = tmp_path / "media", tmp_path / "keys"
    people = open_desk()
    asked = []
    for _number in range(2):
        case = evaluated(people)
        decision = decided(people, case)
        asked += [event("CaseDecided", case=case.number, outcome="grant", decision_id=decision.id)] * 2
    at_once(*[lambda each=each: on_case_decided(each) for each in asked])

    rows = list(Certificate.objects.order_by("serial"))
    assert [row.serial for row in rows] == [1, 2]
    assert sorted(row.list_index for row in rows) == [0, 1]
    assert len(list((tmp_path / "keys").iterdir())) == 1

    number = rows[0].number
    at_once(*[lambda: facade.suspend(number, "complaint", people.second, "one-press")] * 3)
    assert CertificateChange.objects.filter(state="suspended").count() == 1
    found = at_once(
        lambda: facade.reinstate(number, "cleared", people.second, "k-1"),
        lambda: facade.withdraw(number, "misuse", "group", people.third, "k-2"),
    )
    assert certificate(number).state == "withdrawn"
    assert sum(isinstance(each, WrongState) for each in found) <= 1
    assert [problem for _sentence, check in invariants() for problem in check()] == []
