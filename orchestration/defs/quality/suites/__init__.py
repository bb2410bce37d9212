"""One module a table: raw_<source>_<table> with rules(table), marts_<mart> with rules()."""
