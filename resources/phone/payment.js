// SPDX-License-Identifier: Apache-2.0
// Paying as the registry knows it: which wallets are open, one attempt at a time, how it stands. What the page may
// say of money stands in the payment's `state` and comes from nowhere else.
import * as clock from './clock.js';
import { get, newKey, send, site } from './api.js';

export const ASK_MS = 2000;
/** Money may still come: the page asks on. */
export const OPEN = ['opening', 'waiting', 'paying', 'asking', 'closing', 'refunding'];
/** States in which leaving the page ends the order. While nobody knows, it is left to be found out. */
const ENDS = ['opening', 'waiting', 'paying'];

/** @typedef {import('./types.js').Payment} Payment */

/** @returns {'wechat'|'alipay'|''} the wallet whose browser shows this page */
export function ownWallet() {
    const agent = navigator.userAgent;
    return /MicroMessenger/i.test(agent) ? 'wechat' : /AlipayClient/i.test(agent) ? 'alipay' : '';
}

/**
 * The wallets that can be paid with now, the one that shows this page first. None when that cannot be asked: paying at
 * the window is always open.
 * @param {string} id of the hospital
 * @returns {Promise<string[]>} of `wechat`, `alipay`
 */
export async function wallets(id) {
    try {
        const { channels } = await get(site(id, 'payment-channels'));
        const open = ['wechat', 'alipay'].filter((one) => channels.indexOf(one + '-qr') >= 0);
        return open.filter((one) => one === ownWallet()).concat(open.filter((one) => one !== ownWallet()));
    } catch (without) {
        return [];
    }
}

/** @param {any} said @returns {Payment} */
function heard(said) {
    clock.learn(said.now);
    return said;
}

/**
 * The newest bill of a visit; its `payment` when one was begun.
 * @param {string} id of the hospital
 * @param {string} visit
 * @returns {Promise<any>} or null: there is nothing to pay
 */
export async function billOf(id, visit) {
    const { bills } = await get(site(id, 'visits', visit, 'bills'));
    if (bills.length && bills[0].payment) {
        heard(bills[0].payment);
    }
    return bills[0] || null;
}

/**
 * One wish to pay is one attempt, however often it must be sent.
 * @param {string} id of the hospital
 * @param {string} booking
 * @param {string} wallet
 * @param {string} [key] of that wish
 */
export async function open(id, booking, wallet, key = newKey()) {
    return heard(await send('POST', site(id, 'payments'), { booking, channel: wallet + '-qr' }, key));
}

/** @param {string} id of the hospital @param {string} payment */
export async function look(id, payment) {
    return heard(await get(site(id, 'payments', payment)));
}

/**
 * @param {string} id of the hospital
 * @param {string} payment
 * @param {boolean} atWindow the booking stays, and is paid at the window
 */
export async function close(id, payment, atWindow) {
    return heard(await send('POST', site(id, 'payments', payment, 'close'), { window: atWindow }));
}

/** @param {Payment|null} payment */
export function endsByLeaving(payment) {
    return Boolean(payment && ENDS.indexOf(payment.state) >= 0);
}

/**
 * The same as close(), from a page that goes away and hears no answer.
 * @param {string} id of the hospital
 * @param {string} payment
 */
export function closeAndGo(id, payment) {
    const body = new Blob([JSON.stringify({ window: false, request: newKey() })], { type: 'application/json' });
    if (navigator.sendBeacon) {
        navigator.sendBeacon(site(id, 'payments', payment, 'close'), body);
    }
}

/** @param {Payment} payment @returns {'wechat'|'alipay'} */
export function walletOf(payment) {
    return (payment.channel || '').slice(0, 6) === 'alipay' ? 'alipay' : 'wechat';
}
