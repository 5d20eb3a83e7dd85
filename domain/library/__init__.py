"""The plans in force as something that can be asked: bodies, subjects, days. In memory, pure.

Built by the services out of the store (or out of files by the command line) and asked with a
`domain.questions.Question`. It never makes up a task: every answer is an entry of a plan.
"""
