"""What passes between the room's parts, and across its door."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AddressRow:
    """An address of a buyer; ``number`` names it in addresses of pages, ``phone`` is E.164."""

    number: int
    name: str
    line1: str
    line2: str
    city: str
    pincode: str
    state: str
    phone: str
    is_default: bool

    @property
    def lines(self) -> tuple[str, ...]:
        place = " ".join(part for part in (self.city, self.pincode) if part)
        return tuple(part for part in (self.name, self.line1, self.line2, place, self.state) if part)

    @property
    def short(self) -> str:
        return ", ".join(part for part in (self.name, self.line1, self.city, self.pincode) if part)

    def typed(self) -> dict[str, str]:
        """Return it as the checkout's form has it."""
        return {
            "name": self.name,
            "line1": self.line1,
            "line2": self.line2,
            "city": self.city,
            "pin": self.pincode,
            "phone": self.phone,
        }


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order in a list; ``token`` opens its page."""

    token: str
    number: str
    placed: str
    total: str
    state: str
    pieces: str
    picture: str
