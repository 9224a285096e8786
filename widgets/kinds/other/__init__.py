"""What needs neither a visitor nor a model."""
