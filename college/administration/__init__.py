"""Administration: chains, settings, packs and journal, the screens that replace forks."""
