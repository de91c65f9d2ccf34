"""
Lots: what was made together, how much of it there is and until when it is good, which order got which,
and calling a lot back.
"""
