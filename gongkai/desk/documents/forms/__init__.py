"""Forms of drafting and its steps."""
