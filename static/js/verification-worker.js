// Proof of work for ALTCHA's protocol 2 with the algorithm "SHA-256" at cost 1: finds the counter for which
// SHA-256(salt + nonce + counter as 4 bytes, big end first) begins with the prefix asked for. SHA-256 as in FIPS 180-4,
// by hand, since the browser's own is asynchronous, ten times slower for so short a text, and missing without https.
"use strict";

const K = new Uint32Array(64);
const START = new Uint32Array(8);
{
  // The constants are the fractions of the cube and square roots of the first primes.
  const fraction = (x) => (x - Math.floor(x)) * 2 ** 32 >>> 0;
  let found = 0;
  for (let n = 2; found < 64; n++) {
    let prime = true;
    for (let d = 2; d * d <= n; d++) if (n % d === 0) prime = false;
    if (!prime) continue;
    if (found < 8) START[found] = fraction(Math.sqrt(n));
    K[found++] = fraction(Math.cbrt(n));
  }
}

const bytesOf = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const w = new Uint32Array(64);

// The text is one block: `head` and four bytes of counter, at most 55 bytes.
function solve({ salt, nonce, keyPrefix }) {
  const head = [...bytesOf(salt), ...bytesOf(nonce)];
  const length = head.length + 4;
  if (length > 55) throw new Error("too long for one block");
  const prefix = bytesOf(keyPrefix);
  const block = new Uint8Array(64);
  block.set(head);
  block[length] = 0x80;
  const view = new DataView(block.buffer);
  view.setUint32(60, length * 8);
  const digest = new Uint32Array(8);
  const bytes = new DataView(new ArrayBuffer(32));
  for (let counter = 0; counter <= 0xffffffff; counter++) {
    view.setUint32(head.length, counter);
    hash(view, digest);
    if (digest[0] >>> 24 !== prefix[0]) continue;
    digest.forEach((word, at) => bytes.setUint32(at * 4, word));
    if (prefix.every((byte, at) => bytes.getUint8(at) === byte)) {
      const hex = Array.from(digest, (word) => word.toString(16).padStart(8, "0")).join("");
      return { counter, derivedKey: hex };
    }
  }
  return null;
}

function hash(view, out) {
  for (let i = 0; i < 16; i++) w[i] = view.getUint32(i * 4);
  for (let i = 16; i < 64; i++) {
    const x = w[i - 15], y = w[i - 2];
    const s0 = (x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ x >>> 3;
    const s1 = (y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ y >>> 10;
    w[i] = w[i - 16] + s0 + w[i - 7] + s1;
  }
  let [a, b, c, d, e, f, g, h] = START;
  for (let i = 0; i < 64; i++) {
    const s1 = (e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7);
    const one = h + s1 + (e & f ^ ~e & g) + K[i] + w[i] | 0;
    const s0 = (a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10);
    const two = s0 + (a & b ^ a & c ^ b & c) | 0;
    h = g; g = f; f = e; e = d + one | 0;
    d = c; c = b; b = a; a = one + two | 0;
  }
  out[0] = START[0] + a; out[1] = START[1] + b; out[2] = START[2] + c; out[3] = START[3] + d;
  out[4] = START[4] + e; out[5] = START[5] + f; out[6] = START[6] + g; out[7] = START[7] + h;
}

self.addEventListener("message", (event) => {
  const began = performance.now();
  const { algorithm, cost, keyLength } = event.data;
  if (algorithm !== "SHA-256" || cost !== 1 || keyLength !== 32) throw new Error(`cannot do ${algorithm}`);
  const found = solve(event.data);
  self.postMessage(found && { ...found, time: Math.round(performance.now() - began) });
});
