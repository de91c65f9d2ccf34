"""The door of certificates."""

__all__: list[str] = []
