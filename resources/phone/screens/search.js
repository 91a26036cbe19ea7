// SPDX-License-Identifier: Apache-2.0
// One box for hospitals, departments and doctors, answered while typing.
import { get } from '../api.js';
import { h, refill } from '../dom.js';
import { field } from '../fields.js';
import { say } from '../frame.js';
import { named, t } from '../lang.js';
import { heading, list, refusal, row } from '../parts.js';

const PAUSE_MS = 180;
const HITS = 20;

/** @param {any} hit */
function place(hit) {
    const at = '#/h/' + hit.site;
    return hit.type === 'hospital' ? at : at + (hit.type === 'doctor' ? '/p/' : '/d/') + hit.id;
}

/** @param {any} hit */
function hitRow(hit) {
    return row(place(hit), h('span', { class: 'row-name' }, named(hit)),
        h('span', { class: 'row-more' }, [t('hit.' + hit.type), named(hit, 'of')].filter(Boolean).join(' · ')));
}

export async function screen() {
    const found = h('div', { id: 'hits' });
    let turn = 0;
    /** @type {any} */
    let timer = 0;
    /** @param {string} text */
    const look = async (text) => {
        turn += 1;
        const mine = turn;
        if (!text.trim()) {
            refill(found);
            return;
        }
        try {
            const said = await get('/v1/search?q=' + encodeURIComponent(text.trim()) + '&limit=' + HITS);
            if (mine === turn) {
                refill(found, said.hits.length ? list(said.hits.map(hitRow), t('search.hits'))
                    : h('p', { class: 'quiet' }, t('search.none')));
                say(t('search.count', { n: said.hits.length }));
            }
        } catch (fault) {
            if (mine === turn) {
                refill(found, refusal(fault));
            }
        }
    };
    const box = field(t('search.label'), { hint: t('search.hint'), mode: 'search', max: 60, name: 'q', input: (text) => {
        clearTimeout(timer);
        timer = setTimeout(() => look(text), PAUSE_MS);
    } });
    return { title: t('search.title'), body: [heading(t('search.title')), box.node, found],
        leave: () => clearTimeout(timer) };
}
