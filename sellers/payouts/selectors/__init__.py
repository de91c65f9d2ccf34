"""Reads of payouts, by topic."""
