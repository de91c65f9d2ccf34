"""Who answers the store's synchronous questions; the wiring's table, kept for whichever store asks."""

from collections.abc import Callable, Mapping
from typing import Any

Answerer = Callable[[dict[str, Any]], Any]

_answers: dict[str, Answerer] = {}


def set_answers(table: Mapping[str, Answerer]) -> None:
    """Take the wiring's table of event -> the one function that answers it; replaces the one before."""
    _answers.clear()
    _answers.update(table)


def answerer_of(event: str) -> Answerer | None:
    """Return who answers the event (``CHECKOUT_CALCULATE_TAXES``), or None."""
    return _answers.get(event)
