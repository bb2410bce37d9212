"""From files of the raw zone to relations raw_<source>.<table>, by the raw contract."""
