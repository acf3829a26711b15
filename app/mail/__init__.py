"""Mail that the site sends: templates, messages as RFC 5322 has them, and the ways out. Knows nothing of the store."""
