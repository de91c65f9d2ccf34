"""Groups with accounts, shares that are theirs, and the people of finance."""

import uuid
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import sellers.ledger.facade as ledger
from jkrlm.kernel import clock
from jkrlm.kernel.money import Money
from jkrlm.kernel.secrets import seal
from jkrlm.people.facade import Role, User
from sellers.orders.models import SellerOrder
from sellers.payouts.models import Batch, Transfer
from sellers.payouts.services.build_batch import ask_for_batch, build_batch
from sellers.payouts.services.decide_batch import approve_batch
from sellers.registry import models as registry
from sellers.registry.facade import upsert_groups
from tests.ledger.conftest import jam, sale
from tests.registry.world import kanihama, somebody

NUMBER = "00420405000{:05d}"
LONG_AGO = datetime(2026, 1, 5, tzinfo=UTC)


def finance() -> dict[str, User]:
    return {
        "maker": somebody("Imran Dar", Role.FINANCE_MAKER),
        "checker": somebody("Nusrat Lone", Role.FINANCE_CHECKER),
        "other": somebody("Tariq Shah", Role.FINANCE_CHECKER),
    }


def open_groups(count: int, *, staff: dict[str, User], start: int = 0) -> list[str]:
    """Groups G00000, G00001, … that are approved and have an account in use."""
    codes = [f"G{number:05d}" for number in range(start, start + count)]
    upsert_groups(
        kanihama(
            code=code,
            name=f"Roshni {code} SHG",
            name_hi="",
            name_ur="",
            district=("Budgam", "Srinagar", "Anantnag")[at % 3],
            block=f"Block {at % 3}",
        )
        for at, code in enumerate(codes)
    )
    rows = {row.code: row for row in registry.Group.objects.filter(code__in=codes)}
    registry.Onboarding.objects.bulk_create(
        registry.Onboarding(group=rows[code], state="approved", approved_by=staff["checker"])
        for code in codes
    )
    registry.BankAccount.objects.bulk_create(
        account_row(rows[code], NUMBER.format(start + at), staff) for at, code in enumerate(codes)
    )
    return codes


def account_row(group: registry.Group, number: str, staff: dict[str, User]) -> registry.BankAccount:
    return registry.BankAccount(
        group=group,
        branch_id="JAKA0ABHAMA",
        number_sealed=seal(number),
        number_fingerprint=f"{group.code}-{number}",
        last_four=number[-4:],
        holder_name=group.name,
        state="current",
        why="First account",
        proposed_by=staff["maker"],
        approved_by=staff["checker"],
        approved_at=LONG_AGO,
        current_from=LONG_AGO,
    )


def change_account(code: str, number: str, staff: dict[str, User]) -> int:
    """Another account of the group is in use, as after the registry's two people and its waiting period."""
    group = registry.Group.objects.get(code=code)
    registry.BankAccount.objects.filter(group=group, state="current").update(state="replaced")
    made = account_row(group, number, staff)
    made.save()
    return int(made.pk)


def sold(code: str, order: str, *, goods: str | int = 300, delivered_on: date | None = None) -> str:
    """A jar of a group, sold; with its seller order where a day of delivery is given. Returns the share."""
    item = f"{order}-{code}"
    share = jam(item, group_code=code, goods_net=rupees(goods))
    ledger.recognise_sale(sale(order, share, on=delivered_on or clock.today()))
    if delivered_on is not None:
        seller_order(code, order, delivered_on=delivered_on).save()
    return item


def seller_order(
    code: str, order: str, *, delivered_on: date | None, state: str = "delivered"
) -> SellerOrder:
    at = clock.now()
    day = clock.today()
    return SellerOrder(
        code=f"{order}-{code}",
        order_id=f"order-{order}",
        order_number=order,
        group_code=code,
        parcel_key=code,
        state=state,
        confirmed_at=at,
        changed_at=at,
        pack_by=day,
        ship_on=day,
        earliest=day,
        latest=day,
        carrier="India Post",
        service="Speed Post",
        origin_pincode="193401",
        destination_pincode="190001",
        place_of_supply="Jammu & Kashmir",
        weight_grams=400,
        seller_kind="group",
        seller_name=code,
        charges_tax=False,
        delivery_net=Decimal(40),
        delivery_gst=Decimal(0),
        delivered_on=delivered_on,
    )


def payable(code: str, amount: str | int) -> None:
    """The operator gives the group so much; it is payable at once."""
    ledger.credit_seller(ledger.Credit(uuid.uuid4().hex, code, rupees(amount), "Postage", clock.today()))


def rupees(amount: str | int | Decimal) -> Money:
    return Money(Decimal(amount), "INR")


def built(staff: dict[str, User]) -> Batch:
    number = ask_for_batch(key=uuid.uuid4(), actor=staff["maker"], now=clock.now())
    return build_batch(batch_id=number)


def approved(staff: dict[str, User]) -> Batch:
    batch = built(staff)
    return approve_batch(batch_id=batch.pk, actor=staff["checker"], now=clock.now(), seen_total=batch.total)


def transfer(code: str) -> Transfer:
    """The newest transfer of a group."""
    return Transfer.objects.filter(group_code=code).latest("id")


def stands(code: str) -> str:
    at = ledger.positions([code])[code]
    return f"held {at.held.amount} payable {at.payable.amount} due {at.due.amount}"


def holds() -> None:
    """Books and payouts are sound."""
    from sellers.payouts.facade import invariants

    assert [line for _, check in (*ledger.invariants(), *invariants()) for line in check()] == []


def days_ago(days: int) -> date:
    return clock.today() - timedelta(days=days)
