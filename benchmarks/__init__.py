"""Timings of the build as ratios against what the machine needs to read and write the same data."""
