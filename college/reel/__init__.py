"""The main job on real agendas: `college reel DIR` and `make reel`.

Pure: `texte` and `lecture` (a published agenda, read defensively), `motscles` (what a title says),
`generation` (invented people, and the two bodies that the real agendas lack), `plan` (one order of
instants). Over HTTP: `client`, `etapes`. `lancement` ties them to a server that it starts itself.
"""
