"""What a printed form means: its layout, the head of its table, and the draft of a layout for a form never seen."""
