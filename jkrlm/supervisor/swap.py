"""
Putting restored files in the place of those that are there: by renames, each of which can be taken back.

What was there before goes to ``<name>.before-restore``; what an earlier restore left under that name goes to
``<name>.before-last-restore`` and is removed only when the whole restore has succeeded. The renames are
written down first, so that the next restore can take back those of one that was cut off by a power cut.
"""

import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from jkrlm.supervisor.backup import KEYS, MEDIA
from jkrlm.supervisor.errors import HouseError
from jkrlm.supervisor.journal import JOURNAL

BEFORE: Final = "before-restore"
EARLIER: Final = "before-last-restore"

Rename = tuple[Path, Path]


def refuse_mounted(data_dir: Path, names: Iterable[str]) -> None:
    """
    Raises:
        HouseError: one of them is a mount point: nothing else can be put in its place by a rename.
    """
    for path in (data_dir / name for name in names):
        if path.is_mount():
            raise HouseError(
                f"{path} is a mount point, and a restore puts another folder in its place; "
                f"nothing was changed. Mount the whole of {data_dir} instead, "
                "or unmount it, restore, and copy the files to it."
            )


@contextmanager
def swapped(data_dir: Path, home: Path, names: Iterable[str]) -> Iterator[None]:
    """
    Put what lies in ``home`` in the place of what lies in the data folder, while the block does the rest.

    Where a rename or the block fails, all is as it was before.

    Raises:
        HouseError: a rename failed.
    """
    renames = list(_renames(data_dir, home, names))
    journal = data_dir / JOURNAL
    lines = [[path.relative_to(data_dir).as_posix() for path in rename] for rename in renames]
    try:
        (home / JOURNAL).write_text(json.dumps(lines))
        (home / JOURNAL).rename(journal)  # never half written
        for rename in renames:
            _rename(*rename)
        yield
    except BaseException as fault:
        _take_back(renames)
        journal.unlink(missing_ok=True)
        if isinstance(fault, OSError):
            raise HouseError(
                f"{fault.filename2 or fault.filename} could not be put in its place "
                f"({fault.strerror}); nothing was changed."
            ) from fault
        raise
    journal.unlink()


def settle(data_dir: Path, *, committed: bool) -> None:
    """
    Take back, or finish, what a restore began that was cut off.

    Args:
        committed: its database is in its place already, so its files stay.

    Raises:
        HouseError: it cannot be taken back.
    """
    journal = data_dir / JOURNAL
    if journal.exists():
        if not committed:
            lines = json.loads(journal.read_text())
            _take_back([(data_dir / source, data_dir / target) for source, target in lines])
        journal.unlink()
    remove_earlier(data_dir)


def remove_earlier(data_dir: Path) -> None:
    for name in (MEDIA, *KEYS):
        path = data_dir / f"{name}.{EARLIER}"
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _renames(data_dir: Path, home: Path, names: Iterable[str]) -> Iterator[Rename]:
    for name in names:
        present, before = data_dir / name, data_dir / f"{name}.{BEFORE}"
        if os.path.lexists(before):
            yield before, data_dir / f"{name}.{EARLIER}"
        if os.path.lexists(present):
            yield present, before
        yield home / name, present


def _rename(source: Path, target: Path) -> None:
    if os.path.lexists(target):  # where both are files, a rename would write over it
        raise FileExistsError(17, "something lies there already", str(target))
    source.rename(target)


def _take_back(renames: list[Rename]) -> None:
    """Undo those that were done, which the files themselves tell; the others are left alone."""
    stuck = []
    for source, target in reversed(renames):
        if os.path.lexists(target) and not os.path.lexists(source):
            try:
                source.parent.mkdir(parents=True, exist_ok=True)
                target.rename(source)
            except OSError as fault:
                stuck.append(f"{target} to {source} ({fault.strerror})")
    if stuck:
        raise HouseError(
            f"The restore failed, and these could not be put back: {'; '.join(stuck)}. "
            "Mend what bars the way and restore again: that puts them back first."
        )
