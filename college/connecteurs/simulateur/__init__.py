"""A supervisory authority on a real socket, for tests, demonstrations and training.

`college simulateur-tutelle --port N` speaks the protocol of `connecteurs.protocole`, remembers every file, plays a
scenario one step each `--delai` seconds, and can fail in the six ways of real roads. It proves nothing about law.
"""
