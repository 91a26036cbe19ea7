// SPDX-License-Identifier: Apache-2.0
#include "drivers/printer/pngprinter.h"

#include "drivers/printer/escpos.h"
#include "drivers/printer/ticketpicture.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <utility>

namespace menzhen::printer {

using ports::PrinterCondition;

namespace {

constexpr std::size_t kMaxNumber = 12;

// The number becomes a file name: nothing but what numbers are made of.
std::string fileStem(const ports::PrintJob& job) {
    std::string stem;
    for (const char c : job.content.number.substr(0, kMaxNumber)) {
        const bool plain =
            (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-';
        stem += plain ? c : '_';
    }
    stem += '-';
    stem += std::to_string(job.seq);
    return stem;
}

tl::unexpected<core::Error> diskError(const std::string& path, const std::string& why) {
    return core::fail(core::ErrorKind::Device, "printer-disk", path + ": " + why);
}

core::Result<void> writeBytes(const core::Bytes& bytes, const std::string& path) {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file.write(reinterpret_cast<const char*>(bytes.data()),
               static_cast<std::streamsize>(bytes.size()));
    file.close();
    if (!file) return diskError(path, "cannot be written");
    return {};
}

core::Result<void> renameFile(const std::string& from, const std::string& to) {
    if (std::rename(from.c_str(), to.c_str()) != 0) return diskError(to, std::strerror(errno));
    return {};
}

} // namespace

PngPrinter::PngPrinter(std::string folder, PrinterProfile profile, ports::Post post)
    : folder_(std::move(folder)), profile_(profile),
      thread_(std::move(post),
              {[this](const ports::PrintJob& job) { return printJob(job); }, {}, 0}) {
    thread_.setState({PrinterCondition::Ready, {}});
}

ports::PrinterCapabilities PngPrinter::capabilities() const {
    return {profile_.widthDots, profile_.cut, profile_.nativeQr, profile_.cjk, true};
}

core::Result<void> PngPrinter::prepare() {
    if (!typeface_) {
        auto typeface = Typeface::open();
        if (!typeface) return tl::unexpected<core::Error>(typeface.error());
        typeface_ = std::move(*typeface);
    }
    std::error_code failed;
    std::filesystem::create_directories(folder_, failed);
    if (failed) return diskError(folder_, failed.message());
    return {};
}

Outcome PngPrinter::printJob(const ports::PrintJob& job) {
    if (const auto ready = prepare(); !ready) return tl::unexpected<core::Error>(ready.error());
    const core::TicketLayout layout = ports::layoutOf(job, profile_.columns());
    const auto picture = drawTicket(layout, profile_.widthDots, *typeface_);
    if (!picture) return tl::unexpected<core::Error>(picture.error());
    const auto encoded =
        encodeTicket(layout, profile_, {job.id, job.reprint},
                     [this](const core::TicketText& text) { return typeface_->line(text.spans); });
    if (!encoded) return tl::unexpected<core::Error>(encoded.error());

    const std::string stem = fileStem(job);
    const std::string hidden = folder_ + "/." + stem;
    const std::string shown = folder_ + "/" + stem;
    auto done = writeBytes(encoded->bytes, hidden + ".bin");
    if (done) done = writePng(*picture, hidden + ".png");
    if (done) done = renameFile(hidden + ".bin", shown + ".bin");
    if (done) done = renameFile(hidden + ".png", shown + ".png");
    if (done) return ports::PrintOutcome::Printed;
    thread_.setState({PrinterCondition::Error,
                      "Free or repair the tickets' folder: " + done.error().detail + "."});
    return tl::unexpected<core::Error>(done.error());
}

} // namespace menzhen::printer
