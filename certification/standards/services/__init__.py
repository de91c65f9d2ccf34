"""Writes of standards: one verb each."""
