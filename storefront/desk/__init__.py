"""The staff's desk of buyers' orders: find one, read it, note, cancel what is not packed, mail again."""
