"""The main job on real agendas: `college reel DIR` and `make reel`.

Pure: `texte` and `lecture` (a published agenda, read defensively), `motscles` (what a title says),
`generation` (invented people, and the two bodies that the real agendas lack), `plan` (one order of
instants). Over HTTP: `client`, `etapes`. `conduite` plays several séances side by side; `lancement` ties
them all to a server that it starts itself.
"""
