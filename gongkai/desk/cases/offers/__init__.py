"""What a case's page offers to do, and why not."""
