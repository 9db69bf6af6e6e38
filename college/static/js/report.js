// What somebody began and has not sent yet goes over to the part that replaces it: a choice, a figure, an unfolded line.
// Where the server says something else than before (that member has voted meanwhile), its news win.

export function reporter(ancien, nouveau) {
  const suites = reperes(nouveau);
  for (const [repere, champ] of reperes(ancien)) {
    const suite = suites.get(repere);
    if (!suite) continue;
    if (champ.matches("details")) suite.open ||= champ.open;
    else if (coche(champ)) {
      if (champ.checked && !champ.defaultChecked && dOrigine(champ) === dOrigine(suite)) suite.checked = true;
    } else if (champ.value !== champ.defaultValue && champ.defaultValue === suite.defaultValue) suite.value = champ.value;
  }
}

const coche = (champ) => champ.matches("[type=checkbox], [type=radio]");

// Each field by its form, its name (and its value where several share a name) and its place among its like.
function reperes(part) {
  const trouves = new Map();
  for (const champ of part.querySelectorAll("details, textarea, input:not([type=hidden])")) {
    const form = champ.closest("form")?.getAttribute("action") ?? "";
    const nom = champ.matches("details") ? champ.querySelector("summary")?.textContent : champ.name;
    const repere = [form, nom, coche(champ) ? champ.value : ""].join(" ");
    let rang = 0;
    while (trouves.has(`${repere} ${rang}`)) rang += 1;
    trouves.set(`${repere} ${rang}`, champ);
  }
  return trouves;
}

// What the server had ticked among the choices of that name.
function dOrigine(champ) {
  const memes = champ.closest("form, section").querySelectorAll(`[name="${CSS.escape(champ.name)}"]`);
  return [...memes].find((choix) => choix.defaultChecked)?.value;
}
