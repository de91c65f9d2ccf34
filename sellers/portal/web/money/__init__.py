"""Under /sell/earnings/: where the money is, how it came to be so much, and whose it is."""
