"""PURE: one clean text of the act from what was typed: header, visas, vote, verb, articles.

The vote stands in one place: the `[vote]` token, or just before the first decision verb. A formula pasted
by hand as a paragraph of its own gives way to the sentence that was proclaimed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import html

from college.templates_docs import texte_riche

JETON = "[vote]"

_VERBES = (
    r"d[ée]cid[eo]|arr[êe]t[eo]|approuve|adopte|[ée]met|charge|marque|fixe|prend|ratifie|d[ée]signe|octroie|"
    r"autorise|refuse|accorde|nomme|confirme|renonce|passe|sollicite|proc[èe]de|donne|accepte|installe|"
    r"admet|abroge|d[ée]l[èe]gue|reporte|retire|vote|constate|invite|mandate|propose"
)
VERBE = re.compile(
    rf"^(?P<sujet>(?:le|la|l[’'])\s?(?:conseil|coll[èe]ge|bureau|comit[ée]|assembl[ée]e|bourgmestre)"
    rf"[\w’' ]{{0,30}},?\s+)?(?:{_VERBES})(?:nt)?\b",
    re.IGNORECASE,
)
ENTETE = re.compile(
    r"^(?:le|la|l[’'])\s?(?:conseil|coll[èe]ge|bureau|comit[ée]|assembl[ée]e|bourgmestre|commission)"
    r"[^.;:]{0,60}[,;:]?$",
    re.IGNORECASE,
)
ARTICLE = re.compile(
    r"^(?P<titre>art(?:icle|\.)\s*(?P<n>1\s?er|1[èe]re|premier|unique|\d{1,3}(?:\s?(?:bis|ter))?))\s*"
    r"(?P<fin>[.:–—-]+\s*|\s+(?=\S)|$)",
    re.IGNORECASE,
)
_COMPTE = r"(?:\S{1,20}|\[\*\]|…+|\.{2,}|_{2,})"
FORMULE = re.compile(
    rf"^(?:(?:au\s+scrutin\s+secret|par\s+appel\s+nominal)[,\s]*)?"
    rf"(?:[àa]\s+l[’']unanimit[ée](?:\s+des\s+(?:membres|votants|voix|suffrages)[\w’' ]{{0,25}})?"
    rf"|par\s+{_COMPTE}\s*(?:voix|oui|votes?)\b[^;:]{{0,160}}?|par\s*(?:…|\.{{2,}}|_{{2,}}|\[\*\]))\s*[,;:.]*\s*"
    rf"(?P<suite>(?:{_VERBES})\b.*)?$",
    re.IGNORECASE,
)


def composer(motivation: str, dispositif: str, phrases: Sequence[str] = (), entete: str = "", formule: str = "") -> str:
    """The text of an act as HTML: `phrases` are its vote sentences, `formule` its verb if it has none."""
    motifs = texte_riche.blocs(texte_riche.nettoyer(motivation))
    decision = texte_riche.blocs(texte_riche.nettoyer(dispositif))
    propre = next((b for b in motifs + decision if ENTETE.match(_mots(b))), None)
    if propre is not None and propre.tag == "p" and _mots(propre).endswith(","):
        propre.set("class", "decide")
    elif entete and propre is None and (motifs or decision) and not _commence_par(motifs + decision, entete):
        motifs.insert(0, paragraphe(entete, "decide"))
    if phrases:
        _retirer_formules(motifs + decision)
    restantes = _poser_jetons(motifs + decision, list(phrases))
    motifs, decision = _pleins(motifs), _pleins(decision)
    texte, debut = motifs + decision, max(len(motifs) - 1, 0)
    rang = next((i for i in range(debut, min(len(motifs) + 4, len(texte))) if VERBE.match(_mots(texte[i]))), None)
    if rang is None:
        rang = len(motifs)
        if decision and formule:
            texte.insert(rang, paragraphe(formule, "decide"))
    texte[rang:rang] = [paragraphe(phrase, "phrase-vote") for phrase in restantes]
    _finir(texte)
    return texte_riche.serialiser(texte[:rang] + _articles([_marquer_verbe(b) for b in texte[rang:]]))


def _commence_par(elements: list[html.HtmlElement], entete: str) -> bool:
    """« Le Conseil prend connaissance… »: the body that decides is the subject already, it is not named twice."""
    trouve = VERBE.match(_mots(elements[0]))
    sujet = (trouve.group("sujet") or "").lower().split() if trouve else []
    return len(sujet) > 1 and entete.lower().startswith(" ".join(sujet[:2]).rstrip(","))


def _finir(texte: list[html.HtmlElement]) -> None:
    """A vote that nothing follows is a whole sentence: « À l’unanimité. »"""
    if texte and texte[-1].get("class") == "phrase-vote" and (texte[-1].text or "").endswith(","):
        texte[-1].text = texte[-1].text[:-1] + "."


def a_l_infinitif(dispositif: str) -> bool:
    """Does the decision begin with « De … » or « D’… », after « Article 1er. » if it has one?"""
    blocs = _pleins(texte_riche.blocs(texte_riche.nettoyer(dispositif)))
    mots = [ARTICLE.sub("", _mots(b)).lstrip(" :.–—-") for b in blocs[:2]]
    return re.match(r"(?:de |d[’'])", next((m for m in mots if m), ""), re.IGNORECASE) is not None


def _mots(bloc: html.HtmlElement) -> str:
    return texte_riche.texte_de(bloc)


def paragraphe(texte: str, classe: str) -> html.HtmlElement:
    """A paragraph of ours, with one of the classes that templates style."""
    element = html.Element("p", {"class": classe})
    element.text = texte_riche.lisible(texte)
    return element


def _pleins(elements: list[html.HtmlElement]) -> list[html.HtmlElement]:
    return [b for b in elements if _mots(b) or b.find(".//img") is not None]


def _retirer_formules(elements: list[html.HtmlElement]) -> None:
    """A pasted vote formula leaves; the decision verb that follows it, on its line or « , décide : », stays."""
    for rang, bloc in enumerate(elements):
        trouve = FORMULE.match(_mots(bloc)) if bloc.tag == "p" else None
        if trouve:
            brut = bloc.text_content()
            suite = trouve.group("suite")
            texte_riche.rogner(bloc, brut.rindex(suite.split()[0]) if suite else len(brut))
            for suivant in elements[rang + 1 : rang + 2]:
                virgule = re.match(r"\s*,\s*", suivant.text_content())
                texte_riche.rogner(suivant, virgule.end() if virgule else 0)


def _poser_jetons(elements: list[html.HtmlElement], phrases: list[str]) -> list[str]:
    """Put the sentences where `[vote]` stands (the last one again if tokens are more); give the rest back."""
    poses = 0
    for bloc in elements:
        if JETON not in bloc.text_content():
            continue
        phrase = texte_riche.lisible(phrases[min(poses, len(phrases) - 1)]) if phrases else ""
        poses += 1
        if _mots(bloc) == JETON:
            for enfant in list(bloc):
                bloc.remove(enfant)
            bloc.text = phrase
            bloc.set("class", "phrase-vote")
            continue
        for noeud in bloc.iter():
            noeud.text = noeud.text.replace(JETON, phrase) if noeud.text else noeud.text
            noeud.tail = noeud.tail.replace(JETON, phrase) if noeud.tail else noeud.tail
    return phrases[poses:]


def _marquer_verbe(bloc: html.HtmlElement) -> html.HtmlElement:
    mots = _mots(bloc)
    if bloc.tag == "p" and len(mots) <= 90 and VERBE.match(mots) and mots[-1:] in ":,":
        bloc.set("class", "decide")
    return bloc


def _articles(elements: list[html.HtmlElement]) -> list[html.HtmlElement]:
    """« Article 2. » leaves the line for the margin: `<div class=marge><p class=note>`."""
    resultat: list[html.HtmlElement] = []
    en_attente: html.HtmlElement | None = None
    for bloc in elements:
        trouve = ARTICLE.match(_mots(bloc)) if bloc.tag == "p" else None
        if trouve:
            _rogner_mots(bloc, trouve.end())
            en_attente = _note(trouve.group("n"))
            resultat.append(en_attente)
            if not _mots(bloc):
                continue
        if en_attente is not None:
            if deux_points := re.match(r"\s*[:.–—-]+\s*", bloc.text_content()):
                texte_riche.rogner(bloc, deux_points.end())
            if not _mots(bloc) and bloc.tag == "p":
                continue
            en_attente.append(bloc)
            en_attente = None
        else:
            resultat.append(bloc)
    return resultat


def _rogner_mots(bloc: html.HtmlElement, longueur: int) -> None:
    """`longueur` counts collapsed words: find the same place in the raw text, then cut there."""
    brut = bloc.text_content()
    position = len(brut) - len(brut.lstrip())
    vus = 0
    while vus < longueur and position < len(brut):
        saut = re.match(r"\s+|\S", brut[position:])
        position += saut.end() if saut else 1
        vus += 1
    texte_riche.rogner(bloc, position)
    _elaguer(bloc)


def _elaguer(bloc: html.HtmlElement) -> None:
    """What the cut has emptied (`<strong><sup></sup></strong>`) goes."""
    while vides := bloc.xpath(".//*[not(node()) and not(self::br or self::img or self::td or self::th)]"):
        for vide in vides:
            vide.drop_tag()


def _note(numero: str) -> html.HtmlElement:
    bloc = html.Element("div", {"class": "marge"})
    titre = paragraphe("Article\u00a0", "note")
    if re.fullmatch(r"1\s?er|1[èe]re|premier|1", numero, re.IGNORECASE):
        titre.text += "1"
        exposant = html.Element("sup")
        exposant.text = "er"
        titre.append(exposant)
    else:
        titre.text += numero.lower()
    bloc.append(titre)
    return bloc


def en_marge(texte_html: str) -> list[tuple[str, str]]:
    """A composed text as (margin label, HTML) pairs, for a screen that has a margin column."""
    paires: list[tuple[str, str]] = []
    for bloc in html.fragments_fromstring(texte_html) if texte_html.strip() else []:
        if isinstance(bloc, str):
            continue
        if bloc.get("class") == "marge":
            note, *corps = list(bloc)
            paires.append((_mots(note), texte_riche.serialiser(corps)))
        elif paires and not paires[-1][0]:
            paires[-1] = ("", paires[-1][1] + texte_riche.serialiser([bloc]))
        else:
            paires.append(("", texte_riche.serialiser([bloc])))
    return paires
