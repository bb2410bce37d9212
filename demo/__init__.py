"""A coherent synthetic raw zone: one population of customers, seen by every source system.

Belongs here: everything that invents raw data, and the sizes of what is planted in it (truths.py). Does not belong
here: any reading of raw data, any model. Nothing outside tests, the benchmark and `make run` imports this package.
"""
