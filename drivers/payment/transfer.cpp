// SPDX-License-Identifier: Apache-2.0
#include "drivers/payment/transfer.h"

#include <string_view>

namespace menzhen::payment {

namespace {

constexpr const char* tooLarge = "answer-size";
constexpr const char* agent = "Menzhen/1 (registry)"; // both platforms refuse a request without one

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view space = " \t\r\n";
    const std::size_t from = text.find_first_not_of(space);
    if (from == std::string_view::npos) return {};
    return text.substr(from, text.find_last_not_of(space) + 1 - from);
}

std::string lower(std::string_view text) {
    std::string small(text);
    for (char& c : small)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return small;
}

} // namespace

Transfer::Transfer(HttpRequest request, Carrier::Done done, const CarrierSettings& settings)
    : request_(std::move(request)), done_(std::move(done)), easy_(curl_easy_init()) {
    if (easy_) setUp(settings);
}

void Transfer::setUp(const CarrierSettings& settings) {
    request_.headers.emplace_back("Expect:");
    curl_slist* list = nullptr;
    for (const std::string& header : request_.headers)
        list = curl_slist_append(list, header.c_str());
    headers_.reset(list);
    CURL* const c = easy_.get();
    curl_easy_setopt(c, CURLOPT_PRIVATE, this);
    curl_easy_setopt(c, CURLOPT_URL, request_.url.c_str());
    // Settings allow plain HTTP to this machine alone.
    curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(c, CURLOPT_NOPROXY, "127.0.0.1,localhost");
    curl_easy_setopt(c, CURLOPT_PATH_AS_IS, 1L); // the path is signed as it is written
    curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(c, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    curl_easy_setopt(c, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(c, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, connectMostMs);
    curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, settings.answerMostMs);
    curl_easy_setopt(c, CURLOPT_USERAGENT, agent);
    curl_easy_setopt(c, CURLOPT_HTTPHEADER, headers_.get());
    curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, takeBody);
    curl_easy_setopt(c, CURLOPT_WRITEDATA, this);
    curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, takeHeader);
    curl_easy_setopt(c, CURLOPT_HEADERDATA, this);
    if (request_.method == "POST") {
        curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE,
                         static_cast<curl_off_t>(request_.body.size()));
        curl_easy_setopt(c, CURLOPT_POSTFIELDS, request_.body.c_str());
    }
    if (request_.once) {
        // libcurl repeats what went into a kept connection that turned out dead.
        curl_easy_setopt(c, CURLOPT_FRESH_CONNECT, 1L);
        curl_easy_setopt(c, CURLOPT_FORBID_REUSE, 1L);
    }
    if (request_.clientCertificate && !settings.clientCertFile.empty()) {
        curl_easy_setopt(c, CURLOPT_SSLCERT, settings.clientCertFile.c_str());
        curl_easy_setopt(c, CURLOPT_SSLKEY, settings.clientKeyFile.c_str());
    }
}

std::size_t Transfer::takeBody(char* bytes, std::size_t size, std::size_t count, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    if (transfer.answer_.body.size() + size * count > maxAnswerBytes) {
        transfer.answer_.fault = tooLarge;
        return 0; // ends the transfer
    }
    transfer.answer_.body.append(bytes, size * count);
    return size * count;
}

std::size_t Transfer::takeHeader(char* bytes, std::size_t size, std::size_t count, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    const std::string_view line(bytes, size * count);
    transfer.headerBytes_ += line.size();
    if (transfer.headerBytes_ > maxHeaderBytes) {
        transfer.answer_.fault = tooLarge;
        return 0;
    }
    if (line.starts_with("HTTP/")) {
        transfer.answer_.headers.clear(); // of a "100 Continue" before
        return line.size();
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return line.size();
    std::string& value = transfer.answer_.headers[lower(trimmed(line.substr(0, colon)))];
    // A header that stands there twice is no header that anybody signed for.
    if (!value.empty()) value += ", ";
    value += trimmed(line.substr(colon + 1));
    return line.size();
}

void Transfer::finish(CURLcode code) {
    HttpAnswer answer = std::move(answer_);
    if (code != CURLE_OK && answer.fault.empty()) answer.fault = "no-answer";
    if (answer.fault.empty()) {
        long status = 0;
        curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
        answer.status = static_cast<int>(status);
    } else {
        answer.headers.clear();
        answer.body.clear();
    }
    done_(std::move(answer));
}

} // namespace menzhen::payment
