"""The door of what follows buying: what it holds about people."""

from storefront.aftercare.personal_data import PERSONAL_DATA

__all__ = ["PERSONAL_DATA"]
