// SPDX-License-Identifier: Apache-2.0
#include "drivers/scanner/scanoutlet.h"
#include "drivers/scanner/greyfilter.h"

#include <chrono>

namespace menzhen::scanner {

std::int64_t monotonicMs() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

ScanOutlet::ScanOutlet(ports::Post post, std::string source)
    : post_(std::move(post)), source_(std::move(source)) {}

void ScanOutlet::open(ports::CodeScanner::Listener listener) {
    session_ = std::make_shared<Session>();
    session_->listener = std::move(listener);
    repeats_ = {};
    nextPreviewMs_ = 0;
    const std::scoped_lock lock(mutex_);
    status_ = {};
}

void ScanOutlet::close() {
    if (session_) session_->closed = true;
    const std::scoped_lock lock(mutex_);
    status_ = {};
}

ports::ScannerStatus ScanOutlet::status() const {
    const std::scoped_lock lock(mutex_);
    return status_;
}

void ScanOutlet::saw(const std::vector<std::string>& texts, std::int64_t nowMs) {
    for (const std::string& text : texts) {
        if (text.empty() || text.size() > ports::CodeScanner::maxScanBytes) continue;
        if (!repeats_.isNew(text, nowMs) || !session_->listener.onScan) continue;
        post_([session = session_, scan = ports::Scan{text, source_}] {
            if (!session->closed) session->listener.onScan(scan);
        });
    }
}

void ScanOutlet::tell(const ports::ScannerStatus& status) {
    {
        const std::scoped_lock lock(mutex_);
        if (status_ == status) return;
        status_ = status;
    }
    if (!session_->listener.onState) return;
    post_([session = session_, status] {
        if (!session->closed) session->listener.onState(status);
    });
}

bool ScanOutlet::wantsPreview(std::int64_t nowMs) const {
    return session_->listener.onPreview && nowMs >= nextPreviewMs_;
}

void ScanOutlet::preview(const GreyImage& frame, std::int64_t nowMs) {
    if (!wantsPreview(nowMs)) return;
    nextPreviewMs_ = nowMs + ports::CodeScanner::previewEveryMs;
    GreyImage small = fitted(frame, ports::CodeScanner::previewMaxSide);
    auto out = std::make_shared<ports::PreviewFrame>();
    out->width = small.width;
    out->height = small.height;
    out->grey = std::move(small.pixels);
    session_->listener.onPreview(std::move(out));
}

} // namespace menzhen::scanner
