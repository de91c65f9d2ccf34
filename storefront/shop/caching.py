"""What a cache must look at before it hands a page to somebody else."""

from typing import Final

#: The bag's count stands on every page, and htmx asks for parts of some.
PER_VISITOR: Final = ("Cookie", "HX-Target")
