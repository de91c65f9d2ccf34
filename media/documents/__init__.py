"""Documents to print and codes to scan: typst templates become PDF, texts become QR codes."""
