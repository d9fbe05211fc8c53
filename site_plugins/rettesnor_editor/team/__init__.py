"""The desk of a team: cases on branches of their own, approved by somebody else.

A Django application that is installed beside the hearing desk's, with its accounts, roles, second
factor and audit log, and in the same database.
"""
