// SPDX-License-Identifier: Apache-2.0
// What stands around every screen: the bar with back, language and letter size, and the two ways home.
import { h, refill } from './dom.js';
import { icon } from './icons.js';
import * as keep from './keep.js';
import { t } from './lang.js';

/** Places that belong to what is booked already. */
const OURS = ['#/v', '#/open', '#/proof', '#/family', '#/consents', '#/checkin'];
const SIZES = ['standard', 'large', 'larger'];

/** @param {string} size */
function applySize(size) {
    document.documentElement.setAttribute('data-size', SIZES.indexOf(size) >= 0 ? size : SIZES[0]);
}

/** As the phone remembers it. */
export function start() {
    applySize(keep.read('size', SIZES[0]));
}

function nextSize() {
    const now = document.documentElement.getAttribute('data-size') || SIZES[0];
    const next = SIZES[(SIZES.indexOf(now) + 1) % SIZES.length];
    keep.write('size', next);
    applySize(next);
    say(t('size.' + next));
}

/**
 * Told to a screen reader, seen by nobody.
 * @param {string} words
 * @param {boolean} [now] interrupts
 */
export function say(words, now = false) {
    const place = document.getElementById(now ? 'said-now' : 'said');
    if (place) {
        place.textContent = words;
    }
}

/**
 * @param {string} to
 * @param {string} picture
 * @param {string} words
 * @param {boolean} here
 */
function tab(to, picture, words, here) {
    return h('a', { class: 'tab', href: to, 'aria-current': here ? 'page' : null }, icon(picture), h('span', null, words));
}

/** @param {string} hash */
function tabs(hash) {
    const visits = OURS.some((start) => hash.indexOf(start) === 0);
    return h('nav', { class: 'tabs', 'aria-label': t('nav') },
        tab('#/', 'home', t('nav.home'), !visits), tab('#/visits', 'ticket', t('nav.visits'), visits));
}

/**
 * @param {string} hash
 * @param {() => void} switchLanguage
 */
function bar(hash, switchLanguage) {
    const back = hash === '#/' ? null : h('button', { type: 'button', class: 'bar-button', 'aria-label': t('nav.back'),
        on: { click: () => (history.length > 1 ? history.back() : location.replace('#/')) } }, icon('back'));
    return h('header', { class: 'bar' }, back,
        h('p', { class: 'bar-name' }, t('app')),
        h('button', { type: 'button', class: 'bar-button', 'aria-label': t('size'), on: { click: nextSize } }, icon('textsize')),
        h('button', { type: 'button', class: 'bar-button words', id: 'language', lang: t('lang.other.tag'),
            on: { click: switchLanguage } }, t('lang.other')));
}

/**
 * Puts a screen into the page.
 * @param {{title: string, body: any[]}} screen
 * @param {string} hash
 * @param {() => void} switchLanguage
 */
export function show(screen, hash, switchLanguage) {
    const page = /** @type {Element} */ (document.getElementById('page'));
    document.title = screen.title + ' · ' + t('app');
    refill(page, bar(hash, switchLanguage),
        h('main', { id: 'main' }, screen.body),
        h('div', { class: 'unseen', id: 'said', 'aria-live': 'polite' }),
        h('div', { class: 'unseen', id: 'said-now', 'aria-live': 'assertive' }),
        tabs(hash));
}

export function showWaiting() {
    const main = document.getElementById('main');
    if (main) {
        main.setAttribute('aria-busy', 'true');
    }
}
