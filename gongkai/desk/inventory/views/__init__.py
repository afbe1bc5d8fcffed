"""Pages of the inventory: matters and their duties, the board, owed periods, the tasks of the year."""
