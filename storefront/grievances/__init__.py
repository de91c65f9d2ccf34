"""
Grievances of buyers, sellers and whoever complains about a certificate: one desk, numbered, with clocks.

Source: Consumer Protection (E-Commerce) Rules 2020, rules 4(4), 4(5) and 5.
"""
