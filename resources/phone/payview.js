// SPDX-License-Identifier: Apache-2.0
// What is shown of a payment in each of its states. Drawn anew whenever the registry says something new.
import * as clock from './clock.js';
import { h, refill } from './dom.js';
import { money, moment } from './format.js';
import { icon } from './icons.js';
import { named, t } from './lang.js';
import { linkButton, notice } from './parts.js';
import { ownWallet, walletOf } from './payment.js';
import { qrImage } from './qrimage.js';

/** @typedef {import('./types.js').Payment} Payment */

/** @param {Array<any>} lines @param {number} total fen */
export function feeLines(lines, total) {
    return h('dl', { class: 'bill' }, lines.map((one) => h('div', null, h('dt', null, named(one, 'label')), h('dd', null, money(one.fen)))),
        h('div', { class: 'total' }, h('dt', null, t('fee.total')), h('dd', { id: 'total' }, money(total))));
}

/** @param {Payment} payment */
function reference(payment) {
    return h('p', { class: 'reference' }, t('pay.reference') + ' ', h('strong', { id: 'reference' }, payment.reference));
}

/**
 * The code that a wallet scans, as a picture that can be kept, and the way into the wallet on this phone.
 * @param {Payment} payment
 * @param {() => void} opened the wallet was opened from here: the page may go away without an end
 */
function toScan(payment, opened) {
    const wallet = walletOf(payment), name = t('wallet.' + wallet), here = ownWallet();
    const strange = here && here !== wallet; // the other wallet's browser opens nothing of this one
    return h('section', { class: 'code', 'aria-label': t('pay.code', { wallet: name }) },
        qrImage(String(payment.qr), t('pay.code', { wallet: name }), t('pay.save')),
        h('p', null, t('pay.scan', { wallet: name })),
        strange ? null : h('a', { class: 'button' + (wallet === 'wechat' ? ' plain' : ''), id: 'open-wallet', href: payment.qr, target: '_blank', rel: 'noopener', on: { click: opened } },
            icon('next'), h('span', null, t('pay.open.' + wallet))),
        h('p', { class: 'quiet' }, t('pay.same.' + wallet)));
}

/** @param {Payment} payment the time that is left to pay this way */
export function countdown(payment) {
    const place = h('p', { class: 'countdown', id: 'countdown' });
    const show = () => {
        const seconds = Math.max(0, Math.ceil((payment.expires_at - clock.now()) / 1000));
        refill(place, icon('clock'), h('span', null, t('pay.left', { time: Math.floor(seconds / 60) + ':' + String(seconds % 60).padStart(2, '0') })));
    };
    show();
    return { node: place, show };
}

/** @param {Payment} payment */
function paid(payment) {
    return [h('div', { class: 'heading done' }, icon('check'), h('h2', null, t('pay.paid', { amount: money(payment.amount_fen) }))),
        h('p', null, t('pay.paid.text', { time: moment(payment.paid_at || clock.now()) })), reference(payment)];
}

/** @type {Object<string, ['calm'|'warn'|'good', string]>} */
const NOTICES = { opening: ['calm', 'wait'], closing: ['calm', 'wait'], asking: ['warn', 'alert'], failed: ['calm', 'info'], closed: ['calm', 'info'],
    refunding: ['calm', 'wait'], refunded: ['good', 'check'], staff: ['warn', 'alert'] };

/**
 * @param {Payment} payment
 * @param {() => void} opened
 * @returns {any[]}
 */
export function stateOfPayment(payment, opened) {
    if (payment.state === 'paid') {
        return paid(payment);
    }
    if (payment.state === 'waiting' && payment.qr) {
        return [toScan(payment, opened)];
    }
    if (payment.state === 'paying' || payment.state === 'waiting') {
        return [notice('good', 'bell', t('pay.confirm', { wallet: t('wallet.' + walletOf(payment)) }), h('p', null, t('pay.confirm.text'))),
            payment.qr ? linkButton(t('pay.open.' + walletOf(payment)), payment.qr, { kind: 'plain' }) : null];
    }
    const [kind, picture] = NOTICES[payment.state] || NOTICES.asking;
    const told = NOTICES[payment.state] ? payment.state : 'asking';
    return [notice(kind, picture, t('pay.' + told), h('p', null, t('pay.' + told + '.text', { amount: money(payment.amount_fen) })),
        told === 'opening' || told === 'closing' || told === 'closed' || told === 'failed' ? null : reference(payment))];
}
