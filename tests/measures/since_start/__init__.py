"""Tests of what is seen since models began."""
