"""Typed questions: what somebody asks, read from the text alone. Pure; the services and the command line call it."""

from domain.questions.reading import Question, QuestionKind, Relation, read_question

__all__ = ["Question", "QuestionKind", "Relation", "read_question"]
