"""What starts the whole product and keeps it up: checks, preparation, the processes and their order."""
