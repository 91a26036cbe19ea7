// SPDX-License-Identifier: Apache-2.0
// Plays through a program of the system (aplay, pacat, or the site's own) that reads the sound from
// its standard input and ends when it has been heard.
#pragma once

#include "drivers/voice/soundsink.h"

#include <string>
#include <vector>

namespace menzhen::voice {

class PlayerSink : public SoundSink {
public:
    enum class Form { Wav, Raw }; ///< Raw: samples alone, little endian

    /// More than the sound's own length that a player may take to start and drain.
    static constexpr int kGraceMs = 5000;

    /// `arguments`: the program's path and what follows.
    PlayerSink(std::vector<std::string> arguments, Form form)
        : mArguments(std::move(arguments)), mForm(form) {}

    core::Result<void> play(const Samples& samples, const std::string& number,
                            const std::atomic<bool>& cancelled) override;

private:
    std::vector<std::string> mArguments;
    Form mForm;
};

} // namespace menzhen::voice
