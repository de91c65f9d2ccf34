"""Collection: what a federation takes in, checks, and buys from its groups where it is seller of record."""
