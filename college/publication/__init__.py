"""What the public may read: redaction marks, public renditions, publication, withdrawal, register."""
