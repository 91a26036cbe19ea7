// SPDX-License-Identifier: Apache-2.0
#include "drivers/message/httpmessagesender.h"

#include "app/core/timeunits.h"

#include <curl/curl.h>
#include <memory>
#include <nlohmann/json.hpp>

namespace menzhen::message {

namespace {

constexpr long good = 200;
constexpr long redirects = 300;
constexpr long tooSlow = 408;
constexpr long tooMany = 429;
constexpr long serverFault = 500;

struct EasyCloser {
    void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};

struct ListCloser {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

/// Once a process, before the first handle.
bool prepared() {
    static const CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
    return code == CURLE_OK;
}

/// What the other end says is not kept; a very long answer ends the transfer.
std::size_t dropAnswer(char*, std::size_t size, std::size_t count, void* seen) {
    auto& bytes = *static_cast<std::size_t*>(seen);
    bytes += size * count;
    return bytes > maxAnswerBytes ? 0 : size * count;
}

std::unique_ptr<curl_slist, ListCloser> headersOf(const std::string& timestamp,
                                                  const std::string& signature) {
    curl_slist* list = nullptr;
    for (const std::string& header :
         {std::string("Content-Type: application/json"), "Menzhen-Timestamp: " + timestamp,
          "Menzhen-Signature: " + signature, std::string("Expect:")})
        list = curl_slist_append(list, header.c_str());
    return std::unique_ptr<curl_slist, ListCloser>(list);
}

core::Result<void> judged(CURLcode code, long status) {
    if (code != CURLE_OK)
        return core::fail(core::ErrorKind::Offline, "no-answer", curl_easy_strerror(code));
    if (status >= good && status < redirects) return {};
    const std::string said = "status " + std::to_string(status);
    if (status == tooSlow || status == tooMany || status >= serverFault)
        return core::fail(core::ErrorKind::Busy, "try-later", said);
    return core::refused("message-refused", said);
}

} // namespace

std::string messageSignature(const ports::Crypto& crypto, const std::string& secret,
                             const std::string& timestamp, const std::string& body) {
    return "v1=" + core::toHex(crypto.hmacSha256(core::asBytes(secret),
                                                 core::asBytes(timestamp + "." + body)));
}

HttpMessageSender::HttpMessageSender(std::string url, std::string secret,
                                     const ports::Crypto& crypto, const ports::Clock& clock)
    : url_(std::move(url)), secret_(std::move(secret)), crypto_(crypto), clock_(clock) {}

core::Result<void> HttpMessageSender::send(const ports::Message& message) {
    const std::unique_ptr<CURL, EasyCloser> easy(prepared() ? curl_easy_init() : nullptr);
    if (!easy) return core::fail(core::ErrorKind::Busy, "try-later", "libcurl has no memory");
    const std::string body = nlohmann::json{
        {"id", message.id},
        {"kind", message.kind},
        {"phone", message.phone},
        {"text", message.text},
        {"lang", message.lang}}.dump();
    const std::string timestamp = std::to_string(clock_.utcMs() / core::msPerSecond);
    const auto headers = headersOf(timestamp, messageSignature(crypto_, secret_, timestamp, body));
    std::size_t seen = 0;
    CURL* const c = easy.get();
    curl_easy_setopt(c, CURLOPT_URL, url_.c_str());
    curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, messageDeadlineMs);
    curl_easy_setopt(c, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    curl_easy_setopt(c, CURLOPT_POSTFIELDS, body.c_str());
    curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, dropAnswer);
    curl_easy_setopt(c, CURLOPT_WRITEDATA, &seen);
    const CURLcode code = curl_easy_perform(c);
    long status = 0;
    curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &status);
    return judged(code, status);
}

} // namespace menzhen::message
