"""Under /sell/certificates/: a group asks for a certificate, completes it, reads what was decided."""
