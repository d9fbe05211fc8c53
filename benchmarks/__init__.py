"""Speed and size of the publishing platform, measured beside its peers by one command."""
