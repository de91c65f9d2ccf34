"""The door of the portal."""

__all__: list[str] = []
