// SPDX-License-Identifier: Apache-2.0
// Shapes of the registry's answers (docs/openapi.yaml) for the comments of the other modules; never loaded.

/**
 * @typedef {'booked'|'expected'|'waiting'|'staged'|'called'|'missed'|'onleave'|'finished'|'noshow'|'cancelled'|'stopped'|
 *     'joined'} State
 *
 * @typedef {Object} Visit days are yyyymmdd, times minutes after local midnight, names in `_at` and `as_of` UTC ms
 * @property {string} id
 * @property {string} site
 * @property {string} hospital_zh
 * @property {string} hospital_en
 * @property {'booking'|'ticket'} kind
 * @property {State} state
 * @property {string} number as printed
 * @property {string} short_code
 * @property {string|null} [code] text of the QR; none once it opens nothing any more
 * @property {number} day
 * @property {number} band its start
 * @property {number} [band_end]
 * @property {number} opens check-in from then on
 * @property {number} latest the latest time to get the ticket
 * @property {string} session
 * @property {'AMB'|'VR'} [class] VR: by video, with neither place nor queue
 * @property {{code: string, name_zh: string, name_en: string, sensitive: boolean}} department
 * @property {{id: string, name_zh: string, name_en: string, title_zh: string, title_en: string}|null} doctor
 * @property {string} zone
 * @property {number} floor 0: not known
 * @property {string} building_zh
 * @property {string} building_en
 * @property {string} room
 * @property {string} masked
 * @property {number|null} ahead
 * @property {number|null} from
 * @property {number|null} to
 * @property {'paused'|'no-history'|'stale'|null} why
 * @property {Array<{at: number, reason: string}>} [passed_by]
 * @property {number} fee_fen
 * @property {''|'unpaid'|'paid'|'owed'|'returned'|'lapsed'} fee_state
 * @property {string[]|null} [choices]
 * @property {{ahead: number|null, minutes: number|null, message: boolean}} alert
 * @property {Array<{kind: string, at: number, ahead: number}>} [alerts]
 * @property {number} as_of
 *
 * @typedef {Object} Payment of one bill; times are UTC ms
 * @property {string} id
 * @property {'opening'|'waiting'|'paying'|'asking'|'paid'|'failed'|'closing'|'closed'|'refunding'|'refunded'|'staff'} state
 * @property {number} amount_fen
 * @property {Array<{label_zh: string, label_en: string, fen: number}>} lines
 * @property {string|null} channel
 * @property {string|null} qr
 * @property {number} expires_at
 * @property {number} open_until
 * @property {number} now
 * @property {number|null} paid_at
 * @property {string} reference
 * @property {boolean} may_retry
 *
 * @typedef {Object} Session a doctor's half-day
 * @property {string} id
 * @property {number} day
 * @property {'AM'|'PM'} half
 * @property {string} department
 * @property {string} practitioner
 * @property {number} start
 * @property {number} end
 * @property {string} room
 * @property {string} zone
 * @property {string} fee
 * @property {number} amount_fen
 * @property {'open'|'cancelled'} state
 * @property {Array<{band: number, free: Object<string, number>, free_total: number}>} bands
 * @property {'AMB'|'VR'} [class]
 * @property {boolean} [special]
 * @property {number} [as_of] when that was so, UTC ms
 */
export {};
