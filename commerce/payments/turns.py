"""Whose turn it is with a checkout."""

from contextlib import AbstractContextManager

from jkrlm.kernel.locks import advisory_lock


def turn_with(checkout_id: str) -> AbstractContextManager[bool]:
    """
    Wait for one's turn with a checkout: a press of the button, a return from paying, or our own completion.

    The store would sort them out, too, but a Saleor answers some of them with an internal error.
    """
    return advisory_lock(f"checkout {checkout_id}")
