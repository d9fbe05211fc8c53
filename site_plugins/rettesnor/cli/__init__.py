"""The ``rettesnor`` command: the only place that prints."""
