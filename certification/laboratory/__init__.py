"""
Laboratory: samples under sealed codes, who had them in hand, results, their verification by a second
person, retests and retractions.
"""
