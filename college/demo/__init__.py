"""The fictional commune of Val-des-Aulnes and its CPAS, made by the same services as a real one.

`val_des_aulnes.yaml` and `cpas_val_des_aulnes.yaml` are paquets; `points/*.yaml` the sixty points;
`seances.yaml` the séances. `textes` (PURE) dates and typesets them; `scenario` plays them.
"""
