"""What was done, and whether its trace is intact; what is waiting to be done in the background."""

from __future__ import annotations

import json
from typing import Any

from flask import flash, render_template, request
from sqlalchemy import func, select

from college import bail, journal
from college.administration.vues import ICI, bp
from college.boite_envoi import Message
from college.erreurs import Introuvable
from college.journal import EntreeJournal
from college.transaction import unite
from college.web import acteur, vers, vue

PAR_PAGE = 50
# Words that somebody wrote about an affair: an administrator keeps the house, and reads affairs by no such title.
ECRITS = frozenset(("motif", "preuve", "libelle", "phrase", "dossier"))
DE_LA_MAISON = frozenset((
    "agent", "appartenance", "categorie", "chaine", "clause", "delegation", "groupe", "institution", "jeton", "mandat",
    "mandataire", "modele_document", "modele_point", "organe", "service",
))  # fmt: skip
RESERVE = "réservé au secrétariat"


@vue(bp, f"{ICI}/journal", droit="administration")
def journal_() -> str:
    """The entries, newest first, by event, person or object; older pages by cursor."""
    ici = EntreeJournal.institution_id == acteur().institution_id
    demande = select(EntreeJournal).where(ici).order_by(EntreeJournal.id.desc())
    filtres = {cle: request.args.get(cle, "").strip() for cle in ("evenement", "acteur", "objet")}
    if filtres["evenement"]:
        demande = demande.where(EntreeJournal.evenement.startswith(filtres["evenement"], autoescape=True))
    if filtres["acteur"]:
        demande = demande.where(EntreeJournal.acteur.ilike(f"%{filtres['acteur']}%"))
    if filtres["objet"]:
        genre, _, numero = filtres["objet"].partition(" ")
        demande = demande.where(EntreeJournal.objet_type == genre)
        demande = demande.where(EntreeJournal.objet_id == int(numero)) if numero.isdecimal() else demande
    if avant := request.args.get("avant", type=int):
        demande = demande.where(EntreeJournal.id < avant)
    entrees = unite().scalars(demande.limit(PAR_PAGE + 1)).all()
    lues = [(entree, _montrables(entree)) for entree in entrees[:PAR_PAGE]]
    suivant = entrees[PAR_PAGE - 1].id if len(entrees) > PAR_PAGE else None
    verification = journal.verifier(acteur().institution_id) if "verifier" in request.args else None
    return render_template(
        "administration/journal.html", lignes=lues, filtres=filtres, suivant=suivant, verification=verification
    )


def _montrables(entree: EntreeJournal) -> dict[str, Any]:
    """The details of an entry; what was written of an affair is for who keeps the minutes of the house."""
    details: dict[str, Any] = json.loads(entree.details)
    if entree.objet_type in DE_LA_MAISON or acteur().est_secretaire():
        return details
    return {cle: RESERVE if cle in ECRITS and valeur else valeur for cle, valeur in details.items()}


@vue(bp, f"{ICI}/envois", droit="administration")
def envois() -> str:
    """The outbox of the institution: how much waits, what failed and why."""
    ici = Message.institution_id == acteur().institution_id
    etats = dict(unite().execute(select(Message.etat, func.count()).where(ici).group_by(Message.etat)).all())
    choisi = request.args.get("etat", "mort" if etats.get("mort") else "a_faire")
    messages = unite().scalars(
        select(Message).where(ici, Message.etat == choisi).order_by(Message.id.desc()).limit(100)
    )
    return render_template("administration/envois.html", etats=etats, choisi=choisi, messages=messages.all())


@vue(bp, f"{ICI}/envois/<int:numero>/rejouer", droit="administration", ecrit=True)
def rejouer(numero: int) -> Any:
    """Give a dead message a new life."""
    message = unite().get(Message, numero)
    if message is None or message.institution_id != acteur().institution_id:
        raise Introuvable()
    bail.rejouer(message.id)
    journal.noter(acteur(), "envoi.rejoue", message, sujet=message.sujet)
    flash("Ce travail sera refait dans un instant.")
    return vers(f"{ICI}/envois")
