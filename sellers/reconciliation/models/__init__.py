"""Statements, what lines were matched with, what is open, the card company's days, closed days."""

from sellers.reconciliation.models.days import ReconciledDay
from sellers.reconciliation.models.items import OpenItem, Proposal
from sellers.reconciliation.models.matches import Match, MatchEntry
from sellers.reconciliation.models.statements import (
    BankLine,
    StatementAccount,
    StatementFault,
    StatementFile,
)
from sellers.reconciliation.models.stripe import StripeDay, StripePayout, StripeTransaction

__all__ = [
    "BankLine",
    "Match",
    "MatchEntry",
    "OpenItem",
    "Proposal",
    "ReconciledDay",
    "StatementAccount",
    "StatementFault",
    "StatementFile",
    "StripeDay",
    "StripePayout",
    "StripeTransaction",
]
