"""Each clause about settlements finds what contradicts it, and payouts pick up what was settled."""

from collections.abc import Sequence
from uuid import uuid4

import pytest

import exhibitions.results.facade as results
import sellers.ledger.facade as ledger
from jkrlm.kernel import clock
from sellers.orders.facade import clear_due_shares
from sellers.payouts.services.build_batch import ask_for_batch, build_batch
from sellers.registry import models as registry
from sellers.registry.facade import add_member
from tests.exhibitions.breaks import break_each
from tests.exhibitions.results.world import settled
from tests.exhibitions.till.world import Stall, all_hold
from tests.payouts.world import account_row, finance, transfer
from tests.portal.world import LONE, Phone
from tests.registry.world import LONG_AGO, NOW

pytestmark = pytest.mark.django_db

#: Clause -> what breaks it.
BREAKS: dict[str, Sequence[str]] = {
    "an approved settlement's lines are what the ledger had of its exhibition": (
        "UPDATE exhibitions_results_settlementline SET share = share + 1, other = other - 1",
    ),
    "an approved settlement's stalls are charged in the ledger": (
        "UPDATE sellers_ledger_journalentry SET key = 'gone/' || key WHERE kind = 'stall-charge'",
    ),
    "an exhibition is settled exactly when its settlement is approved": (
        "UPDATE exhibitions_plan_exhibition SET state = 'closed'",
    ),
}


def test_each_clause_is_broken_once_and_a_batch_pays_what_was_settled(stall: Stall, settings: object) -> None:
    settled(stall)
    all_hold()
    break_each(results.invariants(), BREAKS)
    all_hold()

    _told_to_the_group(stall)
    people = finance()
    group = registry.Group.objects.get(code="KZ09")
    registry.Onboarding.objects.update_or_create(
        group=group, defaults={"state": "approved", "approved_by": people["checker"]}
    )
    account_row(group, "0042040500012345", people).save()
    settings.RETURN_WINDOW_DAYS = -1  # type: ignore[attr-defined]
    assert clear_due_shares() == 3
    (line,) = [each for each in results.settlement(stall.code).lines if each.group_code == "KZ09"]
    stands = ledger.positions(["KZ09"])["KZ09"]
    assert (stands.held.amount, stands.payable) == (0, line.gets)
    build_batch(batch_id=ask_for_batch(key=uuid4(), actor=people["maker"], now=clock.now()))
    assert transfer("KZ09").amount == line.gets.amount
    all_hold()


def _told_to_the_group(stall: Stall) -> None:
    """In her language: sold, what is taken off and why, what she gets; not of another group."""
    add_member(code="KZ09", name="Haseena Begum", phone=LONE, role="leader", on=LONG_AGO, actor=None, now=NOW)
    her = Phone(LONE).trust().client
    page = f"/sell/exhibitions/{stall.code}/money/"
    assert page in her.get(f"/sell/exhibitions/{stall.code}/").content.decode()
    shown = her.get(page).content.decode()
    assert "₹7,000.00" in shown and "−₹6,000.00" in shown and "You get" in shown
    assert "1,800" not in shown
    assert "मेले से क्या मिला" in her.get(f"/hi{page}").content.decode()
    assert her.get("/sell/exhibitions/NONE-1/money/").status_code == 404
