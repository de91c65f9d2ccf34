"""The door of the API for what wires rooms together: nothing else knows it."""

from jkrlm.api.fair_events import on_fair_event

__all__ = ["on_fair_event"]
