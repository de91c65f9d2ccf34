"""Reconciliation: what bank, card company and carriers say against the books, to the rupee."""
