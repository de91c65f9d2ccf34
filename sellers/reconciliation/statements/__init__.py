"""Reading bank statements: formats as data, cells to values, faults in words. Nothing here writes."""
