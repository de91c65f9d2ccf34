"""The door of payouts."""

__all__: list[str] = []
