// SPDX-License-Identifier: Apache-2.0
#include "app/registry/http/responsetext.h"

#include "app/registry/http/gzip.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <ctime>

namespace menzhen::registry {

namespace {

bool equalsIgnoringCase(std::string_view one, std::string_view other) {
    return std::equal(
        one.begin(), one.end(), other.begin(), other.end(),
        [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); });
}

bool hasHeader(const HttpResponse& response, std::string_view name) {
    return std::any_of(response.headers.begin(), response.headers.end(),
                       [&](const auto& header) { return equalsIgnoringCase(header.first, name); });
}

// IMF-fixdate (RFC 9110 5.6.7), always English whatever the process's locale.
std::string httpDate() {
    static constexpr std::array<const char*, 7> kDays = {"Sun", "Mon", "Tue", "Wed",
                                                         "Thu", "Fri", "Sat"};
    static constexpr std::array<const char*, 12> kMonths = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::time_t now = std::time(nullptr);
    std::tm utc{};
    gmtime_r(&now, &utc);
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                  kDays[static_cast<std::size_t>(utc.tm_wday)], utc.tm_mday,
                  kMonths[static_cast<std::size_t>(utc.tm_mon)], utc.tm_year + 1900, utc.tm_hour,
                  utc.tm_min, utc.tm_sec);
    return text.data();
}

bool breaksLine(std::string_view text) {
    return text.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos;
}

bool isQualityZero(std::string_view parameters) {
    const std::size_t start = parameters.find("q=");
    if (start == std::string_view::npos) return false;
    const std::string_view value = trimmed(parameters.substr(start + 2));
    return value.find_first_not_of("0.") == std::string_view::npos;
}

} // namespace

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

bool isSendable(const HttpResponse& response) {
    if (response.status < 200 || response.status > 599 || breaksLine(response.contentType))
        return false;
    return std::none_of(response.headers.begin(), response.headers.end(), [](const auto& header) {
        return header.first.empty() || breaksLine(header.first) || breaksLine(header.second) ||
               header.first.find(':') != std::string::npos;
    });
}

std::string responseHead(const HttpResponse& response, HeadChoices choices) {
    std::string head = choices.http11 ? "HTTP/1.1 " : "HTTP/1.0 ";
    head += std::to_string(response.status) + ' ';
    head += reasonPhrase(response.status);
    head += "\r\nDate: " + httpDate();
    const bool bodyless = response.status == 204 || response.status == 304;
    if (!bodyless && !response.contentType.empty())
        head += "\r\nContent-Type: " + response.contentType;
    if (choices.chunked && choices.http11)
        head += "\r\nTransfer-Encoding: chunked";
    else if (!bodyless && !choices.chunked)
        head += "\r\nContent-Length: " + std::to_string(response.body.size());
    if (!choices.keepAlive)
        head += "\r\nConnection: close";
    else if (!choices.http11)
        head += "\r\nConnection: keep-alive";
    if (!hasHeader(response, "Cache-Control")) head += "\r\nCache-Control: no-store";
    head += "\r\nX-Content-Type-Options: nosniff";
    for (const auto& [name, value] : response.headers)
        head.append("\r\n").append(name).append(": ").append(value);
    head += "\r\n\r\n";
    return head;
}

std::string eventText(std::string_view event, std::string_view data) {
    std::string text;
    if (!event.empty()) text += "event: " + std::string(event) + '\n';
    for (;;) {
        const std::size_t end = data.find_first_of("\r\n");
        text += "data: " + std::string(data.substr(0, end)) + '\n';
        if (end == std::string_view::npos) break;
        data.remove_prefix(data.substr(end).starts_with("\r\n") ? end + 2 : end + 1);
    }
    return text + '\n';
}

std::string chunkText(std::string_view data) {
    std::array<char, 24> size{};
    std::snprintf(size.data(), size.size(), "%zx\r\n", data.size());
    return size.data() + std::string(data) + "\r\n";
}

bool acceptsGzip(std::string_view acceptEncoding) {
    while (!acceptEncoding.empty()) {
        const std::string_view item = acceptEncoding.substr(0, acceptEncoding.find(','));
        acceptEncoding.remove_prefix(std::min(acceptEncoding.size(), item.size() + 1));
        const std::size_t semicolon = std::min(item.find(';'), item.size());
        const std::string_view coding = trimmed(item.substr(0, semicolon));
        if (equalsIgnoringCase(coding, "gzip") || coding == "*")
            return !isQualityZero(item.substr(semicolon));
    }
    return false;
}

bool isPackable(const HttpResponse& response, std::size_t aboveBytes) {
    if (response.body.size() <= aboveBytes || hasHeader(response, "Content-Encoding")) return false;
    const std::string_view type = response.contentType;
    return type.starts_with("text/") || type.find("json") != std::string_view::npos ||
           type.find("xml") != std::string_view::npos ||
           type.find("javascript") != std::string_view::npos;
}

void packBody(HttpResponse& response) {
    auto packed = gzipPack(response.body);
    response.headers.emplace_back("Vary", "Accept-Encoding");
    if (!packed || packed->size() >= response.body.size()) return;
    response.body = std::move(*packed);
    response.headers.emplace_back("Content-Encoding", "gzip");
}

} // namespace menzhen::registry
