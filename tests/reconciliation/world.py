"""People of finance, statements as banks send them, and what has to be true afterwards."""

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl

import sellers.ledger.facade as ledger
from jkrlm.kernel.money import Money
from jkrlm.people.facade import Role, User, grant_role
from sellers.reconciliation.facade import invariants
from sellers.reconciliation.models import BankLine, OpenItem
from sellers.reconciliation.services.import_statement import Imported, import_statement
from sellers.reconciliation.services.match_lines import match_lines

NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
DAY = date(2026, 11, 20)
TWO_COLUMNS = "Txn Date,Description,Ref No./Cheque No.,Debit,Credit,Balance"


def rupees(amount: str | int) -> Money:
    return Money(Decimal(amount), "INR")


def sold(order: str, units: int) -> None:
    """A sale that its buyer still owes, in paise; no tax, no commission."""
    share = ledger.SaleShare(
        f"{order}-KZ09",
        "KZ09",
        ledger.Seller(ledger.SellerKind.GROUP),
        goods_net=Money.from_minor_units(units, "INR"),
    )
    ledger.recognise_sale(ledger.Sale(order, share.gross, (share,), DAY))


def person(name: str, *roles: Role) -> User:
    email = f"{name.lower().replace(' ', '.')}@umeed.test"
    user = User.objects.filter(email=email).first() or User.objects.create_user(
        email=email, name=name, password=None
    )
    for role in roles:
        grant_role(user, role)
    return user


def maker() -> User:
    return person("Farida Maker", Role.FINANCE_MAKER)


def checker() -> User:
    return person("Chitra Checker", Role.FINANCE_CHECKER)


def indian(units: int) -> str:
    """Return paise as 1,23,456.00."""
    whole, part = divmod(abs(units), 100)
    digits = str(whole)
    head, tail = digits[:-3], digits[-3:]
    while head:
        tail, head = f"{head[-2:]},{tail}", head[:-2]
    return f"{'-' if units < 0 else ''}{tail}.{part:02d}"


Row = tuple[date, int, str, str]


def walk(rows: Iterable[Row], *, opening: int = 0) -> list[tuple[date, int, str, str, int]]:
    """Return rows (day, paise, reference, narration) with the balance after each."""
    found, balance = [], opening
    for day, units, reference, narration in rows:
        balance += units
        found.append((day, units, reference, narration, balance))
    return found


def two_columns(rows: Sequence[tuple[date, int, str, str, int]], *, above: str = "", below: str = "") -> str:
    lines = [above.rstrip(), TWO_COLUMNS] if above else [TWO_COLUMNS]
    for day, units, reference, narration, balance in rows:
        out = indian(-units) if units < 0 else ""
        into = indian(units) if units > 0 else ""
        cells = (f"{day:%d/%m/%Y}", narration, reference, out, into, indian(balance))
        lines.append(",".join(f'"{cell}"' for cell in cells))
    return "\r\n".join(lines) + "\r\n" + below


def workbook(rows: Iterable[Sequence[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def send(
    text: str | bytes, template: str = "two-columns", *, name: str = "november.csv", by: User | None = None
):
    data = text.encode() if isinstance(text, str) else text
    return import_statement(
        account_code="escrow",
        template_slug=template,
        name=name,
        file=io.BytesIO(data),
        actor=by or maker(),
        now=NOW,
    )


def send_rows(*rows: Row, opening: int = 0) -> Imported:
    outcome = send(two_columns(walk(rows, opening=opening)))
    assert outcome.faults == 0
    return outcome


def match():
    return match_lines(now=NOW)


def holds() -> None:
    for sentence, check in (*invariants(), *ledger.invariants()):
        assert check() == [], sentence


def state() -> dict[str, tuple]:
    """Return how each line stands: its amount, what it was matched with, what is open of it."""
    return {
        line.code: (
            line.amount_minor,
            line.match.reference if hasattr(line, "match") else "",
            line.item.kind if line.item.settled_at is None else "",
        )
        for line in BankLine.objects.select_related("match", "item")
    }


def open_kinds() -> list[str]:
    return list(
        OpenItem.objects.filter(settled_at=None).order_by("since", "id").values_list("kind", flat=True)
    )


def on(code: str, owner: str = "") -> str:
    return str(ledger.balance(ledger.account_of(code, owner)).amount)
