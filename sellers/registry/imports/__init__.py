"""Spreadsheets of groups: read as a stream, checked cell by cell."""
