"""Between the approval and the bank's file a group may be held: it is not in the file, and payable again."""

import pytest

from jkrlm.kernel import clock
from jkrlm.kernel.models import OutboxMessage
from sellers.payouts.errors import WrongState
from sellers.payouts.models import BankFile, Transfer
from sellers.payouts.services.holds import place_hold
from sellers.registry import models as registry
from tests.payouts.test_bank_file import make
from tests.payouts.test_payouts_desk import browser
from tests.payouts.test_results import by_hand
from tests.payouts.world import approved, change_account, holds, open_groups, payable, stands, transfer

pytestmark = pytest.mark.django_db


@pytest.fixture
def codes(staff) -> list[str]:
    codes = open_groups(5, staff=staff)
    for code in codes:
        payable(code, 500)
    return codes


def test_held_suspended_or_with_another_account_it_is_taken_out_and_told(staff, codes):
    batch = approved(staff)
    place_hold(group_code=codes[0], reason="Claimed twice", actor=staff["maker"], now=clock.now())
    change_account(codes[1], "0042040500077777", staff)
    registry.Onboarding.objects.filter(group__code=codes[2]).update(state="suspended")
    by_hand(staff, codes[3])

    made = make(staff, batch)

    text = made.content.decode()
    assert [code for code in codes if code in text] == [codes[4]]
    batch.refresh_from_db()
    assert (batch.count, batch.total) == (2, 1000)
    assert [(transfer(code).state, transfer(code).reason) for code in codes] == [
        ("dropped", "On hold · Claimed twice"),
        ("dropped", "Another account is in use: … 7777"),
        ("dropped", "Onboarding is not approved"),
        ("paid", ""),
        ("sent", ""),
    ]
    assert {stands(code) for code in codes[:3]} == {"held 0.00 payable 500.00 due 0.00"}
    assert BankFile.objects.get().without == [transfer(codes[3]).reference]
    told = OutboxMessage.objects.filter(name="PayoutReturned").values_list("payload", flat=True)
    assert [(each["group"], each["state"]) for each in told] == [(code, "dropped") for code in codes[:3]]
    holds()

    page = browser(staff["maker"]).get(f"/staff/payouts/batches/{batch.pk}/").content.decode()
    assert "Not in the file" in page
    assert "On hold · Claimed twice" in page
    assert "Settled before there was a file" in page

    place_hold(group_code=codes[4], reason="Too late", actor=staff["maker"], now=clock.now())
    assert make(staff, batch).content == made.content
    assert transfer(codes[4]).state == "sent"


def test_with_another_account_it_is_in_the_next_batch_under_a_new_reference(staff, codes):
    batch = approved(staff)
    change_account(codes[1], "0042040500077777", staff)
    make(staff, batch)
    again = approved(staff)
    assert (again.count, transfer(codes[1]).last_four) == (1, "7777")
    assert "0042040500077777" in make(staff, again).content.decode()
    holds()


def test_where_nothing_is_left_there_is_no_file_and_all_is_payable_again(staff, codes):
    batch = approved(staff)
    registry.Onboarding.objects.update(state="suspended")
    for _ in range(2):
        with pytest.raises(WrongState, match="nothing for the bank"):
            make(staff, batch)
    assert set(Transfer.objects.values_list("state", flat=True)) == {"dropped"}
    assert BankFile.objects.count() == 0
    holds()
