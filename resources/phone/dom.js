// SPDX-License-Identifier: Apache-2.0
// Makes elements. Whatever comes from outside becomes a text node here, so no text can turn into markup.

const SVG = 'http://www.w3.org/2000/svg';

/**
 * @typedef {Node|string|number|null|undefined|false|Array<any>} Piece an array stands for what is in it
 * @typedef {Object<string, any>} Facts attributes; `on` holds listeners by event name; null and false leave one out
 */

/**
 * @param {Element} element
 * @param {Facts|null|undefined} facts
 */
function dress(element, facts) {
    const all = facts || {};
    Object.keys(all).forEach((name) => {
        const value = all[name];
        if (value === null || value === undefined || value === false) {
            return;
        }
        if (name === 'on') {
            Object.keys(value).forEach((event) => element.addEventListener(event, value[event]));
        } else {
            element.setAttribute(name, value === true ? '' : String(value));
        }
    });
}

/**
 * @param {Element} element
 * @param {Piece[]} inside
 */
export function fill(element, ...inside) {
    inside.forEach((piece) => {
        if (Array.isArray(piece)) {
            fill(element, ...piece);
        } else if (piece instanceof Node) {
            element.appendChild(piece);
        } else if (piece !== null && piece !== undefined && piece !== false) {
            element.appendChild(document.createTextNode(String(piece)));
        }
    });
    return element;
}

/**
 * @param {string} tag
 * @param {Facts|null} [facts]
 * @param {Piece[]} inside
 * @returns {HTMLElement}
 */
export function h(tag, facts, ...inside) {
    const element = document.createElement(tag);
    dress(element, facts);
    return /** @type {HTMLElement} */ (fill(element, ...inside));
}

/**
 * @param {string} tag
 * @param {Facts|null} facts
 * @param {Piece[]} inside
 * @returns {SVGElement}
 */
export function svg(tag, facts, ...inside) {
    const element = document.createElementNS(SVG, tag);
    dress(element, facts);
    return /** @type {SVGElement} */ (fill(element, ...inside));
}

/**
 * Puts other things into an element.
 * @param {Element} element
 * @param {Piece[]} inside
 */
export function refill(element, ...inside) {
    while (element.firstChild) {
        element.removeChild(element.firstChild);
    }
    return fill(element, ...inside);
}
