// SPDX-License-Identifier: Apache-2.0
// A refusal in a person's words: what is so, until when, what to do. Never blame, never a bare code.
import { Refusal, Unreachable } from './api.js';
import { dayWords, hm, moment } from './format.js';
import { has, t } from './lang.js';

/** @param {any} problem */
function values(problem) {
    return {
        opens: problem.opens_at ? moment(problem.opens_at) : typeof problem.opens === 'number' ? hm(problem.opens) : '',
        until: problem.until_at ? moment(problem.until_at) : '',
        day: problem.day ? dayWords(problem.day) : '',
        zone: problem.zone || '',
    };
}

/** @param {string} code */
function keyOf(code) {
    if (has('refused.' + code)) {
        return 'refused.' + code;
    }
    return code.slice(0, 3) === 'id-' ? 'refused.id' : 'refused.other';
}

/**
 * @param {any} fault whatever was thrown
 * @returns {{title: string, text: string, rule: string}}
 */
export function explain(fault) {
    if (fault instanceof Unreachable) {
        return { title: t('net.gone'), text: t('net.gone.text'), rule: '' };
    }
    if (!(fault instanceof Refusal)) {
        return { title: t('refused.title'), text: t('refused.other'), rule: '' };
    }
    const key = keyOf(fault.code);
    const more = values(fault.problem);
    // A sentence that names a time has a twin for when the answer carries none.
    const timed = (more.opens || more.until || more.day || more.zone) && has(key + '.at') ? key + '.at' : key;
    return { title: t('refused.title'), text: t(timed, more), rule: String(fault.problem.rule || '') };
}
