"""Figures that rooms tell an operator: numbers in the database, read when ``/metrics`` is asked."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """
    ``sql`` returns one number; with ``labels`` rows of (one value for each label, number).

    It is asked some times a minute, so it reads an index, or a table that stays small. Labels name kinds
    and states, never people.
    """

    name: str
    words: str
    sql: str
    labels: tuple[str, ...] = ()
