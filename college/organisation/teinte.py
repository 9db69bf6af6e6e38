"""The commune's one colour, and the accents derived from it with guaranteed contrast. PURE.

Browsers that know relative colours derive the accents themselves (tokens.css); the values written here serve
the others, by the same rule: hue from the commune, lightness and chroma imposed in OKLCH.
"""

from __future__ import annotations

import math

# (lightness or its ceiling, chroma ceiling) of --accent, --accent-vif, --accent-doux
CLAIR = {"accent": (0.40, 0.12), "accent-vif": (0.31, 0.10), "accent-doux": (0.95, 0.022)}
SOMBRE = {"accent": (0.82, 0.09), "accent-vif": (0.90, 0.06), "accent-doux": (0.30, 0.04)}


def feuille(couleur: str) -> str:
    """The style sheet of a colour given as six hexadecimal digits."""
    clairs, sombres = _regles(couleur, CLAIR, plafond=("accent", "accent-vif")), _regles(couleur, SOMBRE)
    return (
        f":root {{ --commune: #{couleur}; }}\n"
        "@supports not (color: oklch(from red l c h)) {\n"
        f"  :root {{ {clairs} }}\n"
        f'  @media (prefers-color-scheme: dark) {{ :root:not([data-theme="clair"]) {{ {sombres} }} }}\n'
        f'  :root[data-theme="sombre"] {{ {sombres} }}\n'
        "}\n"
    )


def _regles(couleur: str, regles: dict[str, tuple[float, float]], plafond: tuple[str, ...] = ()) -> str:
    clarte, chroma, teinte = vers_oklch(couleur)
    ecrits = []
    for nom, (l_voulue, c_max) in regles.items():
        voulue = min(clarte, l_voulue) if nom in plafond else l_voulue
        ecrits.append(f"--{nom}: #{vers_hexa(voulue, min(chroma, c_max), teinte)};")
    return " ".join(ecrits)


def vers_oklch(couleur: str) -> tuple[float, float, float]:
    """Six hexadecimal digits → lightness, chroma, hue in radians."""
    r, g, b = (_lineaire(int(couleur[i : i + 2], 16) / 255) for i in (0, 2, 4))
    l_ = math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    m_ = math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    s_ = math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    clarte = 0.2104542553 * l_ + 0.7936177850 * m_ - 0.0040720468 * s_
    a = 1.9779984951 * l_ - 2.4285922050 * m_ + 0.4505937099 * s_
    b_ = 0.0259040371 * l_ + 0.7827717662 * m_ - 0.8086757660 * s_
    return clarte, math.hypot(a, b_), math.atan2(b_, a)


def vers_hexa(clarte: float, chroma: float, teinte: float) -> str:
    """The nearest colour that a screen can show."""
    a, b = chroma * math.cos(teinte), chroma * math.sin(teinte)
    l_ = (clarte + 0.3963377774 * a + 0.2158037573 * b) ** 3
    m_ = (clarte - 0.1055613458 * a - 0.0638541728 * b) ** 3
    s_ = (clarte - 0.0894841775 * a - 1.2914855480 * b) ** 3
    rgb = (
        4.0767416621 * l_ - 3.3077115913 * m_ + 0.2309699292 * s_,
        -1.2684380046 * l_ + 2.6097574011 * m_ - 0.3413193965 * s_,
        -0.0041960863 * l_ - 0.7034186147 * m_ + 1.7076147010 * s_,
    )
    return "".join(f"{round(255 * _ecran(min(max(x, 0.0), 1.0))):02x}" for x in rgb)


def _lineaire(x: float) -> float:
    return x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4


def _ecran(x: float) -> float:
    return 12.92 * x if x <= 0.0031308 else 1.055 * x ** (1 / 2.4) - 0.055
