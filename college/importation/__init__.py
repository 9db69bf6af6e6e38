"""What comes from elsewhere: decisions already published (one JSON a line) and published agendas.

`lecture` is pure (every fault with its line); `decisions` and `seance` write. Both are idempotent.
"""
