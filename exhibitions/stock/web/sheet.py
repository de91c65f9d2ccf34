"""
A sheet on which goods are counted: one row to a line, with − and +, the labels of its pieces, a field for a
scanner. It is sent to be counted on, or to be kept; nothing typed on it is lost on the way.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from http import HTTPStatus
from typing import Final

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

import catalogue.facade as catalogue
from certification.labels import facade as labels
from exhibitions.stock.contracts import Counted, Packed
from exhibitions.stock.errors import NotHere, WrongState
from exhibitions.stock.services.common import PIECES_MOST, codes_of
from exhibitions.stock.services.prices import fair_prices
from exhibitions.stock.web.forms import plain
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.money import Money

_RUPEES: Final = re.compile(r"[0-9]{1,9}(\.[0-9]{1,2})?")
_CODES: Final = re.compile(r"[\s,;]+")
FIGURES: Final = 6
CODES_MOST: Final = 4000


@dataclass(slots=True)
class SheetRow:
    """
    ``key`` names its fields; ``most`` is how many there can be, None where nobody knows. ``codes`` are labels
    as typed, one to a line, ``broken`` those of damaged pieces; ``known`` are those that were counted before,
    for a scanner to find. ``price`` is what is asked at fairs, in rupees as typed; ``online`` is what applies
    where none is, empty where no price is asked for; ``was`` is the price that stood there when the sheet was
    opened.
    """

    key: str
    title: str
    online: str = ""
    price: str = ""
    was: str = ""
    detail: str = ""
    picture: str = ""
    sku: str = ""
    product_id: str = ""
    most: int | None = None
    said: str = ""
    number: str = ""
    damaged: str = ""
    codes: str = ""
    broken: str = ""
    known: tuple[str, ...] = ()
    error: str = ""

    @property
    def value(self) -> int:
        """Raises DomainError: no number."""
        return figure(self.number, self.title, f"n-{self.key}")

    @property
    def scanned(self) -> tuple[str, ...]:
        return codes_of(_CODES.split(self.codes))

    @property
    def scanned_broken(self) -> tuple[str, ...]:
        return codes_of(_CODES.split(self.broken))

    @property
    def scan_words(self) -> str:
        """What a scanner may read of it: SKU and labels."""
        return " ".join((self.sku, *self.known))


def figure(typed: str, title: str, name: str) -> int:
    """Return a number of pieces; nothing typed is none. Raises DomainError."""
    plain = typed.strip() or "0"
    if not (plain.isascii() and plain.isdigit() and len(plain) <= FIGURES and int(plain) <= PIECES_MOST):
        raise DomainError(
            _("“%(title)s”: write how many in figures.") % {"title": title}, code="BAD_COUNT", field=name
        )
    return int(plain)


def _bare(typed: str) -> str:
    return typed.replace(",", "").replace("₹", "").strip()


def rupees(row: SheetRow) -> Money | None:
    """Return what was typed as its price; None where nothing was. Raises DomainError."""
    typed = _bare(row.price)
    if not typed:
        return None
    if not _RUPEES.fullmatch(typed):
        raise DomainError(
            _("“%(title)s”: write the price in rupees, such as 1250 or 1250.50.") % {"title": row.title},
            code="BAD_PRICE",
            field=f"p-{row.key}",
        )
    return Money(Decimal(typed), "INR")


@dataclass(slots=True)
class Sheet:
    """``said`` is what a scan did, ``refused`` why the sheet was sent back, with which ``status``."""

    rows: list[SheetRow]
    key: str
    counts_damaged: bool = False
    scan: str = ""
    said: str = ""
    refused: str = ""
    status: HTTPStatus = HTTPStatus.OK

    def kept(self, request: HttpRequest, keep: Callable[[], str]) -> str:
        """
        Take over what was typed and, where that was asked for, keep it in one transaction. Return what
        ``keep`` returned, nothing where nothing was kept; a refusal stands beside the row it is about.
        """
        if request.method != "POST":
            return ""
        if self.read(request):
            try:
                with transaction.atomic():
                    return keep()
            except DomainError as refusal:
                self.refuse(refusal)
                is_gone = isinstance(refusal, WrongState | NotHere)
                self.status = HTTPStatus.CONFLICT if is_gone else HTTPStatus.UNPROCESSABLE_ENTITY
        elif self.refused:
            self.status = HTTPStatus.UNPROCESSABLE_ENTITY
        return ""

    def read(self, request: HttpRequest) -> bool:
        """
        Take over what was typed; return whether it is to be kept, or only counted on (−, +, a scan).
        """
        sent = request.POST
        self.key = sent.get("key", self.key)[:64].replace("\x00", "")
        for row in self.rows:
            row.number = sent.get(f"n-{row.key}", row.number)[:12].replace("\x00", "")
            row.damaged = sent.get(f"d-{row.key}", row.damaged)[:12].replace("\x00", "")
            row.codes = sent.get(f"codes-{row.key}", row.codes)[:CODES_MOST].replace("\x00", "")
            row.broken = sent.get(f"broken-{row.key}", row.broken)[:CODES_MOST].replace("\x00", "")
            row.price = sent.get(f"p-{row.key}", row.price)[:16].replace("\x00", "")
            row.was = sent.get(f"was-{row.key}", row.was)[:16].replace("\x00", "")
        self.scan = sent.get("scan", "")[:300].replace("\x00", "").strip()
        if "add" in sent or (self.scan and "keep" not in sent):
            self._scanned()
            return False
        for name, by in (("more", 1), ("less", -1)):
            if name in sent:
                self._step(sent.get(name, ""), by)
                return False
        return "keep" in sent

    def refuse(self, refusal: DomainError) -> None:
        """Say why it was not kept, beside the row it is about where there is one."""
        name = refusal.field or ""
        for row in self.rows:
            if name in {f"{each}-{row.key}" for each in ("n", "d", "codes", "broken", "p")}:
                row.error = refusal.message
                self.refused = self.refused or _("Look at what is marked.")
                return
        self.refused = refusal.message

    def packed(self) -> list[Packed]:
        """Raises DomainError: no number."""
        return [Packed(row.key, row.value, row.scanned) for row in self.rows if row.value or row.scanned]

    def prices(self) -> dict[str, Money | None]:
        """
        Return what is asked at fairs for what is packed, where that was typed otherwise than it was shown;
        None: as online. What somebody else named meanwhile stays.

        Raises:
            DomainError: no number.
        """
        return {
            row.key: rupees(row)
            for row in self.rows
            if row.value and row.online and _bare(row.price) != _bare(row.was)
        }

    def counted(self) -> list[Counted]:
        """Raises DomainError: no number, or nothing written: a count says 0 where there is none."""
        found = []
        for row in self.rows:
            if not row.number.strip():
                raise DomainError(
                    _("Count “%(title)s”; write 0 where there is none.") % {"title": row.title},
                    code="BAD_COUNT",
                    field=f"n-{row.key}",
                )
            damaged = figure(row.damaged, row.title, f"d-{row.key}")
            found.append(Counted(int(row.key), row.value, damaged, row.scanned, row.scanned_broken))
        return found

    @property
    def total(self) -> int:
        return sum(int(row.number) for row in self.rows if row.number.strip().isdecimal())

    def _step(self, key: str, by: int) -> None:
        for row in self.rows:
            if row.key == key:
                try:
                    row.number = str(min(max(row.value + by, 0), PIECES_MOST))
                except DomainError as refusal:
                    self.refuse(refusal)

    def _scanned(self) -> None:
        """One more of what a scanner read: a label is one piece, counted once; a SKU is one of many."""
        if not self.scan:
            return
        typed, self.scan = self.scan, ""
        code = labels.plain(typed)
        if labels.is_code(code):
            self._label(code)
            return
        rows = [row for row in self.rows if row.sku and row.sku.upper() == typed.upper()]
        if not rows:
            self.refused = _("“%(typed)s” is on no line here.") % {"typed": typed[:60]}
            return
        self._step(rows[0].key, 1)
        self.said = _("%(title)s: %(n)s") % {"title": rows[0].title, "n": rows[0].number}

    def _label(self, code: str) -> None:
        try:
            found = labels.label(code)
        except labels.LabelUnknown:
            self.refused = _("There is no label %(code)s. Compare it with the piece.") % {
                "code": labels.shown(code)
            }
            return
        rows = [row for row in self.rows if row.product_id == found.product_id]
        if not rows:
            self.refused = _("“%(title)s” is on no line here.") % {"title": found.goods.title}
            return
        row = next((each for each in rows if code in each.known), rows[0])
        if code in row.scanned:
            self.said = _("Label %(code)s is counted already.") % {"code": labels.shown(code)}
            return
        row.codes = "\n".join((*map(labels.shown, row.scanned), labels.shown(code)))
        self._step(row.key, 1)
        self.said = _("%(title)s: %(n)s") % {"title": row.title, "n": row.number}


def goods_rows(
    goods: Iterable[catalogue.ShelfGoods],
    *,
    language: str,
    picture: Mapping[str, str],
    asks_price: bool = True,
) -> list[SheetRow]:
    """Return a row for each of a group's goods, to be packed from the shop's shelf."""
    goods = list(goods)
    prices = fair_prices([each.variant_id for each in goods]) if asks_price else {}
    named = {variant_id: plain(price) for variant_id, price in prices.items()}
    return [
        SheetRow(
            key=each.variant_id,
            online=plain(each.price) if asks_price else "",
            price=named.get(each.variant_id, ""),
            was=named.get(each.variant_id, ""),
            title=each.titles.get(language) or each.titles["en"],
            detail=each.variant_name,
            picture=picture.get(each.variant_id, ""),
            sku=each.sku,
            product_id=each.product_id,
            most=each.free,
            said="" if each.free is None else _("%(n)d in the shop") % {"n": each.free},
        )
        for each in goods
    ]
