"""The product in a real browser: Debian's Chromium, the shipped articles, and a mail lab on loopback."""
