// SPDX-License-Identifier: Apache-2.0
// When, where and until when: the four things that a confirmation must carry.
import { h } from './dom.js';
import { hm, money } from './format.js';
import { named, t } from './lang.js';
import { dayAndBand, facts } from './parts.js';
import { byVideo } from './video.js';

/** @param {import('./types.js').Visit} visit */
export function place(visit) {
    return byVideo(visit) ? t('video.place') : [named(visit, 'building'), visit.floor ? t('floor', { n: visit.floor }) : '', visit.zone ? t('zone', { zone: visit.zone }) : '']
        .filter(Boolean).join(' · ');
}

/** @param {import('./types.js').Visit} visit the key of what is so of its fee */
function feeWords(visit) {
    return visit.fee_state ? 'fee.' + visit.fee_state : 'fee.at';
}

/** @param {import('./types.js').Visit} visit */
export function visitFacts(visit) {
    const doctor = visit.doctor;
    return facts([
        visit.masked ? [t('fact.patient'), visit.masked] : null,
        [t('fact.department'), named(visit.department)],
        doctor ? [t('fact.doctor'), [named(doctor), h('span', { class: 'quiet' }, ' ' + named(doctor, 'title'))]] : null,
        [t('fact.when'), h('strong', null, dayAndBand(visit.day, visit.band, visit.band_end || visit.band + 30))],
        [t('fact.place'), [named(visit, 'hospital'), h('br'), h('strong', null, place(visit))]],
        [t(byVideo(visit) ? 'fact.video.opens' : 'fact.opens'), hm(visit.opens)],
        [t(byVideo(visit) ? 'fact.video.latest' : 'fact.latest'), h('strong', null, hm(visit.latest))],
        typeof visit.fee_fen === 'number' ? [t('fact.fee'), money(visit.fee_fen) + ' · ' + t(feeWords(visit))] : null,
    ]);
}
