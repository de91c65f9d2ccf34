"""The life of a house: opened step by step, watched and healed, closed in order."""

import http.client
import os
import subprocess
import time
from pathlib import Path

from jkrlm.supervisor.binaries import find_binaries, readable_for
from jkrlm.supervisor.console import say, step
from jkrlm.supervisor.errors import DatabaseFailed, HouseError, TaskFailed
from jkrlm.supervisor.journal import refuse_half_restored
from jkrlm.supervisor.lock import house_lock
from jkrlm.supervisor.logs import last_lines, open_log
from jkrlm.supervisor.plan import ROOT, HousePlan, Task, refuse_taken_port
from jkrlm.supervisor.postgres import Cluster, ClusterPlan
from jkrlm.supervisor.records import Records
from jkrlm.supervisor.services import Backoff, Supervised
from jkrlm.supervisor.signals import Waiter
from jkrlm.supervisor.spawn import spawn
from jkrlm.supervisor.users import database_user

READY_SECONDS_MAX = 90.0
#: A service that falls this often before the house is ready will not come up by itself.
FALLS_BEFORE_READY = 4
#: A child's end wakes us at once; this is for one whose signal came while we waited for something else.
LOOK_EVERY_SECONDS = 0.5
URL_FILE = "database-url"


def embedded_cluster(data_dir: Path, *, records: Records, waiter: Waiter, durable: bool = True) -> Cluster:
    """Return the data folder's own PostgreSQL, not yet started."""
    folder = data_dir / "postgres"
    user = database_user(folder)
    plan = ClusterPlan(
        folder=folder,
        log=data_dir / "log" / "postgres.log",
        binaries=readable_for(find_binaries(folder), user),
        user=user,
        durable=durable,
    )
    return Cluster(plan, records=records, pause=waiter.pause)


class House:
    def __init__(self, plan: HousePlan, waiter: Waiter) -> None:
        self.plan = plan
        self.waiter = waiter
        self.records = Records(plan.run_folder)
        self.cluster: Cluster | None = None
        self.cluster_backoff = Backoff()
        self.cluster_due = 0.0
        self.heals = 0
        self.services = [
            Supervised(service, records=self.records, logs=plan.logs, cwd=ROOT) for service in plan.services
        ]

    def run(self) -> None:
        """Open, then watch until asked to stop. Whatever happens, close."""
        with house_lock(self.plan.data_dir, doing=f"runs at {self.plan.address}"):
            try:
                self._open()
                self._announce()
                while True:
                    self._heal()
                    self.waiter.pause(self._seconds_to_next())
            finally:
                self._close()

    # -- opening -----------------------------------------------------------------------------------------

    def _open(self) -> None:
        refuse_half_restored(self.plan.data_dir)
        self.records.stop_leftovers()
        refuse_taken_port(self.plan)
        if not self.plan.database_url:
            self.cluster = embedded_cluster(self.plan.data_dir, records=self.records, waiter=self.waiter)
            self.cluster.create()
            with step("Starting the database"):
                self.cluster.start()
            self.cluster_backoff.started(time.monotonic())
            (self.plan.run_folder / URL_FILE).write_text(self.cluster.url)
        for task in self.plan.tasks:
            with step(task.title):
                self._run_task(task)
        with step("Opening the store"):
            for service in self.services:
                service.start(self._environment())
            self._await_ready()

    def _environment(self) -> dict[str, str]:
        url = self.cluster.url if self.cluster is not None else self.plan.database_url
        return {**os.environ, **self.plan.env, "DATABASE_URL": url}

    def _run_task(self, task: Task) -> None:
        """Run a step to its end; again when the database fell while it ran (the steps are repeatable)."""
        log_path = self.plan.logs / "setup.log"
        while True:
            heals_before = self.heals
            with open_log(log_path) as log:
                lines = None if task.shown else log
                child = spawn(task.argv, env=self._environment(), cwd=ROOT, output=lines, errors=log)
            self.records.note("setup", child.pid)
            try:
                self._await_task(child)
            finally:
                self.records.forget("setup")
            if child.returncode == 0:
                return
            self._heal_cluster()
            if self.heals == heals_before:
                raise TaskFailed(f"{task.title}: this step failed: {last_lines(log_path)} (see {log_path})")
            say(f"    {task.title}: once more, because the database had fallen …")

    def _await_task(self, child: "subprocess.Popen[bytes]") -> None:
        try:
            while child.poll() is None:
                self._heal_cluster()
                self.waiter.pause(0.2)
        except BaseException:
            child.kill()
            child.wait()
            raise

    def _await_ready(self) -> None:
        deadline = time.monotonic() + READY_SECONDS_MAX
        while self.plan.ready_path and not self._is_ready():
            self._heal()
            for service in self.services:
                if service.backoff.falls >= FALLS_BEFORE_READY:
                    raise HouseError(
                        f"{service.service.name} does not start: {service.last_words()} (see {service.log})"
                    )
            if time.monotonic() > deadline:
                raise HouseError(f"The store does not answer at {self.plan.address}; see {self.plan.logs}.")
            self.waiter.pause(0.1)

    def _is_ready(self) -> bool:
        connection = http.client.HTTPConnection(self.plan.host, self.plan.port, timeout=5)
        try:
            connection.request("GET", self.plan.ready_path)
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def _announce(self) -> None:
        say("")
        say(f"The store is open:  {self.plan.address}")
        if self.plan.ready_path:
            say(f"  sign in as a demo person    {self.plan.address}demo/")
            say(f"  mail and SMS it has sent    {self.plan.address}demo/outbox/")
            say(f"  the store's API             {self.plan.address}graphql/")
        say(f"  logs                        {self.plan.logs}")
        say("Ctrl-C stops everything; the data stays.")

    # -- watching ----------------------------------------------------------------------------------------

    def _heal(self) -> None:
        self._heal_cluster()
        for service in self.services:
            service.check()

    def _heal_cluster(self) -> None:
        """Start a fallen PostgreSQL again, at the same address, so that the others find it by themselves."""
        cluster = self.cluster
        if cluster is None or cluster.process is None or cluster.process.poll() is None:
            return
        now = time.monotonic()
        if self.cluster_due == 0.0:
            self.cluster_due = self.cluster_backoff.fell(now)
            say("  PostgreSQL ended; starting it again.")
        if now < self.cluster_due:
            return
        self.cluster_due = 0.0
        self.cluster_backoff.started(now)
        self.heals += 1
        try:
            cluster.start()
        except DatabaseFailed as fault:
            if self.cluster_backoff.falls >= FALLS_BEFORE_READY:
                raise
            say(f"  {fault}")

    def _seconds_to_next(self) -> float:
        waits = [wait for service in self.services if (wait := service.seconds_to_restart) is not None]
        if self.cluster_due:
            waits.append(max(0.0, self.cluster_due - time.monotonic()))
        return min([LOOK_EVERY_SECONDS, *waits])

    # -- closing -----------------------------------------------------------------------------------------

    def _close(self) -> None:
        """Stop the services together, then the database. A second Ctrl-C stops being polite."""
        if self.waiter.stops_asked:
            say("Stopping …")
        for service in self.services:
            service.ask_to_stop()
        for service in self.services:
            service.finish(self.waiter.rest, hurry=self.waiter.stops_asked > 1)
        if self.cluster is not None:
            self.cluster.stop(self.waiter.rest)
        (self.plan.run_folder / URL_FILE).unlink(missing_ok=True)
        if self.waiter.stops_asked:
            say("Everything is stopped.")
