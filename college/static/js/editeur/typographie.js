// French typography: while typing, and over a whole text at a press. Undo takes it back.

import { InputRule } from "prosemirror-inputrules";

const DUR = "\u00a0";

// [what is found, what it becomes]; each match is one small change of text, marks kept.
const CORRECTIONS = [
  [/[ \u00a0](?=[;:!?»])/g, DUR],
  [/(?<=«)[ \u00a0]?(?=\S)/g, DUR],
  [/(?<=[^\s\u00a0;!?»(])(?=[;!?»])/g, DUR],
  [/(?<=\p{L}|\)|»)(?=:(?:\s|$))/gu, DUR],
  [/(?<=\d) (?=[€%])/g, DUR],
  [/(?<=\bn°) /g, DUR],
  [/(?<=\d) (?=\d{3}(?:\D|$))/g, DUR],
  [/(?<=\b(?:M\.|Mme|art\.|al\.)) (?=[\p{Lu}\d])/gu, DUR],
  [/(?<=\p{L})'(?=\p{L})/gu, "’"],
  [/\.\.\./g, "…"],
];

function dansLeTexte(texte) {
  const trouvees = [];
  for (const [motif, voulu] of CORRECTIONS) {
    for (const trouve of texte.matchAll(motif)) {
      if (trouve[0] !== voulu) trouvees.push({ debut: trouve.index, fin: trouve.index + trouve[0].length, voulu });
    }
  }
  let ouverts = 0;
  for (const { index } of texte.matchAll(/"/g)) {
    trouvees.push({ debut: index, fin: index + 1, voulu: ouverts % 2 ? `${DUR}»` : `«${DUR}` });
    ouverts += 1;
  }
  return trouvees;
}

// Corrects every text of the document in one step of the history. Returns how many places changed.
export function corriger(etat, envoyer) {
  const tr = etat.tr;
  const lieux = [];
  etat.doc.descendants((noeud, position) => {
    if (!noeud.isText) return;
    for (const place of dansLeTexte(noeud.text)) lieux.push({ ...place, base: position });
  });
  const parPlace = new Map(lieux.map((lieu) => [lieu.base + lieu.debut, lieu]));
  for (const [place, { debut, fin, voulu }] of [...parPlace].sort(([a], [b]) => b - a)) {
    tr.insertText(voulu, place, place + fin - debut);
  }
  if (parPlace.size) envoyer(tr);
  return parPlace.size;
}

const dur = (motif) => new InputRule(motif, (etat, [trouve], debut, fin) => etat.tr.insertText(trouve.replace(" ", DUR), debut, fin));

export const regles = [
  dur(/ [;:!?»]$/),
  dur(/« $/),
  dur(/\d [€%]$/),
  dur(/n° $/),
  new InputRule(/(^|[\s(\u00a0’])"$/, (etat, [, avant], debut, fin) => etat.tr.insertText(`${avant}«${DUR}`, debut, fin)),
  new InputRule(/"$/, `${DUR}»`),
  new InputRule(/(?<=\p{L})'$/u, "’"),
];
