// Replacing parts of the page by what the server answers, without taking the field from under the fingers.

const saisie = (element) =>
  element?.matches?.("input:not([type=checkbox], [type=radio]), textarea, select") || element?.isContentEditable;

export const jeton = () => document.querySelector("input[name=csrf_token]")?.value ?? "";

// Each element of `html` whose id is on the page takes its place, outermost first. Returns how many changed.
// One that holds the field being typed in stays; its own parts are then looked at one by one.
// `garde(old, new)` may carry something over.
export function remplacer(html, garde = null) {
  const nouveau = new DOMParser().parseFromString(html, "text/html");
  let changes = 0;
  for (const element of nouveau.querySelectorAll("[id]")) {
    const ancien = document.querySelector(`#${CSS.escape(element.id)}`);
    if (!ancien || element.closest("[data-pris]")) continue;
    const identique = sansJetons(ancien) === sansJetons(element);
    const occupe = ancien.querySelector("[data-modifie]") || (ancien.contains(document.activeElement) && saisie(document.activeElement));
    if (occupe && !identique) continue;
    element.dataset.pris = "";
    if (identique) continue;
    poser(ancien, element, garde);
    changes += 1;
  }
  return changes;
}

// CSRF and one-time keys change at each rendering: they are not news; nor is what we added ourselves.
const sansJetons = (el) =>
  el.outerHTML.replace(/name="(csrf_token|cle_unique)" value="[^"]*"/g, "").replace(/ class="vu"| vu(?=")| tabindex="-1"/g, "");

function poser(ancien, nouveau, garde) {
  const actif = ancien.contains(document.activeElement) ? document.activeElement : null;
  const repere = actif && reconnaitre(actif);
  delete nouveau.dataset.pris;
  const pose = document.importNode(nouveau, true);
  garde?.(ancien, pose);
  ancien.replaceWith(pose);
  if (pose.matches("li, tr, p")) pose.classList.add("vu");
  if (actif) tenir((repere && pose.querySelector(repere)) || pose.querySelector("h1, h2, section"));
  window.htmx?.process?.(pose);
  document.dispatchEvent(new Event("fragment"));
}

// What had the focus, by what remains of it when the server writes it again.
export function reconnaitre(actif) {
  if (actif.id) return `#${CSS.escape(actif.id)}`;
  if (actif.name) return `[name="${actif.name}"][value="${CSS.escape(actif.value ?? "")}"]`;
  return actif.matches("a[href]") && `a[href="${CSS.escape(actif.getAttribute("href"))}"]`;
}

// The button just pressed is gone: who is at the keyboard stays near it, not at the top of the page.
export function tenir(element) {
  const suite = element ?? document.querySelector("main");
  if (suite.tabIndex < 0) suite.tabIndex = -1;
  suite.focus({ preventScroll: true });
}

// One polite sentence at most each two seconds, in a region that is there before it is needed: a screen reader does
// not speak of those that come with their text. The time since the page opened, since a clock may be set back.
const region = document.body.appendChild(
  Object.assign(document.createElement("p"), { id: "annonce-parlee", className: "lu", ariaLive: "polite" }),
);
let derniere = -2000;
export function annoncer(texte) {
  const attendre = Math.max(0, derniere + 2000 - performance.now());
  derniere = performance.now() + attendre;
  setTimeout(() => (region.textContent = texte), attendre);
}
