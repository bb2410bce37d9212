"""Definitions by concern: landing, quality, transform, publish, alerts, schedules."""
