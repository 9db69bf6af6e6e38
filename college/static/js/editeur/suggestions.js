// Suggested changes: what is typed is marked with its author, what is erased stays, until somebody answers.
// Words only: the shape of the text (bold, lists, tables) is asked for in a comment.

import { Fragment, Slice } from "prosemirror-model";
import { TextSelection } from "prosemirror-state";
import { ReplaceStep } from "prosemirror-transform";
import { schema } from "./schema.js";

const { nodes, marks } = schema;
export const DIRECT = "direct"; // a transaction that is not a suggestion: an answer to one, an anchor

const marqueDe = (noeud, type) => noeud?.marks.find((m) => m.type === type && m.attrs.s);
export const suggestionDe = (noeud) => marqueDe(noeud, marks.ins) ?? marqueDe(noeud, marks.del);
export const auteurDe = (cle) => Number(cle.split("-")[0]);
const nouvelleCle = (moi) => `${moi}-${Date.now().toString(36)}${Math.floor(Math.random() * 1296).toString(36)}`;

// Beside a suggestion of the same person, it goes on.
function cleIci(doc, de, a, moi) {
  const voisines = [doc.resolve(de).nodeBefore, doc.resolve(a).nodeAfter].map((n) => suggestionDe(n)?.attrs.s);
  return voisines.find((cle) => cle && auteurDe(cle) === moi) ?? nouvelleCle(moi);
}

function retirer(tr, de, a, cle, moi) {
  const lots = [];
  tr.doc.nodesBetween(de, a, (noeud, place) => {
    if (!noeud.isInline) return true;
    lots.push({ debut: Math.max(place, de), fin: Math.min(place + noeud.nodeSize, a), noeud });
    return false;
  });
  for (const { debut, fin, noeud } of lots.reverse()) {
    const ajout = marqueDe(noeud, marks.ins);
    if (ajout && auteurDe(ajout.attrs.s) === moi) tr.delete(debut, fin);
    else if (!ajout && !marqueDe(noeud, marks.del)) tr.addMark(debut, fin, marks.del.create({ s: cle }));
  }
}

// The text blocks of what is inserted, each as its inline content.
function lignes(morceau) {
  if (morceau.content.firstChild?.isInline) return [morceau.content];
  const trouvees = [];
  morceau.content.descendants((noeud) => {
    if (noeud.isTextblock) trouvees.push(noeud.content);
    return !noeud.isTextblock;
  });
  return trouvees;
}

const signer = (contenu, cle) => {
  const signes = [];
  contenu.forEach((noeud) => signes.push(noeud.mark(marks.ins.create({ s: cle }).addToSet(noeud.marks.filter((m) => m.type !== marks.fil)))));
  return Fragment.from(signes);
};

function ajouter(tr, place, morceau, cle) {
  const [premiere, ...suite] = lignes(morceau).map((contenu) => signer(contenu, cle));
  if (premiere?.size) tr.insert(place, premiere);
  let fin = place + (premiere?.size ?? 0);
  for (const contenu of suite) {
    const $fin = tr.doc.resolve(fin);
    const item = $fin.depth > 1 && $fin.node(-1).type === nodes.list_item;
    const paragraphe = nodes.paragraph.create(null, contenu);
    const apres = $fin.after($fin.depth - (item ? 1 : 0));
    tr.insert(apres, item ? nodes.list_item.create(null, paragraphe) : paragraphe);
    fin = apres + (item ? 2 : 1) + contenu.size;
  }
  return fin;
}

// The same gesture as a suggestion; null when it changes more than words.
export function suggerer(etat, tr, moi) {
  if (tr.steps.length !== 1 || !(tr.steps[0] instanceof ReplaceStep)) return null;
  const { from, to, slice } = tr.steps[0];
  let table = false;
  slice.content.descendants((noeud) => {
    table ||= noeud.type === nodes.table;
  });
  if (table) return null;
  const nouveau = etat.tr;
  const cle = cleIci(etat.doc, from, to, moi);
  retirer(nouveau, from, to, cle, moi);
  const reste = nouveau.mapping.map(to);
  const unBloc = etat.doc.resolve(from).sameParent(etat.doc.resolve(to));
  const fin = slice.size ? ajouter(nouveau, unBloc ? reste : from, slice, cle) : null;
  const versLAvant = etat.selection.empty && etat.selection.from === from;
  nouveau.setSelection(TextSelection.near(nouveau.doc.resolve(fin ?? (versLAvant ? reste : from)), fin === null ? -1 : 1));
  return nouveau.scrollIntoView();
}

// [{ cle, ajoute, retire, debut, fin }] in the order of the text.
export function lister(doc) {
  const trouvees = new Map();
  doc.descendants((noeud, place) => {
    const marque = suggestionDe(noeud);
    if (!marque) return;
    const cle = marque.attrs.s;
    const lue = trouvees.get(cle) ?? { cle, ajoute: "", retire: "", debut: place };
    lue[marque.type === marks.ins ? "ajoute" : "retire"] += noeud.text ?? " ";
    lue.fin = place + noeud.nodeSize;
    trouvees.set(cle, lue);
  });
  return [...trouvees.values()];
}

// A block that an answer has emptied goes away, with the list that held it alone.
function effacer(tr, debut, fin) {
  tr.delete(debut, fin);
  const $ici = tr.doc.resolve(debut);
  if ($ici.parent.content.size) return;
  let n = $ici.depth;
  while (n > 1 && $ici.node(n - 1).childCount === 1 && !/cell|header/.test($ici.node(n - 1).type.name)) n -= 1;
  if ($ici.node(n - 1).childCount > 1) tr.delete($ici.before(n), $ici.after(n));
}

// Accept or refuse these keys; the answer is one step of the history.
export function repondre(etat, cles, accepter) {
  const voulues = new Set(cles);
  const lots = [];
  etat.doc.descendants((noeud, place) => {
    const marque = suggestionDe(noeud);
    if (marque && voulues.has(marque.attrs.s)) lots.push({ debut: place, fin: place + noeud.nodeSize, marque });
  });
  const tr = etat.tr.setMeta(DIRECT, true);
  for (const { debut, fin, marque } of lots.reverse()) {
    if ((marque.type === marks.ins) === accepter) tr.removeMark(debut, fin, marque);
    else effacer(tr, debut, fin);
  }
  return tr;
}

// What is copied out of a marked text carries no mark of it.
export function sansMarques(morceau) {
  const nu = (fragment) => {
    const copies = [];
    fragment.forEach((noeud) => {
      if (noeud.isText) copies.push(noeud.mark(noeud.marks.filter((m) => m.type !== marks.fil && !m.attrs.s)));
      else copies.push(noeud.copy(nu(noeud.content)));
    });
    return Fragment.from(copies);
  };
  return new Slice(nu(morceau.content), morceau.openStart, morceau.openEnd);
}
