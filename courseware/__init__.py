"""The programs behind ``course.py``: opening, building and testing the course. crmlib never imports them."""
