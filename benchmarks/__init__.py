"""Speed and size of the publishing platform, compared with its peers by one command."""
