"""Pictures of an earlier version get colour, look and sizes, once, however often the run is cut."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from media import facade
from media.models import StoredPicture
from media.services import catch_up
from tests.media.hostile import photo

pytestmark = pytest.mark.django_db
UNKNOWN = {"colour": "", "light": None, "sharp": None, "look": None, "bands": [], "file_hash": ""}


def test_old_pictures_are_brought_up_to_date_and_a_cut_run_goes_on(
    settings, tmp_path: Path, monkeypatch
) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(catch_up, "BATCH", 2)
    for number in range(5):
        facade.make_renditions(facade.store_picture(photo(size=(300 + number, 200)), private=number > 3).key)
    facts = _facts()
    sizes = sorted(path.name for path in tmp_path.rglob("*.*"))
    keys = sorted(facts)
    StoredPicture.objects.exclude(key=keys[0]).update(**UNKNOWN)
    for path in tmp_path.rglob("*.avif"):
        path.unlink()
    lost = next(tmp_path.rglob(f"{keys[3]}/original.*"))
    whole = lost.read_bytes()
    lost.unlink()

    said = StringIO()
    with pytest.raises(CommandError, match="1 are to be brought back"):
        call_command("media_catch_up", stdout=said)
    assert said.getvalue().splitlines()[0].startswith("2 of 5, 1 looked at, ")
    assert f"no file or a broken one  {keys[3]}" in said.getvalue()
    lost.write_bytes(whole)
    call_command("media_catch_up", after=keys[2], stdout=(said := StringIO()))
    assert said.getvalue().splitlines()[-1].startswith("2 pictures: 1 looked at, ")

    assert _facts() == facts
    assert all(row.colour for row in StoredPicture.objects.all())
    assert sorted(path.name for path in tmp_path.rglob("*.*")) == sizes
    call_command("media_catch_up", stdout=(said := StringIO()))
    assert said.getvalue().splitlines()[-1] == "5 pictures: 0 looked at, 0 sizes made"


def _facts() -> dict[str, tuple[object, ...]]:
    """Colour is left out: of two that are as common, the kept JPEG may tip to the other."""
    return {
        row.key: (row.light, row.sharp, row.look, row.bands, row.file_hash)
        for row in StoredPicture.objects.all()
    }
