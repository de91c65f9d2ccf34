"""Papers: the certificate as PDF, and the case file for whoever has a right to it."""
