// SPDX-License-Identifier: Apache-2.0
// The first page: emergencies, the visit that is on, and where to book. Nobody says who they are here.
import { get } from '../api.js';
import { h, refill } from '../dom.js';
import { choice } from '../fields.js';
import { chooseAnew } from '../hold.js';
import { say } from '../frame.js';
import { icon } from '../icons.js';
import * as keep from '../keep.js';
import { named, t } from '../lang.js';
import { me } from '../me.js';
import { emergency, heading, list, notice, row } from '../parts.js';
import { nextVisit, summary } from '../summary.js';

/** @param {any} hospital */
function hospitalRow(hospital) {
    const off = hospital.booking === 'off';
    return row('#/h/' + hospital.site,
        h('span', { class: 'row-name' }, named(hospital)),
        h('span', { class: 'row-more' }, off ? t('hospital.off') : hospital.city_zh && t('lang.is') === 'zh' ? hospital.city_zh
            : t('hospital.open')));
}

/**
 * @param {any[]} regions
 * @param {any[]} hospitals
 */
function places(regions, hospitals) {
    const shown = h('div', null);
    /** @param {string} code */
    const showRegion = (code) => {
        keep.write('region', code);
        const here = hospitals.filter((one) => !code || one.region === code);
        refill(shown, here.length ? list(here.map(hospitalRow), t('hospitals'))
            : notice('calm', 'info', t('region.none'), h('p', null, t('region.none.text'))));
        say(t('search.count', { n: here.length }));
    };
    const known = regions.map((one) => one.code);
    const kept = keep.read('region', '');
    const chosen = known.indexOf(kept) >= 0 ? kept : '';
    const options = regions.map((one) => /** @type {[string, string]} */ ([one.code,
        t('region.count', { name: named(one), n: one.hospitals })]));
    showRegion(chosen);
    const all = [/** @type {[string, string]} */ (['', t('region.all')])].concat(options);
    return [choice(t('region'), all, chosen, showRegion), shown];
}

/** The four things that people come for: booking is the page itself. */
function tiles() {
    /** @type {Array<[string, string, string]>} */
    const all = [['#/visits/queue', 'queue', 'tile.queue'], ['#/visits/bills', 'bill', 'tile.bills'],
        ['#/visits/reports', 'report', 'tile.reports']];
    return h('ul', { class: 'tiles' }, all.map(([to, picture, words]) =>
        h('li', null, h('a', { class: 'tile', href: to }, icon(picture), h('span', null, t(words))))));
}

/** What a returning patient most likely wants, made when it is known. */
function again(patients, visits) {
    const place = h('div', null);
    if (patients.length) {
        import('../again.js').then((module) => module.offer(visits)).then((card) => card && refill(place, card))
            .catch(() => {}); // an offer, nothing that anybody waits for
    }
    return place;
}

export async function screen() {
    chooseAnew();
    const [regions, hospitals, holder] = await Promise.all([get('/v1/regions'), get('/v1/hospitals'), me()]);
    const next = nextVisit(holder.visits);
    return { title: t('start.title'), body: [
        emergency(),
        next ? summary(next) : null,
        heading(t('start.title'), t('start.under')),
        h('a', { class: 'search-door', href: '#/search' }, icon('search'), h('span', null, t('search.door'))),
        again(holder.patients, holder.visits),
        places(regions.regions, hospitals.hospitals),
        h('h2', null, t('tiles')), tiles(),
        h('p', { class: 'small quiet' }, t('start.free')),
    ] };
}
