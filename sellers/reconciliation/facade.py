"""The door of reconciliation."""

__all__: list[str] = []
