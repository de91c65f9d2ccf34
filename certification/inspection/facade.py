"""The door of inspection."""

__all__: list[str] = []
