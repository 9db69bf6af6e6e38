"""What a service, or the secretariat, notes about a point for itself alone."""
