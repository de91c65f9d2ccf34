"""What belongs to no single page: error pages."""
