"""What only a person can settle: the questions, the answers, and the decisions that stay in force."""
