"""The door of verification."""

__all__: list[str] = []
