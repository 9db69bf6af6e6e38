// The rich editor over textarea[data-riche], on ProseMirror. The textarea keeps the HTML that the form sends;
// without this script it stays, with plain lines. `data-riche="complet"` has the toolbar, "simple" has none.

import { baseKeymap } from "prosemirror-commands";
import { dropCursor } from "prosemirror-dropcursor";
import { gapCursor } from "prosemirror-gapcursor";
import { history } from "prosemirror-history";
import { inputRules, textblockTypeInputRule, wrappingInputRule } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import { EditorState, Plugin, Selection } from "prosemirror-state";
import { tableEditing } from "prosemirror-tables";
import { EditorView } from "prosemirror-view";
import { nettoyer } from "./collage.js";
import { TOUCHES } from "./commandes.js";
import { inscrire, pret } from "./fils.js";
import { outils } from "./outils.js";
import { distribuer, liste, relecteur } from "./relecture.js";
import { schema } from "./schema.js";
import { ecrire, lire } from "./texte.js";
import { sansMarques } from "./suggestions.js";
import { regles as typographie } from "./typographie.js";

const { nodes } = schema;
const REGLES = [
  wrappingInputRule(/^\s*[-•]\s$/, nodes.bullet_list),
  wrappingInputRule(/^(\d{1,3})\.\s$/, nodes.ordered_list, ([, n]) => ({ depart: Number(n) })),
  wrappingInputRule(/^a\)\s$/, nodes.ordered_list, { type: "a" }),
  textblockTypeInputRule(/^(#{3,4})\s$/, nodes.heading, ([, n]) => ({ niveau: n.length })),
  ...typographie,
];

function attributs(source, nom) {
  const dits = { class: "acte", role: "textbox", "aria-multiline": "true", "aria-label": nom, lang: "fr-BE", spellcheck: "true" };
  for (const cle of ["aria-describedby", "aria-invalid", "aria-required"]) {
    if (source.hasAttribute(cle)) dits[cle] = source.getAttribute(cle);
  }
  return dits;
}

// Who types is saved: the textarea has the HTML before anybody reads it, and hears of each change.
function relier(source, vue) {
  let change = false;
  const reporter = () => {
    if (change) source.value = ecrire(vue.state.doc);
    change = false;
  };
  source.form?.addEventListener("formdata", (evenement) => {
    reporter();
    if (source.name && !source.disabled) evenement.formData.set(source.name, source.value);
  });
  vue.dom.addEventListener("blur", reporter);
  return () => {
    change = true;
    source.dataset.modifie = "";
    source.dispatchEvent(new Event("input", { bubbles: true }));
  };
}

function monter(source) {
  const nom = source.labels?.[0]?.textContent.trim() || "Texte";
  const feuille = Object.assign(document.createElement("div"), { className: "feuille" });
  const qui = relecteur(source);
  let signaler = () => {};
  let barre;
  let relues;
  const suivi = new Plugin({
    view: () => ({
      update: (vue, avant) => {
        barre?.suivre(vue.state);
        relues?.suivre(vue.state);
        if (!avant.doc.eq(vue.state.doc)) signaler();
      },
    }),
  });
  const etat = (texte) =>
    EditorState.create({
      doc: lire(texte),
      plugins: [
        inputRules({ rules: REGLES }), keymap(TOUCHES), keymap(baseKeymap), history({ newGroupDelay: 600 }),
        tableEditing(), dropCursor(), gapCursor(), suivi,
      ],
    });
  const vue = new EditorView(feuille, {
    state: etat(source.value),
    attributes: attributs(source, nom),
    transformPastedHTML: nettoyer,
    transformPasted: sansMarques,
    handleKeyDown: ({ state }, evenement) => evenement.key === "/" && !state.selection.$from.parent.content.size && Boolean(barre?.ouvrir("clauses")),
    dispatchTransaction: distribuer(() => vue, qui, () => barre?.enSuggestion, (phrase) => barre?.dire(phrase)),
  });
  if (source.dataset.riche === "complet") {
    barre = outils(vue, nom, source.name, qui);
    feuille.prepend(barre.cadre);
    barre.suivre(vue.state);
  }
  if (qui) {
    relues = liste(vue, qui);
    feuille.append(relues.cadre);
    relues.suivre(vue.state);
    inscrire(source.name, vue);
  }
  signaler = relier(source, vue);
  // A kept text taken back (brouillon.js) writes the textareas, then tells the form: one step that can be undone.
  source.form?.addEventListener("input", (evenement) => {
    if (evenement.target !== source.form) return;
    const lu = lire(source.value);
    if (!lu.eq(vue.state.doc)) vue.dispatch(vue.state.tr.replaceWith(0, vue.state.doc.content.size, lu.content));
  });
  const commence = document.activeElement === source; // typed before we came: the next key goes on after it
  source.before(feuille);
  source.addEventListener("focus", () => vue.focus());
  source.classList.add("lu");
  source.tabIndex = -1;
  source.setAttribute("aria-hidden", "true");
  if (commence) {
    vue.dispatch(vue.state.tr.setSelection(Selection.atEnd(vue.state.doc)));
    vue.focus();
  }
}

export function installer(racine = document) {
  for (const source of racine.querySelectorAll("textarea[data-riche]:not(.lu)")) monter(source);
  for (const phrase of racine.querySelectorAll("[data-sans-editeur]")) phrase.hidden = true;
  pret();
}

installer();
