// SPDX-License-Identifier: Apache-2.0
// An Announcer from the site file's `voice` string:
//   "play:"              the system's loudspeaker through aplay (Debian: alsa-utils)
//   "alsa:DEVICE"        the same on one ALSA device, e.g. "alsa:plughw:1,0"
//   "pulse:"             PulseAudio or PipeWire through pacat (Debian: pulseaudio-utils)
//   "command:///PATH"    a program of the site's own that plays a WAV file from standard input
//   "wav:///DIR"         each call as DIR/NNN-NUMBER.wav
//   "none:"              no voice here
// with options behind '?', joined by '&': volume=0..100 (100), one=yi|yao (yi: how 1 is said),
// name=yes|no (no: whether the masked name is said).
#pragma once

#include "app/ports/announcer.h"
#include "drivers/voice/voiceannouncer.h"

#include <filesystem>
#include <memory>
#include <string>

namespace menzhen::voice {

/// `resources`: the folder with pinyin.txt, surnames.txt and clips/ (resources/voice). Errors: Data
/// "voice-setting" (the string, and what is possible), "spoken-words" (the table); Device
/// "voice-player" (the program is not installed), "voice-folder".
core::Result<std::unique_ptr<ports::Announcer>>
makeAnnouncer(const std::string& setting, const std::filesystem::path& resources, Post post);

} // namespace menzhen::voice
