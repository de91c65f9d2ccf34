"""The door of earnings."""

__all__: list[str] = []
