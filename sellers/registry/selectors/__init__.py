"""The registry's reads, by topic."""
