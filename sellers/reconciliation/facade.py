"""The door of reconciliation."""

from jkrlm.kernel.outbox import Event
from sellers.reconciliation.invariants import invariants
from sellers.reconciliation.services.look_again import look_again

__all__ = ["invariants", "on_books_moved"]


def on_books_moved(event: Event) -> None:
    """React to what may explain a line of the bank: look for matches soon. Harmless however often."""
    del event
    look_again()
