"""A séance as its documents read it: `templates_docs.entree` objects with every sentence ready."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from college import francais, horloge
from college.francais import majuscule
from college.organisation.modele import Organe
from college.points import requetes as points
from college.points.regles import EFFETS
from college.seances import (
    arret,
    autres_votes,
    composition,
    cycle,
    decision,
    depots,
    depouillement,
    droit,
    formule,
    intitules,
    mentions,
    phrases,
    presence,
    rappels,
    requetes,
    scrutin,
    urgence,
)
from college.seances import releve as salle
from college.seances.decisions import votes_d_urgence
from college.seances.grammaire import genre_d_organe
from college.seances.incidents import Incidents
from college.seances.membre import Membre
from college.seances.modele import Decision, Inscription, Scrutin, Seance
from college.seances.personnes import Personne
from college.seances.tableau import Tableau
from college.templates_docs import entree

ADOPTEES = ("accepte", "accepte_modifie")
PARTIES = {"publique": "publique", "integrale": "integrale", "conseillers": "integrale", "huis_clos": "huis_clos"}


class CompteRendu:
    """One séance read once: members, movements, lines."""

    def __init__(self, seance: Seance) -> None:
        self.seance = seance
        self.releve = salle.Releve(seance)
        self.reglages = requetes.reglages(seance.organe)
        self.traites = salle.ordre_traite(seance.inscriptions)
        self.president = self.releve.par_id.get(seance.president_id or 0)
        self.incidents = Incidents(seance, self.releve, self.traites)
        self.tableau = Tableau(seance, self.releve, self.traites)

    def dossier(self, portee: str = "integrale", *, annonce: bool = False) -> entree.Dossier:
        """`annonce`: for the documents that go before, in the agenda's order whenever they are made."""
        partie = PARTIES.get(portee, "integrale")
        return entree.Dossier(
            etablissement=entree.Etablissement(nom=self.seance.organe.institution.nom),
            corps=corps(self.seance.organe),
            seance=self.entete(partie),
            points=tuple(self.points(partie, annonce=annonce)),
            signataires=tuple(self.signataires()),
            projet=self.seance.etat not in ("arretee", "pv_approuve", "archivee"),
            partie=partie,
            emis_le=composition.jour_de(self.seance),
        )

    def points(self, partie: str, *, annonce: bool = False) -> Iterable[entree.Point]:
        avant = annonce or self.seance.etat in cycle.AVANT_SEANCE
        lignes = sorted(self.seance.inscriptions, key=lambda i: i.rang) if avant else self.traites
        deposes = depots.deposes(self.seance) if avant else frozenset()
        repris = rappels.repris(self.seance) if avant else frozenset()
        for ligne in lignes:
            if partie == "integrale" or ligne.huis_clos == (partie == "huis_clos"):
                ancien = ligne.point_id in repris
                yield replace(self.point(ligne), depose=ligne.point_id in deposes, repris=ancien)

    def entete(self, partie: str = "integrale") -> entree.Seance:
        seance = self.seance
        jour = composition.jour_de(seance)
        publie = seance.carence_le is None
        return entree.Seance(
            jour=jour,
            heure=francais.heure(seance.debut) if not _minuit(seance) else "",
            lieu=seance.lieu,
            numero=seance.numero,
            annee=jour.year,
            type=seance.type,
            convocation=seance.convocation,
            publique=self.reglages.seance_publique,
            ouverture=tuple(self._ouverture(partie)) if publie else (self._carence(),),
            cloture=tuple(self._cloture()) if publie else (),
            approbation=_approbation(seance),
            presences=self.tableau.liste(),
            motif_urgence=mentions.motif_urgence(seance),
            lien=mentions.lien(seance),
            base_convocation=self._base_convocation(),
            jour_convocation=horloge.locale(seance.convoquee_le).date() if seance.convoquee_le else None,
            version="" if seance.version_oj == "projet" else seance.version_oj,
            changements=tuple(mentions.changements(seance)),
            carence=seance.carence_le is not None,
        )

    def _ouverture(self, partie: str) -> Iterable[str]:
        """The opening, then the urgencies voted at once; in the public part only."""
        if partie == "huis_clos" and self.reglages.seance_publique:
            premier = next((i for i in self.traites if i.huis_clos), None)
            yield phrases.huis_clos(_personne(self.incidents.preside(premier)), "", ferme=True)
            if premier is not None and (ailleurs := self.releve.connectes(premier)):
                yield phrases.huis_clos_a_distance([m.personne for m in ailleurs])
            return
        if self.seance.ouverte_le:
            yield phrases.ouverture(_personne(self.president))
            yield from self._connectes()
        yield from self._urgences(None)

    def _connectes(self) -> Iterable[str]:
        """Who sat from elsewhere when it opened, by which tool and why."""
        ailleurs = presence.connectes(self.releve.mouvements, (0, presence.APRES))
        personnes = [m.personne for m in self.releve.membres if m.id in ailleurs]
        if personnes:
            yield phrases.a_distance(personnes, self.seance.distance.get("outil", ""), self._base_distance())

    def _base_distance(self) -> str:
        """Why: the situation that the notice told, else the article of the rules of procedure."""
        return self.seance.distance.get("motif", "") or self.reglages.participation_distance

    def _urgences(self, apres: Inscription | None) -> Iterable[str]:
        """The urgencies voted after that point (None: at the opening), each with its names (L1122-24)."""
        votes = [v for ligne in self.traites for v in votes_d_urgence(ligne)]
        for vote in sorted(votes, key=lambda v: v.id):
            if self._vote_avant(vote) is not apres:
                continue
            noms = depouillement.personnes_par_choix(vote, self.releve)
            admise = vote.resultat == "adopte"
            titre = intitules.intitule_public(vote.inscription)
            yield phrases.urgence(titre, vote.comptes, noms, vote.inscription.motif_urgence, admise=admise)

    def _vote_avant(self, vote: Scrutin) -> Inscription | None:
        """The public point voted last before that vote: who came in for it is told before his voice is counted."""
        avant = (
            (v.id, ligne)
            for ligne in self.traites
            if not ligne.huis_clos
            for v in ligne.scrutins
            if v.id < vote.id and v.regle.get("objet", "proposition") in scrutin.SUR_LE_FOND
        )
        return max(avant, key=lambda couple: couple[0], default=(0, None))[1]

    def _cloture(self) -> Iterable[str]:
        if self.seance.levee_le:
            yield phrases.cloture(_personne(self.incidents.preside()))

    def _carence(self) -> str:
        q = self.releve.quorum()
        return phrases.carence(q.requis, q.presents, q.base)

    def _base_convocation(self) -> str:
        seance = self.seance
        parametre = droit.delai_convocation(
            seance.organe.type,
            composition.jour_de(seance),
            convocation=seance.convocation,
            extraordinaire=seance.type == "extraordinaire",
        )
        return parametre.article if parametre.valeur else ""

    def point(self, ligne: Inscription) -> entree.Point:
        decisions = tuple(self._decisions(ligne))
        motivation, dispositif = ligne.motivation, ligne.dispositif
        if len(decisions) == 1 and decisions[0].phrase_vote:
            phrase = decisions[0].phrase_vote
            en_ligne = tuple(formule.dire_en_ligne(texte, phrase) for texte in (motivation, dispositif))
            if en_ligne != (motivation, dispositif):
                motivation, dispositif = en_ligne
                decisions = (replace(decisions[0], phrase_vote=""),)
        sans_texte = bool(ligne.decisions) and ligne.decisions[0].issue not in arret.ISSUES_IMPRIMEES
        organe = self.seance.organe
        return entree.Point(
            numero=ligne.numero,
            titre=ligne.titre,
            titre_public=ligne.titre_public,
            nature=ligne.point.nature,
            reference=ligne.reference,
            service=ligne.point.service.nom,
            rubrique=ligne.section,
            demandeur=ligne.point.demandeur,
            huis_clos=ligne.huis_clos,
            base_huis_clos=droit.regle("huis_clos", organe.type, composition.jour_de(self.seance)).article,
            urgent=ligne.urgence or ligne.tardive,
            urgence=ligne.motif_urgence if (ligne.urgence or ligne.tardive) and not votes_d_urgence(ligne) else "",
            decisionnel=ligne.point.nature not in decision.PRISES_ACTE,
            a_discuter=ligne.a_discuter,
            verbe=EFFETS[ligne.point.nature].verbe,
            rapporteur=self._rapporteur(ligne),
            montant=_montant(ligne),
            avis=self._avis(ligne),
            note_html=ligne.revision.note_synthese,
            rapport_html=ligne.revision.rapport,
            motivation_html="" if sans_texte else motivation,
            dispositif_html="" if sans_texte else dispositif,
            decisions=decisions,
            avant=(*self.incidents.avant(ligne), *autres_votes.mis_aux_voix(ligne)),
            apres=(*self.incidents.apres(ligne), *self._urgences(ligne)),
            interventions=(ligne.observations,) if ligne.observations else (),
            presents=self.tableau.au_point(ligne),
            retire=ligne.retiree,
        )

    def _rapporteur(self, ligne: Inscription) -> str:
        """Who presents the point: the member in charge of its matter, else the matter's name."""
        groupe = ligne.point.groupe_en_charge
        if groupe is None:
            return ""
        membre = self.releve.par_id.get(groupe.mandataire_id or 0)
        return membre.personne.designer() if membre else groupe.nom

    def _avis(self, ligne: Inscription) -> tuple[str, ...]:
        """What the financial director said, for those who prepare the séance."""
        if self.seance.etat not in cycle.AVANT_SEANCE:
            return ()
        phrase = points.phrase_avis_df(ligne.point, composition.jour_de(self.seance))
        court = phrase.removeprefix("Attendu l’").removeprefix("Attendu la ").split(" conformément")[0]
        return (majuscule(court.rstrip(f" ;{francais.INSECABLE}")),) if phrase else ()

    def _decisions(self, ligne: Inscription) -> Iterable[entree.Decision]:
        for rendue in ligne.decisions:
            vote = autres_votes.avec_les_tours(rendue.scrutin) or rendue.phrase
            issue = self._issue(ligne, rendue)
            if issue and vote.endswith(","):
                vote, issue = "", phrases.vote_sans_suite(vote, issue, rendue.issue, _a_parite(rendue))
            if vote and rendue.libelle and not rendue.articles:  # the template prints the label of its own articles
                vote = phrases.avec_libelle(rendue.libelle, vote)
            yield entree.Decision(
                libelle=rendue.libelle, phrase_vote=vote, phrase_issue=issue, dispositif_html=rendue.articles
            )

    def _issue(self, ligne: Inscription, rendue: Decision) -> str:
        """The outcome in a sentence, where the text does not say it."""
        issue, organe = rendue.issue, self.seance.organe.nom
        genre = genre_d_organe(organe)
        if ligne.point.nature == "pv" and issue in ADOPTEES and arret.sans_texte(ligne):
            return phrases.issue("pv_approuve", organe, genre)
        if issue in ADOPTEES or (issue == "pris_acte" and formule.conclut(ligne.motivation, ligne.dispositif)):
            return ""
        if issue == "reporte" and urgence.refusee(votes_d_urgence(ligne)):
            return phrases.URGENCE_REFUSEE
        if issue == "reporte" and not rendue.precision and _a_parite(rendue, "partage"):
            return phrases.PARITE_REMISE
        return phrases.issue(issue, organe, genre, rendue.precision)

    def signataires(self, ligne: Inscription | None = None) -> Iterable[entree.Signataire]:
        """The secretary left, the president right (L1132-3): those of this séance, or of that point."""
        secretaire = self.releve.par_id.get(self.seance.secretaire_id or 0)
        president = self.incidents.preside(ligne) if ligne else self.president
        for membre, champ in ((secretaire, "secretaire"), (president, "president")):
            if membre is not None:
                yield entree.Signataire(
                    membre.personne.nom_complet,
                    _a_presider(membre) if champ == "president" else membre.personne.au_pied,
                    champ,
                    fonction=membre.fonction,
                    mandataire_id=membre.id,
                )


def corps(organe: Organe) -> entree.Corps:
    """The deciding body; a few names are feminine."""
    double = requetes.reglages(organe).double_forme
    return entree.Corps(organe.nom, organe.type, genre_d_organe(organe.nom), organe.code, double)


def _personne(membre: Membre | None) -> Personne | None:
    return membre.personne if membre else None


def _a_parite(rendue: Decision, resultat: str = "rejete") -> bool:
    if rendue.scrutin is None or rendue.scrutin.resultat != resultat:
        return False
    comptes = rendue.scrutin.comptes
    return bool(comptes.get("pour")) and comptes.get("pour") == comptes.get("contre")


def _a_presider(membre: Membre) -> str:
    """Whoever chairs in place of the bourgmestre signs as president of that séance (L1132-3)."""
    if membre.fonction in composition.PRESIDENTS:
        return membre.personne.au_pied
    return "la Présidente" if membre.genre == "f" else "le Président"


def _montant(ligne: Inscription) -> str:
    """« 23 000 € HTVA, 27 830 € TVAC, article 426/732-60 »."""
    point = ligne.point
    htva, tvac = point.montant_htva, point.montant_tvac
    dits = [
        f"{francais.montant(htva)}{' HTVA' if tvac and tvac != htva else ''}" if htva else "",
        f"{francais.montant(tvac)} TVAC" if tvac and tvac != htva else "",
        f"article {point.article_budgetaire}" if point.article_budgetaire else "",
    ]
    return ", ".join(dit for dit in dits if dit)


def _minuit(seance: Seance) -> bool:
    """Midnight stands for an hour that nobody knows (published agendas)."""
    return francais.heure(seance.debut).startswith("0\u00a0h\u00a000")


def _approbation(seance: Seance) -> str:
    return f"Approuvé le {francais.date_longue(seance.pv_approuve_le)}." if seance.pv_approuve_le else ""


def entree_seance(seance: Seance, portee: str = "integrale") -> entree.Dossier:
    """Everything that a document of the séance may draw on, for that audience."""
    return CompteRendu(seance).dossier(portee)


def entree_point(inscription: Inscription) -> entree.Point:
    """One point as treated, with the presence at that very point."""
    return CompteRendu(inscription.seance).point(inscription)


def presences_au_point(inscription: Inscription) -> tuple[entree.Personne, ...]:
    """Who sat during this point."""
    return CompteRendu(inscription.seance).tableau.au_point(inscription)
