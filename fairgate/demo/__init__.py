"""The demo: real mortgage applications, five models, and what the gate says about each.

Start with :mod:`fairgate.demo.story`. Nothing in it is edited: the models are trained when
it runs, and the verdicts are what the data say.
"""
