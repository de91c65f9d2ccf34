"""A state as a word with a shade and a pictogram: never colour alone."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Badge:
    """``shade`` is a class of the style sheets: ok, warn, err, off, or empty for plain."""

    label: str
    shade: str
    icon: str
