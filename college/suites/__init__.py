"""What follows a decision: letters to send, tasks to do, measures in force, attendance to pay."""
