"""The bank that is asked by a penny drop whether an account is what it is said to be."""
