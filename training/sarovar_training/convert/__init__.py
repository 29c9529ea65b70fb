"""Turns published checkpoints into model folders, and makes twins of them with random weights."""
