"""The `college` command: one file a subject, loaded only when called.

A command function stays thin: it opens the application, calls a service, prints French. It raises an
`Erreur` to refuse (exit 1, one sentence on stderr); a wrong usage exits with 2.
"""
