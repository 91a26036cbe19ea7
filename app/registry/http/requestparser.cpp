// SPDX-License-Identifier: Apache-2.0
#include "app/registry/http/requestparser.h"

#include "app/registry/http/gzip.h"

#include <algorithm>
#include <boost/beast/http/basic_parser.hpp>
#include <cctype>
#include <cstdint>
#include <limits>

namespace menzhen::registry {

namespace http = boost::beast::http;
using boost::beast::error_code;
// std::string_view or Boost's own, depending on the release.
using BeastView = boost::beast::string_view;

namespace {

// Shortest rest of a chunked body: "0\r\n\r\n". Beast's parser asserts it at the last chunk.
constexpr std::size_t kShortestChunkedRest = 5;

std::string text(BeastView view) {
    return {view.data(), view.size()};
}

std::string lower(std::string word) {
    std::transform(word.begin(), word.end(), word.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return word;
}

} // namespace

class RequestParser::Beast final : public http::basic_parser<true> {
public:
    explicit Beast(std::size_t maxHeaderBytes) {
        maxHeader = maxHeaderBytes;
        header_limit(static_cast<std::uint32_t>(maxHeaderBytes));
        // The body is measured here, for lengths and chunks alike. (Beast 1.74 takes "no limit" for
        // "nothing is allowed".)
        body_limit(std::numeric_limits<std::uint64_t>::max());
        eager(false);
    }

    State phase = State::Header;
    bool begun = false;
    bool http11 = true;
    bool bodyAnnounced = false;
    bool wantsContinue = false;
    std::size_t headerBytes = 0;
    std::size_t maxHeader = 0;
    std::size_t maxBody = 0;
    std::string rawTarget;
    HttpRequest parsed;
    HttpResponse why;

    void refuse(int status, std::string_view code, std::string_view detail) {
        phase = State::Refused;
        why = problem(status, code, detail);
    }

    void judge(const error_code& error);
    void judgeHeader();
    void finish();

private:
    void on_request_impl(http::verb, BeastView method, BeastView target, int version,
                         error_code&) override {
        parsed.method = text(method);
        rawTarget = text(target);
        http11 = version >= 11;
    }

    void on_field_impl(http::field, BeastView name, BeastView value, error_code&) override {
        // What comes after the body (trailers) must not change what was decided before it.
        if (phase != State::Header) return;
        const std::string key = lower(text(name));
        auto [entry, isNew] = parsed.headers.try_emplace(key, text(value));
        if (!isNew) entry->second += (key == "cookie" ? "; " : ", ") + text(value);
    }

    void on_header_impl(error_code&) override {}

    void on_body_init_impl(const boost::optional<std::uint64_t>& length, error_code&) override {
        if (length) parsed.body.reserve(static_cast<std::size_t>(*length));
    }

    std::size_t append(BeastView piece, error_code& error) {
        if (parsed.body.size() + piece.size() > maxBody) {
            error = http::error::body_limit;
            return 0;
        }
        parsed.body.append(piece.data(), piece.size());
        return piece.size();
    }

    std::size_t on_body_impl(BeastView piece, error_code& error) override {
        return append(piece, error);
    }

    void on_chunk_header_impl(std::uint64_t size, BeastView, error_code& error) override {
        if (size > maxBody - parsed.body.size()) error = http::error::body_limit;
    }

    std::size_t on_chunk_body_impl(std::uint64_t, BeastView piece, error_code& error) override {
        return append(piece, error);
    }

    void on_finish_impl(error_code&) override {}

    void on_response_impl(int, BeastView, int, error_code&) override {}
};

void RequestParser::Beast::judge(const error_code& error) {
    if (error == http::error::header_limit || error == http::error::buffer_overflow)
        refuse(431, "header-too-large", "The request line and headers are longer than allowed.");
    else if (error == http::error::body_limit)
        refuse(413, "body-too-large", "The body is longer than this route allows.");
    else
        refuse(400, "malformed-request", "This is not HTTP/1.1: " + error.message() + ".");
}

// What Beast lets pass and RFC 9112 (3.2, 6.1, 6.3) tells a server to refuse, because the next one
// in a chain could read the message's end elsewhere.
void RequestParser::Beast::judgeHeader() {
    const std::string coding = lower(parsed.header("transfer-encoding"));
    const std::string expect = lower(parsed.header("expect"));
    const std::string& host = parsed.header("host");
    phase = State::Decide;
    bodyAnnounced = chunked() || content_length().value_or(0) > 0;
    wantsContinue = expect == "100-continue" && http11;
    // Beast measures the request line and the fields apart.
    if (headerBytes > maxHeader)
        judge(http::error::header_limit);
    else if (!coding.empty() && parsed.headers.count("content-length") > 0)
        refuse(400, "malformed-request",
               "Content-Length and Transfer-Encoding exclude each other.");
    else if (parsed.headers.count("transfer-encoding") > 0 && (coding != "chunked" || !http11))
        refuse(400, "malformed-request", "The only transfer coding is chunked.");
    else if (parsed.header("content-length").find(',') != std::string::npos)
        refuse(400, "malformed-request", "There is more than one Content-Length.");
    else if (http11 && parsed.headers.count("host") == 0)
        refuse(400, "malformed-request", "The Host header is missing.");
    else if (host.find(',') != std::string::npos)
        refuse(400, "malformed-request", "There is more than one Host.");
    else if (!expect.empty() && expect != "100-continue")
        refuse(417, "unknown-expectation", "The only expectation is 100-continue.");
}

void RequestParser::Beast::finish() {
    phase = State::Done;
    const std::string coding = lower(parsed.header("content-encoding"));
    if (coding.empty() || coding == "identity") return;
    if (coding != "gzip")
        return refuse(415, "unknown-encoding", "The only content encoding is gzip.");
    Unpacked unpacked = gzipUnpack(parsed.body, maxBody);
    if (unpacked.fault == GzipFault::TooLarge)
        return refuse(413, "body-too-large", "The body unpacks to more than this route allows.");
    if (unpacked.fault == GzipFault::Damaged)
        return refuse(400, "bad-gzip", "The body is not gzip, or not all of it.");
    parsed.body = std::move(unpacked.plain);
}

RequestParser::RequestParser(std::size_t maxHeaderBytes)
    : beast_(std::make_unique<Beast>(maxHeaderBytes)) {}

RequestParser::~RequestParser() = default;

std::size_t RequestParser::take(std::string_view bytes) {
    Beast& beast = *beast_;
    std::size_t used = 0;
    while (used < bytes.size() && (beast.phase == State::Header || beast.phase == State::Body)) {
        if (beast.phase == State::Body && beast.chunked() &&
            bytes.size() - used < kShortestChunkedRest)
            return used;
        // An empty line before the request line is forgiven (RFC 9112 2.2).
        if (!beast.begun && (bytes[used] == '\r' || bytes[used] == '\n')) {
            ++used;
            continue;
        }
        beast.begun = true;
        error_code error;
        const std::size_t step =
            beast.put(boost::asio::const_buffer(bytes.data() + used, bytes.size() - used), error);
        used += step;
        if (beast.phase == State::Header) beast.headerBytes += step;
        if (error && error != http::error::need_more) {
            beast.judge(error);
            return used;
        }
        if (beast.phase == State::Header && beast.is_header_done()) beast.judgeHeader();
        if (beast.phase == State::Body && beast.is_done()) beast.finish();
        if (error == http::error::need_more && step == 0) return used;
    }
    return used;
}

void RequestParser::acceptBody(std::size_t maxBodyBytes) {
    Beast& beast = *beast_;
    beast.maxBody = maxBodyBytes;
    if (!beast.chunked() && beast.content_length().value_or(0) > maxBodyBytes)
        return beast.judge(http::error::body_limit);
    beast.phase = State::Body;
    if (beast.is_done()) beast.finish();
}

void RequestParser::refuseOverlong() {
    if (beast_->phase == State::Body)
        beast_->refuse(400, "malformed-request", "A chunk's header is longer than allowed.");
    else
        beast_->judge(http::error::header_limit);
}

RequestParser::State RequestParser::state() const {
    return beast_->phase;
}

bool RequestParser::hasBegun() const {
    return beast_->begun;
}

const HttpResponse& RequestParser::refusal() const {
    return beast_->why;
}

const std::string& RequestParser::target() const {
    return beast_->rawTarget;
}

bool RequestParser::isHttp11() const {
    return beast_->http11;
}

bool RequestParser::keepAlive() const {
    return beast_->is_header_done() && beast_->keep_alive();
}

bool RequestParser::hasBody() const {
    return beast_->bodyAnnounced;
}

bool RequestParser::expectsContinue() const {
    return beast_->wantsContinue;
}

HttpRequest& RequestParser::request() {
    return beast_->parsed;
}

} // namespace menzhen::registry
