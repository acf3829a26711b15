"""The colours of a picture that stands alone, as `unsnag graph` writes it; on a page the style sheet gives them."""

from typing import Final

STANDALONE: Final = (
    ".graph{background:#fbfaf7;font:15px system-ui,sans-serif}.graph text{fill:#1c2426}"
    ".graph-node rect,.graph-node polygon{fill:#fff;stroke:#7d8584;stroke-width:1.5}"
    ".graph-node.question polygon{fill:#e3efed;stroke:#0b5c60}.graph-node.solved rect{fill:#e5f2e8;stroke:#1d6b3a}"
    ".graph-node.escalate rect{fill:#fbf0da;stroke:#8a5300}.graph-number{font-weight:700;fill:#0b5c60}"
    ".graph-edge{fill:none;stroke:#7d8584;stroke-width:1.6}.graph-edge.aside{stroke-dasharray:5 4}"
    ".graph-tip{fill:#7d8584}.graph-label rect{fill:#fbfaf7}.graph-label text{font-size:13px;fill:#545e60}"
    "@media(prefers-color-scheme:dark){.graph{background:#14191a}.graph text{fill:#e9ece9}"
    ".graph-node rect,.graph-node polygon{fill:#1b2223}.graph-node.question polygon{fill:#1c3535;stroke:#80d2cb}"
    ".graph-node.solved rect{fill:#1a2f21;stroke:#7ccf94}.graph-node.escalate rect{fill:#352a15;stroke:#f0b95c}"
    ".graph-number{fill:#80d2cb}.graph-label rect{fill:#14191a}.graph-label text{fill:#a9b3b2}}"
)
