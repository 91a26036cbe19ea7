// SPDX-License-Identifier: Apache-2.0
// A courtesy before anything is sent: typing slips in an identity number (GB 11643) or a phone number are
// told at once. The registry judges again and its word holds.

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = '10X98765432';

/** @param {string} typed */
export function tidyNumber(typed) {
    return typed.replace(/[\s-]/g, '').toUpperCase();
}

const OLD = /^(\d{15}|[A-Z]{3}\d{12})$/; // residents' before 1999, foreign residents' before 2023: no check of ours

/** @param {string} number */
function dateHolds(number) {
    const year = Number(number.slice(6, 10)), month = Number(number.slice(10, 12)), day = Number(number.slice(12, 14));
    const date = new Date(Date.UTC(year, month - 1, day));
    return year >= 1900 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/**
 * @param {string} number tidied
 * @returns {''|'missing'|'length'|'date'|'check'} what is wrong; empty: nothing
 */
export function numberFault(number) {
    if (!number) {
        return 'missing';
    }
    if (OLD.test(number)) {
        return '';
    }
    if (!/^\d{17}[\dX]$/.test(number)) {
        return 'length';
    }
    if (!dateHolds(number)) {
        return 'date';
    }
    const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(number[at]), 0);
    return CHECKS[sum % 11] === number[17] ? '' : 'check';
}

/** @param {string} typed */
export function tidyPhone(typed) {
    return typed.replace(/[\s-]/g, '').replace(/^(\+|00)86/, '');
}

/** @param {string} phone tidied */
export function phoneFault(phone) {
    if (!phone) {
        return 'missing';
    }
    return /^1\d{10}$/.test(phone) ? '' : 'length';
}

/**
 * Full years of whoever has this number; old numbers belong to grown-ups.
 * @param {string} number without a fault
 * @param {number} day yyyymmdd, the hospital's
 */
export function ageOn(number, day) {
    if (number.length !== 18) {
        return 99;
    }
    const born = Number(number.slice(6, 14));
    return Math.floor((day - born) / 10000);
}

const CODE = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * A short code as people type it: letters that look alike are taken for what they were meant to be.
 * @param {string} typed
 * @returns {string} `XXXX-XXXX`, or empty when it cannot be one
 */
export function tidyShortCode(typed) {
    const plain = typed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
    const good = plain.length === 8 && plain.split('').every((letter) => CODE.indexOf(letter) >= 0);
    return good ? plain.slice(0, 4) + '-' + plain.slice(4) : '';
}
