"""Our speed beside that of other packages: ``python course.py bench``."""
