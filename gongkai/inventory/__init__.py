"""The full inventory (全清单): what must be disclosed, by whom and until when, and what was done of it."""
