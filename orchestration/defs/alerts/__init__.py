"""Tells owners of failed runs and checks: alerts file, log, and a webhook if one is set."""
