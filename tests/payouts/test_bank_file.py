"""The file for the bank: out of a format, the same bytes each time, written down each time."""

import hashlib
from datetime import date
from decimal import Decimal

import pytest

from jkrlm.kernel import clock
from jkrlm.people.facade import audit_trail
from jkrlm.people.models import AuditEntry
from sellers.payouts.bank_file import VALUES, FileHead, FileRow, plain, rendered
from sellers.payouts.errors import ChangedSince, FormatUnknown, WrongState
from sellers.payouts.models import BankFile, BankFormat, Transfer
from sellers.payouts.services.make_bank_file import make_bank_file
from sellers.registry import models as registry
from tests.bad_input.unchanged import nothing_changes
from tests.payouts.world import approved, built, open_groups, payable

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(staff):
    for code in open_groups(2, staff=staff):
        payable(code, "1234.50")
    return approved(staff)


def make(staff, batch, slug: str = "neft-csv"):
    return make_bank_file(batch_id=batch.pk, format_slug=slug, actor=staff["maker"], now=clock.now())


def test_the_generic_neft_file(staff, batch):
    made = make(staff, batch)
    day = f"{batch.value_date:%d/%m/%Y}"
    assert made.name == f"neft-{batch.pk:05d}.csv"
    assert made.content.decode() == (
        "Transaction type,Reference,Beneficiary name,Account number,IFSC,Amount,Value date,Remarks\r\n"
        f"NEFT,UM{batch.pk:05d}000001,Roshni G00000 SHG,0042040500000000,JAKA0ABHAMA,1234.50,{day},Umeed G00000\r\n"
        f"NEFT,UM{batch.pk:05d}000002,Roshni G00001 SHG,0042040500000001,JAKA0ABHAMA,1234.50,{day},Umeed G00001\r\n"
    )
    assert made.sha256 == hashlib.sha256(made.content).hexdigest() == BankFile.objects.get().sha256


def test_the_fixed_file_has_a_head_and_a_tail_that_add_up(staff, batch):
    lines = make(staff, batch, "jkb-fixed").content.decode().split("\r\n")
    assert [len(line) for line in lines] == [38, 105, 105, 22, 0]
    assert lines[0] == f"H{batch.value_date:%d%m%Y}{batch.pk:08d}000002000000000246900"
    assert lines[1][:7] == "D000001"
    assert lines[1].endswith("0000000123450")
    assert lines[3] == "T000002000000000246900"


def test_again_it_is_the_same_to_the_byte_whatever_has_changed_since(staff, batch):
    first = make(staff, batch)
    BankFormat.objects.filter(slug="neft-csv").update(spec={"shape": "csv"})
    registry.Group.objects.update(name="Renamed SHG")
    Transfer.objects.filter(row=1).update(state="failed", reason="Bank holiday", settled_on=clock.today())
    assert make(staff, batch).content == first.content
    assert [entry.verb for entry in audit_trail(f"payout batch {batch.pk}", most=5)][:4] == [
        "payout.bank-file",
        "bank.open-numbers",
        "payout.bank-file",
        "bank.open-numbers",
    ]
    entries = "".join(str(vars(entry)) for entry in AuditEntry.objects.all())
    assert "0042040500000000" not in entries


def test_a_file_that_would_differ_is_not_given_out(staff, batch):
    make(staff, batch)
    Transfer.objects.filter(row=1).update(holder_name="Somebody Else")
    with nothing_changes(), pytest.raises(ChangedSince):
        make(staff, batch)


def test_one_format_for_a_batch_and_no_file_before_the_approval(staff, batch):
    with nothing_changes(), pytest.raises(FormatUnknown):
        make(staff, batch, "swift")
    make(staff, batch)
    with nothing_changes(), pytest.raises(WrongState, match="NEFT, generic CSV"):
        make(staff, batch, "jkb-fixed")
    payable("G00000", 700)
    with nothing_changes_but_building(), pytest.raises(WrongState, match="approved batch only"):
        make(staff, built(staff))


def nothing_changes_but_building():
    from contextlib import contextmanager

    @contextmanager
    def same():
        before = BankFile.objects.count()
        yield
        assert BankFile.objects.count() == before

    return same()


def test_names_are_in_the_letters_of_banks_and_never_a_formula():
    assert plain("Kanihama Tují SHG №1") == "Kanihama Tuji SHG No1"
    assert plain("=CMD|' /C calc'!A0") == "CMD /C calc A0"
    assert plain("-+@SUM(A1)") == "SUM(A1)"
    assert plain("کنیہامہ") == ""


@pytest.mark.parametrize("form", ["neft-csv", "jkb-fixed"])
def test_the_formats_that_come_with_the_code_name_what_there_is(form):
    spec = BankFormat.objects.get(slug=form).spec
    named = {field["value"] for record in spec["records"] for field in record["fields"] if "value" in field}
    assert named <= set(VALUES)
    row = FileRow(
        1, "UM00001000001", "KZ09", "A" * 120, "1" * 18, "JAKA0ABHAMA", "J&K", Decimal("9999999.99")
    )
    assert rendered(spec, FileHead(1, date(2026, 11, 25)), [row] * 3).count(b"\r\n") in (4, 5)


def test_a_value_wider_than_its_column_stops_the_file():
    spec = {
        "shape": "fixed",
        "line_end": "\n",
        "date": "%d",
        "records": [{"of": "row", "fields": [{"value": "account_number", "width": 9}]}],
    }
    row = FileRow(1, "UM1", "KZ09", "A", "1" * 10, "JAKA0ABHAMA", "J&K", Decimal(1))
    with pytest.raises(ValueError, match="wider than 9"):
        rendered(spec, FileHead(1, date(2026, 11, 25)), [row])
