"""Tells owners of failed runs and checks: a line in the alerts file, the log, and a webhook if set."""
