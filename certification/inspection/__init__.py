"""
Inspection: visits to groups on a phone without network, with checklist, sampling, photographs, time and
place.
"""
