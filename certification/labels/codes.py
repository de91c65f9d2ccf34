"""
Codes of labels, GTINs and the addresses in the QR. Pure.

A code is eleven random characters and a check character, of an alphabet without look-alikes: neither 0 nor O,
1, I nor L, 2 nor Z, 5 nor S, 8 nor B, U nor V. There are 23 characters because 23 is prime: with weights
that differ modulo 23 the check character finds every wrong character and every two that were swapped.
"""

import secrets
from dataclasses import dataclass
from typing import Final

ALPHABET: Final = "34679ACDEFGHJKMNPQRTWXY"
LENGTH: Final = 12
_BASE: Final = len(ALPHABET)
_VALUE: Final = {character: value for value, character in enumerate(ALPHABET)}
_GROUP: Final = 4


def new_code() -> str:
    """Return a code that nobody can guess: 23 to the power of 11."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return body + check_character(body)


def check_character(body: str) -> str:
    """Return the character that makes the weighted sum nought modulo 23; the weights are 1, 2, 3, …"""
    total = sum(weight * _VALUE[character] for weight, character in enumerate(body, 1))
    # The check character's own weight is its place, which has an inverse: 23 is prime.
    return ALPHABET[-total * pow(len(body) + 1, -1, _BASE) % _BASE]


def is_code(text: str) -> bool:
    """Return whether the text is a code whose check character fits."""
    return (
        len(text) == LENGTH
        and all(character in _VALUE for character in text)
        and sum(weight * _VALUE[character] for weight, character in enumerate(text, 1)) % _BASE == 0
    )


def plain(typed: str) -> str:
    """
    Return what was typed as a code would be written: capitals, without spaces and hyphens.

    The address of a label, as a scanner hands it on, becomes its code.
    """
    text = typed.strip()[:300]
    if "/" in text:
        text = next((part for part in reversed(text.split("?")[0].split("/")) if part), "")
    return "".join(character for character in text.upper() if character.isalnum() and character.isascii())[
        :40
    ]


def shown(code: str) -> str:
    """Return a code as it is printed: K7QM-3XRT-9HDW."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def gtin_check_digit(digits: str) -> str:
    """Return the GS1 check digit: weights 3 and 1 from the right, to the next ten."""
    total = sum(int(digit) * (3 if at % 2 == 0 else 1) for at, digit in enumerate(reversed(digits)))
    return str(-total % 10)


def gtin_of(prefix: str, reference: int) -> str:
    """
    Return the GTIN-14 of an item: 0, the company's prefix, the item's number, the check digit.

    Raises:
        ValueError: the prefix leaves no room for so many items, or is none (7 to 10 digits).
    """
    room = 12 - len(prefix)
    if not (prefix.isascii() and prefix.isdigit() and 7 <= len(prefix) <= 10):
        raise ValueError("A GS1 company prefix has 7 to 10 digits.")
    if not 0 <= reference < 10**room:
        raise ValueError(f"The GS1 prefix {prefix} has room for {10**room} items.")
    body = f"{prefix}{reference:0{room}d}"
    return f"0{body}{gtin_check_digit(body)}"


def is_gtin(text: str) -> bool:
    """Return whether it is a GTIN of 8, 12, 13 or 14 digits whose check digit fits."""
    return (
        len(text) in (8, 12, 13, 14)
        and text.isascii()
        and text.isdigit()
        and gtin_check_digit(text[:-1]) == text[-1]
    )


@dataclass(frozen=True, slots=True)
class Address:
    """What the QR of a label says. Without a GTIN it is our own address."""

    base: str
    code: str
    gtin: str = ""
    lot: str = ""

    @property
    def path(self) -> str:
        """The path on our site, which the resolver answers."""
        if not self.gtin:
            return f"/VERIFY/{self.code}"
        lot = f"/10/{self.lot}" if self.lot else ""
        return f"/01/{self.gtin}{lot}/21/{self.code}"

    @property
    def printed(self) -> str:
        """
        The address in capitals: a QR code of fewer modules, so each of them is larger.

        Scheme and host take either case (RFC 3986; GS1 Digital Link names HTTPS); the rest is in capitals
        by itself.
        """
        return f"{self.base.rstrip('/').upper()}{self.path}"

    @property
    def link(self) -> str:
        return f"{self.base.rstrip('/')}{self.path}"
