"""A group is told what becomes of its certificates: in its language, once, and to its leader's phone."""

from uuid import uuid4

import pytest

import certification.cases.facade as cases
import certification.certificates.facade as certificates
from jkrlm.kernel import relay
from jkrlm.kernel.models import OutboxMessage
from jkrlm.kernel.outbox import Event
from jkrlm.wiring import REACTIONS
from sellers.notices import facade
from sellers.notices.models import Notice
from tests.certification.cases.world import People, applied, evaluated, open_desk
from tests.certification.certificates.world import decided
from tests.portal.world import SHARED, Village, open_village, texts_to

pytestmark = pytest.mark.django_db
WOMEN = ("Haseena Begum", "Shameema Akhter", "Rafiqa Jan")


@pytest.fixture
def people(db: None, settings, tmp_path) -> People:
    settings.MEDIA_ROOT, settings.CERT_KEYS_DIR = tmp_path / "media", tmp_path / "keys"
    return open_desk()


@pytest.fixture
def village(people: People) -> Village:
    return open_village()


def told(kind: str) -> set[int]:
    return set(Notice.objects.filter(kind=kind).values_list("person", flat=True))


def women(village: Village) -> set[int]:
    return {village.people[name] for name in WOMEN}


def words(village: Village, language: str = "en") -> str:
    (newest, *_older) = facade.notices(village.people["Rafiqa Jan"], language=language, most=5)
    return newest.words


def everything_twice() -> None:
    """Deliver, and deliver all again: news come once."""
    relay.drain()
    before = Notice.objects.count()
    for message in OutboxMessage.objects.order_by("pk"):
        for reaction in REACTIONS[message.name]:
            if reaction.__module__ == "sellers.notices.reactions":
                reaction(Event(message.pk, message.name, message.payload, message.issued_at))
    relay.drain()
    assert Notice.objects.count() == before


def test_what_is_missing_is_told_each_time(people: People, village: Village) -> None:
    case = applied(people)
    for _time in range(2):
        cases.send_back(case.number, [], "The reverse, in daylight", people.officer)
        everything_twice()
        cases.supplement(case.number, people.seller, key=uuid4().hex)
    assert told("case-incomplete") == women(village)
    assert Notice.objects.filter(kind="case-incomplete").count() == 2 * len(WOMEN)
    assert (
        words(village)
        == "The certificate for Kani-border shawl, crocus violet waits: something is missing. See what, and send it again."
    )
    assert "Kani-border shawl, crocus violet" in texts_to(SHARED)[0]


@pytest.mark.parametrize(
    ("outcome", "kind"), [("grant", "case-granted"), ("refuse", "case-refused"), ("return", "case-returned")]
)
def test_a_decision_is_told_once_with_its_grade(
    people: People, village: Village, outcome: str, kind: str
) -> None:
    made = decided(people, evaluated(people), outcome)
    everything_twice()
    assert set(Notice.objects.values_list("kind", flat=True)) == {kind}
    assert told(kind) == women(village)
    if outcome == "grant":
        assert words(village) == f"Kani-border shawl, crocus violet is certified. Grade: {made.grade_name}."
    assert len([each for each in texts_to(SHARED) if "Kani-border" in each]) == 1


def test_a_certificates_fate_is_told_and_a_new_one_is_not_told_twice(
    people: People, village: Village
) -> None:
    case = evaluated(people)
    decided(people, case)
    relay.drain()
    (certificate,) = certificates.certificates_of_case(case.number)
    assert not told("certificate-reinstated")
    certificates.suspend(certificate.number, "complaint", people.second, uuid4().hex)
    everything_twice()
    assert told("certificate-suspended") == women(village)
    assert certificate.number in words(village)
    certificates.reinstate(certificate.number, "cleared", people.second, uuid4().hex)
    everything_twice()
    assert told("certificate-reinstated") == women(village)
    certificates.withdraw(certificate.number, "nonconformity", "group", people.second, uuid4().hex)
    everything_twice()
    assert told("certificate-withdrawn") == women(village)
    said = {
        language: facade.notices(village.people["Rafiqa Jan"], language=language, most=1)[0].words
        for language in ("en", "hi", "ur")
    }
    assert all(certificate.number in each for each in said.values())
    numbers = [each for each in texts_to(SHARED) if certificate.number in each]
    assert len(numbers) == 3


def test_a_case_reopened_by_changed_facts_is_told(people: People, village: Village) -> None:
    case = evaluated(people)
    decided(people, case)
    relay.drain()
    assert cases.reopen(case.product_id, {next(iter(cases.CERTIFIED_FACTS)): "a → b"}) == (case.number,)
    everything_twice()
    assert told("case-reopened") == women(village)
