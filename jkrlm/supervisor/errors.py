"""
Why the house does not open. Each carries one sentence for the person who typed the command.

HouseError
├── AlreadyRuns      another start holds the lock
├── PortTaken        the web address belongs to another program
├── DatabaseFailed   PostgreSQL cannot be had, made or started
├── TaskFailed       a set-up step (migrations, demo data …) ended with an error
└── ArchiveRefused   a backup file is not whole, or not ours
StopAsked            Ctrl-C or SIGTERM while something was under way; not an error
"""


class HouseError(Exception):
    """A sentence for people; the command ends with status 1."""


class AlreadyRuns(HouseError):
    pass


class PortTaken(HouseError):
    pass


class DatabaseFailed(HouseError):
    pass


class TaskFailed(HouseError):
    pass


class ArchiveRefused(HouseError):
    pass


class StopAsked(Exception):
    """Raised by whatever waits, so that every wait ends at once and the house closes in order."""
