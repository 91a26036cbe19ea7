// SPDX-License-Identifier: Apache-2.0
// A visit from the registry, or, without a network, as it was last heard of.
import { get, site, Unreachable } from './api.js';
import * as keep from './keep.js';

/**
 * @param {string} id of the hospital
 * @param {string} visitId
 * @returns {Promise<{visit: any, live: boolean}>} live: the registry said so just now
 */
export async function loadVisit(id, visitId) {
    try {
        const visit = await get(site(id, 'visits', visitId));
        keep.keepVisit(visit);
        return { visit, live: true };
    } catch (fault) {
        const kept = fault instanceof Unreachable ? keep.keptVisit(id, visitId) : undefined;
        if (!kept) {
            throw fault;
        }
        return { visit: kept, live: false };
    }
}
