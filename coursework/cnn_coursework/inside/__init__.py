"""What runs inside the sandbox, beside the student's code. Nothing here knows any answer.

Only the standard library, numpy and the engine of the exercises are imported here: no more is bound
into the sandbox.
"""
