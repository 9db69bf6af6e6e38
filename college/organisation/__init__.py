"""Who decides and who works: institutions, organes, services, groups, people, mandates, sign-in."""
