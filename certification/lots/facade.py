"""The door of lots."""

__all__: list[str] = []
