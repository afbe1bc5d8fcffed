"""What government websites must have: meta tags, feeds, site maps, the box for faults."""
