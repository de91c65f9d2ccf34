"""Pure rules of UPI: the link that a bank's app opens, our references, and what a bank's words name."""

import re
import secrets
import unicodedata
from decimal import Decimal
from typing import Final
from urllib.parse import quote

from django.utils.translation import gettext

from commerce.payments.errors import ClaimRefused

#: A payment by UPI is at most this (NPCI's limit for a payment to a merchant).
UPI_MAXIMUM: Final = Decimal("100000.00")
#: Without I, L, O and U, which are misread.
_SIGNS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH: Final = 9
CLAIM_PREFIX: Final = "UC"
REFUND_PREFIX: Final = "UR"
#: Of a till's bill; the till makes it without a network.
STALL_PREFIX: Final = "UT"
_NAMED: Final = re.compile(rf"(?<![A-Z0-9])(?:UC|UR|UT)[{_SIGNS}]{{{_LENGTH}}}(?![A-Z0-9])")
_TWELVE: Final = re.compile(r"(?<!\d)\d{12}(?!\d)")
_ADDRESS: Final = re.compile(r"[A-Za-z0-9.\-_]{2,64}@[A-Za-z][A-Za-z0-9]{1,31}")
#: ``tn`` and ``tr`` are cut by banks beyond these lengths; source: NPCI, UPI Linking Specification 1.6.
PAYEE_LONGEST: Final = 50


def new_reference(prefix: str) -> str:
    """Return 45 random bits as eleven signs: short enough for every bank's statement."""
    return prefix + "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))


def upi_link(*, vpa: str, payee: str, amount: Decimal, reference: str) -> str:
    """
    Return the address that a bank's app opens, as NPCI's UPI Linking Specification writes it.

    ``tr`` is the payee's own reference, ``tn`` the note: banks show one or the other in a statement, so both
    say it. Without ``mam`` the app does not let the amount be changed.
    """
    fields = (
        ("pa", quote(vpa, safe="@.-_")),
        ("pn", quote(payee[:PAYEE_LONGEST], safe="")),
        ("am", f"{amount:.2f}"),
        ("cu", "INR"),
        ("tn", quote(reference, safe="")),
        ("tr", quote(reference, safe="")),
    )
    return "upi://pay?" + "&".join(f"{name}={value}" for name, value in fields)


def is_address(vpa: str) -> bool:
    """Say whether a text can be a UPI address (name@handle)."""
    return _ADDRESS.fullmatch(vpa) is not None


def clean_rrn(typed: str) -> str:
    """
    Return the twelve digits of a reference number, whichever script they were typed in; spaces and hyphens
    between them do not matter.

    Raises:
        ClaimRefused: not twelve digits.
    """
    signs = [sign for sign in typed if not sign.isspace() and sign not in "-/."]
    text = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in signs)
    if not text:
        raise ClaimRefused(gettext("Type the reference number that your UPI app shows."), field="rrn")
    if not (text.isascii() and text.isdigit() and len(text) == 12):
        raise ClaimRefused(
            gettext(
                "The reference number has 12 digits. Your UPI app shows it with the payment, as UTR, "
                "UPI Ref or RRN."
            ),
            field="rrn",
        )
    return text


def references_in(words: str, prefix: str) -> list[str]:
    """Return our references that a bank's words name; banks break lines inside of them."""
    said = words.upper()
    found = [*_NAMED.findall(said), *_NAMED.findall("".join(said.split()))]
    return list(dict.fromkeys(each for each in found if each.startswith(prefix)))


def rrn_in(reference: str, narration: str) -> str:
    """Return the bank's number: its own column, else the only twelve digits of its words; empty if unsure."""
    if re.fullmatch(r"\d{12}", reference.strip()):
        return reference.strip()
    found = set(_TWELVE.findall(f"{reference} {narration}"))
    return found.pop() if len(found) == 1 else ""


def payer_in(narration: str) -> str:
    """Return the payer's UPI address where the bank's words hold exactly one; else nothing."""
    found = set(_ADDRESS.findall(narration))
    return found.pop()[:120] if len(found) == 1 else ""


def looks_like_upi(reference: str, narration: str) -> bool:
    """Say whether a line of the bank is a payment by UPI, by the bank's own words."""
    return re.search(r"(?<![A-Z])UPI(?![A-Z])", f"{reference} {narration}".upper()) is not None
