"""Lessons: Markdown, step by step, each step with its experiment."""
