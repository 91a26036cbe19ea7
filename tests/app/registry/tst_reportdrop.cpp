// SPDX-License-Identifier: Apache-2.0
// The laboratory's folder: what is taken, what is moved aside, and that no file is lost between.
#include "app/registry/reportdrop.h"

#include <chrono>
#include <fstream>
#include <functional>
#include <gmock/gmock.h>
#include <sstream>

namespace menzhen::registry {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr int patienceMs = 20'000;

std::string reportText(const std::string& id) {
    return R"({"resourceType":"DiagnosticReport","id":")" + id +
           R"(","status":"final","encounter":{"identifier":{"value":"20261123/C012"}},)"
           R"("code":{"text":"血常规"},"issued":"2026-11-23T09:12:00+08:00"})";
}

struct Drop : testing::Test {
    Drop() {
        std::string name = (fs::temp_directory_path() / "menzhen-reports-XXXXXX").string();
        folder = mkdtemp(name.data());
    }

    ~Drop() override {
        drop.reset();
        fs::remove_all(folder);
    }

    void open() {
        drop.reset();
        auto made = ReportDrop::open(folder.string(), {"HA", "HB"});
        ASSERT_TRUE(made) << made.error().detail;
        drop = std::move(*made);
    }

    /// Completed by rename.
    void put(const std::string& name, const std::string& text, const char* site = "HA") const {
        const fs::path part = folder / site / ".part";
        std::ofstream(part, std::ios::binary) << text;
        fs::rename(part, folder / site / name);
    }

    static bool until(const std::function<bool()>& done) {
        for (int waited = 0; waited < patienceMs; waited += 10) {
            if (done()) return true;
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        return false;
    }

    std::vector<std::string> waiting(const char* site = "HA") const {
        std::vector<std::string> ids;
        for (const DroppedReport& one : drop->next(site))
            ids.push_back(one.report.id);
        return ids;
    }

    bool waits(const std::vector<std::string>& ids) const {
        return until([&] { return waiting() == ids; });
    }

    void settle(const std::string& code = {}) const {
        std::vector<DropOutcome> outcomes;
        for (const DroppedReport& one : drop->next("HA"))
            outcomes.push_back({one.path, code, "why"});
        drop->settle(std::move(outcomes));
    }

    std::string bad(const std::string& name) const {
        std::ifstream file(folder / "HA" / badFolder / name);
        std::stringstream text;
        text << file.rdbuf();
        return text.str();
    }

    bool isEmpty() const { return fs::is_empty(folder / "HA" / takingFolder); }

    fs::path folder;
    std::unique_ptr<ReportDrop> drop;
};

TEST_F(Drop, AFileIsTakenOnceAndGoneWhenItIsCommitted) {
    open();
    put("a.json", reportText("A"));
    ASSERT_TRUE(waits({"A"}));
    EXPECT_TRUE(waiting("HB").empty());
    EXPECT_FALSE(fs::exists(folder / "HA" / "a.json"));
    EXPECT_FALSE(isEmpty()); // until it is committed
    settle();
    EXPECT_TRUE(waiting().empty());
    EXPECT_TRUE(until([&] { return isEmpty(); }));
    EXPECT_TRUE(fs::is_empty(folder / "HA" / badFolder));
}

TEST_F(Drop, WhatIsBadIsMovedAsideWithItsReason) {
    open();
    put("half.json", R"({"resourceType":)");
    ASSERT_TRUE(until([&] { return !bad("half.json.reason").empty() && isEmpty(); }));
    EXPECT_THAT(bad("half.json.reason"), HasSubstr("malformed-json: "));
    EXPECT_EQ(bad("half.json"), R"({"resourceType":)");
    put("half.json", "{}"); // the same name again: both are kept
    ASSERT_TRUE(until([&] { return bad("half-2.json") == "{}"; }));
    EXPECT_THAT(bad("half-2.json.reason"), HasSubstr("bad-field: "));
    put("large.json", std::string(clerk::maxReportBytes + 1, ' '));
    ASSERT_TRUE(until([&] { return !bad("large.json").empty(); }));
    EXPECT_THAT(bad("large.json.reason"), HasSubstr("too-large: "));
    put("b.json", reportText("B"));
    ASSERT_TRUE(waits({"B"}));
    settle("unknown-visit");
    ASSERT_TRUE(until([&] { return bad("b.json") == reportText("B"); }));
    EXPECT_EQ(bad("b.json.reason"), "unknown-visit: why\n");
}

TEST_F(Drop, WhatIsNotCompleteOrNoReportIsLeftAlone) {
    open();
    for (const char* name : {".a.json", "a.json.part", "a.txt"})
        std::ofstream(folder / "HA" / name) << "x";
    fs::create_directory(folder / "HA" / "folder.json");
    fs::create_symlink("/etc/passwd", folder / "HA" / "link.json");
    put("b.json", reportText("B"));
    ASSERT_TRUE(waits({"B"}));
    for (const char* name : {".a.json", "a.json.part", "a.txt", "folder.json", "link.json"})
        EXPECT_TRUE(fs::exists(fs::symlink_status(folder / "HA" / name))) << name;
}

TEST_F(Drop, ASecondFileOfTheSameNameDoesNotReplaceTheFirst) {
    open();
    put("same.json", reportText("A"));
    ASSERT_TRUE(waits({"A"}));
    put("same.json", reportText("B"));
    ASSERT_TRUE(waits({"A", "B"}));
    settle();
    EXPECT_TRUE(until([&] { return isEmpty(); }));
}

TEST_F(Drop, WhatWasNotCommittedWhenTheProgramEndedIsTakenAgain) {
    open();
    put("a.json", reportText("A"));
    put("b.json", reportText("B"));
    ASSERT_TRUE(waits({"A", "B"}));
    open();
    ASSERT_TRUE(waits({"A", "B"}));
    put("c.json", reportText("C"));
    ASSERT_TRUE(until([&] { return waiting().size() == 3; }));
    settle();
    EXPECT_TRUE(until([&] { return isEmpty(); }));
}

TEST_F(Drop, AFolderThatCannotBeMadeIsToldAtStart) {
    std::ofstream(folder / "file") << "x";
    const auto made = ReportDrop::open((folder / "file").string(), {"HA"});
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, "reports-folder");
}

} // namespace
} // namespace menzhen::registry
