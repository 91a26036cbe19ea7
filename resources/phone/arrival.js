// SPDX-License-Identifier: Apache-2.0
// A printed code brings its secret in the fragment, which no server sees. It is taken out of the address bar
// and the history at once, and handed on in memory alone.
import { tidyShortCode } from './identity.js';

/** @type {{kind: ''|'visit'|'zone', text: string}} */
let brought = { kind: '', text: '' };

/** Reads `/v#SHORTCODE` and `/z#SITE.ZONE.CHECK`. */
export function arrive() {
    const fragment = location.hash.slice(1);
    const door = location.pathname;
    if (door === '/v' && fragment && fragment[0] !== '/') {
        brought = { kind: 'visit', text: tidyShortCode(decode(fragment)) };
        history.replaceState(null, '', '/phone/#/open');
    } else if (door === '/z' && fragment && fragment[0] !== '/') {
        brought = { kind: 'zone', text: decode(fragment) };
        history.replaceState(null, '', '/phone/#/checkin');
    }
}

/** @param {string} text */
function decode(text) {
    try {
        return decodeURIComponent(text);
    } catch (malformed) {
        return '';
    }
}

/**
 * What came along, once.
 * @param {'visit'|'zone'} kind
 */
export function take(kind) {
    if (brought.kind !== kind) {
        return '';
    }
    const text = brought.text;
    brought = { kind: '', text: '' };
    return text;
}

/** @param {string} kind */
export function waiting(kind) {
    return brought.kind === kind;
}
