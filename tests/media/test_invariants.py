"""What a row names is in storage: the clause that a restored backup is held against."""

from pathlib import Path

import pytest

from media import facade as media
from tests.catalogue.goods import SILENCE
from tests.media.test_pictures import photograph, uploads

__all__ = ["uploads"]

pytestmark = pytest.mark.django_db


def faults() -> list[str]:
    return [fault for _sentence, check in media.invariants() for fault in check()]


def test_every_file_that_a_row_names_is_there_or_told(uploads: Path) -> None:
    shown = media.store_picture(photograph(), alt="Stole")
    paper = media.store_picture(photograph(400, 300), alt="Paper", private=True)
    voice = media.store_voice(SILENCE)
    assert faults() == []
    for kept in (*uploads.rglob("original.*"), *uploads.glob("voices/*/*")):
        kept.unlink()
    assert sorted(faults()) == sorted(
        [
            f"pictures/{shown.key[:2]}/{shown.key}/original.jpg is not there",
            f"private-pictures/{paper.key[:2]}/{paper.key}/original.jpg is not there",
            f"voices/{voice.key[:2]}/{voice.key} is not there",
        ]
    )
