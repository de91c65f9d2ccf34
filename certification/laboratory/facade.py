"""The door of laboratory."""

__all__: list[str] = []
