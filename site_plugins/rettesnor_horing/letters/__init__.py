"""Answers that come by letter or e-mail, and are registered by a case worker."""
