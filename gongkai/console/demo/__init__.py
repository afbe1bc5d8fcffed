"""The demo: the founding office with its year 2018 whole, and a set of current work.

It is told as stories of officials who do the acts of the rooms on the days of their diary, so that loading
it is a test of the rooms. `loading.load` puts all of it into an empty database, in one transaction.
"""
