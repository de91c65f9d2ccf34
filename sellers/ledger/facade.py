"""The door of the ledger."""

__all__: list[str] = []
