// SPDX-License-Identifier: Apache-2.0
// Words by key. Only the catalogue in use is loaded.

/** @typedef {'zh'|'en'} Lang */

const CATALOGUES = { zh: () => import('./words/zh.js'), en: () => import('./words/en.js') };
const TAGS = { zh: 'zh-Hans', en: 'en' };

/** @type {Lang} */
let current = 'zh';
/** @type {Object<string, string>} */
let words = {};

/**
 * The browser's first language that we speak.
 * @param {readonly string[]} wanted
 * @returns {Lang}
 */
export function preferred(wanted) {
    const known = wanted.map((tag) => tag.slice(0, 2).toLowerCase()).filter((tag) => tag === 'zh' || tag === 'en');
    return /** @type {Lang} */ (known[0] || (wanted.length ? 'en' : 'zh'));
}

/** @param {Lang} lang */
export async function use(lang) {
    words = (await CATALOGUES[lang]()).default;
    current = lang;
    document.documentElement.lang = TAGS[lang];
}

/** @returns {Lang} */
export function lang() {
    return current;
}

/** @returns {Lang} */
export function other() {
    return current === 'zh' ? 'en' : 'zh';
}

/** @param {string} key */
export function has(key) {
    return Object.prototype.hasOwnProperty.call(words, key);
}

/**
 * @param {string} key
 * @param {Object<string, string|number>} [values] for `{name}` in the words
 */
export function t(key, values) {
    const text = has(key) ? words[key] : key;
    return text.replace(/\{(\w+)\}/g, (whole, name) => (values && name in values ? String(values[name]) : whole));
}

/**
 * A name that the server gives in both languages.
 * @param {any} row
 * @param {string} [stem] `name`: takes name_zh or name_en
 */
export function named(row, stem = 'name') {
    const first = row && row[stem + '_' + current];
    return String(first || (row && (row[stem + '_zh'] || row[stem + '_en'])) || '');
}
