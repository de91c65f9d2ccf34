"""What the bank says: looked at whole, applied whole, once; a UTR once, an amount to the paisa."""

from decimal import Decimal

import pytest

import sellers.ledger.facade as ledger
from jkrlm.kernel import clock
from sellers.payouts.errors import (
    AmountDiffers,
    BadResult,
    NotHere,
    SameFile,
    UnreadableFile,
    UtrUsed,
    WrongState,
)
from sellers.payouts.models import Hold, ResultFault, ResultFile, Transfer
from sellers.payouts.rules import Result
from sellers.payouts.services.by_hand import decide, settle_by_hand
from sellers.payouts.services.holds import on_bank_account_changed
from sellers.payouts.services.result_files import apply_result_file, discard_result_file, take_result_file
from sellers.payouts.services.settle import settle_by_statement
from sellers.payouts.states import TransferState
from tests.bad_input.unchanged import nothing_changes
from tests.payouts.world import (
    approved,
    change_account,
    holds,
    open_groups,
    payable,
    rupees,
    stands,
    transfer,
)

pytestmark = pytest.mark.django_db

HEAD = "Reference,Status,Amount,UTR,Date,Reason"


@pytest.fixture
def sent(staff):
    """Four transfers of ₹500 on their way."""
    codes = open_groups(4, staff=staff)
    for code in codes:
        payable(code, 500)
    approved(staff)
    return codes


def line(
    code: str, status: str = "Paid", amount: str = "500.00", utr: str = "", reason: str = "", day=None
) -> str:
    row = transfer(code)
    utr = utr or (f"JAKAN{row.row:011d}" if status == "Paid" else "")
    day = (day or clock.today()).strftime("%d/%m/%Y")
    return f"{row.reference},{status},{amount},{utr},{day},{reason}"


def take(
    staff, *lines: str, head: str = HEAD, name: str = "answer.csv", form: str = "result-csv"
) -> ResultFile:
    content = "\r\n".join((head, *lines)).encode()
    return take_result_file(
        name=name, content=content, format_slug=form, actor=staff["maker"], now=clock.now()
    )


def apply(staff, taken: ResultFile) -> ResultFile:
    return apply_result_file(result_id=taken.pk, actor=staff["maker"], now=clock.now())


def faults(taken: ResultFile) -> list[tuple[int, str, str, str]]:
    rows = ResultFault.objects.filter(result=taken).order_by("row", "id")
    return list(rows.values_list("row", "column", "value", "sentence"))


def by_hand(staff, code: str, outcome: str = "paid", **more):
    """One person says it; where that takes a second one, she agrees."""
    proposal = say(staff, code, outcome, **more)
    if proposal is not None:
        decide(proposal_id=proposal.pk, accept=True, actor=staff["checker"], now=clock.now())


def say(staff, code: str, outcome: str = "paid", who: str = "maker", **more):
    row = transfer(code)
    said = {
        "reference": row.reference,
        "outcome": TransferState(outcome),
        "amount": Decimal(500),
        "utr": f"JAKAN{row.row:011d}" if outcome == "paid" else "",
        "settled_on": clock.today(),
        "reason": "" if outcome == "paid" else "Account closed",
    }
    return settle_by_hand(result=Result(**{**said, **more}), actor=staff[who], now=clock.now())


def test_a_file_is_looked_at_first_and_then_applied_with_each_ones_own_result(staff, sent):
    with nothing_to_the_books():
        taken = take(
            staff,
            line(sent[0]),
            line(sent[1], "REJECTED", reason="Account Closed by customer"),
            line(sent[2], "Returned", reason="Beneficiary bank offline"),
        )
    assert (taken.state, taken.rows, taken.faults) == ("ready", 3, 0)
    assert set(Transfer.objects.values_list("state", flat=True)) == {"sent"}

    assert apply(staff, taken).state == "applied"

    assert [transfer(code).state for code in sent] == ["paid", "failed", "returned", "sent"]
    assert [stands(code) for code in sent[:3]] == [
        "held 0.00 payable 0.00 due 0.00",
        "held 0.00 payable 500.00 due 0.00",
        "held 0.00 payable 500.00 due 0.00",
    ]
    assert ledger.balance(ledger.account_of("bank")) == rupees(-500)
    hold = Hold.objects.get()
    assert (hold.group_code, hold.kind, hold.account_id) == (sent[1], "account", transfer(sent[1]).account_id)
    assert hold.reason == "The bank could not pay into the group's account: Account Closed by customer"
    holds()


def nothing_to_the_books():
    from contextlib import contextmanager

    from sellers.ledger.models import JournalEntry

    @contextmanager
    def same():
        before = JournalEntry.objects.count()
        yield
        assert JournalEntry.objects.count() == before

    return same()


def test_the_same_file_again_leads_to_what_became_of_the_first(staff, sent):
    first = take(staff, line(sent[0]))
    with nothing_changes(), pytest.raises(SameFile) as refused:
        take(staff, line(sent[0]), name="again.csv")
    assert refused.value.params == {"result": first.pk}
    apply(staff, first)
    with nothing_changes():
        assert apply(staff, first).applied_at is not None
        with pytest.raises(SameFile):
            take(staff, line(sent[0]))
    assert ledger.balance(ledger.account_of("bank")) == rupees(-500)


def test_one_fault_and_nothing_of_the_file_is_applied(staff, sent):
    good = line(sent[0])
    taken = take(
        staff,
        good,
        "UM99999000001,Paid,500.00,JAKAN00000000077,01/01/2026,",
        line(sent[1], amount="500.01"),
        line(sent[2], utr=f"JAKAN{1:011d}"),
        line(sent[0], "Returned", reason="Twice"),
        line(sent[3], "Pending"),
        line(sent[3], "Paid", amount="five"),
        line(sent[3], "Rejected"),
        line(sent[3], utr="12"),
    )
    assert taken.state == "faulty"
    assert faults(taken) == [
        (3, "Reference", "UM99999000001", "There is no transfer with this reference."),
        (4, "Amount", "500.01", f"Transfer {transfer(sent[1]).reference} is of ₹500.00, not ₹500.01."),
        (5, "UTR", "JAKAN00000000001", "Row 2 has the same UTR."),
        (6, "Reference", transfer(sent[0]).reference, "Row 2 speaks of this transfer already."),
        (7, "Status", "Pending", "This status is not known."),
        (8, "Amount", "five", "This is no amount."),
        (9, "Reason", "", "A transfer that came back has a reason."),
        (10, "UTR", "12", "A UTR has 10 to 22 letters and digits."),
    ]
    with nothing_changes(), pytest.raises(WrongState):
        apply(staff, taken)
    assert take(staff, good).state == "ready"
    holds()


def test_a_utr_that_was_used_before_is_refused_wherever_it_comes_from(staff, sent):
    by_hand(staff, sent[0])
    used = transfer(sent[0])
    taken = take(staff, line(sent[1], utr=used.utr.lower()))
    assert faults(taken) == [
        (2, "UTR", used.utr, f"This UTR was used before: it stands for transfer {used.reference}.")
    ]
    with nothing_changes(), pytest.raises(UtrUsed) as refused:
        by_hand(staff, sent[1], utr=used.utr)
    assert refused.value.params == {"reference": used.reference}


def test_by_hand_the_same_rules_hold(staff, sent):
    with nothing_changes():
        with pytest.raises(AmountDiffers):
            by_hand(staff, sent[0], amount=Decimal("499.99"))
        with pytest.raises(BadResult):
            by_hand(staff, sent[0], utr="")
        with pytest.raises(BadResult):
            by_hand(staff, sent[0], "returned", reason=" ")
        with pytest.raises(BadResult, match="has not come"):
            by_hand(staff, sent[0], settled_on=clock.today() + clock_day())
        with pytest.raises(BadResult, match="was sent on"):
            by_hand(staff, sent[0], settled_on=clock.today() - clock_day())
        with pytest.raises(NotHere):
            by_hand(staff, sent[0], reference="UM99999000001")
    by_hand(staff, sent[0], utr="jakan 0000-0000/001")
    assert transfer(sent[0]).utr == "JAKAN00000000001"
    with nothing_changes():
        by_hand(staff, sent[0])
        with pytest.raises(WrongState):
            by_hand(staff, sent[0], "failed")
        with pytest.raises(WrongState, match="is paid already, under UTR JAKAN00000000001"):
            by_hand(staff, sent[0], utr="JAKAN00000000077")
    holds()


def clock_day():
    from datetime import timedelta

    return timedelta(days=1)


def test_paid_and_later_returned_it_is_payable_again_under_a_new_reference(staff, sent):
    by_hand(staff, sent[0])
    by_hand(staff, sent[0], "returned", reason="Refused by the branch")
    first = transfer(sent[0])
    assert (first.state, first.utr, stands(sent[0])) == (
        "returned",
        "JAKAN00000000001",
        "held 0.00 payable 500.00 due 0.00",
    )
    approved(staff)
    second = transfer(sent[0])
    assert (second.state, second.amount) == ("sent", Decimal(500))
    assert second.reference != first.reference
    with nothing_changes(), pytest.raises(UtrUsed):
        by_hand(staff, sent[0], utr=first.utr)
    by_hand(staff, sent[0], utr="JAKAN00000000099")
    assert ledger.balance(ledger.account_of("bank")) == rupees(-500)
    holds()


def test_a_return_with_the_banks_own_utr_can_be_said_again_by_file_and_statement(staff, sent):
    by_hand(staff, sent[0])
    again = line(sent[0], "Returned", utr="RETN0000000001", reason="Refused by the branch")
    assert apply(staff, take(staff, again)).state == "applied"
    with nothing_to_the_books():
        assert apply(staff, take(staff, again, name="next.csv", head=HEAD + " ")).state == "applied"
        settle_by_statement(
            result=Result(
                transfer(sent[0]).reference,
                TransferState.RETURNED,
                Decimal(500),
                "RETN0000000002",
                clock.today(),
                "Returned",
            ),
            actor=staff["maker"],
            now=clock.now(),
        )
    assert (transfer(sent[0]).state, transfer(sent[0]).utr) == ("returned", "JAKAN00000000001")
    holds()


def test_a_wrong_account_holds_the_group_until_another_is_in_use(staff, sent):
    by_hand(staff, sent[0], "failed", reason="No such account", wrong_account=True)
    from jkrlm.kernel.outbox import Event
    from tests.payouts.world import built

    assert built(staff).state == "empty"
    change_account(sent[0], "0042040500088888", staff)
    assert built(staff).count == 1
    assert Hold.objects.get().released_at is None
    for _ in range(2):
        on_bank_account_changed(Event(1, "BankAccountChanged", {"code": sent[0]}, clock.now()))
    hold = Hold.objects.get()
    assert (hold.released_by, hold.released_why) == (None, "Another bank account is in use")


def test_transfers_that_changed_between_the_look_and_the_press_stop_the_file(staff, sent):
    taken = take(staff, line(sent[0]), line(sent[1]))
    by_hand(staff, sent[1], "failed", reason="Bank holiday")
    assert apply(staff, taken).state == "faulty"
    assert faults(taken) == [
        (3, "Status", "paid", f"Transfer {transfer(sent[1]).reference} is “Failed”; it cannot become “Paid”.")
    ]
    assert transfer(sent[0]).state == "sent"
    discard_result_file(result_id=taken.pk, actor=staff["maker"])
    holds()


def test_rows_that_say_what_is_known_are_passed_over(staff, sent):
    by_hand(staff, sent[0])
    taken = take(staff, line(sent[0]), line(sent[1]))
    assert apply(staff, taken).state == "applied"
    assert [transfer(code).state for code in sent[:2]] == ["paid", "paid"]
    assert ledger.balance(ledger.account_of("bank")) == rupees(-1000)
    holds()


def test_the_fixed_format_says_the_same(staff, sent):
    def fixed(code: str, letter: str, utr: str, reason: str = "") -> str:
        day = clock.today().strftime("%d%m%Y")
        return f"D{transfer(code).reference:16}{letter}{50000:013d}{utr:22}{day}{reason:60}"

    taken = take(
        staff,
        fixed(sent[0], "P", "JAKAN00000000001"),
        fixed(sent[1], "R", "", "NAME MISMATCH"),
        "T000002",
        head="H24112026",
        form="jkb-result-fixed",
    )
    assert (taken.state, taken.rows) == ("ready", 2)
    apply(staff, taken)
    assert [transfer(code).state for code in sent[:2]] == ["paid", "returned"]
    assert Hold.objects.get().group_code == sent[1]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04\x00\x00", "is no text"),
        (b"\xff\xfe\xff", "is no text"),
        (b"Name,Sum\r\nA,1\r\n", "has no column reference, status, amount, utr, date"),
        (HEAD.encode() + b"\r\n", "has no rows"),
        (HEAD.encode() + b'\r\n"UM1,Paid', "quotation mark"),
    ],
)
def test_what_is_no_answer_of_a_bank_is_refused_in_a_sentence(staff, content, sentence):
    with nothing_changes(), pytest.raises(UnreadableFile, match=sentence):
        take_result_file(
            name="x", content=content, format_slug="result-csv", actor=staff["maker"], now=clock.now()
        )
