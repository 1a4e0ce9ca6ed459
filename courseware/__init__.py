"""Tools that build and check the course; learners do not need them."""
