// SPDX-License-Identifier: Apache-2.0
// The first half of a QR code (ISO/IEC 18004:2015), level M, versions 1 to 12: text to codewords with their
// Reed-Solomon check words. Alphanumeric mode where the text allows it, which base45 codes always do.

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

/** Table 9, by version: check words a block, then blocks of how many data words. @type {Array<[number, number[]]>} */
const BLOCKS = [[0, []], [10, [16]], [16, [28]], [26, [44]], [18, [32, 32]], [24, [43, 43]], [16, [27, 27, 27, 27]],
    [18, [31, 31, 31, 31]], [22, [38, 38, 39, 39]], [22, [36, 36, 36, 37, 37]], [26, [43, 43, 43, 43, 44]],
    [30, [50, 51, 51, 51, 51]], [22, [36, 36, 36, 36, 36, 36, 37, 37]]];
export const VERSIONS = 12;

/** @type {number[]} powers of 2 in GF(256), and their logarithms */
const POWER = [], LOG = [];
for (let at = 0, value = 1; at < 255; at += 1) {
    POWER[at] = value;
    LOG[value] = at;
    value = value & 0x80 ? (value << 1) ^ 0x11d : value << 1;
}

/** @param {number} a @param {number} b */
function times(a, b) {
    return a && b ? POWER[(LOG[a] + LOG[b]) % 255] : 0;
}

/**
 * The check words of one block.
 * @param {number[]} data
 * @param {number} count
 */
function checkWords(data, count) {
    let generator = [1];
    for (let at = 0; at < count; at += 1) {
        const next = generator.concat(0);
        generator.forEach((factor, place) => {
            next[place + 1] ^= times(factor, POWER[at]);
        });
        generator = next;
    }
    const rest = data.concat(new Array(count).fill(0));
    for (let at = 0; at < data.length; at += 1) {
        const factor = rest[at];
        generator.forEach((one, place) => {
            rest[at + place] ^= times(one, factor);
        });
    }
    return rest.slice(data.length);
}

/** @param {number} version */
function dataWords(version) {
    return BLOCKS[version][1].reduce((sum, one) => sum + one, 0);
}

/** @param {number[]} bits @param {number} value @param {number} length */
function put(bits, value, length) {
    for (let at = length - 1; at >= 0; at -= 1) {
        bits.push((value >> at) & 1);
    }
}

/** @param {string} text @param {boolean} alphanumeric @param {number} version */
function bitsOf(text, alphanumeric, version) {
    /** @type {number[]} */
    const bits = [];
    if (!alphanumeric) {
        const bytes = new TextEncoder().encode(text);
        put(bits, 4, 4);
        put(bits, bytes.length, version < 10 ? 8 : 16);
        bytes.forEach((byte) => put(bits, byte, 8));
        return bits;
    }
    put(bits, 2, 4);
    put(bits, text.length, version < 10 ? 9 : 11);
    for (let at = 0; at < text.length; at += 2) {
        const first = ALPHABET.indexOf(text[at]);
        if (at + 1 < text.length) {
            put(bits, first * 45 + ALPHABET.indexOf(text[at + 1]), 11);
        } else {
            put(bits, first, 6);
        }
    }
    return bits;
}

/** @param {number[]} bits @param {number} words */
function padded(bits, words) {
    put(bits, 0, Math.min(4, words * 8 - bits.length));
    put(bits, 0, (8 - bits.length % 8) % 8);
    for (let pad = 0xec; bits.length < words * 8; pad ^= 0xec ^ 0x11) {
        put(bits, pad, 8);
    }
    const bytes = [];
    for (let at = 0; at < bits.length; at += 8) {
        bytes.push(bits.slice(at, at + 8).reduce((sum, bit) => sum * 2 + bit, 0));
    }
    return bytes;
}

/** @param {number[][]} blocks */
function interleaved(blocks) {
    const out = [], longest = Math.max(...blocks.map((one) => one.length));
    for (let at = 0; at < longest; at += 1) {
        blocks.filter((one) => at < one.length).forEach((one) => out.push(one[at]));
    }
    return out;
}

/**
 * @param {string} text
 * @returns {{version: number, words: number[]}}
 */
export function codewords(text) {
    const alphanumeric = text.split('').every((letter) => ALPHABET.indexOf(letter) >= 0);
    for (let version = 1; version <= VERSIONS; version += 1) {
        const bits = bitsOf(text, alphanumeric, version), words = dataWords(version);
        if (bits.length <= words * 8) {
            const bytes = padded(bits, words), [check, sizes] = BLOCKS[version];
            let from = 0;
            const blocks = sizes.map((size) => bytes.slice(from, from += size));
            return { version, words: interleaved(blocks).concat(interleaved(blocks.map((one) => checkWords(one, check)))) };
        }
    }
    throw new RangeError('too long for a code of version ' + VERSIONS);
}
