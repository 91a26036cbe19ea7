// SPDX-License-Identifier: Apache-2.0
#include "app/core/callqueue.h"

#include "app/core/check.h"

#include <algorithm>
#include <utility>

namespace menzhen::core {

CallQueue::Offer CallQueue::offer(const std::string& id, const std::string& number,
                                  const std::string& room) {
    Offer offered;
    offered.handle = mNext++;
    if (mSpeaking && mSpeaking->id == id) {
        mSpeaking->handles.push_back(offered.handle);
        return offered;
    }
    const auto same = std::find_if(mWaiting.begin(), mWaiting.end(),
                                   [&](const Entry& entry) { return entry.number == number; });
    if (same != mWaiting.end() && same->room == room) {
        same->handles.push_back(offered.handle);
        return offered;
    }
    if (same != mWaiting.end()) {
        offered.overtaken = std::move(same->handles);
        mWaiting.erase(same);
    }
    if (mWaiting.size() == kMaxWaiting) {
        offered.dropped = std::move(mWaiting.front().handles);
        mWaiting.pop_front();
    }
    mWaiting.push_back(Entry{id, number, room, {offered.handle}});
    return offered;
}

std::optional<CallQueue::Turn> CallQueue::next() {
    if (mSpeaking || mWaiting.empty()) return std::nullopt;
    const bool many = mWaiting.size() > kManyWaiting;
    mSpeaking = std::move(mWaiting.front());
    mWaiting.pop_front();
    return Turn{mSpeaking->handles.front(), mSpeaking->handles, many ? 1 : 2};
}

std::vector<CallQueue::Handle> CallQueue::finished() {
    MENZHEN_CHECK(mSpeaking.has_value(), "a turn ends that never began");
    auto handles = std::move(mSpeaking->handles);
    mSpeaking.reset();
    return handles;
}

std::vector<CallQueue::Handle> CallQueue::clear() {
    std::vector<Handle> handles;
    for (const auto& entry : mWaiting)
        handles.insert(handles.end(), entry.handles.begin(), entry.handles.end());
    mWaiting.clear();
    return handles;
}

} // namespace menzhen::core
