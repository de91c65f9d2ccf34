"""Why the workshop will not take a file: a word for the parent, which has the sentences."""

from typing import Final

#: The file is none of its kind, or none that we open.
NOT_READABLE: Final = "not-readable"
#: It began well and then breaks off or makes no sense.
BROKEN: Final = "broken"
TOO_MANY_BYTES: Final = "too-many-bytes"
TOO_MANY_PIXELS: Final = "too-many-pixels"
TOO_MANY_PAGES: Final = "too-many-pages"
TOO_SMALL: Final = "too-small"
LOCKED: Final = "locked"
HAS_PROGRAM: Final = "has-program"
HAS_FILES: Final = "has-files"
TOO_LONG: Final = "too-long"


class Refusal(Exception):
    """``limit`` is the number in the sentence; ``kind`` is what the file seems to be instead, or empty."""

    def __init__(self, why: str, *, limit: int = 0, kind: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.limit = limit
        self.kind = kind
