"""For instructors: releasing and marking with nbgrader. Nothing else in crmlib imports this."""
