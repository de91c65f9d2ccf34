"""A certificate's life: issued once for a granting decision, suspended, reinstated, withdrawn, expired."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

import catalogue.facade as catalogue
import certification.lots.facade as lots
from catalogue.models import Block
from certification.certificates import facade
from certification.certificates.facade import (
    BadReason,
    CertificateUnknown,
    KeyUsed,
    NotGranted,
    NotYours,
    WrongState,
    certificate,
    certificates_of_case,
    certificates_of_groups,
    certificates_of_products,
    expire_due,
    live_certificate,
    on_case_decided,
    on_case_reopened,
    on_lot_recalled,
)
from certification.certificates.invariants import invariants
from certification.certificates.models import Certificate, CertificateChange, NumberSeries
from certification.certificates.reactions import clear, grant_of
from certification.certificates.rules import financial_year, number_of, term_end
from certification.certificates.states import TRANSITIONS, CertificateState, Reason
from jkrlm.kernel import clock
from jkrlm.kernel.models import OutboxMessage
from jkrlm.people.models import AuditEntry
from tests.certification.cases.world import evaluated, version_of
from tests.certification.certificates.world import (
    certified,
    certified_lot,
    decided,
    event,
    suspended,
    withdrawn,
)


def sound() -> None:
    for sentence, check in invariants():
        assert check() == [], sentence


def held_blocks(product_id: str) -> set[tuple[str, str]]:
    rows = Block.objects.filter(product_id=product_id, lifted_at__isnull=True)
    return {(row.reason, row.source) for row in rows}


@pytest.fixture
def heard(db):
    """What went out as CertificateChanged since the test began."""
    before = OutboxMessage.objects.order_by("id").values_list("id", flat=True).last() or 0

    def since() -> list[dict]:
        rows = OutboxMessage.objects.filter(name="CertificateChanged", id__gt=before)
        return [row.payload for row in rows.order_by("id")]

    return since


def test_a_granted_case_has_one_certificate_with_the_next_number(people, heard):
    first = certified(people)
    second = certified(people)

    year = financial_year(clock.today()) % 100
    assert first.number == f"JKTPO-{year:02d}-000001" and second.number == f"JKTPO-{year:02d}-000002"
    assert (first.state, first.unit, first.quantity) == ("valid", True, 1)
    assert first.holder_name == "Kanihama Tuji SHG" and first.group_code == "KZ09"
    assert first.valid_until == term_end(clock.today(), version_of("kani").validity_months)
    assert first.results and all(line.passes is not False for line in first.results)
    assert [each["number"] for each in heard()] == [first.number, second.number]
    assert heard()[0]["reason"] == "granted" and heard()[0]["bearer"] == ""
    assert certificates_of_groups(["KZ09"]) == (second, first)
    assert certificates_of_products([first.product_id], on=clock.today()) == {first.product_id: (first,)}
    assert live_certificate(first.product_id) == first
    assert AuditEntry.objects.filter(verb="cert.certificate-issued").count() == 2
    sound()


def test_without_a_granting_decision_there_is_no_certificate(people):
    case = evaluated(people)
    refused = decided(people, case, "return")
    on_case_decided(event("CaseDecided", case=case.number, outcome="return", decision_id=refused.id))
    assert not Certificate.objects.exists()
    assert not NumberSeries.objects.filter(last_serial__gt=0).exists()


def test_what_fails_leaves_no_hole_in_the_numbers(people, monkeypatch, settings, tmp_path):
    first = certified(people)
    case = evaluated(people)
    decision = decided(people, case)
    granted = event("CaseDecided", case=case.number, outcome="grant", decision_id=decision.id)
    settings.CERT_KEYS_DIR = tmp_path / "elsewhere"
    with pytest.raises(facade.KeyMissing, match="private half"):
        on_case_decided(granted)
    assert Certificate.objects.count() == 1

    settings.CERT_KEYS_DIR = tmp_path / "keys"
    on_case_decided(granted)
    assert [row.serial for row in Certificate.objects.order_by("id")] == [1, 2]
    assert first.number.endswith("000001")
    sound()


def test_a_grade_that_the_results_do_not_carry_is_not_certified(people):
    case = evaluated(people)
    decision = replace(decided(people, case), grade_code="finest", grade_name="Finest")
    with pytest.raises(NotGranted, match="the decision says Finest"):
        grant_of(case, decision, today=clock.today())
    assert not Certificate.objects.exists()


def test_suspended_and_back_while_the_sellers_holiday_stays(people, shawl, heard):
    product = shawl.product_id
    catalogue.block([product], "holiday", "catalogue", note="")
    key = uuid4().hex

    for _press in range(2):
        held = facade.suspend(shawl.number, "complaint", people.second, key, words="Buyer says it pills.")
    assert (held.state, held.state_reason) == ("suspended", "A complaint is looked into")
    assert held_blocks(product) == {("holiday", "catalogue"), ("certificate", f"certificate:{shawl.number}")}
    assert live_certificate(product) is None
    sound()

    facade.reinstate(shawl.number, "cleared", people.second, uuid4().hex)
    assert held_blocks(product) == {("holiday", "catalogue")}
    assert certificate(shawl.number).state == "valid"
    assert [each["state"] for each in heard()] == ["suspended", "valid"]
    sound()


def test_the_first_certificate_lifts_the_block_of_the_publication(people):
    from tests.certification.cases.world import wish

    product = wish().product_id
    catalogue.block([product], "certificate", "certification")
    catalogue.block([product], "licence", "catalogue")
    certified(people, product_id=product)
    assert held_blocks(product) == {("licence", "catalogue")}


def test_withdrawn_for_good_with_the_bearer_in_the_event(people, shawl, heard):
    for bearer, field in (("", "bearer"), ("nobody", "bearer")):
        with pytest.raises(BadReason) as refusal:
            facade.withdraw(shawl.number, "nonconformity", bearer, people.second, uuid4().hex)
        assert refusal.value.field == field
    assert certificate(shawl.number).state == "valid"

    gone = withdrawn(people, shawl.number, "operator")
    assert gone.state == "withdrawn"
    assert (heard()[-1]["state"], heard()[-1]["bearer"]) == ("withdrawn", "operator")
    with pytest.raises(WrongState, match="is withdrawn; it cannot become valid"):
        facade.reinstate(shawl.number, "cleared", people.second, uuid4().hex)
    with pytest.raises(WrongState):
        suspended(people, shawl.number)
    sound()


def test_a_refused_act_changes_nothing(people, shawl, heard):
    for reason, words, field in (("granted", "", "reason"), ("other", "short", "words")):
        with pytest.raises(BadReason) as refusal:
            facade.suspend(shawl.number, reason, people.second, uuid4().hex, words=words)
        assert refusal.value.field == field
    with pytest.raises(NotYours) as why:
        facade.suspend(shawl.number, "complaint", people.inspector, uuid4().hex)
    assert why.value.code == "ROLE"
    with pytest.raises(NotYours):
        facade.suspend(shawl.number, "complaint", people.admin, uuid4().hex)
    with pytest.raises(CertificateUnknown):
        facade.suspend("JKTPO-26-999999", "complaint", people.second, uuid4().hex)
    assert certificate(shawl.number).state == "valid"
    assert heard() == [] and held_blocks(shawl.product_id) == set()


def test_a_key_does_one_thing(people, shawl):
    other = certified(people)
    suspended(people, shawl.number, key="k-1")
    with pytest.raises(KeyUsed):
        suspended(people, other.number, key="k-1")
    assert certificate(other.number).state == "valid"


def test_a_term_that_ended_expires_and_takes_the_goods_off_sale(people, shawl, heard):
    after = clock.now() + timedelta(days=4000)
    assert expire_due(now=after) == 1
    assert expire_due(now=after) == 0
    assert certificate(shawl.number).state == "expired"
    assert held_blocks(shawl.product_id) == {("certificate", f"certificate:{shawl.number}")}
    with pytest.raises(WrongState):
        facade.reinstate(shawl.number, "cleared", people.second, uuid4().hex)
    assert withdrawn(people, shawl.number).state == "withdrawn"
    sound()


def test_part_of_a_lot_is_certified_and_no_more_is_sold(people):
    held = certified_lot(people, quantity=50, part=40)
    assert (held.quantity, lots.lot(held.lot_number).certified_quantity) == (40, 40)
    suspended(people, held.number)
    assert lots.lot(held.lot_number).certified_quantity == 0
    facade.reinstate(held.number, "cleared", people.second, uuid4().hex)
    assert lots.lot(held.lot_number).certified_quantity == 40


def test_another_lot_in_force_keeps_the_goods_on_sale(people):
    from certification.cases.facade import apply, assign, complete
    from tests.certification.cases.world import evaluate, wish
    from tests.certification.certificates.world import issued

    first = certified_lot(people)
    lot = lots.open_lot(
        uuid4().hex,
        "KZ09",
        first.product_id,
        "Mongra",
        clock.today(),
        clock.today() + timedelta(days=700),
        20,
        people.seller,
    )
    asked = apply(
        wish("saffron", product_id=first.product_id, lot_number=lot.number, quantity=20), people.seller
    )
    complete(asked.number, people.officer)
    second = issued(people, evaluate(people, assign(asked.number, people.inspector.pk, people.officer)))

    suspended(people, first.number)
    assert held_blocks(first.product_id) == set()
    assert lots.lot(first.lot_number).certified_quantity == 0
    withdrawn(people, second.number)
    assert held_blocks(first.product_id) == {
        ("certificate", f"certificate:{first.number}"),
        ("certificate", f"certificate:{second.number}"),
    }
    facade.reinstate(first.number, "cleared", people.second, uuid4().hex)
    assert held_blocks(first.product_id) == set()
    assert live_certificate(first.product_id, second.lot_number) is None


def test_a_recalled_lot_loses_its_certificate_and_is_paid_back_once(people, heard):
    held = certified_lot(people)
    called = event("LotRecalled", lot=held.lot_number, bearer="group", recall_id=5, reason="Mould", orders=[])
    for _delivery in range(2):
        on_lot_recalled(called)
    assert certificate(held.number).state == "withdrawn"
    assert (heard()[-1]["recall_id"], heard()[-1]["bearer"]) == (5, "")
    assert CertificateChange.objects.get(state="withdrawn").bearer == "group"
    sound()


def test_changed_facts_suspend_and_a_surveillance_that_is_passed_takes_it_back(people, shawl):
    for _delivery in range(2):
        on_case_reopened(
            event("CaseReopened", 7, case=shawl.case_number, product=shawl.product_id, changed={})
        )
    assert certificate(shawl.number).state == "suspended"
    assert CertificateChange.objects.filter(state="suspended").count() == 1
    clear(shawl.case_number, "kept:1", (Reason.FACTS_CHANGED,))
    assert certificate(shawl.number).state == "valid"

    suspended(people, shawl.number)
    clear(shawl.case_number, "kept:2", (Reason.FACTS_CHANGED,))
    assert certificate(shawl.number).state == "suspended", "an officer's suspension stays"
    sound()


@pytest.mark.django_db
def test_the_database_knows_the_same_transitions(people, shawl):
    row = Certificate.objects.get(number=shawl.number)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('cert_certificate_changed'::regproc)")
        body = cursor.fetchone()[0]
    for old, following in TRANSITIONS.items():
        for new in CertificateState.values:
            assert (f"('{old}', '{new}')" in body) == (new in following), (old, new)
    for sql in (
        f"UPDATE cert_certificates_certificate SET number = 'JKTPO-26-000099' WHERE id = {row.pk}",
        f"UPDATE cert_certificates_certificate SET grade_name = 'Better' WHERE id = {row.pk}",
        f"UPDATE cert_certificates_certificate SET state = 'suspended' WHERE id = {row.pk};"
        " SET CONSTRAINTS ALL IMMEDIATE",
        f"DELETE FROM cert_certificates_certificate WHERE id = {row.pk}",
        "UPDATE cert_certificates_certificatechange SET words = 'x'",
        "UPDATE cert_certificates_credential SET token = 'x'",
        "UPDATE cert_certificates_numberseries SET last_serial = last_serial + 2",
        'UPDATE cert_certificates_signingkey SET public_jwk = public_jwk || \'{"d": "x"}\'',
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    row.refresh_from_db()
    assert (row.state, row.number) == ("valid", shawl.number)


def test_raw_sql_issues_nothing_outside_the_state_machine(people, shawl):
    case = evaluated(people)
    returned = decided(people, case, "return")
    copy = (
        "INSERT INTO cert_certificates_certificate SELECT (jsonb_populate_record(NULL::cert_certificates_certificate,"
        " to_jsonb(c) || %s::jsonb)).* FROM cert_certificates_certificate c WHERE number = %s"
    )
    for changes in (
        f'{{"id": 900, "serial": 2, "number": "JKTPO-26-000002", "decision_id": {returned.id}, "list_index": 9}}',
        '{"id": 900, "serial": 2, "number": "JKTPO-26-000002", "decision_id": 424242, "list_index": 9}',
        '{"id": 900, "serial": 5, "number": "JKTPO-26-000005", "list_index": 9}',
    ):
        with (
            pytest.raises(IntegrityError, match=r"granting decision|next of its series"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(copy, [changes, shawl.number])
    assert certificates_of_case(case.number) == ()


def test_numbers_and_terms():
    from datetime import date

    assert number_of("JKTPO", 2026, 123) == "JKTPO-26-000123"
    assert (financial_year(date(2027, 3, 31)), financial_year(date(2027, 4, 1))) == (2026, 2027)
    assert term_end(date(2026, 11, 22), 24) == date(2028, 11, 21)
    assert term_end(date(2026, 8, 31), 6) == date(2027, 2, 27)
    with pytest.raises(OverflowError):
        number_of("JKTPO", 2026, 1_000_000)


def test_who_evaluated_does_not_suspend(people):
    held = certified(people)
    from jkrlm.people.facade import Role, grant_role

    grant_role(people.inspector, Role.OFFICER)
    with pytest.raises(NotYours) as why:
        facade.suspend(held.number, "complaint", people.inspector, uuid4().hex)
    assert why.value.code == "EVALUATED"
    assert certificate(held.number).state == "valid"
