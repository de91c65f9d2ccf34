"""The door of certification."""

__all__: list[str] = []
