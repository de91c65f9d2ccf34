"""During and after: the board, footfall, leads, the settlement with each group, the report."""
