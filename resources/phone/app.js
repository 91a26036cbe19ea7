// SPDX-License-Identifier: Apache-2.0
// The patient's page: language, letter size, what the address brought along, and then the screens.
import * as frame from './frame.js';
import * as keep from './keep.js';
import * as lang from './lang.js';
import { arrive } from './arrival.js';
import * as router from './router.js';

async function switchLanguage() {
    const next = lang.other();
    await lang.use(next);
    keep.write('lang', next);
    await router.show();
    const again = document.getElementById('language');
    if (again) {
        again.focus();
    }
}

/** So that the page opens without a network too. A convenience: without it the page needs one to open. */
async function rememberPage() {
    try {
        await navigator.serviceWorker.register('/phone/sw.js', { scope: '/' });
        await navigator.serviceWorker.ready;
        const store = await caches.open('menzhen-page'); // sw.js reads it
        const loaded = performance.getEntriesByType('resource').map((one) => new URL(one.name))
            .filter((url) => url.origin === location.origin && url.pathname.indexOf('/phone/') === 0).map((url) => url.pathname);
        await store.addAll(Array.from(new Set(['/phone/'].concat(loaded))));
    } catch (without) {
        // Old browsers, private windows and plain HTTP have no such store.
    }
}

async function main() {
    const kept = keep.read('lang', '');
    frame.start();
    await lang.use(kept === 'zh' || kept === 'en' ? kept : lang.preferred(navigator.languages || [navigator.language]));
    arrive();
    await router.start(switchLanguage);
    rememberPage();
}

main();
