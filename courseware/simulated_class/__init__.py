"""A simulated class: submissions of the assignment `abc`, kept as the code that writes them.

:mod:`~courseware.simulated_class.hostile` lists those that attack the grader,
:mod:`~courseware.simulated_class.unlucky` those of honest students whom something befell; each says
what must come of it. :mod:`~courseware.simulated_class.submissions` holds what they are made with.
"""
