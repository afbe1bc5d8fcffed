"""Annual reports: the table of a year with what does not tie up, on screen, as data and on paper.

`building.build` makes one from the records, `exports` writes it, `reading` takes in the report of any office.
"""
