// SPDX-License-Identifier: Apache-2.0
// The parser without sockets: every split of every input gives the same request or refusal.
#include "app/registry/http/gzip.h"
#include "app/registry/http/requestparser.h"

#include <gtest/gtest.h>
#include <random>
#include <vector>

namespace menzhen::registry {
namespace {

constexpr std::size_t kMaxHeader = 1024;
constexpr std::size_t kMaxBody = 64;

// One line per input: what the parser made of it.
std::string outcome(const std::vector<std::string>& pieces) {
    RequestParser parser(kMaxHeader);
    std::string waiting;
    for (const std::string& piece : pieces) {
        waiting += piece;
        for (;;) {
            const std::size_t used = parser.take(waiting);
            waiting.erase(0, used);
            if (parser.state() != RequestParser::State::Decide) break;
            parser.acceptBody(kMaxBody);
        }
    }
    if (parser.state() == RequestParser::State::Refused)
        return std::to_string(parser.refusal().status);
    if (parser.state() != RequestParser::State::Done) return "more";
    return parser.request().method + " " + parser.target() + " [" + parser.request().body + "] " +
           (parser.keepAlive() ? "keep" : "close") + " rest:" + waiting;
}

struct Example {
    std::string bytes;
    std::string expected;
};

const std::vector<Example>& examples() {
    static const std::string host = "Host: h\r\n";
    static const std::string start = "POST /x HTTP/1.1\r\n" + host;
    static const std::string chunked = start + "Transfer-Encoding: chunked\r\n\r\n";
    static const std::vector<Example> list = {
        {"GET /a?b=c HTTP/1.1\r\n" + host + "\r\n", "GET /a?b=c [] keep rest:"},
        {"\r\nGET /a HTTP/1.1\r\n" + host + "\r\n", "GET /a [] keep rest:"},
        {"GET /a HTTP/1.0\r\n\r\n", "GET /a [] close rest:"},
        {"GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", "GET /a [] keep rest:"},
        {"GET /a HTTP/1.1\r\n" + host + "Connection: close\r\n\r\n", "GET /a [] close rest:"},
        {start + "Content-Length: 3\r\n\r\nabcGET /", "POST /x [abc] keep rest:GET /"},
        {start + "Content-Length: 0\r\n\r\n", "POST /x [] keep rest:"},
        {start + "Content-Length: 3\r\n\r\nab", "more"},
        {chunked + "3\r\nabc\r\n2;ext=1\r\nde\r\n0\r\n\r\nGET", "POST /x [abcde] keep rest:GET"},
        {chunked + "0\r\n\r\n", "POST /x [] keep rest:"},
        {chunked + "0\r\nX-Sum: 5\r\nHost: evil\r\n\r\n", "POST /x [] keep rest:"},
        {chunked + "0\r\nContent-Length: 5\r\n\r\n", "400"},
        {chunked + "3\r\nabc\r\n0\r\n\r", "more"},
        {chunked + "41\r\nx", "413"},
        {chunked + "20\r\n" + std::string(32, 'x') + "\r\n21\r\n", "413"},
        {chunked + "FFFFFFFFFFFFFFFF\r\n", "413"},
        {chunked + "zz\r\nabcde", "400"},
        {start + "Content-Length: 65\r\n\r\n", "413"},
        {start + "Content-Length: 10000000000000\r\n\r\n", "413"},
        {start + "Content-Length: -5\r\n\r\n", "400"},
        {start + "Content-Length: +5\r\n\r\n", "400"},
        {start + "Content-Length: 5, 5\r\n\r\nabcde", "400"},
        {start + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nabcde", "400"},
        {start + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"},
        {start + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n", "400"},
        {start + "Transfer-Encoding: gzip\r\n\r\n", "400"},
        {start + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", "400"},
        {start + "Transfer-Encoding: identity\r\nContent-Length: 3\r\n\r\nabc", "400"},
        {"POST /x HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"},
        {start + "Content-Encoding: br\r\nContent-Length: 1\r\n\r\nx", "415"},
        {start + "Content-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx", "400"},
        {start + "Expect: miracles\r\nContent-Length: 1\r\n\r\nx", "417"},
        {"GET /a HTTP/1.1\r\n\r\n", "400"},
        {"GET /a HTTP/1.1\r\n" + host + host + "\r\n", "400"},
        {"GET /a HTTP/2.0\r\n" + host + "\r\n", "400"},
        {"GET  /a HTTP/1.1\r\n" + host + "\r\n", "400"},
        {"GET /a\r\n" + host + "\r\n", "400"},
        {"GET /a HTTP/1.1\r\nBad Name: x\r\n\r\n", "400"},
        {"GET /a HTTP/1.1\r\nName : x\r\n\r\n", "400"},
        {"\x16\x03\x01\x02\x01\x01 hello over TLS\r\n\r\n", "400"},
        {"GET /" + std::string(kMaxHeader, 'a') + " HTTP/1.1\r\n" + host + "\r\n", "431"},
        {"GET /a HTTP/1.1\r\n" + host + "X: " + std::string(kMaxHeader, 'a') + "\r\n\r\n", "431"},
        {"GET /" + std::string(600, 'a') + " HTTP/1.1\r\n" + host + "X: " + std::string(600, 'b') +
             "\r\n\r\n",
         "431"},
    };
    return list;
}

TEST(RequestParser, WholeInputs) {
    for (const Example& example : examples())
        EXPECT_EQ(outcome({example.bytes}), example.expected) << example.bytes;
}

TEST(RequestParser, ByteByByte) {
    for (const Example& example : examples()) {
        std::vector<std::string> pieces;
        for (const char byte : example.bytes)
            pieces.emplace_back(1, byte);
        EXPECT_EQ(outcome(pieces), example.expected) << example.bytes;
    }
}

TEST(RequestParser, EverySplitInTwo) {
    for (const Example& example : examples())
        for (std::size_t at = 0; at <= example.bytes.size(); ++at)
            ASSERT_EQ(outcome({example.bytes.substr(0, at), example.bytes.substr(at)}),
                      example.expected)
                << "split at " << at << " of\n"
                << example.bytes;
}

bool isAccepted(const std::string& outcome) {
    return outcome.find('[') != std::string::npos;
}

// Damaged inputs are never read out of bounds (asan), and where a packet ends never makes the
// difference between a request and a refusal. (It may decide how early a refusal is seen.)
TEST(RequestParser, DamagedInputsDoNotDependOnTheSplit) {
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 chance(seed);
    for (int round = 0; round < 3000; ++round) {
        std::string bytes = examples()[chance() % examples().size()].bytes;
        for (unsigned damage = 0; damage <= chance() % 3; ++damage)
            bytes[chance() % bytes.size()] = static_cast<char>(chance() % 256);
        const std::size_t at = chance() % bytes.size();
        const std::string whole = outcome({bytes});
        const std::string split = outcome({bytes.substr(0, at), bytes.substr(at)});
        const bool mustAgree = isAccepted(whole) || isAccepted(split);
        ASSERT_TRUE(!mustAgree || split == whole)
            << whole << " but " << split << " when split at " << at << " of\n"
            << bytes;
    }
}

TEST(RequestParser, TrailersChangeNoHeader) {
    RequestParser parser(kMaxHeader);
    const std::string head = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
    parser.take(head);
    parser.acceptBody(kMaxBody);
    parser.take("0\r\nAuthorization: Bearer x\r\nHost: evil\r\n\r\n");
    ASSERT_EQ(parser.state(), RequestParser::State::Done);
    EXPECT_EQ(parser.request().headers.count("authorization"), 0u);
    EXPECT_EQ(parser.request().header("host"), "h");
}

TEST(RequestParser, GzipIsUndoneWithinTheLimit) {
    const auto send = [](const std::string& plain) {
        const std::string packed = *gzipPack(plain);
        return outcome(
            {"POST /x HTTP/1.1\r\nHost: h\r\nContent-Encoding: gzip\r\nContent-Length: " +
             std::to_string(packed.size()) + "\r\n\r\n" + packed});
    };
    EXPECT_EQ(send("hello"), "POST /x [hello] keep rest:");
    EXPECT_EQ(send(std::string(kMaxBody, 'a')),
              "POST /x [" + std::string(kMaxBody, 'a') + "] keep rest:");
    EXPECT_EQ(send(std::string(kMaxBody + 1, 'a')), "413");
    EXPECT_EQ(send(std::string(10'000, '\0')), "413");
}

} // namespace
} // namespace menzhen::registry
