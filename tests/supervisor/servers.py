"""A PostgreSQL server of a version of the test's choice, in a folder of its own."""

import re
import shutil
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

from jkrlm.supervisor.binaries import Binaries, find_client, readable_for
from jkrlm.supervisor.postgres import Cluster, ClusterPlan
from jkrlm.supervisor.records import Records
from jkrlm.supervisor.signals import Waiter
from jkrlm.supervisor.users import database_user


def other_major() -> Binaries | None:
    """Return a PostgreSQL of another major version than the one that the house takes, if there is one."""
    ours = find_client(0).major
    for place in sorted(Path("/usr/lib/postgresql").glob("*/bin")):
        major = int(re.sub(r"\D", "", place.parent.name) or 0)
        if major not in (0, ours) and (place / "initdb").exists():
            return Binaries(place, major)
    return None


class Server:
    """
    Runs while the block does.

    Its folder lies where everybody may come: before version 16, initdb does not work below a closed one.
    """

    def __init__(self, binaries: Binaries) -> None:
        self._folder = folder = Path(tempfile.mkdtemp(prefix="umeed-server-", dir="/var/tmp"))
        folder.chmod(0o711)
        self.binaries = binaries
        self._waiter = Waiter()
        user = database_user(folder / "postgres")
        plan = ClusterPlan(
            folder=folder / "postgres",
            log=folder / "postgres.log",
            binaries=readable_for(binaries, user),
            user=user,
            durable=False,
        )
        self._cluster = Cluster(plan, records=Records(folder / "run"), pause=self._waiter.pause)

    @property
    def url(self) -> str:
        return self._cluster.url

    def __enter__(self) -> Self:
        try:
            self._cluster.create()
            self._cluster.start()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._cluster.stop(self._waiter.rest)
        shutil.rmtree(self._folder)
