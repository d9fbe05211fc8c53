"""The desk for a local plan: forms, updates to a newer national release, history."""
