// SPDX-License-Identifier: Apache-2.0
// Whom this phone speaks for. Without a network: the visits as they were last heard of.
import { get, Refusal, Unreachable } from './api.js';
import * as keep from './keep.js';

/**
 * @typedef {{patients: any[], visits: any[], known: boolean, stale: boolean}} Holder
 * @returns {Promise<Holder>} nobody (not `known`) while this phone has booked and opened nothing
 */
export async function me() {
    try {
        const said = await get('/v1/me');
        said.visits.forEach(keep.keepVisit);
        return { patients: said.patients, visits: said.visits, known: true, stale: false };
    } catch (fault) {
        if (fault instanceof Refusal && fault.status === 401) {
            keep.forgetVisits();
            return { patients: [], visits: [], known: false, stale: false };
        }
        if (fault instanceof Unreachable) {
            return { patients: [], visits: keep.visits(), known: false, stale: true };
        }
        throw fault;
    }
}
