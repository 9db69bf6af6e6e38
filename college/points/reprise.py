"""A former decision as the start of a new one: without its names, votes, dates nor financial advice. PURE.

The dates of laws stay (« le décret du 27 mai 2004 »): they are the same tomorrow. What is taken out leaves a blank
between brackets, which stops the acts from being settled until somebody fills it; the vote leaves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from college.points.phrases import MOIS

NOM, DATE = "[nom]", "[date]"
_BLOC = re.compile(r"(</?(?:p|li|ul|ol|table|thead|tbody|tr|td|th|h[1-6]|blockquote|div)\b[^>]*>|<br\s*/?>)")
_BALISE = re.compile(r"<[^>]+>")
_VIDE = re.compile(r"<(p|li|h[1-6]|blockquote)\b[^>]*>(?:\s|\u00a0)*</\1>")
_N = r"(?:\d+|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|x)"
_E = r"[ \u00a0\u202f]"
_VOIX = rf"{_N}{_E}(?:voix(?:{_E}(?:pour|contre))?|pour|contre|oui|non|abstentions?|bulletins?{_E}(?:blancs?|nuls?))"
_VOTES = re.compile(
    rf"(?:(?:au|à{_E}la suite d.un){_E}(?:vote|scrutin){_E}[\w ]{{0,20}}?,{_E})?"
    rf"(?:à{_E}l[’']unanimité(?:{_E}des{_E}(?:membres{_E})?(?:présents|votants|voix|suffrages))?"
    rf"|par{_E}{_VOIX}(?:(?:,{_E}|{_E}et{_E}|,{_E}et{_E}){_VOIX}|{_E}\([^)]*\))*){_E}?[,;]?",
    re.IGNORECASE,
)
_MOIS = "|".join(MOIS)
_DATES = re.compile(
    rf"\b(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche){_E})?"
    rf"(?:\d{{1,2}}(?:er)?{_E}(?:{_MOIS}){_E}\d{{4}}|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{4}})\b",
    re.IGNORECASE,
)
_LOI = re.compile(
    r"\b(?:lois?|décrets?|arrêtés? (?:royal|royaux|ministériel|du gouvernement|du régent)|a\.?r\.?|ordonnance|directive"
    r"|circulaires?|code|constitution|nouvelle loi communale)\b[^.;]{0,80}\Z",
    re.IGNORECASE,
)
_MAJ = r"[A-ZÀ-ÖØ-Þ][\w’'-]*"
_TITRES = r"(?:M\.|MM\.|Mme|Mmes|Mlle|Monsieur|Madame|Mademoiselle|Messieurs|Mesdames)"
_PARTICULES = rf"(?:(?:de|den|der|du|la|le|ten|ter|van|von){_E})*"
_CIVILITES = re.compile(rf"\b{_TITRES}(?:{_E}{_PARTICULES}{_MAJ})+")
_DF = re.compile(
    r"L1124-40|avis (?:de légalité|du receveur|financier)|direct(?:eur|rice) financi[eè]re?"
    r"|receveur (?:régional|communal)|absence d[’']avis",
    re.IGNORECASE,
)


def depouiller(markup: str, noms: Collection[str] = ()) -> str:
    """The text of a former decision, ready to be written again; `noms` are people known by their full name."""
    connus, lu = _connus(noms), markup.replace("&nbsp;", "\u00a0")  # as sanitised texts are kept
    segments = [segment if _BLOC.fullmatch(segment) else _segment(segment, connus) for segment in _BLOC.split(lu)]
    return _sans_vides("".join(segments))


def _connus(noms: Collection[str]) -> re.Pattern[str] | None:
    longs = sorted((re.escape(nom) for nom in noms if " " in nom), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(longs)})\b") if longs else None


def _segment(dedans: str, connus: re.Pattern[str] | None) -> str:
    """The inside of one block: rewritten only when something is taken out, then without its bold and italics."""
    texte = _BALISE.sub("", dedans)
    if _DF.search(texte):
        return ""
    nettoye = _VOTES.sub("", texte)
    nettoye = _DATES.sub(lambda trouvee: _date(nettoye, trouvee), nettoye)
    nettoye = _CIVILITES.sub(NOM, nettoye)
    if connus:
        nettoye = connus.sub(NOM, nettoye)
    return dedans if nettoye == texte else re.sub(r"(?:^[ ,]+)|(?<= ) +", "", nettoye)


def _date(texte: str, trouvee: re.Match[str]) -> str:
    return trouvee[0] if _LOI.search(texte[: trouvee.start()]) else DATE


def _sans_vides(markup: str) -> str:
    while (plus_court := _VIDE.sub("", markup)) != markup:
        markup = plus_court
    return markup
