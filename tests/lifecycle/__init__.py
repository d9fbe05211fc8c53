"""The life cycle of a guideline, driven through random sequences of an editor's acts."""
