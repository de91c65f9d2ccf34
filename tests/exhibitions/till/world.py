"""
A stall with goods, and tablets that sign as the real ones do.

>>> stall = a_stall()                       # running, everything counted in, prices and PINs set
>>> tablet = stall.tablet()                 # paired by a code of the office
>>> tablet.open(); bill = tablet.sell(("KZ09", "Stole", 1)); tablet.send(); work()
"""

import base64
import copy
import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from django.test import Client

from exhibitions.till.models import Till
from exhibitions.till.services import pair as pairing
from exhibitions.till.services.set_pin import set_pin
from jkrlm.kernel import clock, relay
from sellers.registry.facade import upsert_groups
from tests.common.kept import kept
from tests.common.live import broken_clauses
from tests.common.shop_world import plain_groups
from tests.exhibitions.stock.world import at_the_fair
from tests.exhibitions.world import CODE, Fair, Goods, a_fair, goods_for

GSTIN = "01ZZZAK0000K1ZS"
PIN = "2604"
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def b64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def work() -> None:
    """Let every reaction run until nothing waits."""
    for _round in range(60):
        if not relay.deliver_pending(limit=200):
            return


def all_hold() -> None:
    """No clause of ``check_invariants`` is contradicted."""
    broken = broken_clauses()
    assert not broken, broken


@dataclass
class Stall:
    fair: Fair
    goods: Goods

    @property
    def code(self) -> str:
        return self.fair.code

    def code_for_pairing(self, label: str = "Counter", stall: str = "") -> str:
        code, _row = pairing.make_code(
            exhibition=self.code,
            label=label,
            stall_code=stall,
            key=uuid4().hex,
            by=self.fair.manager,
            now=clock.now(),
        )
        return code

    def tablet(self, **more: Any) -> "Tablet":
        tablet = Tablet(self, **more)
        answer = tablet.pair(self.code_for_pairing())
        assert answer.status_code == 201, answer.content
        tablet.take_bundle()
        return tablet

    def variant(self, group: str, name: str) -> str:
        return self.goods.variants[group, name]


@kept
def a_stall(tag: str = "", code: str = CODE, *, pincode: str = "180004") -> Stall:
    """
    KZ11 is registered and charges GST; KZ09 and JM09 give bills of supply. ``tag`` and ``code`` tell it from others
    in a store that keeps what earlier tests left.
    """
    fair = a_fair(code=code, pincode=pincode)
    work()
    goods = goods_for(fair, tag)
    rows = list(
        plain_groups(("KZ11", "Harwan Naqqashi SHG", "Kashmir", "Srinagar", "191121", "Srinagar Rural CLF"))
    )
    upsert_groups({**row, "tax_status": "registered", "gstin": GSTIN} for row in rows)
    at_the_fair(fair, goods)
    for cashier in fair.cashiers:
        set_pin(exhibition=fair.code, user=cashier, pin=PIN, by=fair.manager, now=clock.now())
    work()
    return Stall(fair, goods)


@dataclass
class Tablet:
    """What a tablet keeps: its key, token, chain, and what was not sent yet. ``skew`` is how wrong its clock is."""

    stall: Stall
    skew: timedelta = timedelta(0)
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    pair_key: str = field(default_factory=lambda: str(uuid4()))
    device: str = ""
    number: int = 0
    token: str = ""
    bundle: dict[str, Any] = field(default_factory=dict)
    etag: str = ""
    seq: int = 0
    prev: str = ""
    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    unsent: list[dict[str, str]] = field(default_factory=list)
    sent: list[dict[str, str]] = field(default_factory=list)
    cash: int = 0
    cashier: str = ""

    # What it asks of the server

    def pair(self, code: str) -> Any:
        numbers = self.key.public_key().public_numbers()
        jwk = {
            "kty": "EC",
            "crv": "P-256",
            "x": b64(numbers.x.to_bytes(32)),
            "y": b64(numbers.y.to_bytes(32)),
        }
        told = {"code": code, "name": "Tablet", "public_key": jwk, "key": self.pair_key}
        answer = Client().post("/pos/pair/", json.dumps(told), content_type="application/json")
        if answer.status_code == 201:
            said = answer.json()
            self.device, self.number, self.token = said["device"], said["till"], said["token"]
        return answer

    def get(self, path: str, **headers: str) -> Any:
        return Client().get(path, headers={"Authorization": f"Bearer {self.token}", **headers})

    def post(self, path: str, told: Any) -> Any:
        return Client().post(
            path,
            json.dumps(told),
            content_type="application/json",
            headers={"Authorization": f"Bearer {self.token}"},
        )

    def take_bundle(self) -> Any:
        answer = self.get("/pos/bundle/", **({"If-None-Match": self.etag} if self.etag else {}))
        if answer.status_code == 200:
            self.bundle, self.etag = answer.json(), answer["ETag"]
            self.cashier = self.cashier or self.bundle["cashiers"][0]["id"]
        return answer

    def send(self, entries: Sequence[dict[str, str]] | None = None) -> list[dict[str, Any]]:
        """Send what waits (or these); what the server has is no longer unsent."""
        told = list(self.unsent) if entries is None else list(entries)
        found: list[dict[str, Any]] = []
        for at in range(0, len(told), 50):
            part = told[at : at + 50]
            answer = self.post("/pos/entries/", {"now": self.now().isoformat(), "entries": part})
            assert answer.status_code == 200, answer.content
            results = answer.json()["results"]
            found += results
            done = [each for each, said in zip(part, results, strict=True) if said["state"] != "refused"]
            self.unsent = [each for each in self.unsent if each not in done]
        return found

    def state(self) -> dict[str, Any]:
        answer = self.get("/pos/state/")
        assert answer.status_code == 200, answer.content
        return dict(answer.json())

    # What it does by itself

    def now(self) -> datetime:
        return clock.now() + self.skew

    def sign(self, payload: dict[str, Any]) -> dict[str, str]:
        text = json.dumps(payload, ensure_ascii=False)
        r, s = decode_dss_signature(self.key.sign(text.encode(), ec.ECDSA(SHA256())))
        return {"payload": text, "signature": b64(r.to_bytes(32) + s.to_bytes(32))}

    def write(self, kind: str, **more: Any) -> dict[str, Any]:
        """Write the next entry of the chain; it waits to be sent."""
        self.seq += 1
        payload = {
            "id": str(uuid4()),
            "device": self.device,
            "seq": self.seq,
            "prev": self.prev,
            "kind": kind,
            "at": self.now().isoformat(),
            "cashier": self.cashier,
            "exhibition": self.stall.code,
            "version": self.bundle["version"],
            **more,
        }
        entry = self.sign(payload)
        self.prev = hashlib.sha256(entry["payload"].encode()).hexdigest()
        self.unsent.append(entry)
        self.sent.append(entry)
        return payload

    def open(self, counted: dict[str, int] | None = None) -> dict[str, Any]:
        counted = counted or {"500": 2, "100": 10}
        worth = sum(int(Decimal(each) * 100) * n for each, n in counted.items())
        self.cash = worth
        return self.write("open", float=worth, counted=counted)

    def close(self, over: int = 0, reason: str = "") -> dict[str, Any]:
        """``over`` paise more were counted than expected."""
        counted = {"0.5": (self.cash + over) // 50}
        worth = counted["0.5"] * 50
        return self.write(
            "close",
            counted=counted,
            cash_expected=self.cash,
            cash_counted=worth,
            reason=reason or (None if worth == self.cash else "Coins of less than half a rupee"),
        )

    def item(self, variant: str) -> dict[str, Any]:
        return next(each for each in self.bundle["items"] if each["variant"] == variant)

    def line(self, variant: str, quantity: int, *, discount: int = 0, **more: Any) -> dict[str, Any]:
        item = self.item(variant)
        gross = quantity * item["price"] - discount
        rate = next(
            Decimal(band["rate"])
            for band in item["bands"]
            if band["upto"] is None or gross <= band["upto"] * quantity
        )
        made = {
            "variant": variant,
            "sku": item["sku"],
            "serial": None,
            "quantity": quantity,
            "unit_price": item["price"],
            "discount": discount,
            "gross": gross,
            "rate": str(rate),
            "hsn": item["hsn"],
            "group": item["group"],
            "seller": item["seller"],
            **more,
        }
        return made | _parts(made["gross"], Decimal(made["rate"]))

    def number_for(self, seller: str, kind: str) -> str:
        told = next(each for each in self.bundle["sellers"] if each["key"] == seller)
        series, year = told["series"][kind], told["series"]["year"]
        self.counts[seller, series] = self.counts.get((seller, series), told["next"][kind] - 1) + 1
        return f"{series}/{year}/{self.counts[seller, series]:05d}"

    def papers(
        self, lines: Sequence[dict[str, Any]], sellers: Sequence[str], kind: str
    ) -> list[dict[str, Any]]:
        found = []
        for seller in dict.fromkeys(sellers):
            mine = [at for at, each in enumerate(sellers) if each == seller]
            sums = {name: sum(lines[at][name] for at in mine) for name in ("net", "tax", "gross")}
            found.append({"seller": seller, "number": self.number_for(seller, kind), "lines": mine, **sums})
        return found

    def sell(
        self, *pieces: tuple[str, str, int], upi: str = "", discount: int = 0, **more: Any
    ) -> dict[str, Any]:
        """Sell (group, name, pieces) each; ``discount`` paise off the first line; cash unless ``upi`` is named."""
        lines = [
            self.line(self.stall.variant(group, name), count, discount=0 if at else discount)
            for at, (group, name, count) in enumerate(pieces)
        ]
        return self.bill(lines, upi=upi, **more)

    def bill(self, lines: list[dict[str, Any]], *, upi: str = "", **more: Any) -> dict[str, Any]:
        total = sum(each["gross"] for each in lines)
        if upi:
            paid = {"method": "upi", "amount": total, "tendered": None, "change": None, "reference": upi}
        else:
            note = -(-total // 50000) * 50000
            paid = {
                "method": "cash",
                "amount": total,
                "tendered": note,
                "change": note - total,
                "reference": None,
            }
            self.cash += total
        return self.write(
            "sale",
            **{
                "lines": lines,
                "documents": self.papers(lines, [each["seller"] for each in lines], "sale"),
                "discount": None,
                "payments": [paid],
                "total": total,
                "phone": None,
                "paper": None,
                **more,
            },
        )

    def give_back(
        self, sale: dict[str, Any], line: int, quantity: int, *, upi: bool = False
    ) -> dict[str, Any]:
        """Take pieces of a line back, none of which came back before."""
        sold = sale["lines"][line]
        gross = (
            sold["gross"]
            if quantity == sold["quantity"]
            else _half_even(sold["gross"] * quantity, sold["quantity"])
        )
        back = {"line": line, "quantity": quantity, "gross": gross, **_parts(gross, Decimal(sold["rate"]))}
        method = "upi" if upi else "cash"
        self.cash -= 0 if upi else gross
        return self.write(
            "return",
            of=sale["id"],
            lines=[back],
            documents=self.papers([back], [sold["seller"]], "credit"),
            payments=[
                {"method": method, "amount": gross, "tendered": None, "change": None, "reference": None}
            ],
            total=gross,
            reason="Another size is wanted",
        )

    def void(self, sale: dict[str, Any], reason: str = "Typed twice") -> dict[str, Any]:
        self.cash -= sum(each["amount"] for each in sale["payments"] if each["method"] == "cash")
        return self.write("void", of=sale["id"], reason=reason)

    def as_it_was(self) -> "Tablet":
        """Return it as a flat battery leaves it: what was written is there."""
        again = copy.copy(self)
        again.unsent, again.sent, again.counts = list(self.unsent), list(self.sent), dict(self.counts)
        return again

    @property
    def row(self) -> Till:
        return Till.objects.get(device=self.device)


def upi_reference() -> str:
    return "UT" + "".join(secrets.choice(_SIGNS) for _ in range(9))


def _half_even(over: int, by: int) -> int:
    return int((Decimal(over) / by).quantize(Decimal(1), ROUND_HALF_EVEN))


def _parts(gross: int, rate: Decimal) -> dict[str, int]:
    net = int((Decimal(gross) * 100 / (100 + rate)).quantize(Decimal(1), ROUND_HALF_EVEN))
    return {"net": net, "tax": gross - net}
