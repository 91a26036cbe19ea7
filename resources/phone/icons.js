// SPDX-License-Identifier: Apache-2.0
// The pictograms of the kiosk (resources/icons), drawn here as elements: one request less each.
import { svg } from './dom.js';

/** @type {Object<string, string[]>} paths; `c:x,y,r` is a circle */
const SHAPES = {
    alert: ['M12 3L22 20.500H2z', 'M12 9.500V14M12 17.300v.01'],
    back: ['M20 12H4.5M11 5.5L4.5 12l6.5 6.5'],
    bell: ['M6 16.500V11a6 6 0 0 1 12 0v5.500l1.800 2H4.200z', 'M10 21h4'],
    bill: ['M6 2.5h12v19l-2-1.6-2 1.6-2-1.6-2 1.6-2-1.6-2 1.6z', 'M9 8h6M9 12h6M9 16h3'],
    calendar: ['M3 4.500h18v16.500H3z', 'M3 9.500h18M8 2.500v4M16 2.500v4', 'M8 15l2.600 2.500L16 12.500'],
    check: ['M4.500 12.500l5 5L19.500 6.500'],
    clock: ['c:12,12,9', 'M12 6.500V12l3.800 2.400'],
    close: ['M6 6l12 12M18 6L6 18'],
    department: ['M4 21V6l8-3.500L20 6v15', 'M2.500 21h19', 'M12 7v5M9.500 9.500h5', 'M9.500 21v-5h5v5'],
    doctor: ['M6 3H4.500v5a4.500 4.500 0 0 0 9 0V3H12', 'M9 12.500v3a5 5 0 0 0 10 0v-2', 'c:19,11.200,2.200'],
    emergency: ['M9 3h6v6h6v6h-6v6H9v-6H3V9h6z'],
    home: ['M3.5 11L12 3.5 20.5 11', 'M6 9.5V20h12V9.5M10 20v-5.5h4V20'],
    info: ['c:12,12,9', 'M12 11v5.500M12 7.500v.01'],
    language: ['c:12,12,9', 
        'M3 12h18M12 3c2.6 2.6 3.6 5.6 3.6 9S14.600 18.400 12 21c-2.600-2.600-3.600-5.600-3.600-9S9.400 5.600 12 3'],
    next: ['M9 5l7 7-7 7'],
    offline: ['M3 8.500a13 13 0 0 1 18 0M6.500 12.500a8 8 0 0 1 11 0M10 16.500a3 3 0 0 1 4 0', 'M4 4l16 16'],
    person: ['c:12,8,4', 'M4 21v-1.500a8 8 0 0 1 16 0V21'],
    place: ['M12 21.500s-7-6.600-7-12a7 7 0 0 1 14 0c0 5.400-7 12-7 12z', 'c:12,9.500,2.600'],
    queue: ['c:6,7,2.6', 'c:14,8.5,2.1', 'c:20,9.6,1.6',
        'M1.8 19v-2.5a4.2 4.2 0 0 1 8.4 0V19M11.5 18v-2a2.9 2.9 0 0 1 5.6 0v2M18.8 17v-1.6a2 2 0 0 1 3.4-1.2'],
    refresh: ['M20 12a8 8 0 1 1-2.500-5.800', 'M20 3v4.500h-4.500'],
    report: ['M6 2.500h8.500L19 7v14.500H6z', 'M14 2.500V7.500h5', 'M9.500 12h6M9.500 16h6'],
    scan: ['M3 8V5a2 2 0 0 1 2-2h3M16 3h3a2 2 0 0 1 2 2v3M21 16v3a2 2 0 0 1-2 2h-3M8 21H5a2 2 0 0 1-2-2v-3', 'M7 12h10'],
    search: ['c:10.5,10.5,6.5', 'M15.500 15.500L21 21'],
    textsize: ['M2.500 19L8.500 4.500 14.500 19M4.600 14.200h7.800', 'M15.500 19l3-7.500 3 7.500M16.500 16.600h4'],
    ticket: ['M6 2.5h12v19l-2-1.6-2 1.6-2-1.6-2 1.6-2-1.6-2 1.6z', 'M9.5 7h5M9.5 16h5', 'M10.5 10.5l1.8-.8v4'],
    video: ['M2.500 6h13v12h-13z', 'M15.500 10.500L21.500 7v10l-6-3.500'],
    wait: ['M6 3h12M6 21h12M7.500 3v3.500L12 12l4.500-5.500V3M7.500 21v-3.500L12 12l4.500 5.500V21'],
    window: ['M3 21V4h18v17', 'M3 14h18M1.800 21h20.400', 'c:12,8.300,1.900', 'M8.500 14a3.500 3.500 0 0 1 7 0'],
};

/**
 * A picture beside a word, so it says nothing of its own to a screen reader.
 * @param {string} name
 */
export function icon(name) {
    const shapes = SHAPES[name].map((shape) => {
        if (shape.slice(0, 2) !== 'c:') {
            return svg('path', { d: shape });
        }
        const [cx, cy, r] = shape.slice(2).split(',');
        return svg('circle', { cx, cy, r });
    });
    return svg('svg', { class: 'icon', viewBox: '0 0 24 24', 'aria-hidden': 'true', focusable: 'false' }, shapes);
}
