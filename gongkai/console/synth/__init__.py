"""A large data set for measuring, marked as what it is: offices, people, items and requests nobody has."""
