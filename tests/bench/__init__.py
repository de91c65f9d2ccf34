"""``make bench``: DESIGN.md's budget table, measured on this machine by anyone."""
