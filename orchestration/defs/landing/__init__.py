"""From files of the raw zone to relations raw_<source>.<table>, checked against the raw contract."""
