"""Where the figures lie: who borders on whom, and whether high and low values lie together beyond chance."""
