// SPDX-License-Identifier: Apache-2.0
// A QR code as a picture of its own, so that a finger that rests on it is offered to keep it or to read it: an element
// that is drawn is offered nothing.
import { h } from './dom.js';
import { encode } from './qrcode.js';

const QUIET = 4; // modules around the code, ISO/IEC 18004
const MODULE = 8; // pixels: sharp in an album too

/** @param {string} text @returns {HTMLCanvasElement} */
function drawn(text) {
    const rows = encode(text), side = (rows.length + 2 * QUIET) * MODULE;
    const canvas = /** @type {HTMLCanvasElement} */ (h('canvas', { width: side, height: side }));
    const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, side, side);
    pen.fillStyle = '#000';
    rows.forEach((row, y) => row.forEach((dark, x) => {
        if (dark) {
            pen.fillRect((x + QUIET) * MODULE, (y + QUIET) * MODULE, MODULE, MODULE);
        }
    }));
    return canvas;
}

/**
 * @param {string} text
 * @param {string} name what the picture is
 * @param {string} save words of the link that keeps it
 */
export function qrImage(text, name, save) {
    const image = h('img', { class: 'qr', alt: name });
    const link = h('a', { class: 'button quiet', download: 'pay.png' }, save);
    drawn(text).toBlob((picture) => {
        const address = URL.createObjectURL(picture);
        image.setAttribute('src', address);
        link.setAttribute('href', address);
    });
    return [image, link];
}
