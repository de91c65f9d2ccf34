"""
Tills of the demo's exhibitions. Of the one that is on, two with a day behind them: bills of many groups, a
return, a void, two to settle. Of the one that is over, every day to its close, and the money in the bank.
"""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from django.db import transaction

import commerce.payments.facade as payments
import exhibitions.plan.facade as plan
from exhibitions.till.bundle import for_till, shared
from exhibitions.till.models import Bundle, CashierPin, Till
from exhibitions.till.payload import net_of
from exhibitions.till.services.deposit import cash_of, deposit_cash
from exhibitions.till.services.judge_sale import rate_at
from exhibitions.till.services.keep_entries import keep_entries
from exhibitions.till.services.pair import make_code, pair
from exhibitions.till.services.process import process_till
from exhibitions.till.services.set_pin import set_pin
from exhibitions.till.signing import base64url, digest_of
from jkrlm.kernel import clock
from jkrlm.people.facade import User

#: The PIN of the demo's cashier.
PIN: Final = "4826"
_LABELS: Final = ("Counter 1 (sample)", "Counter 2 (sample)")
_FLOAT: Final = {"500": 2, "100": 10}
#: A day at the fair, and so many bills of it at one till at most.
_OPEN_FOR: Final = timedelta(hours=10, minutes=45)
_BILLS_OF_TODAY: Final = 18
#: Of a fair that is over: bills of a till on a day, and minutes between two of them.
_BILLS_OF_A_DAY: Final = 4
_BETWEEN: Final = (70, 95, 120, 145)


@dataclass
class _Tablet:
    """What a tablet does by itself, for as long as the demo is written."""

    till: Till
    key: ec.EllipticCurvePrivateKey
    bundle: dict[str, Any]
    cashier: str
    at: datetime
    seq: int = 0
    prev: str = ""
    cash: int = 200_000
    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    signed: list[tuple[str, str]] = field(default_factory=list)
    credits: list[payments.BankCredit] = field(default_factory=list)

    def see(self, reference: str, paise: int) -> None:
        """The bank will show a payment by UPI, on the day it was made."""
        number = f"{self.till.number:03d}{self.seq:09d}"
        self.credits.append(
            payments.BankCredit(
                amount=Decimal(paise) / 100,
                day=clock.local_date(self.at),
                reference=number,
                narration=f"UPI/CR/{number}/SAMPLE BUYER/sample@upi/{reference}",
                feed_id=f"demo-{self.till.device}-{self.seq}",
                payer="sample@upi",
            )
        )

    def write(self, kind: str, minutes: int, **more: Any) -> dict[str, Any]:
        self.seq += 1
        self.at += timedelta(minutes=minutes)
        payload = {
            "id": str(uuid4()),
            "device": str(self.till.device),
            "seq": self.seq,
            "prev": self.prev,
            "kind": kind,
            "at": self.at.isoformat(),
            "cashier": self.cashier,
            "exhibition": self.till.exhibition,
            "version": self.bundle["version"],
            **more,
        }
        text = json.dumps(payload, ensure_ascii=False)
        r, s = decode_dss_signature(self.key.sign(text.encode(), ec.ECDSA(SHA256())))
        self.signed.append((text, base64url(r.to_bytes(32) + s.to_bytes(32))))
        self.prev = digest_of(text.encode())
        return payload

    def number(self, seller: str, kind: str) -> str:
        told = next(each for each in self.bundle["sellers"] if each["key"] == seller)
        series, year = told["series"][kind], told["series"]["year"]
        self.counts[seller, series] = self.counts.get((seller, series), told["next"][kind] - 1) + 1
        return f"{series}/{year}/{self.counts[seller, series]:05d}"

    def papers(self, lines: list[dict[str, Any]], sellers: list[str], kind: str) -> list[dict[str, Any]]:
        found = []
        for seller in dict.fromkeys(sellers):
            mine = [at for at, each in enumerate(sellers) if each == seller]
            sums = {name: sum(lines[at][name] for at in mine) for name in ("net", "tax", "gross")}
            found.append({"seller": seller, "number": self.number(seller, kind), "lines": mine, **sums})
        return found

    def sell(
        self,
        pieces: list[tuple[dict[str, Any], int]],
        *,
        off_percent: int = 0,
        upi: str = "",
        minutes: int = 17,
    ) -> dict[str, Any]:
        lines = [_line(item, count, off_percent) for item, count in pieces]
        total = sum(each["gross"] for each in lines)
        paid: dict[str, Any] = {"method": "upi", "amount": total, "reference": upi}
        if not upi:
            note = -(-total // 50_000) * 50_000
            paid = {"method": "cash", "amount": total, "tendered": note, "change": note - total}
            self.cash += total
        return self.write(
            "sale",
            minutes,
            lines=lines,
            documents=self.papers(lines, [each["seller"] for each in lines], "sale"),
            discount={"percent": str(off_percent), "reason": "Festival"} if off_percent else None,
            payments=[paid],
            total=total,
            phone=None,
            paper=None,
        )

    def give_back(self, sale: dict[str, Any]) -> None:
        """The first line of a sale comes back whole."""
        sold = sale["lines"][0]
        back = {name: sold[name] for name in ("quantity", "gross", "net", "tax")}
        self.cash -= sold["gross"]
        self.write(
            "return",
            9,
            of=sale["id"],
            lines=[{"line": 0, **back}],
            documents=self.papers([back], [sold["seller"]], "credit"),
            payments=[{"method": "cash", "amount": sold["gross"]}],
            total=sold["gross"],
            reason="Another colour is wanted",
        )

    def close(self, short: int, reason: str) -> None:
        counted = {"0.5": (self.cash - short) // 50}
        worth = counted["0.5"] * 50
        words = reason if worth != self.cash else None
        self.write("close", 12, counted=counted, cash_expected=self.cash, cash_counted=worth, reason=words)


@dataclass
class _Shelf:
    """
    What both tills sell of. ``left`` is what they have not sold yet, by variant; ``last`` is the kind of
    goods of which both sell all, and stands in no basket unless there is nothing else.
    """

    items: list[dict[str, Any]]
    last: dict[str, Any]
    left: dict[str, int]
    dice: random.Random

    @classmethod
    def of(cls, goods: Sequence[dict[str, Any]], dice: random.Random) -> "_Shelf":
        items = [each for each in goods if not each["blocked"] and each["quantity"] > 0]
        last = min(items, key=lambda each: (each["quantity"], each["sku"]), default={})
        return cls(items, last, {each["variant"]: each["quantity"] for each in items}, dice)

    def has_spare(self) -> bool:
        """Say whether something can be sold that is not the last of its kind."""
        return any(self.left[each["variant"]] > 1 for each in self.items if each is not self.last)

    def basket(self, kinds: int) -> list[tuple[dict[str, Any], int]]:
        """One piece each of so many kinds; the last of a kind stays, as long as there are others."""
        there = [each for each in self.items if each is not self.last and self.left[each["variant"]] > 1]
        there = there or [each for each in self.items if each is not self.last] or self.items
        taken = self.dice.sample(there, min(len(there), kinds))
        for each in taken:
            self.left[each["variant"]] -= 1
        return [(each, 1) for each in taken]

    def reference(self) -> str:
        return "UT" + "".join(self.dice.choices("23456789ABCDEFGH", k=9))


def _line(item: dict[str, Any], count: int, off_percent: int) -> dict[str, Any]:
    discount = count * item["price"] * off_percent // 100
    gross = count * item["price"] - discount
    rate = rate_at(item["bands"], gross, count)
    net = net_of(gross, rate)
    return {
        "variant": item["variant"],
        "sku": item["sku"],
        "serial": None,
        "quantity": count,
        "unit_price": item["price"],
        "discount": discount,
        "gross": gross,
        "net": net,
        "tax": gross - net,
        "rate": str(rate),
        "hsn": item["hsn"],
        "group": item["group"],
        "seller": item["seller"],
    }


def load_demo_tills(exhibition: str, *, manager: User, cashier: User) -> int:
    """
    Tell of a day at two tills and of today until now, once; return how many tills there are. Cut off, it is
    booked the next time.
    """
    fair = plan.exhibition(exhibition)
    if fair.state != plan.ExhibitionState.RUNNING:
        return 0
    now = clock.now()
    if not CashierPin.objects.filter(exhibition=exhibition, user=cashier).exists():
        set_pin(exhibition=exhibition, user=cashier, pin=PIN, by=manager, now=now)
    row = shared(exhibition=exhibition, now=now)
    shelf = _Shelf.of(row.content["items"], random.Random(exhibition))  # noqa: S311 - a story, not a secret
    first = max(fair.opens_on, clock.today() - timedelta(days=1))
    for at, label in enumerate(_LABELS):
        if not Till.objects.filter(exhibition=exhibition, label=label).exists():
            opens = datetime.combine(first, fair.opens_at, clock.INDIA)
            with transaction.atomic():
                tablet = _paired(row, label, manager, str(cashier.pk), min(opens, now - timedelta(hours=9)))
                _a_day(tablet, shelf, is_first=at == 0)
                if first < clock.today():
                    today = datetime.combine(clock.today(), fair.opens_at, clock.INDIA)
                    _until_now(tablet, shelf, today, now)
                keep_entries(till=tablet.till, given=tablet.signed, device_now=now, now=now)
        process_till(till_id=Till.objects.get(exhibition=exhibition, label=label).pk, now=now)
    return Till.objects.filter(exhibition=exhibition).count()


def load_past_tills(exhibition: str, *, manager: User, cashier: User, banker: User) -> None:
    """
    Tell of a whole fair at two tills, once: each day is opened and closed, one closes short with its reason,
    and ``banker`` pays the cash in. Cut off, it is booked the next time.
    """
    fair = plan.exhibition(exhibition)
    if fair.state != plan.ExhibitionState.RUNNING:
        return
    opens = datetime.combine(fair.opens_on, fair.opens_at, clock.INDIA)
    over = datetime.combine(fair.closes_on, fair.closes_at, clock.INDIA) + timedelta(hours=1)
    if not CashierPin.objects.filter(exhibition=exhibition, user=cashier).exists():
        set_pin(exhibition=exhibition, user=cashier, pin=PIN, by=manager, now=opens - timedelta(hours=2))
    row = shared(exhibition=exhibition, now=opens)
    shelf = _Shelf.of(row.content["items"], random.Random(exhibition))  # noqa: S311 - a story, not a secret
    days = [fair.opens_on + timedelta(days=at) for at in range(fair.days)]
    for at, label in enumerate(_LABELS):
        if not Till.objects.filter(exhibition=exhibition, label=label).exists():
            with transaction.atomic():
                tablet = _paired(row, label, manager, str(cashier.pk), opens)
                for day in days:
                    _a_past_day(tablet, shelf, day, fair, is_short=at == 0 and day == days[len(days) // 2])
                payments.see_credits(tablet.credits)
                keep_entries(till=tablet.till, given=tablet.signed, device_now=over, now=over)
        till = Till.objects.get(exhibition=exhibition, label=label)
        process_till(till_id=till.pk, now=over)
        if cash_of(till).amount > 0:
            deposit_cash(
                till=till,
                deposited=cash_of(till),
                reference=f"SLIP-{exhibition}-{at + 1}",
                key=f"demo:{exhibition}:{label}:bank",
                by=banker,
                now=over + timedelta(days=1),
            )


def _a_past_day(tablet: _Tablet, shelf: _Shelf, day: date, fair: plan.Exhibition, *, is_short: bool) -> None:
    """Every third buyer pays by UPI; on the day that closes short, one brings back what she bought."""
    if not shelf.items:
        return
    tablet.at, tablet.cash = datetime.combine(day, fair.opens_at, clock.INDIA), 200_000
    tablet.write("open", 0, counted=_FLOAT, float=200_000)
    for at in range(_BILLS_OF_A_DAY):
        if not shelf.has_spare():
            break
        upi = shelf.reference() if at % 3 == 2 else ""
        pieces = shelf.basket(shelf.dice.choice((1, 1, 1, 2)))
        sold = tablet.sell(pieces, minutes=shelf.dice.choice(_BETWEEN), upi=upi)
        if upi:
            tablet.see(upi, sold["total"])
        if is_short and at == 0:
            tablet.give_back(sold)
    tablet.close(5_000 if is_short else 0, "A note of ₹50 was given out twice as change")


def _paired(row: Bundle, label: str, manager: User, cashier: str, opens: datetime) -> _Tablet:
    """A tablet that is paired an hour before it opens."""
    now, exhibition = opens - timedelta(hours=1), row.exhibition
    code, _made = make_code(
        exhibition=exhibition,
        label=label,
        stall_code="",
        key=f"demo:{exhibition}:{label}",
        by=manager,
        now=now,
    )
    key = ec.generate_private_key(ec.SECP256R1())
    numbers = key.public_key().public_numbers()
    jwk = {
        "kty": "EC",
        "crv": "P-256",
        "x": base64url(numbers.x.to_bytes(32)),
        "y": base64url(numbers.y.to_bytes(32)),
    }
    paired = pair(code=code, name="Tablet (sample)", public_key=jwk, key=uuid4(), now=now)
    till = Till.objects.get(device=paired.device)
    bundle, _etag = for_till(till, row=row, last_seq=0, now=now)
    Till.objects.filter(pk=till.pk).update(bundle_version=bundle["version"])
    return _Tablet(till, key, bundle, cashier, opens)


def _a_day(tablet: _Tablet, shelf: _Shelf, *, is_first: bool) -> None:
    """Both tills sell the whole stock of the same kind of goods, so one bill is oversold."""
    if not shelf.items:
        return
    tablet.write("open", 0, counted=_FLOAT, float=200_000)
    sold = [_somebody(tablet, shelf, 17) for _ in range(14 if is_first else 8)]
    tablet.sell([(shelf.last, shelf.last["quantity"])])
    if is_first:
        tablet.give_back(sold[2])
        wrong = tablet.sell(shelf.basket(1))
        tablet.cash -= wrong["total"]
        tablet.write("void", 2, of=wrong["id"], reason="Typed twice")
        tablet.close(5_000, "A note of ₹50 was given out twice as change")
    else:
        tablet.sell(shelf.basket(1), off_percent=20)
        tablet.sell(shelf.basket(1), upi=shelf.reference())


def _until_now(tablet: _Tablet, shelf: _Shelf, opens: datetime, now: datetime) -> None:
    """The till of yesterday is counted, and that of today sells until now, every third buyer by UPI."""
    if not shelf.items:
        return
    if tablet.signed and json.loads(tablet.signed[-1][0])["kind"] != "close":
        tablet.close(0, "")
    if now < opens + timedelta(minutes=10):
        return
    tablet.at, tablet.cash = opens, 200_000
    tablet.write("open", 0, counted=_FLOAT, float=200_000)
    closes = min(now, opens + _OPEN_FOR)
    for at in range(_BILLS_OF_TODAY):
        minutes = shelf.dice.choice((12, 19, 26, 34))
        if tablet.at + timedelta(minutes=minutes) > closes:
            break
        _somebody(tablet, shelf, minutes, upi=shelf.reference() if at % 3 == 2 else "")


def _somebody(tablet: _Tablet, shelf: _Shelf, minutes: int, upi: str = "") -> dict[str, Any]:
    return tablet.sell(shelf.basket(shelf.dice.choice((1, 1, 2, 3))), minutes=minutes, upi=upi)
