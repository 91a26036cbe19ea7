// SPDX-License-Identifier: Apache-2.0
#include "drivers/scanner/v4l2camera.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>
#include <utility>

namespace menzhen::scanner {
namespace {

int call(int fd, unsigned long request, void* argument) {
    while (ioctl(fd, request, argument) != 0)
        if (errno != EINTR) return errno;
    return 0;
}

v4l2_buffer captureBuffer(unsigned index = 0) {
    v4l2_buffer out{};
    out.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    out.memory = V4L2_MEMORY_MMAP;
    out.index = index;
    return out;
}

} // namespace

V4l2Camera::V4l2Camera(std::string path) : path_(std::move(path)) {}

V4l2Camera::~V4l2Camera() {
    close();
}

Fault V4l2Camera::open() {
    fd_ = ::open(path_.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
    if (fd_ < 0) return faultOf(errno, name());
    int type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    int error = agreeOnFormat();
    if (error == 0) error = mapBuffers();
    if (error == 0) error = call(fd_, VIDIOC_STREAMON, &type);
    if (error == 0) return std::nullopt;
    if (error == ENOTTY || error == EINVAL)
        return ports::ScannerStatus{ports::ScannerState::Faulty,
                                    name() + " is no camera with GREY, YUYV or MJPEG pictures."};
    return faultOf(error, name());
}

int V4l2Camera::agreeOnFormat() {
    using Choice = std::pair<std::uint32_t, PixelFormat>;
    for (const auto& [code, pixels] : {Choice{V4L2_PIX_FMT_GREY, PixelFormat::Grey},
                                       Choice{V4L2_PIX_FMT_YUYV, PixelFormat::Yuyv},
                                       Choice{V4L2_PIX_FMT_MJPEG, PixelFormat::Mjpeg}}) {
        v4l2_format wish{};
        wish.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
        wish.fmt.pix.width = wishedWidth;
        wish.fmt.pix.height = wishedHeight;
        wish.fmt.pix.pixelformat = code;
        wish.fmt.pix.field = V4L2_FIELD_NONE;
        const int error = call(fd_, VIDIOC_S_FMT, &wish);
        if (error != 0 && error != EINVAL) return error;
        // A driver that lacks the format answers with another one.
        if (error != 0 || wish.fmt.pix.pixelformat != code) continue;
        format_ = {pixels, static_cast<int>(wish.fmt.pix.width),
                   static_cast<int>(wish.fmt.pix.height),
                   static_cast<int>(wish.fmt.pix.bytesperline)};
        return 0;
    }
    return EINVAL;
}

int V4l2Camera::mapBuffers() {
    v4l2_requestbuffers request{};
    request.count = buffers;
    request.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    request.memory = V4L2_MEMORY_MMAP;
    if (const int error = call(fd_, VIDIOC_REQBUFS, &request); error != 0) return error;
    for (unsigned i = 0; i < request.count; ++i) {
        v4l2_buffer buffer = captureBuffer(i);
        if (const int error = call(fd_, VIDIOC_QUERYBUF, &buffer); error != 0) return error;
        void* start =
            mmap(nullptr, buffer.length, PROT_READ | PROT_WRITE, MAP_SHARED, fd_, buffer.m.offset);
        if (start == MAP_FAILED) return errno;
        mappings_.push_back({start, buffer.length});
        if (const int error = queue(i); error != 0) return error;
    }
    return 0;
}

int V4l2Camera::queue(unsigned index) {
    v4l2_buffer buffer = captureBuffer(index);
    return call(fd_, VIDIOC_QBUF, &buffer);
}

int V4l2Camera::dequeue(std::size_t& used, int& error) {
    v4l2_buffer buffer = captureBuffer();
    error = call(fd_, VIDIOC_DQBUF, &buffer);
    if (error == EAGAIN)
        error = 0;
    else if (error == 0) {
        used = buffer.bytesused;
        return static_cast<int>(buffer.index);
    }
    return -1;
}

NextFrame V4l2Camera::next(int timeoutMs) {
    pollfd ready{fd_, POLLIN, 0};
    if (poll(&ready, 1, timeoutMs) < 0 && errno != EINTR) return {{}, faultOf(errno, name())};
    int error = 0;
    std::size_t used = 0;
    int newest = -1;
    std::size_t newestUsed = 0;
    for (int index = 0; (index = dequeue(used, error)) >= 0 && error == 0;) {
        if (newest >= 0) error = queue(static_cast<unsigned>(newest));
        newest = index;
        newestUsed = used;
    }
    if (error != 0) return {{}, faultOf(error, name())};
    if (newest < 0 && (ready.revents & (POLLERR | POLLHUP)) != 0)
        return {{}, faultOf(ENODEV, name())};
    if (newest < 0) return {};
    const Mapping& mapping = mappings_[static_cast<std::size_t>(newest)];
    auto picture = greyFromFrame(format_, {static_cast<const std::uint8_t*>(mapping.start),
                                           std::min(newestUsed, mapping.length)});
    if (error = queue(static_cast<unsigned>(newest)); error != 0)
        return {{}, faultOf(error, name())};
    if (!picture) return {}; // a cut frame now and then is normal on USB
    return {std::move(*picture), {}};
}

void V4l2Camera::close() {
    for (const Mapping& m : mappings_)
        munmap(m.start, m.length);
    mappings_.clear();
    if (fd_ >= 0) ::close(fd_); // ends the stream too
    fd_ = -1;
}

} // namespace menzhen::scanner
