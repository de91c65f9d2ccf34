"""Letters, passes, the gate, allowances."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection

import sellers.ledger.facade as ledger
from exhibitions.stalls.errors import PassRefused
from exhibitions.stalls.models import Allowance, Application, GateEntry, Pass
from exhibitions.stalls.paper import letter_pdf, passes_pdf
from exhibitions.stalls.services.open_gate import let_in
from jkrlm.kernel import clock
from jkrlm.people.facade import Role
from tests.common.pdf import words_of
from tests.exhibitions.stalls.world import Mela, a_mela, allotted, applied, call, leader
from tests.exhibitions.world import person, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def mela() -> Mela:
    found = a_mela(3)
    call(found)
    for code in found.groups:
        applied(found, code)
    allotted(found)
    return found


def row_of(code: str) -> Application:
    return Application.objects.select_related("call").get(group_code=code)


def test_letter_and_passes_in_three_scripts(mela: Mela) -> None:
    row = row_of("FA01")
    english = words_of(letter_pdf(row, "en"))
    assert row.number in english
    assert "Score 55" in english
    for language in ("hi", "ur"):
        assert letter_pdf(row, language)[:5] == b"%PDF-"
        assert passes_pdf(row, language)[:5] == b"%PDF-"
    assert "Leader of FA01" in words_of(passes_pdf(row, "en"))
    answer = leader(mela, "FA01").get(f"{mela.sell}passes.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    staff = mela.fair.desk().get(f"{mela.desk}applications/{row.number}/letter.pdf?language=ur")
    assert staff.status_code == 200


def test_a_pass_opens_a_gate_once_a_day(mela: Mela) -> None:
    found = Pass.objects.get(traveller__application=row_of("FA01"))
    cashier = signed_in(mela.fair.cashiers[0])
    page = cashier.get(f"{mela.desk}makers-gate/{found.code}/").content.decode()
    assert "Leader of FA01" in page
    early = cashier.post(f"{mela.desk}makers-gate/", {"gate": "1", "code": found.code})
    assert early.status_code == 422
    assert "This pass is for" in early.content.decode()

    first = clock.today() + timedelta(days=30)
    common = {"exhibition_code": mela.code, "by": mela.fair.cashiers[0], "now": clock.now()}
    let_in(code=found.code, gate="1", today=first, **common)
    with pytest.raises(PassRefused, match="came through this gate today"):
        let_in(code=found.code, gate="1", today=first, **common)
    let_in(code=found.code, gate="2", today=first, **common)
    let_in(code=found.code, gate="1", today=first + timedelta(days=1), **common)
    with pytest.raises(PassRefused, match="No pass of this exhibition"):
        let_in(code="nonsense", gate="1", today=first, **common)
    assert GateEntry.objects.count() == 3

    leader(mela, "FA01").post(f"{mela.sell}give-up/", {"group": "FA01"})
    with pytest.raises(PassRefused, match="void"):
        let_in(code=found.code, gate="3", today=first, **common)
    unknown = cashier.get(f"{mela.desk}makers-gate/nonsense/")
    assert unknown.status_code == 422
    assert leader(mela, "FA01").get(f"{mela.desk}makers-gate/").status_code in (302, 403)


def test_allowances_are_credited_once_by_two(mela: Mela) -> None:
    maker, checker = person("Maker", Role.FINANCE_MAKER), person("Checker", Role.FINANCE_CHECKER)
    both = person("Both", Role.FINANCE_MAKER, Role.FINANCE_CHECKER)
    number = row_of("FA01").number
    sent = {"key": uuid4().hex, "number": number, "kind": "daily", "people": "1", "days": "10"}
    for _press in range(2):
        answer = signed_in(maker).post(f"{mela.desk}allowances/propose/", sent)
        assert answer.status_code == 302, answer.content.decode()
    made = Allowance.objects.get()
    assert made.amount == Decimal("4000.00")
    twice = signed_in(both).post(f"{mela.desk}allowances/propose/", {**sent, "key": uuid4().hex})
    assert twice.status_code == 422
    assert "was proposed for the group already" in twice.content.decode()
    too_much = {"key": uuid4().hex, "number": number, "kind": "travel", "amount": "3001"}
    refused = signed_in(both).post(f"{mela.desk}allowances/propose/", too_much)
    assert refused.status_code == 422
    assert 'value="3001"' in refused.content.decode()
    own = signed_in(both).post(
        f"{mela.desk}allowances/propose/", {**too_much, "key": uuid4().hex, "amount": "2500"}
    )
    assert own.status_code == 302
    travel = Allowance.objects.get(kind="travel")
    assert (
        signed_in(both).post(f"{mela.desk}allowances/{travel.pk}/decide/", {"verdict": "pay"}).status_code
        == 409
    )
    assert (
        signed_in(maker).post(f"{mela.desk}allowances/{made.pk}/decide/", {"verdict": "pay"}).status_code
        == 403
    )

    paid = signed_in(checker).post(f"{mela.desk}allowances/{made.pk}/decide/", {"verdict": "pay"})
    assert paid.status_code == 302
    again = signed_in(checker).post(f"{mela.desk}allowances/{made.pk}/decide/", {"verdict": "pay"})
    assert again.status_code == 409
    assert ledger.balance(ledger.account_of("fair-allowances")).amount == Decimal("4000.00")
    assert ledger.positions(["FA01"])["FA01"].payable.amount == Decimal("4000.00")
    refuse = signed_in(checker).post(
        f"{mela.desk}allowances/{travel.pk}/decide/", {"verdict": "refuse", "why": "Bills are missing."}
    )
    assert refuse.status_code == 302
    assert ledger.balance(ledger.account_of("fair-allowances")).amount == Decimal("4000.00")
    page = signed_in(checker).get(f"{mela.desk}allowances/").content.decode()
    assert "Bills are missing." in page
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM exhibitions_stalls_allowance WHERE state = 'paid'")
        assert cursor.fetchone() == (1,)


def test_the_statement_shows_it(mela: Mela) -> None:
    maker, checker = person("Maker", Role.FINANCE_MAKER), person("Checker", Role.FINANCE_CHECKER)
    sent = {"key": uuid4().hex, "number": row_of("FA02").number, "kind": "travel", "amount": "1234"}
    assert signed_in(maker).post(f"{mela.desk}allowances/propose/", sent).status_code == 302
    made = Allowance.objects.get()
    signed_in(checker).post(f"{mela.desk}allowances/{made.pk}/decide/", {"verdict": "pay"})
    page = leader(mela, "FA02").get("/sell/earnings/statement/").content.decode()
    assert "1,234" in page
