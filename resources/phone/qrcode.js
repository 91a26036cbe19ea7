// SPDX-License-Identifier: Apache-2.0
// The second half of a QR code (ISO/IEC 18004:2015): codewords to modules, and the mask that reads best.
import { codewords } from './qrbits.js';

const ALIGN = [[], [], [6, 18], [6, 22], [6, 26], [6, 30], [6, 34], [6, 22, 38], [6, 24, 42], [6, 26, 46], [6, 28, 50],
    [6, 30, 54], [6, 32, 58]];
const MASKS = [(y, x) => (y + x) % 2, (y) => y % 2, (y, x) => x % 3, (y, x) => (y + x) % 3,
    (y, x) => (Math.floor(y / 2) + Math.floor(x / 3)) % 2, (y, x) => (y * x) % 2 + (y * x) % 3,
    (y, x) => ((y * x) % 2 + (y * x) % 3) % 2, (y, x) => ((y + x) % 2 + (y * x) % 3) % 2];

/** @typedef {Array<Array<number|null>>} Grid null: free for data; 1: dark */

/** @param {Grid} grid @param {number} top @param {number} left */
function finder(grid, top, left) {
    for (let y = -1; y <= 7; y += 1) {
        for (let x = -1; x <= 7; x += 1) {
            if (grid[top + y] && grid[top + y][left + x] !== undefined) {
                const ring = Math.max(Math.abs(y - 3), Math.abs(x - 3));
                grid[top + y][left + x] = ring === 3 || ring < 2 ? 1 : 0;
            }
        }
    }
}

/** @param {Grid} grid @param {number} version */
function fixed(grid, version) {
    const last = grid.length - 1;
    finder(grid, 0, 0);
    finder(grid, 0, last - 6);
    finder(grid, last - 6, 0);
    const centres = ALIGN[version];
    centres.forEach((y) => centres.forEach((x) => {
        if (grid[y][x] === null) {
            for (let dy = -2; dy <= 2; dy += 1) {
                for (let dx = -2; dx <= 2; dx += 1) {
                    grid[y + dy][x + dx] = Math.max(Math.abs(dy), Math.abs(dx)) === 1 ? 0 : 1;
                }
            }
        }
    }));
    for (let at = 8; at < last - 7; at += 1) {
        grid[6][at] = grid[at][6] = (at + 1) % 2;
    }
    grid[last - 7][8] = 1;
}

/** @param {number} value @param {number} bits @param {number} generator @param {number} length of the remainder */
function withCheck(value, bits, generator, length) {
    let rest = value << length;
    for (let at = bits - 1; at >= 0; at -= 1) {
        if (rest & (1 << (at + length))) {
            rest ^= generator << at;
        }
    }
    return (value << length) | rest;
}

/** @param {Grid} grid @param {number} mask level M is 00 */
function format(grid, mask) {
    const bits = withCheck(mask, 5, 0x537, 10) ^ 0x5412, last = grid.length - 1;
    for (let at = 0; at < 15; at += 1) {
        const bit = (bits >> at) & 1;
        grid[at < 6 ? at : at < 8 ? at + 1 : last - 14 + at][8] = bit;
        grid[8][at < 8 ? last - at : at === 8 ? 7 : 14 - at] = bit;
    }
    grid[last - 7][8] = 1;
}

/** @param {Grid} grid @param {number} version */
function versionInfo(grid, version) {
    if (version < 7) {
        return;
    }
    const bits = withCheck(version, 6, 0x1f25, 12), from = grid.length - 11;
    for (let at = 0; at < 18; at += 1) {
        const y = Math.floor(at / 3), x = from + at % 3;
        grid[y][x] = grid[x][y] = (bits >> at) & 1;
    }
}

/** Up and down in columns of two, from the right. @param {Grid} grid @param {number[]} words @param {number} mask */
function lay(grid, words, mask) {
    const size = grid.length, out = grid.map((row) => row.slice());
    let bit = 0, up = true;
    for (let right = size - 1; right > 0; right -= 2) {
        right = right === 6 ? 5 : right;
        for (let step = 0; step < size; step += 1) {
            const y = up ? size - 1 - step : step;
            [right, right - 1].filter((x) => grid[y][x] === null).forEach((x) => {
                const dark = bit < words.length * 8 ? (words[bit >> 3] >> (7 - (bit & 7))) & 1 : 0;
                out[y][x] = MASKS[mask](y, x) === 0 ? dark ^ 1 : dark;
                bit += 1;
            });
        }
        up = !up;
    }
    return out;
}

/** @param {string} line of 0 and 1 */
function linePenalty(line) {
    const runs = (line.match(/0{5,}|1{5,}/g) || []).reduce((sum, run) => sum + run.length - 2, 0);
    let finders = 0;
    for (let at = 0; at + 11 <= line.length; at += 1) {
        const eleven = line.slice(at, at + 11);
        finders += eleven === '10111010000' || eleven === '00001011101' ? 40 : 0;
    }
    return runs + finders;
}

/** @param {Grid} grid */
function penalty(grid) {
    const size = grid.length;
    let sum = 0, dark = 0;
    for (let y = 0; y < size; y += 1) {
        sum += linePenalty(grid[y].join('')) + linePenalty(grid.map((row) => row[y]).join(''));
        for (let x = 0; x < size; x += 1) {
            dark += grid[y][x] || 0;
            const four = y && x ? [grid[y][x], grid[y - 1][x], grid[y][x - 1], grid[y - 1][x - 1]]
                .reduce((total, one) => Number(total) + Number(one), 0) : 1;
            sum += four === 0 || four === 4 ? 3 : 0;
        }
    }
    return sum + 10 * Math.floor(Math.abs(dark * 20 - size * size * 10) / (size * size));
}

/**
 * @param {string} text up to 287 characters of base45's alphabet with their prefix, or 287 bytes less
 * @returns {boolean[][]} rows of modules, true: dark; no quiet zone
 */
export function encode(text) {
    const { version, words } = codewords(text), size = 17 + 4 * version;
    /** @type {Grid} */
    const empty = Array.from({ length: size }, () => new Array(size).fill(null));
    fixed(empty, version);
    format(empty, 0);
    versionInfo(empty, version);
    const tried = MASKS.map((_, mask) => {
        const grid = lay(empty, words, mask);
        format(grid, mask);
        return { grid, worth: penalty(grid) };
    });
    const best = tried.reduce((a, b) => (b.worth < a.worth ? b : a));
    return best.grid.map((row) => row.map((module) => module === 1));
}
