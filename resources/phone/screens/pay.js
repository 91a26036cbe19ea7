// SPDX-License-Identifier: Apache-2.0
// Paying a booking with a wallet: every line and the total, one code at a time, and the result from the registry alone.
// Leaving the page ends the order; while nobody knows whether money came, it says "do not pay again" and ends nothing.
import { Refusal, Unreachable, newKey, send, site } from '../api.js';
import { h, refill } from '../dom.js';
import { moment } from '../format.js';
import { say } from '../frame.js';
import { t } from '../lang.js';
import { button, heading, linkButton, notice, refusal } from '../parts.js';
import * as payments from '../payment.js';
import { countdown, feeLines, stateOfPayment } from '../payview.js';
import * as router from '../router.js';
import { loadVisit } from '../visitload.js';

/** States in which another way may be chosen. */
const CHOOSES = ['failed', 'closed', 'closing', 'none'];
const TURNS = ['waiting', 'paying'];

/** The wallet that was chosen together with the booking, to be opened at once. */
let chosen = { visit: '', wallet: '' };

/** @param {string} visit @param {string} wallet */
export function choose(visit, wallet) {
    chosen = { visit, wallet };
}

/** One visit's payment on the screen: what was heard last, and what a press does. */
class Till {
    /** @param {string} id of the hospital @param {any} visit @param {any} bill @param {string[]} wallets */
    constructor(id, visit, bill, wallets) {
        this.id = id;
        this.visit = visit;
        this.bill = bill;
        this.wallets = wallets;
        /** @type {import('../types.js').Payment|null} */
        this.payment = bill.payment || null;
        this.root = h('div', { id: 'pay' });
        this.wrong = h('div', null);
        this.away = h('div', null);
        this.here = ['#/v', id, visit.id].join('/');
        this.shown = '';
        this.busy = false;
        this.ended = false;
        this.wentToWallet = false;
        this.clock = null;
        this.key = newKey();
    }

    state() {
        return this.payment ? this.payment.state : 'none';
    }

    /** @param {() => Promise<any>} act one thing after the other */
    async once(act) {
        if (this.busy) {
            return;
        }
        this.busy = true;
        refill(this.wrong);
        try {
            await act();
        } catch (fault) {
            refill(this.wrong, refusal(fault));
        }
        this.busy = false;
        this.draw();
    }

    /** @param {string} wallet */
    pay(wallet) {
        return this.once(async () => {
            try {
                this.payment = await payments.open(this.id, this.visit.id, wallet, this.key);
                this.key = newKey();
            } catch (fault) {
                this.key = fault instanceof Refusal ? newKey() : this.key;
                if (fault instanceof Refusal && ['already-paid', 'payment-asking'].indexOf(fault.code) >= 0) {
                    return this.renew();
                }
                throw fault;
            }
            return null;
        });
    }

    /** The booking stays and is paid on the day. */
    atWindow() {
        return this.once(async () => {
            if (!this.payment && this.visit.fee_state === 'unpaid') {
                this.payment = await payments.open(this.id, this.visit.id, this.wallets[0]);
            }
            if (this.payment) {
                this.payment = await payments.close(this.id, this.payment.id, true);
            }
            router.go(this.here + '/booked', true);
        });
    }

    /** The number goes back to others now. */
    giveUp() {
        return this.once(async () => {
            if (payments.endsByLeaving(this.payment)) {
                this.payment = await payments.close(this.id, this.payment.id, false);
            }
            await send('DELETE', site(this.id, 'bookings', this.visit.id));
            router.go(this.here, true);
        });
    }

    async renew() {
        const bill = await payments.billOf(this.id, this.visit.id);
        if (bill) {
            this.bill = bill;
            this.payment = bill.payment || null;
        }
    }

    /** What the registry says now; silence changes nothing but the note about it. */
    async ask() {
        if (this.busy || !this.payment || payments.OPEN.indexOf(this.state()) < 0) {
            return;
        }
        try {
            const said = await payments.look(this.id, this.payment.id);
            refill(this.away);
            if (!this.busy && !this.ended) {
                this.payment = said;
                this.draw();
            }
        } catch (fault) {
            if (fault instanceof Unreachable) {
                refill(this.away, notice('warn', 'offline', t('pay.silent'), h('p', null, t('pay.silent.text'))));
            }
        }
    }

    /** @returns {any[]} */
    ways() {
        const state = this.state(), unpaid = this.visit.fee_state === 'unpaid';
        if (state === 'paid') {
            return [linkButton(t('pay.show'), this.here + '/booked', { icon: 'ticket', id: 'show-code' })];
        }
        if (state === 'refunding' || state === 'refunded' || state === 'staff' || state === 'asking') {
            return [linkButton(t('booked.visit'), this.here, { kind: 'plain', icon: 'ticket' })];
        }
        const now = this.payment && CHOOSES.indexOf(state) < 0 ? payments.walletOf(this.payment) : '';
        const mayChoose = !this.payment || this.payment.may_retry !== false;
        return [
            mayChoose ? this.wallets.filter((one) => one !== now).map((one) => button(t('pay.with', { wallet: t('wallet.' + one) }),
                () => this.pay(one), { kind: now ? 'plain' : 'strong', id: 'pay-' + one })) : null,
            button(t('pay.window'), () => this.atWindow(), { kind: 'plain', icon: 'window', id: 'pay-window' }),
            unpaid ? button(t('pay.giveup'), () => this.giveUp(), { kind: 'quiet', id: 'give-up' }) : null,
        ];
    }

    draw() {
        const said = [this.state(), this.payment && this.payment.qr, this.payment && this.payment.may_retry].join('/');
        if (said === this.shown || this.ended) {
            return;
        }
        if (this.shown) {
            say(t('pay.say.' + this.state()), this.state() === 'paid');
        }
        this.shown = said;
        const unpaid = this.visit.fee_state === 'unpaid' && ['paid', 'refunding', 'refunded', 'staff'].indexOf(this.state()) < 0;
        this.clock = this.payment && TURNS.indexOf(this.state()) >= 0 ? countdown(this.payment) : null;
        refill(this.root,
            this.payment ? stateOfPayment(this.payment, () => { this.wentToWallet = true; }) : h('p', null, t('pay.choose')),
            this.clock ? this.clock.node : null,
            h('div', { class: 'actions' }, this.ways()),
            unpaid ? h('p', { class: 'small quiet' }, this.payment ? t('pay.kept', { time: moment(this.payment.open_until) }) : t('pay.kept.short')) : null);
    }
}

/** @param {Till} till @returns {() => void} ends the asking */
function keepAsking(till) {
    const asks = setInterval(() => till.ask(), payments.ASK_MS);
    const ticks = setInterval(() => till.clock && till.clock.show(), 500);
    const back = () => !document.hidden && till.ask();
    const gone = () => payments.endsByLeaving(till.payment) && !till.wentToWallet && payments.closeAndGo(till.id, till.payment.id);
    document.addEventListener('visibilitychange', back);
    window.addEventListener('pagehide', gone);
    return () => {
        till.ended = true;
        clearInterval(asks);
        clearInterval(ticks);
        document.removeEventListener('visibilitychange', back);
        window.removeEventListener('pagehide', gone);
    };
}

/** @param {string} id @param {string} visitId */
export async function screen(id, visitId) {
    const mine = location.hash;
    const [{ visit }, bill, wallets] = await Promise.all([loadVisit(id, visitId), payments.billOf(id, visitId), payments.wallets(id)]);
    const here = ['#/v', id, visitId].join('/');
    if (!bill || visit.kind !== 'booking') {
        return { title: t('pay.title'), body: [heading(t('pay.title')), notice('calm', 'bill', t('bills.none'),
            linkButton(t('booked.visit'), here, { kind: 'plain' }))] };
    }
    const till = new Till(id, visit, bill, wallets);
    if (chosen.visit === visitId && !till.payment) {
        till.payment = await payments.open(id, visitId, chosen.wallet).catch(() => null);
    }
    chosen = { visit: '', wallet: '' };
    const end = keepAsking(till);
    till.draw();
    return { title: t('pay.title'), body: [heading(t('pay.title')), feeLines(bill.lines, bill.total_fen), till.away, till.root, till.wrong],
        leave: () => {
            end();
            if (location.hash !== mine && payments.endsByLeaving(till.payment)) {
                payments.close(id, /** @type {any} */ (till.payment).id, false).catch(() => {}); // it runs out by itself
            }
        } };
}
