"""Opens the course in a real browser: JupyterLab, Chromium, and a page object for notebooks."""
