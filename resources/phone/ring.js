// SPDX-License-Identifier: Apache-2.0
// Makes itself felt: vibration, a sound (once somebody has tapped for it, as browsers demand), and the title.
import { t } from './lang.js';

const VIBRATE = { called: [400, 150, 400, 150, 800], other: [250, 120, 250] };
const TONES = { called: [880, 660, 880, 660], other: [660, 880] };
const TONE_SECONDS = 0.22;
const TITLE_MS = 1000;

/** @type {AudioContext|null} */
let audio = null;
/** @type {any} */
let blinking = 0;
let title = '';

/** @param {number[]} tones */
function play(tones) {
    if (!audio) {
        return;
    }
    const sound = audio;
    tones.forEach((tone, at) => {
        const from = sound.currentTime + at * TONE_SECONDS * 1.3;
        const voice = sound.createOscillator(), loud = sound.createGain();
        voice.frequency.value = tone;
        loud.gain.setValueAtTime(0.0001, from);
        loud.gain.exponentialRampToValueAtTime(0.4, from + 0.02);
        loud.gain.exponentialRampToValueAtTime(0.0001, from + TONE_SECONDS);
        voice.connect(loud);
        loud.connect(sound.destination);
        voice.start(from);
        voice.stop(from + TONE_SECONDS);
    });
}

/** To be called by a tap. */
export function soundOn() {
    const Context = window.AudioContext || /** @type {any} */ (window).webkitAudioContext;
    audio = audio || (Context ? new Context() : null);
    if (audio) {
        audio.resume();
        play([660]);
    }
    return Boolean(audio);
}

export function soundIsOn() {
    return Boolean(audio);
}

/** The title says it until `quiet()`: it is what is seen of a page that is not in front. */
function blink(words) {
    quiet();
    title = document.title;
    document.title = words;
    blinking = setInterval(() => {
        document.title = document.title === words ? title : words;
    }, TITLE_MS);
}

export function quiet() {
    if (blinking) {
        clearInterval(blinking);
        blinking = 0;
        document.title = title;
    }
}

/** @param {string} kind of alert: ahead, time, called, missed */
export function ring(kind, words = t('ring.' + kind)) {
    const how = kind === 'called' ? 'called' : 'other';
    if (navigator.vibrate) {
        navigator.vibrate(VIBRATE[how]);
    }
    play(TONES[how]);
    blink(words);
}
