"""Messages to persons: in the desk, by e-mail and by SMS, from an outbox that loses nothing."""
