"""Working days: the State Council's yearly holiday notices, with make-up days, and their arithmetic."""
