"""What the other packages do, one module for each: run in their environment."""
