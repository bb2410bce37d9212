"""What runs and when: the job refresh, every day and whenever new raw files have arrived."""
