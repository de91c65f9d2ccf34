"""Guest orders of an address become the user's once he has shown that the address is his."""

from collections.abc import Callable

from commerce.embedded.account.models import User

Adopter = Callable[[User], int]

_adopters: list[Adopter] = []


def set_adopter(adopter: Adopter) -> None:
    """Take the order room's function; orders stand above this room."""
    _adopters[:] = [adopter]


def adopt_orders(user: User) -> int:
    """Give the user the guest orders of his address; returns how many. Inside the caller's transaction."""
    return sum(adopter(user) for adopter in _adopters)
