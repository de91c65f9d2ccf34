"""Code 128 (ISO/IEC 15417): bars for what a scanner at a counter reads. Pure."""

import re
from dataclasses import dataclass
from typing import Final

#: Widths of bar, space, bar, space, bar, space, in modules, by value.
_WRITTEN: Final = """
    212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132
    122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212
    322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311 211313 231113 231311
    112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 213311 213131 311123 311321
    331121 312113 312311 332111 314111 221411 431111 111224 111422 121124 121421 141122 141221 112214
    112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212
    124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 114311 411113
    411311 113141 114131 311141 411131
"""
_WIDTHS: Final = re.findall(r"\d{6}", _WRITTEN)
_START_B: Final = "211214"
_START_B_VALUE: Final = 104
_STOP: Final = "2331112"
_TO_C, _TO_B = 99, 100
QUIET_MODULES: Final = 10
LONGEST: Final = 40


@dataclass(frozen=True, slots=True)
class Bars:
    """Dark bars as (start, width) in modules; ``width`` counts the quiet zone on both sides."""

    width: int
    dark: tuple[tuple[int, int], ...]


def code128(text: str) -> Bars:
    """
    Return the bars of a text of printable ASCII; four and more digits in a row are packed in pairs.

    Raises:
        ValueError: nothing, too much, or a character that it has not.
    """
    if not 0 < len(text) <= LONGEST or any(not 32 <= ord(each) < 127 for each in text):
        raise ValueError("A bar code here holds 1 to 40 characters of ASCII.")
    values = _values(text)
    check = (_START_B_VALUE + sum(place * value for place, value in enumerate(values, 1))) % 103
    widths = _START_B + "".join(_WIDTHS[value] for value in (*values, check)) + _STOP
    dark, at = [], QUIET_MODULES
    for place, width in enumerate(int(each) for each in widths):
        if place % 2 == 0:
            dark.append((at, width))
        at += width
    return Bars(at + QUIET_MODULES, tuple(dark))


def _values(text: str) -> list[int]:
    values: list[int] = []
    in_c, at = False, 0
    while at < len(text):
        run = len(text[at:]) - len(text[at:].lstrip("0123456789"))
        if in_c and run < 2:
            values.append(_TO_B)
            in_c = False
        elif not in_c and run >= 4:
            if run % 2:
                values.append(ord(text[at]) - 32)
                at += 1
            values.append(_TO_C)
            in_c = True
        if in_c:
            values.append(int(text[at : at + 2]))
            at += 2
        else:
            values.append(ord(text[at]) - 32)
            at += 1
    return values
