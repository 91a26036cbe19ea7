// SPDX-License-Identifier: Apache-2.0
// camera:///dev/video0: a UVC camera through V4L2 with mapped buffers, 1280x720 or what it has
// next to it, GREY, YUYV or MJPEG. Only the calls stand here; frameformat.h has what can be tested
// without a camera.
#pragma once

#include "drivers/scanner/frameformat.h"
#include "drivers/scanner/framesource.h"

namespace menzhen::scanner {

class V4l2Camera final : public FrameSource {
public:
    static constexpr int wishedWidth = 1280;
    static constexpr int wishedHeight = 720;
    static constexpr unsigned buffers = 4;

    explicit V4l2Camera(std::string path);
    ~V4l2Camera() override;
    V4l2Camera(const V4l2Camera&) = delete;
    V4l2Camera& operator=(const V4l2Camera&) = delete;

    Fault open() override;
    NextFrame next(int timeoutMs) override;
    void close() override;

private:
    struct Mapping {
        void* start = nullptr;
        std::size_t length = 0;
    };

    /// errno of the step that failed, or 0.
    int agreeOnFormat();
    int mapBuffers();
    int queue(unsigned index);
    /// The index of a filled buffer and how many bytes are in it, -1 when none is ready.
    int dequeue(std::size_t& used, int& error);

    std::string name() const { return "The camera " + path_; }

    const std::string path_;
    int fd_ = -1;
    FrameFormat format_;
    std::vector<Mapping> mappings_;
};

} // namespace menzhen::scanner
