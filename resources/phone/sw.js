// SPDX-License-Identifier: Apache-2.0
// The page's own files, kept for the time without a network. Always asked for first, so no phone is left
// with an old page; what the registry says is never kept here.

const STORE = 'menzhen-page';
const HOME = '/phone/';
const DOORS = ['/', '/v', '/z'];

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

/** @param {Request} request */
async function answer(request) {
    const store = await caches.open(STORE);
    try {
        const fresh = await fetch(request);
        if (fresh.ok) {
            await store.put(request, fresh.clone());
        }
        return fresh;
    } catch (gone) {
        const kept = await store.match(request, { ignoreSearch: true }) ||
            (request.mode === 'navigate' ? await store.match(HOME) : undefined);
        if (kept) {
            return kept;
        }
        throw gone;
    }
}

self.addEventListener('fetch', (event) => {
    const url = new URL(event.request.url);
    const page = url.pathname.indexOf(HOME) === 0 || DOORS.indexOf(url.pathname) >= 0;
    if (event.request.method === 'GET' && url.origin === location.origin && page) {
        event.respondWith(answer(event.request));
    }
});
