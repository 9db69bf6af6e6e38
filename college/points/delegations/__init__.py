"""The register of delegations from the conseil to the collège: who may decide what, up to how much, since when."""
