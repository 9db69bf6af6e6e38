// What the toolbar and the keys do.

import { chainCommands, exitCode, setBlockType, toggleMark, wrapIn, lift } from "prosemirror-commands";
import { redo, undo } from "prosemirror-history";
import { undoInputRule } from "prosemirror-inputrules";
import { liftListItem, sinkListItem, splitListItem, wrapInList } from "prosemirror-schema-list";
import {
  addColumnAfter, addRowAfter, deleteColumn, deleteRow, deleteTable, goToNextCell, isInTable, mergeCells, splitCell,
  toggleHeaderRow,
} from "prosemirror-tables";
import { TextSelection } from "prosemirror-state";
import { schema } from "./schema.js";

const { nodes, marks } = schema;

export const dansUnNoeud = (etat, type, attrs = {}) => {
  const { $from } = etat.selection;
  for (let n = $from.depth; n > 0; n -= 1) {
    const noeud = $from.node(n);
    if (noeud.type === type) return Object.entries(attrs).every(([cle, valeur]) => noeud.attrs[cle] === valeur);
  }
  return false;
};

export const marque = (etat, type) => {
  const { from, to, empty, $from } = etat.selection;
  return empty ? Boolean(type.isInSet(etat.storedMarks ?? $from.marks())) : etat.doc.rangeHasMark(from, to, type);
};

// The list around, of whatever kind, becomes this kind; pressed twice, no list at all.
const liste = (type) => (etat, envoyer) => {
  const { $from } = etat.selection;
  for (let n = $from.depth; n > 0; n -= 1) {
    const noeud = $from.node(n);
    if (noeud.type === type) return liftListItem(nodes.list_item)(etat, envoyer);
    if (noeud.type === nodes.bullet_list || noeud.type === nodes.ordered_list) {
      envoyer?.(etat.tr.setNodeMarkup($from.before(n), type));
      return true;
    }
  }
  return wrapInList(type)(etat, envoyer);
};

const titre = (niveau) => (etat, envoyer) =>
  dansUnNoeud(etat, nodes.heading, { niveau })
    ? setBlockType(nodes.paragraph)(etat, envoyer)
    : setBlockType(nodes.heading, { niveau })(etat, envoyer);

const citation = (etat, envoyer) =>
  dansUnNoeud(etat, nodes.blockquote) ? lift(etat, envoyer) : wrapIn(nodes.blockquote)(etat, envoyer);

function tableau(etat, envoyer) {
  if (isInTable(etat)) return false;
  const rangee = (type) => nodes.table_row.create(null, [0, 1, 2].map(() => type.createAndFill()));
  const neuf = nodes.table.create(null, [rangee(nodes.table_header), rangee(nodes.table_cell), rangee(nodes.table_cell)]);
  const tr = etat.tr.replaceSelectionWith(neuf);
  const place = tr.mapping.map(etat.selection.from, -1);
  envoyer?.(tr.setSelection(TextSelection.near(tr.doc.resolve(place + 1))).scrollIntoView());
  return true;
}

// A clause is a paragraph of its own: in the empty one where the caret is, otherwise after the present one.
export const clause = (texte) => (etat, envoyer) => {
  const { $from } = etat.selection;
  const tr = etat.tr;
  const vide = $from.parent.isTextblock && !$from.parent.content.size;
  if (vide) tr.insertText(texte);
  else {
    const apres = $from.after(1);
    tr.insert(apres, nodes.paragraph.create(null, schema.text(texte)));
    tr.setSelection(TextSelection.create(tr.doc, apres + 1 + texte.length));
  }
  envoyer?.(tr.scrollIntoView());
  return true;
};

export const lier = (href) => (etat, envoyer) => {
  const { from, to, empty } = etat.selection;
  const tr = etat.tr.removeMark(from, to, marks.link);
  if (href && empty) tr.replaceSelectionWith(schema.text(href, [marks.link.create({ href })]), false);
  else if (href) tr.addMark(from, to, marks.link.create({ href }));
  envoyer?.(tr);
  return true;
};

export const COMMANDES = {
  gras: toggleMark(marks.strong),
  italique: toggleMark(marks.em),
  souligne: toggleMark(marks.u),
  exposant: toggleMark(marks.sup),
  h3: titre(3),
  h4: titre(4),
  puces: liste(nodes.bullet_list),
  numeros: liste(nodes.ordered_list),
  rentrer: sinkListItem(nodes.list_item),
  sortir: liftListItem(nodes.list_item),
  citation,
  tableau,
  rangee: addRowAfter,
  colonne: addColumnAfter,
  moins_rangee: deleteRow,
  moins_colonne: deleteColumn,
  fusionner: chainCommands(mergeCells, splitCell),
  entete: toggleHeaderRow,
  moins_tableau: deleteTable,
  annuler: undo,
  refaire: redo,
};

const sautDeLigne = chainCommands(exitCode, (etat, envoyer) => {
  envoyer?.(etat.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView());
  return true;
});

// Tab moves where there is somewhere to go (next cell, deeper item) and leaves otherwise; Shift+Tab always leaves.
export const TOUCHES = {
  "Mod-b": COMMANDES.gras,
  "Mod-i": COMMANDES.italique,
  "Mod-u": COMMANDES.souligne,
  "Mod-z": COMMANDES.annuler,
  "Mod-y": COMMANDES.refaire,
  "Mod-Shift-z": COMMANDES.refaire,
  "Mod-Alt-3": COMMANDES.h3,
  "Mod-Alt-4": COMMANDES.h4,
  "Mod-Shift-7": COMMANDES.numeros,
  "Mod-Shift-8": COMMANDES.puces,
  Enter: splitListItem(nodes.list_item),
  "Shift-Enter": sautDeLigne,
  Backspace: undoInputRule,
  Tab: chainCommands(goToNextCell(1), COMMANDES.rentrer),
};
