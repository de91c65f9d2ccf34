"""The door of the registry."""

from sellers.registry.contracts import Group
from sellers.registry.errors import BadGroupRow, GroupUnknown
from sellers.registry.selectors import group, groups, groups_by_code
from sellers.registry.services.upsert_groups import upsert_groups

__all__ = ["BadGroupRow", "Group", "GroupUnknown", "group", "groups", "groups_by_code", "upsert_groups"]
