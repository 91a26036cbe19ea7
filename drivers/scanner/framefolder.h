// SPDX-License-Identifier: Apache-2.0
// frames:///DIR, a virtual camera for demonstrations and tests, a promise to outsiders:
// - a picture file ending in .png, .jpg or .pgm, completed by rename, is a thing held before the
//   camera; files that begin with a dot and others are ignored;
// - the oldest first (time of last change, then name), each shown for 600 ms (and in one frame at
//   least, however slow the machine is), then moved to DIR/done, over a file of that name;
// - a file that is no picture is moved to DIR/done at once;
// - between pictures the camera sees plain grey; about 15 frames a second.
// A folder that does not exist is a missing camera. Nothing is created but DIR/done.
#pragma once

#include "drivers/scanner/framesource.h"

#include <filesystem>
#include <functional>

namespace menzhen::scanner {

class FrameFolder final : public FrameSource {
public:
    static constexpr int shownMs = 600;
    static constexpr int frameEveryMs = 66;
    /// More files than this are looked at in a later frame.
    static constexpr int maxFiles = 10000;

    explicit FrameFolder(std::filesystem::path folder);
    Fault open() override;
    NextFrame next(int timeoutMs) override;
    void close() override;

private:
    struct Shown {
        std::filesystem::path file;
        GreyImage picture;
        std::int64_t sinceMs = 0;
    };

    std::vector<std::filesystem::path> waiting() const;
    /// Takes up the next picture that can be read.
    Fault takeUp(std::int64_t nowMs);
    Fault putAway(const std::filesystem::path& file);
    std::string name() const;

    const std::filesystem::path folder_;
    std::optional<Shown> shown_;
    std::int64_t nextFrameMs_ = 0;
};

} // namespace menzhen::scanner
