"""The prose dialect: CommonMark with tables, references and nothing else."""
