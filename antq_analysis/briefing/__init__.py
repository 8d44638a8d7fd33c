"""What is said of a year, decided once before any format, and the formats that it is written in."""
