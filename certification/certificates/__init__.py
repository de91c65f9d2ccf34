"""
Certificates: numbers, the register, suspension and withdrawal, the PDF and the case file, and the signed
credentials with their keys and status lists.
"""
