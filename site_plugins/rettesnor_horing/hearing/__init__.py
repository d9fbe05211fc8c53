"""What is heard: the round, its questions and the text of the release."""
