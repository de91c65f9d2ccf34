"""The door of seller orders."""

__all__: list[str] = []
