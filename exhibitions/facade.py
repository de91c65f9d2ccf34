"""The door of exhibitions."""

__all__: list[str] = []
