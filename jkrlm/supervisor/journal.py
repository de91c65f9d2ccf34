"""What a restore writes down before it swaps files: left behind, it was cut off before its database."""

from pathlib import Path
from typing import Final

from jkrlm.supervisor.errors import HouseError

JOURNAL: Final = "restore.renames.json"


def refuse_half_restored(data_dir: Path) -> None:
    """
    Raises:
        HouseError: a restore was cut off between its files and its database: they may not belong together.
    """
    if (data_dir / JOURNAL).exists():
        raise HouseError(
            f"A restore into {data_dir} was cut off: its files and its database may not belong together. "
            "Run it again (make restore FILE=…, any backup): that first takes back, or ends, what it began."
        )
