"""Pages of the requests: the lists, the case, and one page per act."""
