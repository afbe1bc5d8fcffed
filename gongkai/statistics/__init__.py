"""One definition per row of a statutory table gives figure, list behind it and its sentence.

`formats` names the tables; `counting.count` reads a year, `counting.behind` the list behind one figure;
`relations` says what does not tie up. Nothing is stored: a figure is a pure reading of records.
"""
