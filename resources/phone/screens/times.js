// SPDX-License-Identifier: Apache-2.0
// A department's days and the time bands of one of them. A day without free numbers says why.
import { get, site } from '../api.js';
import { ageLine } from '../age.js';
import { h, refill } from '../dom.js';
import { dateOf, dayWords, money, moment, span, weekday } from '../format.js';
import { say } from '../frame.js';
import { closed } from './hospital.js';
import { named, t } from '../lang.js';
import { emergency, heading, linkButton, notice, refusal } from '../parts.js';
import * as router from '../router.js';
import { sessionsOf } from '../sessions.js';
import { bandsOf } from '../slots.js';

const NOON = 720;

/** The day looked at last, for whoever comes back. */
let lookedAt = '';

/** @param {any} day */
function why(day) {
    return t('day.' + (day.why || 'full') + (day.why === 'not-released' && day.opens_at ? '.at' : ''),
        { opens: day.opens_at ? moment(day.opens_at) : '' });
}

/**
 * @param {any[]} days
 * @param {number} chosen
 * @param {(day: any) => void} choose
 */
function dayGrid(days, chosen, choose) {
    return h('div', { class: 'days', role: 'group', 'aria-label': t('days') }, days.map((day) =>
        h('button', { type: 'button', class: 'day' + (day.open ? '' : ' shut'), 'data-day': day.day,
            'aria-pressed': day.day === chosen ? 'true' : 'false', on: { click: () => choose(day) } },
        h('span', { class: 'day-week' }, weekday(day.day)), h('span', { class: 'day-date' }, dateOf(day.day)),
        h('span', { class: 'day-free' }, day.open ? t('day.free', { n: day.free })
            : t('day.' + (day.why || 'full') + '.short')))));
}

/** @param {string} id @param {string} department @param {any} day */
function shutDay(id, department, day, waitlist) {
    return notice('calm', 'calendar', why(day), h('p', null, t('day.other')),
        day.why === 'full' && waitlist ? linkButton(t('waitlist.join'), ['#/h', id, 'w', day.day, department].join('/'),
            { kind: 'plain', icon: 'wait' }) : null);
}

/** @param {string} id @param {string} department @param {number} day @param {any[]} bands */
function bandList(id, department, day, bands) {
    const link = (one) => h('a', { class: 'band', href: ['#/h', id, 'd', department, day, one.band].join('/') },
        h('span', { class: 'band-time' }, span(one.band, one.end)),
        h('span', { class: 'band-free' }, t('band.free', { n: one.free }) + ' · ' + t('from', { fee: money(one.from) })));
    const half = (name, some) => (some.length ? [h('h3', null, t(name)),
        h('ul', { class: 'bands' }, some.map((one) => h('li', null, link(one))))] : null);
    return [half('half.AM', bands.filter((one) => one.band < NOON)), half('half.PM', bands.filter((one) => one.band >= NOON))];
}

/** @param {string} id @param {string} code */
export async function screen(id, code) {
    const [hospital, department] = await Promise.all([get(site(id)), get(site(id, 'departments', code))]);
    const days = department.days, here = id + '/' + code;
    const kept = lookedAt.indexOf(here + '/') === 0 ? Number(lookedAt.slice(here.length + 1)) : 0;
    let chosen = days.find((one) => one.day === kept) || days.find((one) => one.open) || days[0];
    const grid = h('div', null), below = h('div', { class: 'below' });
    /** @type {{node: HTMLElement, leave: () => void}|null} */
    let age = null;
    const showDay = async () => {
        const mine = chosen;
        if (!mine.open) {
            refill(below, shutDay(id, code, mine, hospital.policy.waitlist));
            say(why(mine));
            return;
        }
        try {
            const said = await sessionsOf(id, mine.day, code);
            if (mine !== chosen) {
                return;
            }
            if (age) {
                age.leave();
            }
            age = ageLine(said.as_of, () => router.show());
            refill(below, h('h2', null, dayWords(mine.day)), bandList(id, code, mine.day, bandsOf(said.sessions)), age.node);
            say(dayWords(mine.day) + ' ' + t('day.free', { n: mine.free }));
        } catch (fault) {
            refill(below, refusal(fault));
        }
    };
    const choose = (day) => {
        chosen = day;
        lookedAt = here + '/' + day.day;
        grid.querySelectorAll('.day').forEach((one) =>
            one.setAttribute('aria-pressed', one.getAttribute('data-day') === String(day.day) ? 'true' : 'false'));
        return showDay();
    };
    refill(grid, dayGrid(days, chosen ? chosen.day : 0, choose));
    if (chosen) {
        await showDay();
    }
    return { title: named(department), body: [emergency(hospital), heading(named(department), t('times.which')), closed(hospital),
        grid, below], leave: () => age && age.leave() };
}
