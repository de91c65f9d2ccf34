"""The door of desk."""

__all__: list[str] = []
