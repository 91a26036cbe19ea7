// SPDX-License-Identifier: Apache-2.0
// A kiosk that is cut off for 72 hours, over two midnights: everybody with a booking's code gets a
// ticket, walk-ins get theirs as far as the limit goes, everybody else is told where to go, and all
// of it arrives when the cable is back.
#include "app/flows/checkin.h"
#include "app/flows/ownnumber.h"
#include "app/flows/takenumber.h"
#include "tests/app/flows/flowbench.h"

#include <gtest/gtest.h>
#include <map>
#include <set>

using namespace menzhen;
using flows::Held;
using nlohmann::json;
using test::FlowBench;
using test::Heard;
using test::monday;

namespace {

constexpr int days[] = {monday, monday + 1, monday + 2};
constexpr int firstMinute = 420;
constexpr int lastMinute = 1260;
constexpr int stepMinutes = 15;
constexpr int limit = 5;

/// Every answer that a kiosk has for a walk-in and that leads to another place.
const std::set<std::string> toTheWindow{"offline-personal", "offline-later", "offline-limit",
                                        "session-over",     "sold-out",      "no-session-today",
                                        "session-cancelled"};

struct Story {
    FlowBench bench{"K01", "kiosk", 4};
    flows::Printing printing{*bench.context};
    flows::CheckIn checkIn{*bench.context, printing};
    flows::TakeNumber take{*bench.context, printing};
    std::multimap<std::pair<int, int>, json> bookings; ///< by day and band
    std::map<std::string, int> answers;
    std::set<std::string> printed; ///< "20261123 C012"
    int presented = 0;

    void book(int perSession) {
        std::vector<std::pair<int, std::string>> sessions;
        (void)bench.clinic->database->read([&]() -> core::Result<void> {
            store::Query query(*bench.clinic->database,
                               "SELECT day, id FROM session WHERE day <= ? ORDER BY id, day");
            query.bind(days[2]);
            for (int i = 0; query.step(); ++i)
                if (i % 7 == 0)
                    sessions.emplace_back(static_cast<int>(query.integer(0)), query.text(1));
            return {};
        });
        for (const auto& [day, session] : sessions)
            for (int i = 0; i < perSession; ++i) {
                const json booking = bench.book(session, -1, day);
                bookings.emplace(std::pair(day, booking["band"].get<int>()), booking);
            }
    }

    void arrive(const json& booking) {
        ++presented;
        const auto scanned = flows::readScan(*bench.context, booking["code"].get<std::string>());
        ASSERT_TRUE(scanned) << scanned.error().error.code;
        const auto visit = checkIn.find(*scanned);
        ASSERT_TRUE(visit) << visit.error().code;
        ASSERT_EQ(visit->state, flows::VisitState::Ready);
        const auto ticket = checkIn.confirm(*visit, core::TicketLanguage::Zh, {});
        ASSERT_TRUE(ticket) << ticket.error().code;
        EXPECT_EQ(ticket->place.state, "waiting");
        keep(*ticket);
    }

    void walkIn(const flows::DoctorChoice& wanted) {
        for (const auto& band : wanted.bands) {
            Heard<core::Result<Held>> heard;
            take.choose(band.session, band.band, heard.ear());
            bench.run();
            ASSERT_EQ(heard.times, 1);
            if (!*heard.value) {
                ++answers[heard.value->error().code];
                EXPECT_TRUE(toTheWindow.contains(heard.value->error().code))
                    << heard.value->error().code;
                EXPECT_FALSE(band.whyNot.empty()) << "offered, and then refused";
                continue;
            }
            const auto ticket = take.confirm({}, {});
            ASSERT_TRUE(ticket) << ticket.error().code;
            ++answers["ticket"];
            keep(*ticket);
        }
        if (wanted.bands.empty()) {
            ++answers[wanted.whyNot];
            EXPECT_TRUE(toTheWindow.contains(wanted.whyNot)) << wanted.whyNot;
        }
    }

    void day(int day) {
        for (int minute = firstMinute; minute < lastMinute; minute += stepMinutes) {
            bench.clinic->clock.set(day, minute);
            const auto to = bookings.lower_bound({day, minute + stepMinutes});
            for (auto booking = bookings.lower_bound({day, minute}); booking != to; ++booking)
                arrive(booking->second);
            for (const char* department : {"CARD", "GAST"}) {
                const auto doctors = take.doctors(department);
                ASSERT_TRUE(doctors);
                if (!doctors->list.empty())
                    walkIn(doctors->list[static_cast<std::size_t>(minute / stepMinutes) %
                                         doctors->list.size()]);
            }
            bench.run(); // the paper comes at once: nobody waits for it ten minutes later
        }
    }

    std::int64_t atRegistry(const std::string& sql) {
        std::int64_t value = -1;
        const auto read = bench.clinic->database->read([&]() -> core::Result<void> {
            store::Query query(*bench.clinic->database, sql);
            if (query.step()) value = query.integer(0);
            return {};
        });
        EXPECT_TRUE(read) << sql;
        return value;
    }

private:
    void keep(const flows::IssuedTicket& ticket) {
        EXPECT_TRUE(ticket.provisional);
        const std::string text = std::to_string(ticket.place.day) + " " + ticket.place.number;
        EXPECT_TRUE(printed.insert(text).second) << text << " twice";
    }
};

TEST(ThreeDays, CutOffFor72Hours) {
    Story story;
    story.book(2);
    story.bench.pull();
    story.bench.cut();
    story.book(1); // after the cut: the kiosk never heard of them
    // Two change their minds, so late that staff must cancel; the kiosk cannot know.
    story.bench.clinic->must([](clerk::Clerk& c) -> core::Result<json> {
        const json row{{"id", "m1"}, {"name", "m1"}, {"roles", "manager"}, {"state", "active"}};
        const auto hired =
            c.log().author({"record.defined", 0, {{"table", "staff"}, {"row", row}}, {}, {}});
        if (!hired) return tl::unexpected(hired.error());
        return json();
    });
    std::vector<std::string> cancelled;
    for (auto b = story.bookings.begin(); cancelled.size() < 2; std::advance(b, 5)) {
        cancelled.push_back(b->second["id"].get<std::string>());
        story.bench.clinic->must(
            [&](clerk::Clerk& c) { return c.cancelBooking(cancelled.back(), "m1"); });
    }
    for (const int day : days) {
        story.day(day);
        if (::testing::Test::HasFatalFailure()) return;
    }
    EXPECT_EQ(story.presented, static_cast<int>(story.bookings.size()));
    EXPECT_GT(story.answers["ticket"], limit);
    EXPECT_GT(story.answers["offline-personal"], 0);
    EXPECT_GT(story.answers["offline-later"], 0);
    EXPECT_EQ(story.bench.printer.jobs.size(), story.printed.size());
    const auto offline = static_cast<std::int64_t>(story.printed.size());

    story.bench.heal();
    story.bench.clinic->clock.set(monday + 3, 470);
    story.bench.sync();
    std::map<std::string, int> verdicts;
    for (const std::string& verdict : story.bench.verdicts)
        ++verdicts[verdict];
    EXPECT_EQ(verdicts.size() > 2 ? verdicts["compensated:cancelled-booking"] : 0, 2);
    for (const auto& [verdict, count] : verdicts)
        EXPECT_FALSE(verdict.starts_with("rejected")) << verdict << " " << count;
    EXPECT_EQ(story.bench.count("SELECT count(*) FROM outbox WHERE rev = 0"), 0);
    EXPECT_EQ(story.atRegistry("SELECT count(*) FROM entry"), offline);
    EXPECT_EQ(story.atRegistry("SELECT count(*) FROM (SELECT 1 FROM entry GROUP BY day, number)"),
              offline)
        << "a number twice";
    EXPECT_EQ(story.atRegistry("SELECT count(*) FROM entry WHERE state = 'expected'"), 0);
    EXPECT_LE(story.atRegistry("SELECT max(n) FROM (SELECT count(*) AS n FROM entry WHERE kind = "
                               "'extra' AND booking = '' GROUP BY day, session)"),
              limit);
    EXPECT_EQ(story.atRegistry("SELECT count(*) FROM booking WHERE day <= 20261125 AND state <> "
                               "'redeemed'"),
              0);
    EXPECT_EQ(story.atRegistry("SELECT count(*) FROM task WHERE verdict = 'rejected'"), 0);
}

} // namespace
