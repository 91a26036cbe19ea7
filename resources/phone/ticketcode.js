// SPDX-License-Identifier: Apache-2.0
// The signed code as a picture for the kiosk, and the short code for everything else. Drawn on the phone, so
// it is there without a network too.
import { h, svg } from './dom.js';
import { t } from './lang.js';
import { encode } from './qrcode.js';

const QUIET = 4; // modules around the code, ISO/IEC 18004

/** @param {string} text */
export function qrPicture(text) {
    const rows = encode(text), size = rows.length + 2 * QUIET;
    let path = '';
    rows.forEach((row, y) => row.forEach((dark, x) => {
        if (dark) {
            path += 'M' + (x + QUIET) + ' ' + (y + QUIET) + 'h1v1h-1z';
        }
    }));
    return svg('svg', { class: 'qr', viewBox: '0 0 ' + size + ' ' + size, role: 'img', 'aria-label': t('code.picture'),
        'shape-rendering': 'crispEdges' },
    svg('rect', { width: size, height: size, fill: '#fff' }), svg('path', { d: path, fill: '#000' }));
}

/** @param {import('./types.js').Visit} visit */
export function ticketCode(visit) {
    return h('section', { class: 'code', 'aria-label': t('code') },
        visit.code ? qrPicture(visit.code) : null,
        h('p', { class: 'code-number' }, visit.number),
        h('p', { class: 'quiet' }, t('code.short')),
        h('p', { class: 'short-code', id: 'short-code' }, visit.short_code),
        visit.code ? h('p', { class: 'quiet' }, t('code.how')) : null);
}
