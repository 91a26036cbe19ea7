// SPDX-License-Identifier: Apache-2.0
#include "app/boot/logging.h"
#include "tests/app/boot/scratch.h"

#include <fcntl.h>
#include <sstream>
#include <thread>
#include <unistd.h>

namespace menzhen::boot {

namespace {

constexpr std::int64_t momentMs = 1'795'393'865'123; // 2026-11-23T00:31:05.123Z

class Logging : public testing::Test {
protected:
    Logging()
        : file_(
              ::open((scratch_ / "log").c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600)),
          log_(file_) {}

    ~Logging() override { ::close(file_); }

    void write(const std::string& message, std::int64_t atMs = 0, LogLevel level = LogLevel::Info) {
        log_.write(level, "registry", message, momentMs + atMs, atMs);
    }

    std::string text() const { return contents(scratch_ / "log"); }

    std::vector<std::string> lines() const {
        std::istringstream stream(text());
        std::vector<std::string> all;
        for (std::string line; std::getline(stream, line);)
            all.push_back(line);
        return all;
    }

    Scratch scratch_;
    int file_;
    Log log_;
};

} // namespace

TEST_F(Logging, OneLineAnEvent) {
    write("3 devices are silent", 0, LogLevel::Warning);
    EXPECT_EQ(text(), "2026-11-23T00:31:05.123Z warning registry 3 devices are silent\n");
}

TEST_F(Logging, LevelsBelowTheLeastAreLeftOut) {
    write("a", 0, LogLevel::Debug);
    log_.setLeast(LogLevel::Error);
    write("b", 0, LogLevel::Warning);
    write("c", 0, LogLevel::Error);
    ASSERT_EQ(lines().size(), 1U);
    EXPECT_NE(lines()[0].find(" error registry c"), std::string::npos);
}

TEST_F(Logging, NobodyForgesALine) {
    write("name\n2026-11-23T00:00:00.000Z info registry forged\r\x1b[2J");
    ASSERT_EQ(lines().size(), 1U);
    EXPECT_EQ(text().find('\x1b'), std::string::npos);
}

TEST_F(Logging, LongMessagesAreCutBetweenCharacters) {
    std::string chinese;
    while (chinese.size() < 2 * maxLogMessageBytes)
        chinese += "门诊";
    write(chinese);
    const std::string line = lines()[0];
    EXPECT_LT(line.size(), maxLogMessageBytes + 60);
    EXPECT_TRUE(line.ends_with("门...") || line.ends_with("诊...")) << line.substr(line.size() - 8);
}

TEST_F(Logging, RepeatsAreCounted) {
    for (int i = 0; i < 1000; ++i)
        write("printer gone", i);
    EXPECT_EQ(lines().size(), 1U);
    write("other", repeatWindowMs);
    ASSERT_EQ(lines().size(), 3U);
    EXPECT_NE(lines()[1].find("printer gone (999 more since)"), std::string::npos) << text();
    write("printer gone", repeatWindowMs + 1);
    EXPECT_EQ(lines().size(), 4U);
}

TEST_F(Logging, SameWordsOnOtherLevelsAreOtherLines) {
    write("x", 0, LogLevel::Info);
    write("x", 0, LogLevel::Error);
    EXPECT_EQ(lines().size(), 2U);
}

TEST_F(Logging, MemoryForRepeatsIsBounded) {
    for (int i = 0; i < 5000; ++i)
        write("line " + std::to_string(i));
    EXPECT_EQ(lines().size(), 5000U);
}

TEST_F(Logging, ThreadsDoNotMix) {
    constexpr int each = 500;
    const auto work = [this](char letter) {
        for (int i = 0; i < each; ++i)
            write(std::string(60, letter) + std::to_string(i));
    };
    {
        const std::jthread a(work, 'a');
        const std::jthread b(work, 'b');
    }
    EXPECT_EQ(lines().size(), 2U * each);
    for (const std::string& line : lines())
        EXPECT_TRUE(line.find('a', 40) == std::string::npos || line.find("bb") == std::string::npos)
            << line;
}

TEST(Redacted, IsOneTagForOneIdentifierAndNotTheIdentifier) {
    const std::string tag = redacted("110101199003070011");
    EXPECT_EQ(tag.size(), 7U);
    EXPECT_EQ(tag, redacted("110101199003070011"));
    EXPECT_NE(tag, redacted("110101199003070038"));
    EXPECT_EQ(tag.find("1101"), std::string::npos);
}

} // namespace menzhen::boot
