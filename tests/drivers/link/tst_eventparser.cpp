// SPDX-License-Identifier: Apache-2.0
#include "drivers/link/eventparser.h"

#include "drivers/link/gzip.h"

#include <gtest/gtest.h>

namespace menzhen::link {
namespace {

using Events = std::vector<std::string>;

Events parse(const std::vector<std::string>& pieces) {
    EventParser parser(1000);
    Events events;
    for (const std::string& piece : pieces)
        for (std::string& event : parser.take(piece))
            events.push_back(std::move(event));
    return events;
}

TEST(EventParser, ReadsWhatTheStandardSays) {
    EXPECT_EQ(parse({"data: 7\n\n"}), Events{"7"});
    EXPECT_EQ(parse({"event: rev\ndata: 7\nid: 1\nretry: 5\n\n"}), Events{"7"});
    EXPECT_EQ(parse({":\n\n: heartbeat\n\ndata:x\n\n"}), Events{"x"});
    EXPECT_EQ(parse({"data: a\ndata:  b\n\n"}), Events{"a\n b"});
    EXPECT_EQ(parse({"data\n\ndata:\ndata:\n\n"}), (Events{"", "\n"}));
    EXPECT_EQ(parse({"event: rev\n\n\n\n"}), Events{});
    EXPECT_EQ(parse({"data: not whole\n"}), Events{});
    EXPECT_EQ(parse({"datax: 1\nother\n\n"}), Events{});
}

TEST(EventParser, AnyLineEndInAnySplit) {
    const std::string stream = "data: a\r\ndata: b\r\n\r\n:\r\n\r\ndata: c\r\rdata: d\n\n";
    const Events expected = {"a\nb", "c", "d"};
    for (std::size_t at = 0; at <= stream.size(); ++at)
        EXPECT_EQ(parse({stream.substr(0, at), stream.substr(at)}), expected) << at;
}

TEST(EventParser, BreaksOnEndlessEvents) {
    EventParser line(100);
    line.take("data: " + std::string(94, 'x'));
    EXPECT_FALSE(line.isBroken());
    line.take("x");
    EXPECT_TRUE(line.isBroken());
    EventParser lines(100);
    for (int i = 0; i < 20; ++i)
        lines.take("data: 0123456789\n");
    EXPECT_TRUE(lines.isBroken());
}

TEST(LinkGzip, ComesBackOrIsRefused) {
    const std::string plain(5000, 'x');
    const auto packed = gzipPack(plain);
    ASSERT_TRUE(packed);
    EXPECT_EQ(gzipUnpack(*packed, 5000), plain);
    EXPECT_FALSE(gzipUnpack(*packed, 4999));
    for (std::size_t size = 0; size < packed->size(); ++size)
        EXPECT_FALSE(gzipUnpack(packed->substr(0, size), 5000)) << size;
    EXPECT_FALSE(gzipUnpack(*packed + "x", 5000));
}

} // namespace
} // namespace menzhen::link
