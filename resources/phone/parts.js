// SPDX-License-Identifier: Apache-2.0
// What screens are built of.
import { h } from './dom.js';
import { dayWords, span } from './format.js';
import { icon } from './icons.js';
import { t } from './lang.js';
import { explain } from './refusals.js';

/** @typedef {import('./dom.js').Piece} Piece */

const AMBULANCE = '120'; // everywhere in the country

/**
 * A line that leads somewhere.
 * @param {string} to a place of this page, `#/...`
 * @param {Piece[]} inside
 */
export function row(to, ...inside) {
    return h('a', { class: 'row', href: to }, h('span', { class: 'row-words' }, inside), icon('next'));
}

/** @param {Array<Node|null|false>} rows */
export function list(rows, name = '') {
    return h('ul', { class: 'list', 'aria-label': name || null },
        rows.filter(Boolean).map((one) => h('li', null, one)));
}

/**
 * @param {Piece} words
 * @param {() => void} act
 * @param {{kind?: string, icon?: string, id?: string}} [how] kind: strong, plain or quiet
 */
export function button(words, act, how = {}) {
    return h('button', { type: 'button', class: 'button ' + (how.kind || 'strong'), id: how.id, on: { click: act } },
        how.icon ? icon(how.icon) : null, h('span', null, words));
}

/**
 * @param {string} words
 * @param {string} to
 * @param {{kind?: string, icon?: string, id?: string}} [how]
 */
export function linkButton(words, to, how = {}) {
    return h('a', { class: 'button ' + (how.kind || 'strong'), href: to, id: how.id },
        how.icon ? icon(how.icon) : null, h('span', null, words));
}

/**
 * @param {'calm'|'warn'|'good'} kind
 * @param {string} picture
 * @param {string} title
 * @param {Piece[]} inside
 */
export function notice(kind, picture, title, ...inside) {
    return h('section', { class: 'notice ' + kind }, icon(picture),
        h('div', null, h('p', { class: 'notice-title' }, title), inside));
}

/** @param {Array<[string, Piece]|null|false>} pairs */
export function facts(pairs) {
    const shown = /** @type {Array<[string, Piece]>} */ (pairs.filter(Boolean));
    return h('dl', { class: 'facts' },
        shown.map(([name, value]) => h('div', null, h('dt', null, name), h('dd', null, value))));
}

/** @param {any} fault */
export function refusal(fault, ...more) {
    const { title, text, rule } = explain(fault);
    return h('div', { class: 'refusal', role: 'alert' },
        notice('warn', 'info', title, h('p', null, text),
            rule ? h('p', { class: 'small' }, t('refused.rule', { rule })) : null, more));
}

/**
 * First on every page by which people come in.
 * @param {any} [site] with `emergency`, when the hospital is chosen
 */
export function emergency(site) {
    const where = site && site.emergency;
    const place = where && (t('lang.is') === 'zh' ? where.place_zh : where.place_en);
    const call = where && where.phone !== AMBULANCE && where.phone;
    return h('section', { class: 'emergency', id: 'emergency', 'aria-labelledby': 'emergency-title' }, icon('emergency'),
        h('div', null,
            h('p', { class: 'notice-title', id: 'emergency-title' }, t('emergency')),
            h('p', null, place ? t('emergency.place', { place }) : t('emergency.text')),
            h('p', { class: 'calls' },
                call ? h('a', { class: 'call', href: 'tel:' + call }, t('emergency.call', { phone: call })) : null,
                h('a', { class: 'call', href: 'tel:' + AMBULANCE }, t('emergency.call', { phone: AMBULANCE })))));
}

/**
 * A day and a time band, which stays in one piece.
 * @param {number} day
 * @param {number} from
 * @param {number} to minutes after local midnight
 */
export function dayAndBand(day, from, to) {
    return [dayWords(day) + ' ', h('span', { class: 'whole' }, span(from, to))];
}

/** @param {string} text */
export function heading(text, under = '') {
    return h('div', { class: 'heading' }, h('h1', { tabindex: '-1' }, text), under ? h('p', { class: 'under' }, under) : null);
}
