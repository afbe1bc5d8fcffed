"""A labelled corpus of Chinese office files, made by code, by which `gongkai scan` is measured.

Nobody stands in it: names, numbers, houses and illnesses are invented. The identity numbers are made up by
chance with the county of a real place and a right check digit, since a wrong one would not be looked for.
"""
