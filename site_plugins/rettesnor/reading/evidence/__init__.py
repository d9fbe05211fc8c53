"""Reading what others publish about sources: retractions, corrections and newer versions."""
