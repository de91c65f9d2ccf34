"""Demo mode only: sign in as a demo person by one button, and read the mail that nobody gets."""
