"""The door of labels."""

__all__: list[str] = []
