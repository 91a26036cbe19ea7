// SPDX-License-Identifier: Apache-2.0
#include "app/paysim/courier.h"

#include <curl/curl.h>
#include <memory>
#include <utility>

namespace menzhen::paysim {

namespace {

struct EasyCloser {
    void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};

struct ListCloser {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

bool prepared() {
    static const CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
    return code == CURLE_OK;
}

std::size_t keepReply(char* data, std::size_t size, std::size_t count, void* kept) {
    auto& reply = *static_cast<std::string*>(kept);
    if (reply.size() + size * count > maxReplyBytes) return 0;
    reply.append(data, size * count);
    return size * count;
}

std::pair<int, std::string> deliver(const Letter& letter) {
    const std::unique_ptr<CURL, EasyCloser> easy(prepared() ? curl_easy_init() : nullptr);
    if (!easy) return {0, {}};
    curl_slist* list = curl_slist_append(nullptr, "Expect:");
    for (const std::string& header : letter.headers)
        list = curl_slist_append(list, header.c_str());
    const std::unique_ptr<curl_slist, ListCloser> headers(list);
    std::string reply;
    CURL* const c = easy.get();
    curl_easy_setopt(c, CURLOPT_URL, letter.url.c_str());
    curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(c, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, letterDeadlineMs);
    curl_easy_setopt(c, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(letter.body.size()));
    curl_easy_setopt(c, CURLOPT_POSTFIELDS, letter.body.c_str());
    curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, keepReply);
    curl_easy_setopt(c, CURLOPT_WRITEDATA, &reply);
    if (curl_easy_perform(c) != CURLE_OK) return {0, {}};
    long status = 0;
    curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &status);
    return {static_cast<int>(status), std::move(reply)};
}

} // namespace

Courier::Courier() {
    prepared();
    for (std::thread& thread : threads_)
        thread = std::thread([this] { work(); });
}

Courier::~Courier() {
    stop();
}

void Courier::send(Letter letter, Done done) {
    {
        const std::lock_guard lock(mutex_);
        errands_.push_back({std::move(letter), std::move(done)});
    }
    changed_.notify_one();
}

void Courier::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    for (std::thread& thread : threads_)
        if (thread.joinable()) thread.join();
}

void Courier::work() {
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, [this] { return stopping_ || !errands_.empty(); });
        if (stopping_) return;
        const Errand errand = std::move(errands_.front());
        errands_.pop_front();
        lock.unlock();
        auto [status, body] = deliver(errand.letter);
        errand.done(status, std::move(body));
        lock.lock();
    }
}

} // namespace menzhen::paysim
